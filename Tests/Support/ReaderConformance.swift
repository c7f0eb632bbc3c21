import Ledger
import Testing

/// What every ledger must answer: exactly what the plain in-memory ledger of the same blocks answers, at every height.
///
/// Handles of addresses are each ledger's own, so they are compared by the addresses they stand for.
public enum ReaderConformance {
    /// Compares all that can be asked, as of the tip and as of each of `heights`.
    public static func check(
        _ ledger: some UTXOReader, against expected: MemoryLedger, heights: [UInt32]? = nil
    ) async throws {
        try await checkOne(ledger, expected)
        for height in heights ?? expected.blocks.map(\.height) {
            try await checkOne(try await ledger.snapshot(at: height), try expected.snapshot(at: height))
        }
        if let first = expected.blocks.first?.height, first > 0 {
            await #expect(throws: LedgerError.self) { _ = try await ledger.snapshot(at: first - 1) }
        }
    }

    private static func checkOne(_ ledger: some UTXOReader, _ expected: MemoryLedger) async throws {
        #expect(ledger.info == expected.info)
        #expect(try await ledger.totals() == expected.totals())
        try await checkTransactions(ledger, expected)
        try await checkAddresses(ledger, expected)
        try await checkUnknown(ledger, expected)
        try await SearchConformance.check(ledger, addresses: expected.known, txids: Array(expected.carriers.keys))
    }

    private static func checkTransactions(_ ledger: some UTXOReader, _ expected: MemoryLedger) async throws {
        let refs = expected.order
        #expect(try await ledger.transactions(of: refs) == expected.transactions(of: refs))
        #expect(try await ledger.transactions(in: 0...UInt32.max, limit: .max).map(\.at) == refs)
        #expect(try await ledger.transactions(in: 0...UInt32.max, limit: 3).map(\.at) == Array(refs.prefix(3)))
        if let height = refs.last?.height {
            #expect(
                try await ledger.transactions(in: height...height, limit: .max)
                    == expected.transactions(in: height...height, limit: .max))
        }
        let txids = Array(expected.carriers.keys) + [TinyLedger.txid("of another world")]
        #expect(try await ledger.find(txids) == expected.find(txids))

