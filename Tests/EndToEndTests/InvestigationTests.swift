import Foundation
import Support
import Testing

/// The whole path on real blocks, in a real terminal: import, open, walk, annotate, be killed, reopen, export.
@Suite(
    "An investigation from import to evidence",
    .enabled(if: TmuxTerminal.isPresent, "\(TmuxTerminal.absent)"),
    .enabled(if: SharedData.isPresent, "\(SharedData.absent)"))
struct InvestigationTests {
    /// Block 170: the first payment from one person to another.
    static let payment = "f4184fc596403b9d638783cf57adfe4c75c605f6356fbc91338530e9831e9e16"
    /// What follows it in blocks 181, 182 and 183, each spending the change of the one before.
    static let chain = [
        "a16f3ce4dd5deb92d98ef5cf8afeaf0775ebca408f708b2146c4fb42b41e14be",
        "591e91f809d716912ca1d4a9295e70c3e78bab077683f79350f101da64588073",
        "12b5633bad1f9c167d523ad1aa1947b2732a865bf5414eab2f9e5ae5d5c191ba",
    ]
    static let satoshi = "12cbQLTFMXRnSzktFkuoG3eHoMeFtpTu3S"

    @Test("Import, open, walk four transactions, annotate, be killed, find everything again, export")
    func wholePath() throws {
        let workspace = try Workspace()
        try prepare(workspace)
        let terminal = try TmuxTerminal(in: workspace)

        // Given an empty case; when the payment of block 170 is pasted
        try terminal.start("open walk")
        try terminal.waitUntil(contains: "No addresses yet")
        try terminal.paste(Self.payment)
        try terminal.waitUntil(contains: "add: \(Self.payment)")
        try terminal.press("Enter")
        try terminal.waitUntil(contains: "saved 2")
        try expectGolden(try terminal.settled(), "e2e-added-80x24")

        // then the graph shows 50 in, 10 and 40 out
        try terminal.press("Enter")
        try terminal.waitUntil(
            contains: "[2Graph]", "100 % of value shown", "50.00000000", "40.00000000", "10.00000000")
        try expectGolden(try terminal.settled(), "e2e-graph-80x24")

        // and the arrow key alone walks on through blocks 181, 182 and 183
        for (txid, height) in zip(Self.chain, ["181", "182", "183"]) {
            try terminal.press("Right")
            try terminal.waitUntil(contains: Self.satoshi)
            try terminal.press("Right")
            try terminal.waitUntil("shows \(txid) in block \(height)") {
                $0.split(separator: "\n").contains { $0.contains(txid) && $0.contains(height) }
            }
        }

        // Annotate where the walk ended
        try terminal.press("f")
        try terminal.waitUntil(contains: "saved 3")
        try terminal.press("L")
        try terminal.type("End of the walk")
        try terminal.press("Enter")
        try terminal.waitUntil(contains: "saved 4")
        try terminal.press("n")
        try terminal.type("Four steps, each paying one address and keeping the rest.")
        try terminal.press("C-s")
        try terminal.waitUntil(contains: "saved 5")
        try terminal.press("1")
        for (width, height) in [(80, 24), (120, 40), (200, 60)] {
            try terminal.resize(width: width, height: height)
            try terminal.waitUntil("has \(width) columns") { $0.split(separator: "\n").first?.count == width }
            try expectGolden(try terminal.settled(), "e2e-annotated-\(width)x\(height)")
        }
        try terminal.resize(width: 80, height: 24)
        try terminal.press("q")
        try terminal.waitUntil(contains: "[exit 0]")

        // A second session is killed in the middle of a note, after a change that was said to be saved
        try terminal.start("open walk")
        try terminal.waitUntil(contains: "saved 5")
        try terminal.press("k", "L")
        try terminal.type("First payment")
        try terminal.press("Enter")
        try terminal.waitUntil(contains: "saved 6")
        try terminal.press("n")
        try terminal.type("Half a sentence that nobody sav")
        try terminal.waitUntil(contains: "nobody sav")
        try terminal.kill()

        // Everything acknowledged is there; the note that nobody saved is a draft, up to its last whole word
        try terminal.start("open walk")
        try terminal.waitUntil(contains: "draft")
        let reopened = try terminal.settled()
        #expect(reopened.contains("First payment") && reopened.contains("End of the walk"))
        #expect(!reopened.contains("Half a sentence"))
        try terminal.press("n")
        try terminal.waitUntil(contains: "Half a sentence that nobody")
        try terminal.press("C-u", "Escape")
        try terminal.waitUntil(contains: "saved 6")

        // Undo takes back the label, redo brings it again
        try terminal.press("u")
        try terminal.waitUntil(contains: "saved 7")
        try terminal.waitUntil(contains: "Undo: label “First payment”")
        try terminal.waitUntil(lacks: "tx First payment")
        try terminal.press("C-r")
        try terminal.waitUntil(contains: "tx First payment")

        // Export: the same bytes from the workbench and from the command line
        try terminal.press("x")
        try terminal.waitUntil(contains: "Written")
        try terminal.press("q")
        try terminal.waitUntil(contains: "[exit 0]")
        try expectSummaries(workspace)
    }

