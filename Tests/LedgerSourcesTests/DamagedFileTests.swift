import Ledger
import Support
import Testing

@testable import LedgerSources

@Suite("Damaged and foreign files")
struct DamagedFileTests {
    private let folder: ScratchFolder
    private let blocks = MinedBlocks.chain(5)

    init() throws { folder = try ScratchFolder() }

    private func refused(_ bytes: [UInt8], _ name: String = "blk00000.dat") throws -> String {
        refusal([try folder.write(bytes, name)]) ?? "imported"
    }

    @Test("A file cut inside a block gives what stands before, and says where it was cut")
    func truncated() throws {
        let whole = MinedBlocks.file(blocks)
        let last = whole.count - MinedBlocks.file([blocks[4]]).count
        for cut in [last + 3, last + 7, last + 8, last + 50, whole.count - 1] {
            let (report, ledger) = try collect([try folder.write(Array(whole.prefix(cut)), "blk00000.dat")])
            #expect(ledger.heights == [1, 2, 3, 4])
            #expect(report.warnings.contains { $0.contains("at byte \(last): the file ends") }, "cut at \(cut)")
        }
    }

    @Test("A file cut inside its first block is refused")
    func truncatedFirst() throws {
        let whole = MinedBlocks.file([blocks[0]])
        #expect(try refused(Array(whole.prefix(100))).contains("at byte 0: the file ends inside its first block"))
        #expect(try refused(Array(MinedBlocks.bytes(blocks[0]).prefix(100)), "one.raw").contains("at byte"))
    }

    @Test("A block of an absurd length, and one with an absurd count, are refused at their byte")
    func absurd() throws {
        let start = MinedBlocks.file(Array(blocks[..<2]))
        let long = start + MinedBlocks.chain.magic + [0xff, 0xff, 0xff, 0xff] + MinedBlocks.bytes(blocks[2])
        #expect(try refused(long).contains("at byte \(start.count + 4): a block of 4294967295 bytes cannot be"))
        let count = blocks[2].header.serialized() + [UInt8](repeating: 0xff, count: 9) + [1, 2, 3, 4]
        let sentence = try refused(start + MinedBlocks.framed(count))
        #expect(sentence.contains("at byte \(start.count + 88): a count of 18446744073709551615 cannot be held"))
    }

    @Test("A changed byte is found by the work or by the Merkle root")
    func tampered() throws {
        let whole = MinedBlocks.file(blocks)
        var value = whole
        value[whole.count - 5] ^= 1
        #expect(try refused(value).contains("do not give the Merkle root"))
        var strict = MinedBlocks.bytes(blocks[0])
        strict[72...75] = [0xff, 0xff, 0, 0x1d]
        #expect(try refused(MinedBlocks.framed(strict)).contains("does not prove the work"))
    }

    @Test("What stands between two blocks and is neither block nor padding is refused")
    func junk() throws {
        let start = MinedBlocks.file(Array(blocks[..<2]))
        let sentence = try refused(start + [1, 2, 3, 4, 5, 6, 7, 8] + MinedBlocks.file(Array(blocks[2...])))
        #expect(sentence.contains("at byte \(start.count): neither a block of bitcoin-regtest nor padding"))
    }

    @Test("Bytes after the end of a block, inside its length, are refused")
    func trailing() throws {
        let sentence = try refused(MinedBlocks.framed(MinedBlocks.bytes(blocks[0]) + [9, 9]))
        #expect(sentence.contains("2 bytes follow the end"))
    }

    @Test("Random bytes are refused or read, and never trap")
    func random() throws {
        for round in 0..<200 {
            var bytes = (0..<400).map { _ in UInt8.random(in: 0...255) }
            if round % 2 == 0 { bytes.replaceSubrange(0..<4, with: MinedBlocks.chain.magic) }
            #expect(try refused(bytes) != "imported")
        }
        let whole = MinedBlocks.file(blocks)
        for _ in 0..<200 {
            var bytes = whole
            for _ in 0..<4 { bytes[Int.random(in: 0..<bytes.count)] = UInt8.random(in: 0...255) }
            _ = try refused(bytes)
        }
    }

    @Test("Files that are nothing to import say what they are")
    func foreign() throws {
        #expect(try refused([]).contains("is empty"))
        #expect(try refused([UInt8](repeating: 0, count: 5_000)).contains("nothing but zeros"))
        #expect(try refused([0x1f, 0x8b, 8, 0]).contains("a gzip archive: unpack it first"))
        #expect(try refused([0xfb, 0xc0, 0xb6, 0xdb, 1, 0, 0, 0]).contains("blocks of Litecoin"))
        #expect(try refused(Array("[{\"hash\": 1}]".utf8)).contains("one JSON array"))
        #expect(try refused(Array("0100000000ff".utf8)).contains("hexadecimal text"))
        #expect(try refused(blocks[0].header.serialized()).contains("a block header only"))
        #expect(refusal([folder.file("nowhere.dat")])?.contains("does not exist") == true)
        #expect(refusal([])?.contains("No file was given") == true)
        #expect(refusal(["/dev/null"])?.contains("no regular file") == true)
        let empty = try ScratchFolder()
        #expect(refusal([empty.path])?.contains("holds no blk*.dat file") == true)
    }

    @Test("A name with control characters is shown escaped")
    func hostileName() throws {
        let sentence = try refused([1, 2, 3], "a\u{1b}[2Jb.dat")
        #expect(!sentence.unicodeScalars.contains("\u{1b}") && sentence.contains("\\u{1B}"))
    }
}
