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
    private func use() async throws {
        let ledger = try IndexLedger.open(at: folder.file("ledger"))
        _ = try ledger.totals()
        let expected = try MemoryLedger(chain: tiny.chain, blocks: tiny.blocks)
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
        for block in tiny.blocks {
            let found = try #require(try ledger.view.block(at: block.height))
            _ = try ledger.view.rows(ofBlock: found.place, in: found.segment)
        }
        _ = try ledger.addresses(of: refs)
    }

    @Test("wherever a bit is flipped: when it is checked, and when it is used first")
    func everyPlace() async throws {
        let whole = try Data(contentsOf: URL(filePath: segment))
        #expect(try IndexCheck.run(at: folder.file("ledger"))?.faults == [])
        // The header's every byte would take long: its beginning, some in the middle, and the end.
        let places = Array(stride(from: 0, to: 600, by: 7)) + stride(from: 600, to: 65_536, by: 2_503) + Array(65_530..<65_536)
            + stride(from: 65_536, to: whole.count, by: 311) + [whole.count - 1]
        for (n, place) in places.enumerated() {
            var bytes = whole
            bytes[place] ^= 1 << UInt8(n % 8)
            try bytes.write(to: URL(filePath: segment))
            let faults = try IndexCheck.run(at: folder.file("ledger"))?.faults ?? []
            #expect(!faults.isEmpty, "byte \(place)")
            // Every page of this small segment is of some column, and all are used.
            await #expect(throws: LedgerError.self, "byte \(place)") { try await use() }
        }
        try whole.write(to: URL(filePath: segment))
        try await use()
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
