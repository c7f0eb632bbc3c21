import Foundation
import Ledger
import LedgerStore
import Support
import Testing

@Suite("An import into SQLite")
struct SQLiteLedgerWriterTests {
    let folder: ScratchFolder
    let tiny: TinyLedger

    init() throws {
        folder = try ScratchFolder()
        tiny = try TinyLedger(LedgerFixtures.plain.text)
    }

    private func open(
        fingerprint: String = "test", chain: Chain = .bitcoinRegtest, batch: Int = 1
    ) throws -> SQLiteLedgerWriter {
        try SQLiteLedgerWriter.open(
            folder: folder.file("ledger"), chain: chain, fingerprint: fingerprint, batch: batch)
    }

    private func files() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder.file("ledger")).sorted()
    }

    private func sentence(_ body: () throws -> Void) throws -> String {
        do { try body() } catch let error as LedgerError { return error.sentence }
        Issue.record("no error")
        return ""
    }

    @Test("shows nothing before it is finished")
    func nothingHalfVisible() throws {
        let writer = try open()
        for block in tiny.blocks { try writer.append(block) }
        #expect(try sentence { _ = try SQLiteLedger.open(at: folder.file("ledger")) }.contains("There is no ledger"))
        try writer.finish()
        #expect(try SQLiteLedger.open(at: folder.file("ledger")).info.tip == 3)
        #expect(try files() == ["LOCK", "MANIFEST", "ledger-1.sqlite"])
    }

    @Test("goes on where it was interrupted when it is run again")
    func resumes() throws {
        var writer: SQLiteLedgerWriter? = try open()
        try writer?.append(tiny.block(0))
        try writer?.append(tiny.block(1))
        writer = nil  // as a kill would: no suspend, no finish
        let again = try open()
        #expect(again.resumeAfter == 1)
        for block in tiny.blocks { try again.append(block) }
        #expect(again.added == 2 && again.skipped == 2)
        try again.finish()
        #expect(try SQLiteLedger.open(at: folder.file("ledger")).totals().blocks == 4)
    }

    @Test("keeps what it had when it is suspended")
    func suspends() throws {
        let writer = try open(batch: 1000)
        try writer.append(tiny.block(0))
        try writer.suspend()
        #expect(try sentence { try writer.append(tiny.block(1)) }.contains("has ended"))
        #expect(try open(batch: 1000).resumeAfter == 0)
    }

    @Test("forgets another import that never ended, and the ledger in place stays")
    func sweeps() throws {
        try write([tiny.block(0)], to: folder)
        let other = try open(fingerprint: "other")
        try other.append(tiny.block(1))
        try other.suspend()
        #expect(try files() == ["LOCK", "MANIFEST", "ledger-1.sqlite", "ledger-2.sqlite"])
        try Data("half a copy".utf8).write(to: URL(filePath: folder.file("ledger/ledger-3.sqlite.part")))
        let mine = try open(fingerprint: "mine")
        #expect(mine.resumeAfter == nil)
        try mine.append(tiny.block(1))
        #expect(try SQLiteLedger.open(at: folder.file("ledger")).info.tip == 0)
        try mine.finish()
        #expect(try SQLiteLedger.open(at: folder.file("ledger")).info.tip == 1)
        #expect(try files() == ["LOCK", "MANIFEST", "ledger-2.sqlite"])
    }

    @Test("does not resume when blocks came out of order: all are handed in again")
    func resumesUnordered() throws {
        let writer = try open()
        try writer.append(tiny.block(2))
        try writer.append(tiny.block(0))
        try writer.suspend()
        let again = try open()
        #expect(again.resumeAfter == nil)
        for block in tiny.blocks { try again.append(block) }
        #expect(again.skipped == 2)
    }

    @Test("that brings nothing new leaves the ledger as it is")
    func nothingNew() throws {
        try write(tiny.blocks, to: folder)
        let before = try Data(contentsOf: URL(filePath: folder.file("ledger/MANIFEST")))
        try write(tiny.blocks, to: folder)
        #expect(try Data(contentsOf: URL(filePath: folder.file("ledger/MANIFEST"))) == before)
        #expect(try files() == ["LOCK", "MANIFEST", "ledger-1.sqlite"])
    }

    @Test("does not disturb who reads the old ledger")
    func readersStay() throws {
        try write([tiny.block(0), tiny.block(1)], to: folder)
        let reader = try SQLiteLedger.open(at: folder.file("ledger"))
        try write([tiny.block(2)], to: folder)
        #expect(try reader.totals().transactions == 2)
        #expect(try SQLiteLedger.open(at: folder.file("ledger")).totals().transactions == 5)
    }

    @Test("is for the user's eyes only")
    func permissions() throws {
        try write(tiny.blocks, to: folder)
        func mode(_ path: String) throws -> Int? {
            try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
        }
        #expect(try mode(folder.file("ledger")) == 0o700)
        for file in try files() { #expect(try mode(folder.file("ledger/" + file)) == 0o600) }
    }

    @Test("is one at a time")
    func locked() throws {
        let first = try open()
        #expect(try sentence { _ = try open() }.contains("Another import is writing"))
        try first.suspend()
        _ = try open()
    }

    @Test("refuses what cannot be true, and stands as it stood")
    func refusals() throws {
        let writer = try open(batch: 100)
        for block in tiny.blocks { try writer.append(block) }

        var other = try tiny.block(2)
        other.hash = TinyLedger.blockHash(77)
        #expect(try sentence { try writer.append(other) }.contains("two different blocks cannot both be there"))

        var unlinked = try tiny.block(3)
        unlinked.height = 4
        #expect(try sentence { try writer.append(unlinked) }.contains("does not link"))

        let twice = try TinyLedger("block 4\nx = coinbase -> alice 1\ny = a:0 -> bob 50")
        #expect(try sentence { try writer.append(twice.block(4)) }.contains("spends already"))

        let none = try TinyLedger("block 4\nx = coinbase -> alice 1\ny = f:5 -> bob 50")
        #expect(try sentence { try writer.append(none.block(4)) }.contains("has only 1 outputs"))

        let rich = try TinyLedger("block 4\nx = coinbase -> alice 18446744073709551615")
        #expect(try sentence { try writer.append(rich.block(4)) }.contains("more than any chain has"))

        var disordered = try tiny.block(2)
        disordered.height = 9
        disordered.hash = TinyLedger.blockHash(9)
        disordered.transactions.reverse()
        #expect(try sentence { try writer.append(disordered) }.contains("ascending order"))

        try writer.finish()
        let ledger = try SQLiteLedger.open(at: folder.file("ledger"))
        #expect(try ledger.totals() == MemoryLedger(chain: tiny.chain, blocks: tiny.blocks).totals())
    }

    @Test("completes a block that another export held in part")
    func merges() async throws {
        let parts = try TinyLedger(
            """
            block 4 part
            b at 2 = a:0 -> bob 5
            block 4 part
            a at 0 = coinbase -> alice 5
            c at 5 = b:0@bob 5 -> carol 5
            """)
        let merged = try TinyLedger(
            """
            block 4 part
            a at 0 = coinbase -> alice 5
            b at 2 = a:0 -> bob 5
            c at 5 = b:0@bob 5 -> carol 5
            """)
        try write(parts.blocks, to: folder)
        try await ReaderConformance.check(
            try SQLiteLedger.open(at: folder.file("ledger")),
            against: try MemoryLedger(chain: merged.chain, blocks: merged.blocks))
        let wrong = try TinyLedger("block 4 part\nz at 2 = q:0 -> bob 5")
        #expect(try sentence { try write(wrong.blocks, to: folder) }.contains("wrong positions"))

        var whole = merged.blocks
        whole[0].isWhole = true
        try write(whole, to: folder)
        #expect(try SQLiteLedger.open(at: folder.file("ledger")).info.coverage.wholeBlocks)
    }

    @Test("keeps transactions without heights to themselves")
    func ordinals() throws {
        try write(tiny.blocks, to: folder)
        let writer = try open(fingerprint: "ordinals")
        #expect(try sentence { try writer.declareHeightsUnknown() }.contains("these transactions have none"))
    }

    @Test("of another chain needs a folder of its own")
    func otherChain() throws {
        try write(tiny.blocks, to: folder)
        #expect(try sentence { _ = try open(chain: .bitcoin) }.contains("of the chain bitcoin-regtest"))
    }
}