    @Test("Focus, cursor and pane come back after quitting; the filter and the draft too")
    func viewComesBack() throws {
        let workspace = try Workspace()
        try prepare(workspace)
        #expect(
            try Clew.run(["case", "add", Self.satoshi, Self.payment, "--case", "walk"], in: workspace).status == 0)
        let terminal = try TmuxTerminal(in: workspace)
        try terminal.start("open walk")
        try terminal.waitUntil(contains: "50.00000000")
        try terminal.press("j", "Enter", "Right", "Right")
        try terminal.waitUntil(contains: Self.chain[0])
        try terminal.waitUntil(contains: "fee  0.00000000")
        let before = try terminal.settled()
        try terminal.press("q")
        try terminal.waitUntil(contains: "[exit 0]")
        try terminal.start("open walk")
        try terminal.waitUntil(contains: "fee  0.00000000")
        let after = try terminal.settled()
        #expect(after == before, "before:\n\(before)\nafter:\n\(after)")
        try terminal.press("q")
        try terminal.waitUntil(contains: "[exit 0]")
    }

    @Test("The views: an address's transactions, one in full, follow three hops, back, the journal and the case as it stood")
    func views() throws {
        let workspace = try Workspace()
        try prepare(workspace)
        #expect(try Clew.run(["case", "add", Self.satoshi, Self.payment, "--case", "walk"], in: workspace).status == 0)
        let terminal = try TmuxTerminal(in: workspace)
        try terminal.start("open walk")
        try terminal.waitUntil(contains: "50.00000000")
        try terminal.press("4")
        try terminal.waitUntil(contains: "of 12cbQLTFM")
        try terminal.type("/sent amount>25")
        try terminal.waitUntil(contains: "filter sent amount>25")
        try terminal.press("Enter", "Enter")
        // The second output is the change; Enter follows it.
        for next in Self.chain {
            try terminal.waitUntil(contains: " OUT 2 ".lowercased())
            try terminal.press("G")
            try terminal.waitUntil(contains: "spent in \(next)")
            try terminal.press("Enter")
            try terminal.waitUntil("shows \(next)") { $0.contains("Tx   \(next)") && $0.contains("input 0") }
        }
        try terminal.press("[", "[", "[", "[")
        try terminal.waitUntil(contains: "filter sent amount>25")
        try terminal.press("9")
        try terminal.waitUntil(contains: "3 events")
        try terminal.press("j", "Enter")
        try terminal.waitUntil(contains: "as of 2")
        try terminal.press("1")
        try terminal.waitUntil(lacks: "f4184f")
        try terminal.press("N")
        try terminal.waitUntil(contains: "saved 3")

        // A view that was shown comes back.
        try terminal.press("4")
        try terminal.waitUntil(contains: "of 12cbQLTFM")
        try terminal.press("q")
        try terminal.waitUntil(contains: "[exit 0]")
        try terminal.start("open walk")
        try terminal.waitUntil(contains: "of 12cbQLTFM")
        try terminal.press("q")
        try terminal.waitUntil(contains: "[exit 0]")
    }

    @Test("A wrong checksum is refused with the reason and the likely correction, which Tab takes")
    func wrongChecksum() throws {
        let workspace = try Workspace()
        try prepare(workspace)
        let terminal = try TmuxTerminal(in: workspace)
        try terminal.start("open walk")
        try terminal.waitUntil(contains: "No addresses yet")
        try terminal.press("a")
        try terminal.type("12cbQLTFMXRnSzktFkuoG3eHoMeFtpTu3T")
        try terminal.press("Enter")
        try terminal.waitUntil(contains: "Not added", "checksum", "\n \(Self.satoshi)")
        try terminal.press("Tab", "Enter")
        try terminal.waitUntil(contains: "saved 2")
        try terminal.press("y")
        try terminal.waitUntil(contains: "clipboard")
        #expect(try terminal.clipboard() == Self.satoshi)
    }

    private func prepare(_ workspace: Workspace) throws {
        let blocks = try SharedData.path("bitcoin-blocks/jeffchan-blk00000-first1MB.dat")
        let imported = try Clew.run(["ledger", "import", blocks], in: workspace)
        #expect(imported.status == 0, "\(imported.errors)")
        let made = try Clew.run(
            ["case", "new", "walk", "--chain", "bitcoin", "--question", "Where did block 9 go?"], in: workspace)
        #expect(made.status == 0, "\(made.errors)")
    }

    private func expectSummaries(_ workspace: Workspace) throws {
        let cases = workspace.path("data/clew/cases")
        let written = try FileManager.default.contentsOfDirectory(atPath: cases).filter { $0.contains("summary") }.sorted()
        #expect(written.count == 2, "\(written)")
        for name in written {
            let bytes = try Data(contentsOf: URL(fileURLWithPath: cases + "/" + name))
            // An identifier may be broken over lines where it is printed; nothing of it is left out.
            let text = String(decoding: bytes, as: UTF8.self).replacing("<wbr/>", with: "")
            #expect(text.contains(Self.payment) && text.contains(Self.chain[2]))
            #expect(text.contains("Four steps, each paying one address and keeping the rest."))
            let format = name.hasSuffix(".md") ? "md" : "html"
            let again = workspace.path("again." + format)
            let outcome = try Clew.run(["report", "walk", "--format", format, "--output", again], in: workspace)
            #expect(outcome.status == 0, "\(outcome.errors)")
            #expect(try Data(contentsOf: URL(fileURLWithPath: again)) == bytes)
        }
    }

    /// Compares a screen with its golden text; the moments at which the test itself wrote are masked.
    private func expectGolden(_ screen: String, _ name: String) throws {
        let masked = screen.replacing(#/20[2-9]\d-\d\d-\d\d( \d\d:\d\d(:\d\d)?)?/#) { match in
            String(match.output.0.map { $0.isNumber ? "0" : $0 })
        }
        #expect(Golden.difference(masked, from: name) == nil)
    }
}
