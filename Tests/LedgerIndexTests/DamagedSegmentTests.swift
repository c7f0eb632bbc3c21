import CLedgerKernel
import Foundation
import Ledger
import Support
import Testing

@testable import LedgerIndex

@Suite("A damaged index says so")
struct DamagedSegmentTests {
    let folder: ScratchFolder
    let tiny: TinyLedger

    init() throws {
        folder = try ScratchFolder()
        tiny = try TinyLedger(LedgerFixtures.stated.text)
        try IndexImport.tiny.write(tiny.blocks, to: folder)
    }

    private var segment: String { folder.file("ledger/segment-1.clew") }

    /// Asks everything there is to ask.
    private static func use(_ expected: MemoryLedger, at path: String) throws {
        let ledger = try IndexLedger.open(at: path)
        _ = try ledger.totals()
        var outputs = Batch<OutputRow>(), outpoints = Batch<Outpoint>(), history = Batch<OutputRef>()
        try ledger.outputs(of: expected.order, into: &outputs)
        try ledger.outpoints(of: expected.order, into: &outpoints)
        var inputs = Batch<InputRow>()
        try ledger.inputs(of: expected.order, into: &inputs)
        _ = try ledger.find(Array(expected.carriers.keys))
        let refs = try ledger.find(expected.known).compactMap(\.self)
        guard refs.count == expected.known.count else { throw LedgerError("Addresses are missing.") }
        try ledger.history(of: refs, Cursor(), into: &history)
        _ = try ledger.transactions(of: expected.order)
        _ = try ledger.summaries(of: refs)
        _ = try ledger.scripts(
            of: expected.order.enumerated().flatMap { k, ref in
                (0..<outputs[key: k].count).map { OutputRef(tx: ref, index: UInt32($0)) }
            })
        for height in Set(expected.order.map(\.height)) {
            guard let found = try ledger.view.block(at: height) else { throw LedgerError("Block \(height) is missing.") }
            _ = try ledger.view.rows(ofBlock: found.place, in: found.segment)
        }
        _ = try ledger.addresses(of: refs)
    }

    /// Turns bits round, one at a time, and answers those whose flip the check or the first use did not find.
    private static func undetected(_ bits: some Sequence<Int>, of tiny: TinyLedger, in folder: ScratchFolder) throws -> [Int] {
        let path = folder.file("ledger")
        let file = open(path + "/segment-1.clew", O_RDWR | O_CLOEXEC)
        try #require(file >= 0)
        defer { close(file) }
        let expected = try MemoryLedger(chain: tiny.chain, blocks: tiny.blocks)
        var missed: [Int] = []
        for bit in bits {
            var byte: UInt8 = 0
            guard pread(file, &byte, 1, off_t(bit / 8)) == 1 else { throw LedgerError("Byte \(bit / 8) is not there.") }
            var flipped = byte ^ 1 << UInt8(bit % 8)
            pwrite(file, &flipped, 1, off_t(bit / 8))
            let isChecked = try IndexCheck.run(at: path)?.faults.isEmpty == false
            // Every page of this small segment is of some column, and all are used.
            let isUsed = (try? use(expected, at: path)) == nil
            if !isChecked || !isUsed { missed.append(bit) }
            pwrite(file, &byte, 1, off_t(bit / 8))
        }
        return missed
    }

    @Test("wherever a bit is flipped: when it is checked, and when it is used first")
    func everyBit() async throws {
        let count = try Data(contentsOf: URL(filePath: segment)).count * 8
        #expect(try IndexCheck.run(at: folder.file("ledger"))?.faults == [])
        // Stopped, it ends at once and says nothing of what it has not compared
        var phases: [String] = []
        #expect(try IndexCheck.run(at: folder.file("ledger"), progress: { phase, _, _ in phases.append(phase) }, isCancelled: { true }) == nil)
        #expect(phases == ["checksums"])
        try Self.use(MemoryLedger(chain: tiny.chain, blocks: tiny.blocks), at: folder.file("ledger"))
        // Every bit takes minutes: CLEW_LONG=1 (make test-long). Otherwise the header's first bytes, its last, and strides.
        let header = SegmentHeader.byteCount * 8
        let bits =
            ProcessInfo.processInfo.environment["CLEW_LONG"] != nil
            ? Array(0..<count)
            : Array(stride(from: 0, to: 4_800, by: 57)) + stride(from: 4_800, to: header, by: 5_003)
                + stride(from: header - 48, to: header, by: 9) + stride(from: header, to: count, by: 499) + [count - 1]
        // Two copies, a task each.
        let tiny = tiny
        let missed = try await withThrowingTaskGroup(of: [Int].self) { group in
            for half in 0..<2 {
                group.addTask {
                    let copy = try ScratchFolder()
                    try IndexImport.tiny.write(tiny.blocks, to: copy)
                    return try Self.undetected(stride(from: half, to: bits.count, by: 2).lazy.map { bits[$0] }, of: tiny, in: copy)
                }
            }
            return try await group.reduce(into: []) { $0 += $1 }
        }
        #expect(missed.isEmpty, "\(missed.prefix(20).map { "byte \($0 / 8), bit \($0 % 8)" })")
        print("flipped bits of a segment: \(bits.count) of \(count), all found by the check and by first use")
    }

