import Ledger
import Support
import TraceEngine
import Testing

@testable import Screen
@testable import Workbench

/// A fan of 2,000 and a hub of 100,000: what is read, kept and drawn stays within a frame's work.
///
/// Work is counted, in rows read and rows placed; times would depend on the machine.
@Suite("Large fans and hubs")
struct GraphScaleTests {
    /// Rows that a picture may place: what a screen of 200 by 60 shows, and what somebody unfolds.
    private static let mostRows = 400

    @Test("2,000 outputs: opening, moving, unfolding and filtering")
    func fan() async throws {
        var driver = try await GraphDriver(try GraphStory.payout(), items: [("payer", "Payer", .suspect), ("victim1", "Victim 1", .victim)])
        try await driver.type("2")
        try await driver.press(.right, .enter)
        #expect(driver.state.graph?.focus == .transaction(TxRef(height: 1, position: 0)))
        let opened = driver.counter.take()
        // Every row of the transaction once for each question: row, outputs, scripts, owners.
        #expect(opened < 12 * 2_004)
        #expect((driver.state.graph?.scene.nodes.count ?? .max) < Self.mostRows)

        // Moving asks nothing of the ledger and places nothing anew.
        try await driver.press(.right)
        _ = driver.counter.take()
        let scene = driver.state.graph?.scene
        for _ in 0..<12 { try await driver.press(.down) }
        for _ in 0..<6 { try await driver.press(.up) }
        #expect(driver.counter.take() == 0)
        #expect(driver.state.graph?.scene == scene)

        // Unfolding in place adds a page, not the group.
        let group = try #require(scene?.columns[1]?.first { scene?.nodes[$0]?.group?.count == 1204 })
        var graph = try #require(driver.state.graph)
        graph.select(group)
        let rows = graph.scene.nodes.count
        graph.expand()
        #expect(graph.scene.nodes.count == rows + GraphFold.page)
        #expect(graph.scene.nodes[group]?.group?.count == 1204 - GraphFold.page)
    }

    @Test("the members of a group are a list: filtered, sorted, and pulled into the graph")
    func members() async throws {
        var driver = try await GraphDriver(try GraphStory.payout(), items: [("payer", "Payer", .suspect), ("half7", "Half seven", nil)])
        try await driver.type("2")
        try await driver.press(.right, .enter, .right)
        let graph = try #require(driver.state.graph)
        let group = try #require(graph.scene.columns[1]?.first { graph.scene.nodes[$0]?.group?.kind == .rest })
        let place = try #require(graph.scene.columns[1]?.firstIndex(of: group))
        let now = graph.scene.columns[1]?.firstIndex(of: graph.cursor) ?? 0
        for _ in 0..<abs(place - now) { try await driver.press(place > now ? .down : .up) }
        let count = try #require(driver.state.graph?.selected?.group?.count)
        _ = driver.counter.take()
        try await driver.press(.enter)
        #expect(driver.state.pane == .members)
        #expect(driver.state.views[GroupMembersView.self]?.total == count)
        try await driver.type("/amount<0.0007")
        try await driver.press(.enter)
        let shown = try #require(driver.state.views[GroupMembersView.self])
        #expect(shown.count > 0 && shown.count < count)
        #expect((0..<shown.count).allSatisfy { shown.table[$0].value < 70_000 })
        let member = try #require(shown.table.selected)
        #expect(driver.counter.take() == 0)
        // Marking pulls the row into the graph, where it stands by itself, before all others.
        try await driver.press(.character(" "))
        #expect(driver.state.graph?.scene.columns[1]?.first?.item == member.id)
        #expect(driver.state.graph?.scene.nodes[group]?.group?.count == count - 1)
        try await driver.press(.enter)
        #expect(driver.state.pane == .graph)
        #expect(driver.state.graph?.selected?.group == nil)
    }

    @Test("100,000 transfers: a page at a time, as far as somebody asks")
    func hub() async throws {
        var driver = try await GraphDriver(try GraphStory.hub(), items: [("hub", "Hub", nil)])
        try await driver.type("2")
        let view = try #require(driver.state.known.addresses.values.first)
        #expect(view.events.count == GraphState.history)
        #expect(!view.isComplete && view.summary.transactions == 100_000)
        // For each transaction its row, inputs, outputs and its place in the history, and a little for what is drawn.
        #expect(driver.counter.take() < 5 * GraphState.history + 5_000)
        #expect((driver.state.graph?.scene.nodes.count ?? .max) < Self.mostRows)
        #expect(GraphTitle.figure(try #require(driver.state.graph), style: GraphStyle(chain: .bitcoinRegtest)).contains("not read"))

        _ = driver.counter.take()
        let scene = driver.state.graph?.scene
        try await driver.press(.left)
        for _ in 0..<8 { try await driver.press(.down) }
        #expect(driver.state.graph?.scene == scene)
        #expect(driver.counter.take() == 0)

        // More is read when it is asked for, and only so much.
        let unread = try #require(driver.state.graph?.scene.columns[-1]?.firstIndex { if case .notRead = $0.item { true } else { false } })
        let now = try #require(driver.state.graph?.scene.columns[-1]?.firstIndex { $0 == driver.state.graph?.cursor })
        for _ in now..<unread { try await driver.press(.down) }
        try await driver.type("+")
        #expect(driver.state.known.addresses.values.first?.events.count == 2 * GraphState.history)
        for _ in 0..<20 { try await driver.type("+") }
        #expect((driver.state.known.addresses.values.first?.events.count ?? .max) <= GraphState.longestHistory)
    }

    @Test("reading says how far it is, and Esc stops it")
    func loading() async throws {
        var driver = try await GraphDriver(try GraphStory.hub(4_000), items: [("hub", "Hub", nil)], pages: 2)
        try await driver.type("2")
        let style = GraphStyle(chain: .bitcoinRegtest)
        #expect(GraphTitle.figure(try #require(driver.state.graph), style: style) == "loading 750/2,000")
        #expect(WorkbenchScreen.draw(driver.state).text.contains("loading 750/2,000"))
        try await driver.press(.escape)
        let graph = try #require(driver.state.graph)
        #expect(graph.progress == nil)
        #expect(graph.needs().isEmpty)
        // What is not read is a row with its exact value.
        let unread = try #require(graph.scene.columns[-1]?.last.flatMap { graph.scene.nodes[$0] })
        let figures = GraphFigures(of: graph, left: true)
        #expect(unread.value == figures.notRead && figures.notRead > 0)
        #expect(figures.singleValue + figures.groupValue + figures.notRead == figures.whole)
    }
}
