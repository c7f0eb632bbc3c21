import Casework
import Encoding
import Ledger
import Support
import Testing

@testable import Screen
@testable import Workbench

/// The path tree on the whole screen: one hop a row, both sums, and the same keys as elsewhere.
@Suite("The path tree")
struct PathTreeScreenTests {
    private func driver(_ columns: Int = 80, _ rows: Int = 24) async throws -> GraphDriver {
        try await GraphDriver(
            try GraphStory.ledger(GraphStory.peel), items: GraphStory.items,
            notes: ["peel1": "Every step pays one service and keeps the rest."], columns: columns, rows: rows)
    }

    /// The graph drawn as a path tree from the collector.
    private func tree(_ columns: Int = 80, _ rows: Int = 24) async throws -> GraphDriver {
        var driver = try await driver(columns, rows)
        try await driver.type("2vv")
        if driver.state.graph?.tree == nil { try await driver.type("v") }
        return driver
    }

    @Test("every size, in both sets of signs", arguments: [(80, 24), (120, 40), (200, 60)])
    func sizes(size: (Int, Int)) async throws {
        var driver = try await tree(size.0, size.1)
        try await driver.type("jjjj")
        ViewCheck.golden("graph-path", driver.state)
    }

    @Test("back from where the value arrived, in every size", arguments: [(80, 24), (120, 40), (200, 60)])
    func origins(size: (Int, Int)) async throws {
        var driver = try await driver(size.0, size.1)
        let end = try #require(driver.state.listRows.firstIndex { $0.label == "Peel end" })
        for _ in 0..<end { try await driver.press(.down) }
        try await driver.type("2Vjj")
        #expect(driver.state.graph?.tree?.tree.reconciles == true)
        ViewCheck.golden("graph-origins", driver.state)
    }

    @Test("V sets out from the selected row, in every way to draw the graph")
    func originsOfRows() async throws {
        var driver = try await tree()
        let split = try #require(driver.state.graph?.tree?.tree.rows.firstIndex { $0.party?.id.item == .address(TinyLedger.address("branch")) })
        for _ in 0..<split { try await driver.press(.down) }
        try await driver.press(.right)
        try await driver.type("V")
        var tree = try #require(driver.state.graph?.tree?.tree)
        #expect(tree.direction == .backward && tree.setOut == 50_000_000 && tree.reconciles == true)
        // From there on to the transaction that is under the cursor, and back to the first way to draw it.
        try await driver.press(.down)
        try await driver.type("V")
        tree = try #require(driver.state.graph?.tree?.tree)
        #expect(tree.rows.first?.node?.id.item == .transaction(tree.rows[0].id.tx) && tree.reconciles == true)
        try await driver.type("v")
        #expect(driver.state.graph?.tree == nil)
    }

    @Test("nothing that was read, no sums")
    func nothingRead() throws {
        var state = try Sample.state(80, 24)
        state.ledger = .missing("No ledger is at /x.")
        Sample.press("2", &state)
        for _ in 0..<3 where state.graph?.tree == nil { Sample.press("v", &state) }
        #expect(state.graph?.tree != nil)
        #expect(!WorkbenchScreen.draw(state).text.contains("0.00000000"))
    }

