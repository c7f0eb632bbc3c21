import Casework
import Encoding
import Support
import Testing

@testable import Screen
@testable import Workbench

/// The views and sheets that no other suite draws at every size and in both sets of signs, over labels and notes of every
/// difficult kind. The list of the case has, from the top: the collector, a CJK name, combining marks, emoji, right to
/// left, and what would drive a terminal.
@Suite("Every view, at every size, in both sets of signs")
struct EveryViewTests {
    /// A name of a golden, and the keys that lead there: `⏎ ⎋ ⇥ ↓ → ⇲` (End) and `☰` (F10) stand for the named keys.
    static let views = [
        ("addresses", "j"), ("notes", "3j"), ("trace", "t"), ("trace-back", "jjjjTj"), ("cluster", "cj"), ("cluster-why", "cjw"),
        ("path", "jpjjjjp"), ("trace-finding", "ts"), ("trace-path-tree", "tjv"),
    ]

    /// What opens above or below a view.
    static let sheets = [
        ("help", "j?"), ("help-graph", "2?"), ("palette", ":"), ("palette-narrowed", ":no"), ("menu", "☰→→"), ("find", "F"), ("find-narrowed", "Fab"),
        ("find-ledger", "Fbcrt1q.."), ("find-in-ledger", "Fbcrt1q..⏎↓"),
        ("note-empty", "jn"), ("prompt-label", "⇲L"), ("prompt-role", "⇲r"), ("prompt-colour", "jC"), ("prompt-filter", "/vi"),
        ("prompt-add-wrong", "abcrt1qwrong⏎"), ("tour", ":tour⏎⏎⏎⏎"), ("refused", "⇲d"),
    ]

    static func keys(_ text: String) -> [KeyStroke] {
        text.map { key in
            switch key {
            case "⏎": .enter
            case "⎋": .escape
            case "⇥": .tab
            case "↓": .down
            case "→": .right
            case "⇲": .end
            case "☰": .function(10)
            default: .character(key)
            }
        }
    }

    private func check(_ name: String, _ state: WorkbenchState) { ViewCheck.golden("view-" + name, state) }

    @Test("views", arguments: views, ViewScreenTests.sizes)
    func view(view: (name: String, keys: String), size: (Int, Int)) async throws {
        var fixture = try await ViewsFixture(size.0, size.1)
        try await fixture.press(Self.keys(view.keys))
        check(view.name, fixture.state)
    }

    @Test("every answer that one letter gives is seen, whatever the name", arguments: [("r", "o other  - none  "), ("C", "v violet  - none  ")])
    func letters(key: String, end: String) async throws {
        for place in 0..<ViewsFixture.labels.count {
            var fixture = try await ViewsFixture(80, 24)
            try await fixture.press(Array(repeating: .down, count: place) + Self.keys(key))
            let last = WorkbenchScreen.draw(fixture.state).row(23)
            #expect(last.contains(end) && (key == "C" || last.hasSuffix("  Esc back ")), "\(last)")
        }
    }

    @Test("sheets, prompts, menus and messages", arguments: sheets, ViewScreenTests.sizes)
    func sheet(sheet: (name: String, keys: String), size: (Int, Int)) async throws {
        var fixture = try await ViewsFixture(size.0, size.1)
        try await fixture.press(Self.keys(sheet.keys))
        check(sheet.name, fixture.state)
    }

    @Test("the graph in each way to draw it, one hop from a name that would drive a terminal", arguments: GraphMode.allCases, ViewScreenTests.sizes)
    func graph(mode: GraphMode, size: (Int, Int)) async throws {
        var fixture = try await ViewsFixture(size.0, size.1)
        // From the collector: all who paid it and all whom it paid are named.
        try await fixture.press(Self.keys("2→"))
        for _ in GraphMode.allCases where fixture.state.graph?.shownMode != mode { try await fixture.press([.character("v")]) }
        #expect(fixture.state.graph?.shownMode == mode)
        check("graph-\(mode)", fixture.state)
    }

    @Test("a note being written over several lines, and a link being completed", arguments: ViewScreenTests.sizes)
    func writing(size: (Int, Int)) async throws {
        var fixture = try await ViewsFixture(size.0, size.1)
        try await fixture.press(Self.keys("jn"))
        try await fixture.send(.terminal(.paste(ViewsFixture.labels.map(\.1).joined(separator: "\n") + "\nasked ")))
        check("note-written", fixture.state)
        try await fixture.press(Self.keys("@"))
        check("note-link", fixture.state)
    }

