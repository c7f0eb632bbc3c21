import Ledger
import Support
import Testing
import TraceEngine

@testable import LedgerIndex

@Suite("Passes over the whole ledger find what slow ones find")
struct LedgerPassTests {
    /// Ledgers of one and of many segments, and as they stood earlier.
    private func ledgers(seed: UInt64, firstID: UInt64 = 0) throws -> [IndexLedger] {
        let blocks = SmallChain.blocks(count: 30, seed: seed)
        var several = IndexImport.tiny
        several.options.greatestSegment = 25
        several.options.firstID = firstID
        several.headBlocks = 5
        let one = try IndexImport().write(blocks, to: ScratchFolder())
        let many = try several.write(blocks, to: ScratchFolder())
        #expect(many.view.count > 2)
        return [one, many, try many.snapshot(at: 20), try many.snapshot(at: 27)]
    }

    /// How many hops each transaction is away from `start`.
    private func hops(_ view: IndexView, from start: UInt64) throws -> [UInt64: Int] {
        var hops = [start: 0]
        for transaction in start..<view.end {
            guard let here = hops[transaction] else { continue }
            for output in try view.outputs(of: transaction) {
                let spender = try view.output(output).spender
                if spender != IndexView.none { hops[spender] = min(hops[spender] ?? .max, here + 1) }
            }
        }
        return hops
    }

    @Test("forward reach, and walks of some hops", arguments: 0..<6 as Range<UInt64>)
    func reach(seed: UInt64) throws {
        var walk = HopWalk()
        for ledger in try ledgers(seed: seed, firstID: seed % 2 == 0 ? 0 : UInt64(UInt32.max) - 4) {
            let view = ledger.view
            for start in stride(from: view.start, to: view.end, by: 7) {
                let expected = try hops(view, from: start)
                let reach = try ForwardReach(from: [start], in: view)
                #expect(reach.count == expected.count)
                for transaction in view.start..<view.end {
                    #expect(reach.contains(transaction) == (expected[transaction] != nil))
                }
                for limit in [0, 1, 2, 5] {
                    let near = expected.filter { $0.value <= limit }
                    #expect(try walk.walk(view, from: start, hops: limit) == near.count - 1)
                    #expect(Set(walk.reached) == Set(near.keys))
                    #expect(walk.reached.map { near[$0] ?? -1 } == walk.reached.map { near[$0] ?? -1 }.sorted())
                }
            }
            let many = Array(stride(from: view.start, to: view.end, by: 3))
            var counts: [Int] = []
            try walk.walk(view, from: many, hops: 2) { place, count in
                #expect(place == counts.count)
                counts.append(count)
            }
            #expect(counts == (try many.map { try walk.walk(view, from: $0, hops: 2) }))
            let starts = [view.start, view.start + (view.end - view.start) / 2]
            let both = try starts.reduce(into: Set<UInt64>()) { $0.formUnion(try hops(view, from: $1).keys) }
            #expect(try ForwardReach(from: starts, in: view).count == both.count)
            #expect(throws: LedgerError.self) { try ForwardReach(from: [view.end], in: view) }
        }
    }

    @Test("haircut, to the unit", arguments: 0..<12 as Range<UInt64>)
    func haircut(seed: UInt64) throws {
        for ledger in try ledgers(seed: seed, firstID: seed % 2 == 0 ? 0 : UInt64(UInt32.max) - 4) {
            let view = ledger.view
            let starts = [view.start, view.start + 9, view.start + 20]
            let pass = try LedgerHaircut(from: starts, in: view)
            var taints: [UInt64: UInt64] = [:]
            var fee: UInt64 = 0, stopped: UInt64 = 0, added: UInt64 = 0
            for transaction in view.start..<view.end {
                let inputs = try view.inputs(of: transaction).map { try view.input($0) }
                let outputs = Array(try view.outputs(of: transaction))
                let values = try outputs.map { try view.output($0).value }
                let tainted = inputs.reduce(0) { $0 + (taints[$1.previousOutput] ?? 0) }
                if inputs.contains(where: { $0.known == .unknown }) {
                    stopped += tainted
                } else if tainted > 0 {
                    let rest = inputs.reduce(0) { $0 + $1.value } - values.reduce(0, +)
                    let parts = ProRata.divide(tainted, by: values + [rest])
                    for (output, part) in zip(outputs, parts) { taints[output] = part }
                    fee += parts[outputs.count]
                }
                if starts.contains(transaction) {
                    for (output, value) in zip(outputs, values) {
                        added += value - (taints[output] ?? 0)
                        taints[output] = value
                    }
                }
            }
            #expect(pass.fee == fee)
            #expect(pass.stopped == stopped)
            var unspent: UInt64 = 0
            for transaction in view.start..<view.end {
                for output in try view.outputs(of: transaction) {
                    #expect(pass.taint(of: output) == taints[output] ?? 0)
                    if try view.output(output).spender == IndexView.none { unspent += pass.taint(of: output) }
                }
            }
            #expect(unspent + fee + stopped == added, "what stopped and the fees are what set out")
        }
    }