@Suite("A ledger that cannot be read says why")
struct DamagedLedgerTests {
    let folder: ScratchFolder

    init() throws {
        folder = try ScratchFolder()
        try write(try TinyLedger(LedgerFixtures.plain.text).blocks, to: folder)
    }

    private var sentence: String {
        do throws(LedgerError) {
            _ = try SQLiteLedger.open(at: folder.file("ledger")).totals()
            return "no error"
        } catch {
            return error.sentence
        }
    }

    private func change(_ name: String, _ body: (inout String) -> Void) throws {
        let url = URL(filePath: folder.file("ledger/" + name))
        var text = try String(contentsOf: url, encoding: .utf8)
        body(&text)
        try Data(text.utf8).write(to: url)
    }

    @Test("when it was written by a newer Clew")
    func newer() throws {
        try change("MANIFEST") { $0 = $0.replacingOccurrences(of: "\"schema\": 1", with: "\"schema\": 2") }
        #expect(sentence.contains("newer Clew (schema 2; this one reads up to 1)"))
    }

    @Test("when MANIFEST is torn")
    func torn() throws {
        try change("MANIFEST") { $0 = String($0.prefix(40)) }
        #expect(sentence.contains("MANIFEST is damaged"))
    }

    @Test("when MANIFEST names a file elsewhere")
    func elsewhere() throws {
        try change("MANIFEST") { $0 = $0.replacingOccurrences(of: "ledger-1.sqlite", with: "../../etc/passwd") }
        #expect(sentence.contains("names no ledger file"))
    }

