import Casework
import Encoding
import Ledger
import Support
import TraceEngine
import Testing

@testable import Screen
@testable import Workbench

/// The graph on the whole screen: folded groups, their members, and what rules conclude.
@Suite("The graph on the screen")
struct GraphScreenTests {
    static let sizes = [(80, 24), (120, 40), (200, 60)]

    private func check(_ name: String, _ driver: GraphDriver) { ViewCheck.golden("graph-" + name, driver.state) }

    /// The cursor on the first group of that kind right of the payout.
    private func fan(
        _ size: (Int, Int), named: [(String, String, CaseRole?)] = [], _ isWanted: (GraphGroupKind) -> Bool
    ) async throws -> GraphDriver {
        var driver = try await GraphDriver(
            try GraphStory.payout(),
            items: [("payer", "Payer", .suspect), ("victim1", "Victim 1", .victim), ("victim2", "受害者二号", .victim)] + named,
            columns: size.0, rows: size.1)
        try await driver.type("2")
        try await driver.press(.right, .enter, .right)
        for _ in 0..<60 {
            if let kind = driver.state.graph?.selected?.group?.kind, isWanted(kind) { break }
            try await driver.press(.down)
        }
        return driver
    }

    @Test("2,000 outputs in groups that say what joins them", arguments: sizes)
    func groups(size: (Int, Int)) async throws {
        var driver = try await fan(size) { if case .together = $0 { true } else { false } }
        check("fan", driver)
        // The hint says what Enter does with what is selected.
        #expect(WorkbenchScreen.draw(driver.state).row(size.1 - 1).hasPrefix(" ⏎ members  "))
        try await driver.press(.left)
        // The focus itself can be no other focus.
        #expect(WorkbenchScreen.draw(driver.state).row(size.1 - 1).hasPrefix(" + expand  "))
    }

    @Test("Enter on a row that leads nowhere says so")
    func leadsNowhere() async throws {
        var driver = try await fan((80, 24)) { if case .together = $0 { true } else { false } }
        try await driver.press(.end)
        #expect(driver.state.graph?.selected?.id.item.isFee == true)
        #expect(!WorkbenchScreen.draw(driver.state).row(23).contains("⏎ focus"))
        try await driver.press(.enter)
        #expect(driver.state.toast?.text == "Not now: a fee leads nowhere.")
        try await driver.press(.left)
        try await driver.press(.enter)
        #expect(driver.state.toast?.text == "Not now: it is the focus already.")
    }