        var inputs = Batch<InputRow>(), expectedInputs = Batch<InputRow>()
        try await ledger.inputs(of: refs, into: &inputs)
        try expected.inputs(of: refs, into: &expectedInputs)
        #expect(inputs.start == expectedInputs.start)
        #expect(inputs.rows.map(Plain.init) == expectedInputs.rows.map(Plain.init))
        #expect(
            try await owners(inputs.rows.map(\.owner), in: ledger)
                == owners(expectedInputs.rows.map(\.owner), in: expected))

        var outpoints = Batch<Outpoint>(), expectedOutpoints = Batch<Outpoint>()
        try await ledger.outpoints(of: refs, into: &outpoints)
        try expected.outpoints(of: refs, into: &expectedOutpoints)
        #expect(outpoints.start == expectedOutpoints.start)
        #expect(outpoints.rows == expectedOutpoints.rows)

        var outputs = Batch<OutputRow>(), expectedOutputs = Batch<OutputRow>()
        try await ledger.outputs(of: refs, into: &outputs)
        try expected.outputs(of: refs, into: &expectedOutputs)
        #expect(outputs.start == expectedOutputs.start)
        #expect(outputs.rows.map(Plain.init) == expectedOutputs.rows.map(Plain.init))
        #expect(
            try await owners(outputs.rows.map(\.owner), in: ledger)
                == owners(expectedOutputs.rows.map(\.owner), in: expected))

        let places = refs.enumerated().flatMap { k, ref in
            outputs[key: k].indices.map { OutputRef(tx: ref, index: UInt32($0 - outputs[key: k].startIndex)) }
        }
        #expect(try await ledger.scripts(of: places) == expected.scripts(of: places))
    }

    private static func checkAddresses(_ ledger: some UTXOReader, _ expected: MemoryLedger) async throws {
        let found = try await ledger.find(expected.known)
        #expect(found.allSatisfy { $0 != nil })
        let refs = found.compactMap(\.self)
        let expectedRefs = try expected.find(expected.known).compactMap(\.self)
        #expect(try await ledger.addresses(of: refs) == expected.known)
        #expect(try await ledger.counts(of: refs) == expected.counts(of: expectedRefs))
        #expect(try await ledger.summaries(of: refs) == expected.summaries(of: expectedRefs))

        var history = Batch<OutputRef>(), expectedHistory = Batch<OutputRef>()
        var places = Batch<TxRef>(), expectedPlaces = Batch<TxRef>()
        let pages = [Cursor(), Cursor(limit: 0), Cursor(limit: 1), Cursor(limit: 2), Cursor(limit: 3)]
            + [expected.order.first, expected.order.dropFirst(expected.order.count / 2).first].map {
                Cursor(after: $0, limit: 2)
            }
        for page in pages {
            try await ledger.history(of: refs, page, into: &history)
            try expected.history(of: expectedRefs, page, into: &expectedHistory)
            #expect(history.start == expectedHistory.start, "\(page)")
            #expect(history.rows == expectedHistory.rows, "\(page)")
            try await ledger.appearances(of: refs, page, into: &places)
            try expected.appearances(of: expectedRefs, page, into: &expectedPlaces)
            #expect(places.start == expectedPlaces.start, "\(page)")
            #expect(places.rows == expectedPlaces.rows, "\(page)")
        }
        for ref in refs.prefix(20) { try await checkPaging(ledger, ref) }
    }

    /// Page after page gives what one page without a limit gives.
    private static func checkPaging(_ ledger: some UTXOReader, _ ref: AddressRef) async throws {
        var whole = Batch<OutputRef>(), page = Batch<OutputRef>()
        try await ledger.history(of: [ref], Cursor(), into: &whole)
        var rows: [OutputRef] = []
        repeat {
            try await ledger.history(of: [ref], Cursor(after: rows.last?.tx, limit: 2), into: &page)
            rows += page.rows
        } while !page.rows.isEmpty && rows.count <= whole.rows.count
        #expect(rows == whole.rows)
    }

    /// Nothing asked is nothing answered; what is not there is an error, never an empty answer.
    private static func checkUnknown(_ ledger: some UTXOReader, _ expected: MemoryLedger) async throws {
        var inputs = Batch<InputRow>(), outputs = Batch<OutputRow>(), outpoints = Batch<Outpoint>()
        var history = Batch<OutputRef>(), places = Batch<TxRef>()
        try await ledger.inputs(of: [], into: &inputs)
        try await ledger.outputs(of: [], into: &outputs)
        try await ledger.outpoints(of: [], into: &outpoints)
        try await ledger.history(of: [], Cursor(), into: &history)
        try await ledger.appearances(of: [], Cursor(), into: &places)
        #expect(inputs.start == [0] && outputs.start == [0] && outpoints.start == [0])
        #expect(history.start == [0] && places.start == [0])
        #expect(try await ledger.find([] as [TxID]).isEmpty)
        #expect(try await ledger.find([] as [Address]).isEmpty)
        #expect(try await ledger.transactions(of: []).isEmpty)
        #expect(try await ledger.scripts(of: []).isEmpty)
        #expect(try await ledger.addresses(of: []).isEmpty)
        #expect(try await ledger.counts(of: []).isEmpty)
        #expect(try await ledger.summaries(of: []).isEmpty)
        #expect(try await ledger.find([TinyLedger.address("nobody ever")]) == [nil])

        let nowhere = TxRef(height: (expected.info.tip ?? 0) + 1, position: 0)
        for ref in [nowhere, .none] {
            await #expect(throws: LedgerError.self) { _ = try await ledger.transactions(of: [ref]) }
            await #expect(throws: LedgerError.self) {
                var batch = Batch<InputRow>()
                try await ledger.inputs(of: [ref], into: &batch)
            }
            await #expect(throws: LedgerError.self) {
                var batch = Batch<OutputRow>()
                try await ledger.outputs(of: [ref], into: &batch)
            }
            await #expect(throws: LedgerError.self) {
                var batch = Batch<Outpoint>()
                try await ledger.outpoints(of: [ref], into: &batch)
            }
            await #expect(throws: LedgerError.self) {
                _ = try await ledger.scripts(of: [OutputRef(tx: ref, index: 0)])
            }
        }
        if let known = expected.order.first {
            await #expect(throws: LedgerError.self) {
                _ = try await ledger.scripts(of: [OutputRef(tx: known, index: 1_000_000)])
            }
        }
        for ref in [AddressRef.none, AddressRef(raw: 1 << 40)] {
            await #expect(throws: LedgerError.self) { _ = try await ledger.addresses(of: [ref]) }
            await #expect(throws: LedgerError.self) { _ = try await ledger.counts(of: [ref]) }
            await #expect(throws: LedgerError.self) { _ = try await ledger.summaries(of: [ref]) }
            await #expect(throws: LedgerError.self) {
                var batch = Batch<OutputRef>()
                try await ledger.history(of: [ref], Cursor(), into: &batch)
            }
            await #expect(throws: LedgerError.self) {
                var batch = Batch<TxRef>()
                try await ledger.appearances(of: [ref], Cursor(), into: &batch)
            }
        }
    }

    private static func owners(_ refs: [AddressRef], in ledger: some UTXOReader) async throws -> [Address?] {
        let some = Array(Set(refs.filter { $0 != .none }))
        let names = Dictionary(uniqueKeysWithValues: zip(some, try await ledger.addresses(of: some)))
        return refs.map { names[$0] }
    }

    /// A row without its handle.
    private struct Plain: Equatable {
        var numbers: [UInt64]
        init(_ row: InputRow) {
            numbers = [row.previous.tx.raw, UInt64(row.previous.index), row.value, UInt64(row.known.rawValue)]
        }
        init(_ row: OutputRow) {
            numbers = [row.value, row.spender.raw, UInt64(row.spenderInput), UInt64(row.fate.rawValue)]
        }
    }
}