    @Test("clusters, those of the plain ledger, also carried on", arguments: 0..<12 as Range<UInt64>)
    func clusters(seed: UInt64) async throws {
        let plain = try MemoryLedger(chain: .bitcoinRegtest, blocks: SmallChain.blocks(count: 30, seed: seed))
        for rule in [ClusterRule(dust: 0, large: 2), ClusterRule(dust: 100, large: 3)] {
            for ledger in try ledgers(seed: seed) {
                let expected = try await AddressClusters(of: try plain.snapshot(at: ledger.info.tip ?? 0), by: rule)
                let once = try await AddressClusters(of: ledger, by: rule)
                var grown = try await AddressClusters(of: try ledger.snapshot(at: 4), by: rule)
                for height in [11, ledger.info.tip ?? 0] { try await grown.append(try ledger.snapshot(at: height)) }
                let wanted = try members(expected, expected.ledger.find(plain.known))
                #expect(try members(once, ledger.find(plain.known)) == wanted)
                #expect(try members(grown, ledger.find(plain.known)) == wanted)
                #expect(once.warnings == expected.warnings)
                #expect(grown.warnings == expected.warnings)
            }
        }
    }

    /// Of each address the places of those in its cluster.
    private func members<Reader: UTXOReader>(_ clusters: AddressClusters<Reader>, _ refs: [AddressRef?]) -> [Set<Int>] {
        let places = Dictionary(
            refs.enumerated().compactMap { place, ref in ref.map { ($0, place) } }, uniquingKeysWith: { a, _ in a })
        return refs.map { ref in ref.map { Set(clusters.members(of: $0).compactMap { places[$0] }) } ?? [] }
    }

    @Test("histories of many addresses at once, those of each alone", arguments: 0..<4 as Range<UInt64>)
    func histories(seed: UInt64) throws {
        let known = try MemoryLedger(chain: .bitcoinRegtest, blocks: SmallChain.blocks(count: 30, seed: seed)).known
        for ledger in try ledgers(seed: seed, firstID: seed % 2 == 0 ? 0 : UInt64(UInt32.max) - 4) {
            var numbers: [UInt64] = []
            try ledger.view.find(Array(repeating: known, count: 9).flatMap(\.self), into: &numbers)
            #expect(try numbers == Array(repeating: known, count: 9).flatMap(\.self).map { try ledger.view.find($0) })
            numbers.removeAll { $0 == IndexView.none }
            var rows = [[OutputRef]](repeating: [], count: numbers.count)
            try numbers.withUnsafeBufferPointer { some in
                try ledger.view.eachReceipt(of: some) { place, row in
                    let at = try? ledger.view.reference(of: row.transaction)
                    rows[place].append(OutputRef(tx: at ?? .none, index: row.index))
                }
            }
            var batch = Batch<OutputRef>()
            try ledger.history(of: numbers.map { AddressRef(raw: $0) }, Cursor(), into: &batch)
            #expect(rows == numbers.indices.map { Array(batch[key: $0]) })
            // From the addresses as they are written; of one that is not there nothing comes.
            let wanted = [Address(canonicalScript: [0x00, 0x14] + [UInt8](repeating: 7, count: 20))] + known + known
            var written = [[OutputRef]](repeating: [], count: wanted.count)
            try ledger.view.eachReceipt(of: wanted) { place, row in
                let at = try? ledger.view.reference(of: row.transaction)
                written[place].append(OutputRef(tx: at ?? .none, index: row.index))
            }
            for (place, ref) in try ledger.find(wanted).enumerated() {
                if let ref { try ledger.history(of: [ref], Cursor(), into: &batch) } else { batch.removeAll() }
                #expect(written[place] == batch.rows)
            }
        }
    }

    @Test("a filter passes every key it was made of and few others")
    func filter() {
        var numbers = SeededNumbers(seed: 1)
        let keys = (0..<10_000).map { _ in numbers.next() }
        var words = [UInt64](repeating: 0, count: KeyFilter.words(keys.count))
        for key in keys { words[KeyFilter.place(key, words.count)] |= KeyFilter.bits(key) }
        func passes(_ key: UInt64) -> Bool {
            words[KeyFilter.place(key, words.count)] & KeyFilter.bits(key) == KeyFilter.bits(key)
        }
        #expect(keys.allSatisfy(passes))
        #expect((0..<10_000).count { _ in passes(numbers.next()) } < 100)
        #expect((0..<10_000 as Range<UInt64>).count { passes(KeyFilter.key(ofOutput: $0)) } < 100)
    }
}