    @Test("of more places than there are rows each is whole, and how many follow stands below them")
    func manyFound() async throws {
        var fixture = try await ViewsFixture.withTasks(80, 24)
        try await fixture.press(Self.keys("F"))
        let whole = WorkbenchScreen.draw(fixture.state)
        #expect(!whole.text.contains("↓"))
        try await fixture.find(labelled: 30)
        let screen = WorkbenchScreen.draw(fixture.state)
        #expect(screen.row(21).contains(#/ \d+ ↓/#) && !screen.row(21).contains("bcrt1"), "\(screen.row(21))")
        #expect(screen.row(20).contains(#/bcrt1[0-9a-z]{39}/#), "\(screen.row(20))")
    }

    @Test("tasks and hypotheses, of every difficult kind of name", arguments: ViewScreenTests.sizes)
    func tasks(size: (Int, Int)) async throws {
        let fixture = try await ViewsFixture.withTasks(size.0, size.1)
        check("tasks", fixture.state)
        if size.0 == 200 { checkPage("tasks", LinearPage(fixture.state).lines) }
    }

    @Test("what two copies decided differently", arguments: ViewScreenTests.sizes)
    func conflicts(size: (Int, Int)) async throws {
        var fixture = try await ViewsFixture.afterMerge(size.0, size.1)
        try await fixture.press(Self.keys("Dj"))
        check("conflicts", fixture.state)
    }

    /// Places of linear mode and the keys that lead there.
    static let pages = [
        ("addresses", ""), ("graph-address", "2"), ("graph-transaction", "2→⏎"), ("notes", "3"), ("transactions", "4"), ("transaction", "4⏎"),
        ("trace", "t"), ("cluster", "c"), ("cluster-why", "cjw"), ("path", "jpjjjjp"), ("path-tree", "tjv"), ("timeline", "6"),
        ("findings", "7"), ("journal", "9"), ("cases", "B"),
    ]

    @Test("what linear mode reads out, in Clew's own words ASCII alone", arguments: pages)
    func linear(page: (name: String, keys: String)) async throws {
        var fixture = try await ViewsFixture(200, 60)
        try await fixture.press(Self.keys(page.keys))
        checkPage(page.name, LinearPage(fixture.state).lines)
    }

    @Test("what linear mode reads out of conflicts, and of what is possible")
    func linearOthers() async throws {
        var fixture = try await ViewsFixture.afterMerge(200, 60)
        try await fixture.press(Self.keys("D"))
        checkPage("conflicts", LinearPage(fixture.state).lines)
        checkPage("conflict-selected", LinearPage.selected(fixture.state))
        checkPage("help", LinearPage.help(try await ViewsFixture(200, 60).state))
        checkPage("greeting", LinearPage.greeting(fixture.state, version: "0"))
    }

    private func checkPage(_ name: String, _ lines: [String]) {
        let text = lines.map(LinearPage.ascii).joined(separator: "\n")
        #expect(Golden.difference(text, from: "linear-\(name)") == nil)
        ViewCheck.text(text, .ascii)
    }

    @Test("a window that is too small, of a case with a name that would drive a terminal", arguments: [(79, 24), (80, 23), (40, 10)])
    func tooSmall(size: (Int, Int)) async throws {
        var fixture = try await ViewsFixture(size.0, size.1)
        fixture.name(ViewsFixture.labels[5].1)
        check("too-small", fixture.state)
    }

    @Test("a case that is being opened", arguments: ViewScreenTests.sizes)
    func opening(size: (Int, Int)) {
        for glyphs in [GlyphSet.unicode, .ascii] {
            let screen = OpeningScreen.draw(
                name: "/cases/受害者 \(ViewsFixture.labels[5].1).clew", progress: "12,000 of 48,000 events, 4 s left", width: size.0, height: size.1,
                glyphs: glyphs)
            #expect(Golden.difference(screen.text, from: "view-being-opened-\(size.0)x\(size.1)-\(glyphs.base.rawValue)") == nil)
            ViewCheck.text(screen.text, glyphs)
        }
    }
}