    @Test("at 80 columns the hints name how to trace and the other ways to draw it")
    func hints() async throws {
        var driver = try await fan((80, 24)) { if case .together = $0 { true } else { false } }
        try await driver.press(.left)
        for mode in ["hop columns", "path tree", "bow-tie"] {
            let hints = WorkbenchScreen.draw(driver.state).row(23)
            for hint in ["+ expand", "t trace", "v mode", "V origins"] { #expect(hints.contains("  \(hint)  ") || hints.hasPrefix(" \(hint)  "), "\(mode): \(hint)") }
            try await driver.type("v")
        }
    }

    @Test("the sum of a side, wider than its parts, never touches the count before it", arguments: sizes.prefix(2))
    func headings(size: (Int, Int)) async throws {
        var story = "block 0 genesis\nz = coinbase -> zed 1\n"
        for k in 1...5 { story += "block \(k)\na\(k) = coinbase -> alice 3000000000\nb\(k) = a\(k):0 -> payee\(k) 3000000000\n" }
        let ledger = try TinyLedger(story)
        var driver = try await GraphDriver(
            try MemoryLedger(chain: ledger.chain, blocks: ledger.blocks), items: [("alice", "Alice", nil)], columns: size.0, rows: size.1)
        try await driver.press(.enter)
        for glyphs in [GlyphSet.unicode, .ascii] {
            let screen = WorkbenchScreen.draw(driver.state, glyphs: glyphs)
            let heading = try #require((0..<size.1).map { screen.row($0) }.first { $0.contains("OUT ") })
            #expect(heading.contains(#/IN 5 +150\.00000000 /#) && heading.contains(#/OUT 5 +150\.00000000/#), "\(heading)")
        }
    }

    @Test("the members of a group in a list, one of them pulled in", arguments: sizes)
    func members(size: (Int, Int)) async throws {
        var driver = try await fan(size) { $0 == .rest }
        try await driver.press(.enter, .down, .down, .character(" "))
        check("members", driver)
    }

    @Test("the members that have a name, of every difficult kind", arguments: sizes)
    func namedMembers(size: (Int, Int)) async throws {
        // More names than rows of their own, so that some are members.
        let names = (0..<48).map { k in
            let (_, label, role) = ViewsFixture.labels[k % ViewsFixture.labels.count]
            return ("rest\(169 - k)", "\(k) \(label)", Optional(role))
        }
        var driver = try await fan(size, named: names) { $0 == .rest }
        try await driver.press(.enter)
        try await driver.type("/named")
        try await driver.press(.enter, .down, .down, .character(" "))
        check("members-named", driver)
        let label = try #require(driver.state.subject.map { driver.state.label(of: $0) })
        #expect(WorkbenchScreen.draw(driver.state).text.contains(" \(VisibleText.escape(label).replacing("🇺🇦", with: "UA")) "), "the name is under Selected in full")
    }

    @Test("a history that is being read", arguments: sizes)
    func hub(size: (Int, Int)) async throws {
        var driver = try await GraphDriver(try GraphStory.hub(4_000), items: [("hub", "Hub", nil)], columns: size.0, rows: size.1, pages: 2)
        try await driver.type("2")
        check("loading", driver)
    }

    // MARK: Rules

    /// Alice pays a shop and keeps the rest, which goes into a CoinJoin.
    private func marked(_ columns: Int = 80, _ rows: Int = 24) async throws -> GraphDriver {
        let names = ["b", "c", "d", "e"]
        let sources = names.map { "\($0)0 = coinbase -> \($0) 510000" }.joined(separator: "\n")
        let inputs = names.map { "\($0)0:0" }.joined(separator: ", ")
        let outputs = names.map { "\($0)out 400000, \($0)rest 10\($0 == "b" ? 7 : 8)123" }.joined(separator: ", ")
        var driver = try await GraphDriver(
            try GraphStory.ledger(
                """
                block 0
                m = coinbase -> alice 1000000
                \(sources)
                block 1
                pay = m:0 -> shop 500000, kept 498123
                block 2
                mix = pay:1, \(inputs) -> keptout 400000, keptrest 97123, \(outputs)
                """),
            items: [("alice", "Alice", .suspect), ("shop", "Shop", nil)], columns: columns, rows: rows)
        try await driver.type("2")
        return driver
    }

    @Test("change and CoinJoins are marked without colour, and Selected names the rule", arguments: sizes)
    func rules(size: (Int, Int)) async throws {
        var driver = try await marked(size.0, size.1)
        try await driver.press(.right, .right)
        for _ in 0..<4 where driver.state.graphSubject != .address(TinyLedger.address("kept").text(on: .bitcoinRegtest)) {
            try await driver.press(.down)
        }
        check("rules", driver)
        let screen = WorkbenchScreen.draw(driver.state).text
        #expect(screen.contains("~change by one-time 1"))
        try await driver.press(.right)
        #expect(WorkbenchScreen.draw(driver.state).text.contains("~mix"))
        #expect(WorkbenchScreen.draw(driver.state).text.contains("coinjoin."))
    }

    @Test("w says the rule and where it fails; without one it says so")
    func why() async throws {
        var driver = try await marked()
        try await driver.press(.right, .right)
        for _ in 0..<4 where driver.state.graphSubject != .address(TinyLedger.address("kept").text(on: .bitcoinRegtest)) {
            try await driver.press(.down)
        }
        try await driver.type("w")
        #expect(driver.state.toast?.text.contains(ChangeCandidate.rule.text) == true)
        #expect(driver.state.toast?.text.contains(ChangeCandidate.limit) == true)
        try await driver.press(.left)
        try await driver.press(.left)
        try await driver.type("w")
        #expect(driver.state.toast?.text.contains("no rule says anything of this row") == true)
    }

    @Test("a path tree does not go on through a CoinJoin unless it is told to")
    func coinJoin() async throws {
        var driver = try await marked()
        while driver.state.graph?.tree == nil { try await driver.type("v") }
        let rows = driver.state.graph?.tree?.tree.rows ?? []
        #expect(rows.last { $0.kind == .step }?.goesOn == nil)
        #expect(rows.contains { $0.end == .coinJoin })
        #expect(driver.state.graph?.tree?.tree.reconciles == true)
    }

    @Test("the export asks for the picture that is shown")
    func export() async throws {
        var driver = try await marked()
        try await driver.type("Y")
        #expect(driver.unanswered.contains { if case .exportGraph = $0 { true } else { false } })
    }
}

extension GraphItem {
    fileprivate var isFee: Bool { if case .fee = self { true } else { false } }
}