    @Test("v goes through the ways to draw and comes back to the first")
    func modes() async throws {
        var driver = try await driver()
        try await driver.type("2")
        let first = driver.state.graph?.shownMode
        var seen: [GraphMode] = []
        for _ in 0..<3 {
            seen.append(try #require(driver.state.graph?.shownMode))
            try await driver.type("v")
        }
        #expect(Set(seen) == Set(GraphMode.allCases))
        #expect(driver.state.graph?.shownMode == first)
    }

    @Test("both sides of the last row are equal to the unit")
    func sums() async throws {
        let tree = try #require(try await tree().state.graph?.tree?.tree)
        #expect(tree.reconciles == true)
        #expect(tree.setOut == 59_990_000 + 30_000_000 + 39_990_000)
        #expect(tree.joined == 31_540_000 + 4_000_000)
        let ends = tree.rows.compactMap { $0.party?.value }.reduce(0, +)
        #expect(ends == tree.ends)
    }

    @Test("the blocks that are missing are a row of their own")
    func gaps() async throws {
        let rows = try #require(try await tree().state.graph?.tree?.tree.rows)
        #expect(rows.contains { $0.kind == .gap(5...6) })
        #expect(WorkbenchScreen.draw(try await tree().state).text.contains("blocks 5–6 are missing in this ledger"))
    }

    @Test("l goes to what leaves, and from there along it; - takes it back")
    func walking() async throws {
        var driver = try await tree()
        func now() -> PathTreeState? { driver.state.graph?.tree }
        let split = try #require(now()?.tree.rows.firstIndex { $0.party?.id.item == .address(TinyLedger.address("branch")) })
        for _ in 0..<split { try await driver.press(.down) }
        #expect(driver.state.subject == .transaction(TinyLedger.txid("split")))
        try await driver.press(.right)
        #expect(driver.state.subject == .address(TinyLedger.address("branch").text(on: .bitcoinRegtest)))
        #expect(now()?.isOnParty == true)
        try await driver.press(.right)
        // Branch B goes on now, and Peel 1 leaves.
        #expect(now()?.tree.rows.contains { $0.party?.id.item == .address(TinyLedger.address("peel1")) } == true)
        #expect(now()?.tree.reconciles == true)
        try await driver.type("-")
        #expect(now()?.tree.rows.contains { $0.party?.id.item == .address(TinyLedger.address("branch")) } == true)
    }

    @Test("+ shows the members of what leaves at once, - folds them")
    func unfolding() async throws {
        var driver = try await tree()
        func rows() -> [PathTree.Row] { driver.state.graph?.tree?.tree.rows ?? [] }
        let group = try #require(rows().firstIndex { $0.party?.group != nil })
        for _ in 0..<group { try await driver.press(.down) }
        let before = rows().count
        try await driver.type("+")
        #expect(rows().count == before + 2)
        #expect(rows()[group].party?.value == 3_400_000)
        try await driver.type("-")
        #expect(rows().count == before)
    }

    @Test("a branch of a trace is a path tree")
    func branch() async throws {
        var driver = try await driver()
        try await driver.type("t")
        let trace = try #require(driver.state.openTrace)
        let last = try #require(trace.rows.firstIndex { $0.stop.place.owner == TinyLedger.address("end") })
        for _ in 0..<last { try await driver.press(.down) }
        try await driver.type("v")
        let tree = try #require(driver.state.graph?.tree?.tree)
        #expect(driver.state.pane == .graph)
        #expect(tree.rows.last { $0.kind == .rest }?.party?.id.item == .address(TinyLedger.address("end")))
        #expect(tree.reconciles == true)
    }

    @Test("a path between two addresses is a path tree")
    func path() async throws {
        var driver = try await driver()
        try await driver.type("p")
        let end = try #require(driver.state.listRows.firstIndex { $0.label == "Exchange Q" })
        let here = try #require(driver.state.listRows.firstIndex { $0.label == "Collector" })
        for _ in 0..<abs(end - here) { try await driver.press(end > here ? .down : .up) }
        try await driver.type("p")
        #expect(driver.state.pane == .path)
        let hops = try #require(driver.state.openPath?.path?.edges.count)
        try await driver.type("v")
        let tree = try #require(driver.state.graph?.tree?.tree)
        #expect(tree.hops >= hops)
        #expect(tree.reconciles == true)
    }

    @Test("a name from outside reaches the screen escaped")
    func hostile() async throws {
        let driver = try await GraphDriver(
            try GraphStory.ledger(GraphStory.peel),
            items: [("collector", "\u{1B}[2Jevil\u{202E}", nil), ("branch", "受害者一号，在东京的朋友甲乙丙", nil), ("end", "ضحية رقم ٣ abc", nil)])
        var shown = driver
        try await shown.type("2vv")
        if shown.state.graph?.tree == nil { try await shown.type("v") }
        for glyphs in [GlyphSet.unicode, .ascii] {
            let text = WorkbenchScreen.draw(shown.state, glyphs: glyphs).text
            #expect(text.unicodeScalars.allSatisfy { $0 == "\n" || !VisibleText.isHidden($0) })
        }
    }
}
