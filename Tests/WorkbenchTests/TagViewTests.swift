import Attribution
import Casework
import Encoding
import Ledger
import Testing

@testable import Workbench

@Suite("Tags in full, and where they contradict each other")
struct TagViewTests {
    private static let day = UTCTime(seconds: 1_704_067_200)
    private static let set = TagSetPin(
        digest: String(repeating: "ab", count: 32), sources: [.init(name: "packs", edition: 1, sha256: "aa", date: "2024-01-01")])

    static func record(_ text: String, _ label: String, _ source: String, _ category: String, removed: Bool = false) throws -> TagRecord {
        func edition(_ number: Int) -> TagEdition {
            TagEdition(
                number: number, source: source, format: "tagpack", file: "\(source).yaml", sha256: String(repeating: "c", count: 64),
                origin: "", issued: day, imported: day)
        }
        return TagRecord(
            tag: Tag(
                subject: try TagSubject(address: text, network: "bitcoin"), label: label, actor: label.lowercased(),
                category: category, confidence: .serviceData),
            added: edition(1), removed: removed ? edition(2) : nil)
    }

    /// Two tags that contradict each other, and one that a newer edition lacks.
    private static func session() throws -> (Session, Address, [TagRecord]) {
        let address = try Address(Session.genesis, on: .bitcoin)
        var session = Session([Session.item(Session.genesis), Session.item(Session.pizza)])
        let held = [
            try record(Session.genesis, "Alpha", "packs", "exchange"), try record(Session.genesis, "Beta", "labels", "mixer"),
        ]
        let summary = try #require(AddressTags(held))
        session.send(.tags([address: summary], contested: [address: held]))
        session.send(.tagSet(set))
        return (session, address, held)
    }

    private static func claims(_ held: [TagRecord]) throws -> AddressClaims {
        AddressClaims(
            records: [try record(Session.genesis, "Gone", "packs", "exchange", removed: true)] + held,
            asOf: UTCTime(seconds: 1_720_000_000))
    }

    @Test("A shows every tag of an address, those that hold first, asked for once")
    func all() throws {
        var (session, address, held) = try Self.session()
        session.press("A")
        #expect(session.state.pane == .tags)
        #expect(session.effects.contains(.loadClaims(address)))
        session.send(.claims(address, try Self.claims(held)))
        let view = try #require(session.state.views[TagsView.self])
        #expect(view.table.rows.map(\.record.tag.label) == ["Alpha", "Beta", "Gone"])
        #expect(view.table.rows.map { $0.standing == .holds } == [true, true, false])
        #expect(session.state.subject == .address(Session.genesis))
    }

    @Test("b goes by the tag under the cursor, with a reason, as one event; the address then goes by it")
    func follow() throws {
        var (session, address, held) = try Self.session()
        #expect(session.state.tags(of: Session.genesis)?.label == "Alpha")
        #expect(session.state.tags(of: Session.genesis)?.decision == nil)
        session.press("A")
        session.send(.claims(address, try Self.claims(held)))
        session.press("jbTheir own page.⏎")
        guard case .record(.tagChoice(let choice))? = session.changes.first else {
            Issue.record("no choice was journalled: \(session.changes)")
            return
        }
        #expect(choice.decision == .follow && choice.followed?.label == "Beta" && choice.reason == "Their own page.")
        #expect(choice.claims.map(\.source) == ["packs", "labels"] && choice.tagSet == Self.set.digest)
        let shown = try #require(session.state.tags(of: Session.genesis))
        #expect(shown.label == "Beta" && shown.decision == .follow && shown.kind == .mixer)
        #expect(session.state.graph?.names.addresses[address]?.label == "[Beta]")
    }

    @Test("A tag that no longer holds is not followed, and where nothing contradicts nothing is decided")
    func refused() throws {
        var (session, address, held) = try Self.session()
        session.press("A")
        session.send(.claims(address, try Self.claims(held)))
        session.press("jjb")
        #expect(session.state.toast?.text == "Not now: this tag does not hold now.")
        session.send(.claims(address, try Self.claims([held[0]])))
        session.press("&")
        #expect(session.state.toast?.text == "Not now: no tags contradict each other here.")
        #expect(session.changes.isEmpty)
    }

    @Test("! lists what contradicts; ( ) & d decide, and what is decided goes to the end")
    func list() throws {
        var (session, _, held) = try Self.session()
        let other = try Address(Session.pizza, on: .bitcoin)
        let more = [try Self.record(Session.pizza, "Gamma", "packs", "exchange"), try Self.record(Session.pizza, "Delta", "labels", "exchange")]
        session.send(.tags([other: try #require(AddressTags(more))], contested: [other: more]))
        session.press("!")
        #expect(session.state.pane == .tagConflicts)
        let view = try #require(session.state.views[TagConflictsView.self])
        #expect(view.total == 2 && view.undecided == 2)
        session.press("&⏎")
        #expect(session.state.views[TagConflictsView.self]?.undecided == 1)
        session.press("g)⏎")
        #expect(session.changes.count == 2)
        #expect(session.state.views[TagConflictsView.self]?.undecided == 0)
        _ = held
    }

    @Test("A choice that no longer covers the tags counts no more")
    func stale() throws {
        var (session, address, held) = try Self.session()
        session.press("!X⏎")
        #expect(session.state.tags(of: Session.genesis)?.decision == .dismiss)
        let more = held + [try Self.record(Session.genesis, "Gamma", "third", "exchange")]
        session.send(.tags([address: try #require(AddressTags(more))], contested: [address: more]))
        #expect(session.state.tags(of: Session.genesis)?.decision == nil)
    }

    @Test("pin-tags lets the case name the set, and another set later is said")
    func pin() throws {
        var (session, _, _) = try Self.session()
        session.press(":pin-tags⏎")
        #expect(session.changes == [.record(.tagSet(Self.set))])
        #expect(session.state.tagSetDifferences.isEmpty)
        session.state.toast = nil
        var newer = Self.set
        newer.digest = String(repeating: "cd", count: 32)
        newer.sources[0].edition = 2
        newer.sources[0].date = "2024-06-01"
        session.send(.tagSet(newer))
        #expect(session.state.toast?.text.contains("not those that the case named") == true)
        #expect(session.state.tagSetDifferences == ["packs is of 2024-06-01, edition 2; pinned was 2024-01-01, edition 1"])
    }

    @Test("An address that could be taken for another is warned of when it is looked at")
    func lookAlike() throws {
        let address = try Address(Session.genesis, on: .bitcoin)
        var session = Session([Session.item(Session.genesis)])
        session.send(.lookAlikes([address: [LookAlike.Hit(text: "1A1zXXXX", isOfCase: true, label: "", source: "")]]))
        #expect(session.state.toast?.text.contains("looks like\n1A1zXXXX of the case, and is not it.") == true)
    }
}