    @Test("when the chain is not known")
    func chain() throws {
        try change("MANIFEST") { $0 = $0.replacingOccurrences(of: "bitcoin-regtest", with: "dogecoin\\u001b[2J") }
        #expect(sentence.contains("dogecoin\\u{1B}[2J, which this build does not know"))
    }

    @Test("when the file is gone")
    func gone() throws {
        try FileManager.default.removeItem(atPath: folder.file("ledger/ledger-1.sqlite"))
        #expect(sentence.contains("is not there"))
    }

    @Test("when the file is not SQLite")
    func notADatabase() throws {
        try Data(repeating: 7, count: 8192).write(to: URL(filePath: folder.file("ledger/ledger-1.sqlite")))
        #expect(sentence.contains("is damaged"))
    }

    @Test("when pages of the file are overwritten")
    func overwritten() throws {
        let url = URL(filePath: folder.file("ledger/ledger-1.sqlite"))
        var bytes = try Data(contentsOf: url)
        bytes.replaceSubrange(8192..., with: Data(repeating: 0xff, count: bytes.count - 8192))
        try bytes.write(to: url)
        #expect(sentence.contains("is damaged"))
    }

    @Test("when the file is cut")
    func cut() throws {
        let url = URL(filePath: folder.file("ledger/ledger-1.sqlite"))
        try Data(contentsOf: url).prefix(9000).write(to: url)
        #expect(sentence.contains("is damaged"))
    }

    @Test("when the folder is a file, or may not be read")
    func unreadable() throws {
        try Data().write(to: URL(filePath: folder.file("file")))
        #expect(throws: LedgerError.self) {
            _ = try SQLiteLedgerWriter.open(folder: folder.file("file"), chain: .bitcoin, fingerprint: "x")
        }
        #expect(throws: LedgerError.self) { _ = try SQLiteLedger.open(at: folder.file("file")) }
        if geteuid() != 0 {
            chmod(folder.file("ledger"), 0)
            defer { chmod(folder.file("ledger"), 0o700) }
            #expect(sentence.contains("you have no permission"))
        }
    }
}