    @Test("when it is cut short, at whatever length")
    func cut() throws {
        let whole = try Data(contentsOf: URL(filePath: segment))
        for length in [0, 100, 65_535, 65_536, 70_000, whole.count - 4, whole.count - 1] {
            try whole.prefix(length).write(to: URL(filePath: segment))
            #expect(throws: LedgerError.self) { _ = try IndexLedger.open(at: folder.file("ledger")) }
            #expect(try IndexCheck.run(at: folder.file("ledger"))?.faults.isEmpty == false)
        }
    }

    @Test("when it was written by an earlier Clew, with what to do")
    func earlier() throws {
        var bytes = [UInt8](try Data(contentsOf: URL(filePath: segment)))
        bytes[8] = 1
        try Data(bytes).write(to: URL(filePath: segment))
        let error = #expect(throws: LedgerError.self) { _ = try IndexLedger.open(at: folder.file("ledger")) }
        #expect(error?.sentence.contains("was written by an earlier Clew") == true)
        #expect(error?.sentence.contains("clew ledger import PATH --ledger FOLDER") == true)
    }

    @Test("when MANIFEST names another hash, another file, or is torn")
    func manifest() throws {
        let url = URL(filePath: folder.file("ledger/MANIFEST"))
        let text = try String(contentsOf: url, encoding: .utf8)
        func sentence() -> String {
            do throws(LedgerError) {
                let faults = try IndexCheck.run(at: folder.file("ledger"))?.faults ?? []
                return faults.joined()
            } catch {
                return error.sentence
            }
        }
        let hash = try #require(text.firstRange(of: "\"sha256\": \""))
        let digit = text[hash.upperBound] == "0" ? "1" : "0"
        let changed = text.replacingCharacters(in: hash.upperBound..<text.index(after: hash.upperBound), with: digit)
        try Data(changed.utf8).write(to: url)
        #expect(sentence().contains("MANIFEST says"))
        try Data(text.replacing("segment-1.clew", with: "../../etc/passwd").utf8).write(to: url)
        #expect(sentence().contains("names no segment file"))
        try Data(text.prefix(60).utf8).write(to: url)
        #expect(sentence().contains("MANIFEST is damaged"))
        try Data(text.replacing("\"store\": \"index\"", with: "\"store\": \"sqlite\"").utf8).write(to: url)
        #expect(sentence().contains("of the kind sqlite"))
    }
}

@Suite("CRC-32C")
struct ChecksumTests {
    @Test("gives the published value, with and without the processor's instruction")
    func published() {
        // RFC 3720, appendix B.4.
        let vectors: [([UInt8], UInt32)] = [
            (Array("123456789".utf8), 0xe306_9283), ([UInt8](repeating: 0, count: 32), 0x8a91_36aa),
            ([UInt8](repeating: 0xff, count: 32), 0x62a8_ab43), (Array(0..<32), 0x46dd_794e),
        ]
        for (bytes, value) in vectors {
            #expect(clew_crc32c(0, bytes, bytes.count) == value)
            #expect(clew_crc32c_portable(0, bytes, bytes.count) == value)
        }
        var numbers = SeededNumbers(seed: 1)
        for count in 0..<200 {
            let bytes = (0..<count).map { _ in UInt8.random(in: 0...255, using: &numbers) }
            let cut = count / 3
            let parts = bytes.withUnsafeBytes {
                clew_crc32c(clew_crc32c(0, $0.baseAddress, cut), $0.baseAddress.map { $0 + cut }, count - cut)
            }
            #expect(clew_crc32c(0, bytes, count) == clew_crc32c_portable(0, bytes, count))
            #expect(parts == clew_crc32c(0, bytes, count))
        }
    }
}
