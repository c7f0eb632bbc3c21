import Casework
import Encoding
import Ledger
import Testing

@testable import Workbench

@Suite("Tags in the workbench")
struct TagTests {
    private static let exchange = AddressTags(
        label: "Exchange K", source: "graphsense", date: UTCTime(seconds: 1_704_153_600), confidence: 50)

    @Test("the tags of every address are asked once; a tag names in the graph what has no label of the case")
    func names() throws {
        let (labelled, bare) = (try Address(Session.genesis, on: .bitcoin), try Address(Session.pizza, on: .bitcoin))
        var session = Session([Session.item(Session.genesis, "Collector"), Session.item(Session.pizza)])
        let asked = session.effects.compactMap { if case .loadTags(let addresses) = $0 { Set(addresses) } else { nil } }
        #expect(asked == [[labelled, bare]])

        session.send(.tags([labelled: Self.exchange, bare: Self.exchange]))
        #expect(session.state.graph?.names.addresses[labelled]?.label == "Collector")
        #expect(session.state.graph?.names.addresses[bare]?.label == "[Exchange K]")
        #expect(session.state.tags(of: Session.genesis) == Self.exchange)

        session.press("jLPizza seller⏎")
        #expect(session.state.graph?.names.addresses[bare]?.label == "Pizza seller")
        #expect(session.state.graph?.names.addresses[bare]?.tags == Self.exchange)
        #expect(!session.effects.contains { if case .loadTags = $0 { true } else { false } })
    }
}
