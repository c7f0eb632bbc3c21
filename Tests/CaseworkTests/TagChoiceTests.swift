import Encoding
import Testing

@testable import Casework

@Suite("What a case decides about tags, and the set it names")
struct TagChoiceTests {
    private static let claims = [
        TagChoice.Claim(source: "a", edition: 1, label: "Alpha", actor: "alpha", category: "exchange", level: "address"),
        TagChoice.Claim(source: "b", edition: 2, label: "Beta", actor: "beta", category: "mixer", level: "cluster"),
    ]

    private static func choice(_ decision: TagChoice.Decision, _ reason: String = "The operator's own page.") -> TagChoice {
        TagChoice(
            subject: Sample.addresses[0], decision: decision, claims: claims, followed: decision == .follow ? claims[1] : nil,
            reason: reason, tagSet: String(repeating: "ab", count: 32))
    }

    private static func set(_ digest: String, _ sources: [TagSetPin.Source]) -> TagSetPin {
        TagSetPin(digest: String(repeating: digest, count: 32), sources: sources)
    }

    @Test("A choice is kept across restarts; a later one takes its place and both stay in the journal")
    func choices() throws {
        let workshop = try Workshop()
        let store = try workshop.create()
        try store.apply(store.current.change(to: Self.choice(.follow)))
        try store.apply(store.current.change(to: Self.choice(.keepBoth, "")))
        #expect(store.current.records.count == 1)
        #expect(store.current.tagChoice(on: Sample.addresses[0])?.choice == Self.choice(.keepBoth, ""))
        #expect(store.current.tagChoice(on: Sample.addresses[1]) == nil)
        #expect(store.events().contains { $0.title.contains("follow beta of b") })
        try store.apply(.undo)
        #expect(store.current.tagChoice(on: Sample.addresses[0])?.choice == Self.choice(.follow))
        store.close()
        let again = try workshop.open()
        #expect(again.current.tagChoice(on: Sample.addresses[0])?.choice == Self.choice(.follow))
    }

    @Test("A case names one set of tags, and says source by source how another differs")
    func sets() throws {
        let workshop = try Workshop()
        let store = try workshop.create()
        let old = Self.set("01", [
            .init(name: "ofac", edition: 1, sha256: "aa", date: "2025-01-01"), .init(name: "own", edition: 2, sha256: "bb", date: "2025-01-02"),
        ])
        let new = Self.set("02", [
            .init(name: "ofac", edition: 3, sha256: "cc", date: "2025-11-19"), .init(name: "packs", edition: 4, sha256: "dd", date: "2025-11-20"),
        ])
        try store.apply(store.current.change(to: old))
        #expect(store.current.tagSet?.pin == old)
        #expect(old.differences(from: old).isEmpty)
        #expect(
            old.differences(from: new) == [
                "ofac is of 2025-11-19, edition 3; pinned was 2025-01-01, edition 1",
                "packs is new, edition 4 of 2025-11-20", "own of 2025-01-02 is not there",
            ])
        try store.apply(store.current.change(to: new))
        #expect(store.current.tagSet?.pin == new && store.current.records.count == 1)
    }
}
