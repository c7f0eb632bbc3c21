import Casework
import Encoding
import Ledger
import Testing

@Suite("Records of a case")
struct RecordTests {
    static let contents: [CaseContent] = [
        .cluster(CaseCluster(name: "Collectors", role: .suspect, rule: "multi-input 1", members: ["1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa"])),
        .task(CaseTask(title: "Write to the exchange", assignee: "AB", due: "2024-04-30", subjects: [Sample.addresses[0]])),
        .hypothesis(
            CaseHypothesis(
                statement: "Both collectors have one owner",
                evidence: [
                    .init(speaksFor: true, subject: Sample.transactions[0], remark: "Spent together."),
                    .init(speaksFor: false, subject: .record(2), remark: "The rule has a known error."),
                ])),
        .finding(Sample.finding),
        .watch(CaseWatch(subject: Sample.addresses[1], reason: "May move at any time", until: "2025-01-01")),
        .victim(
            VictimReport(
                reference: "V-001", name: "Anna Beispiel", source: "Bern 2024/311", received: "2024-03-11",
                claims: [
                    .init(
                        kind: "on-chain", asset: "BTC", amount: 25_000_000, asWritten: "a quarter Bitcoin, Sunday noon",
                        transfer: .edge(TxIDs.first, 1)),
                    .init(kind: "wire", asset: "EUR", amount: nil, asWritten: "about 5000"),
                ])),
        .authority(LegalAuthority(kind: "warrant", reference: "12/2024", issuer: "District court", until: "2024-12-31", scope: "Account data")),
        .report(CaseReport(title: "First report", recipient: "Prosecutor", findings: [5])),
    ]

    @Test("are kept with all their members, across restarts, and undone like everything else")
    func kept() throws {
        let workshop = try Workshop()
        let store = try workshop.create()
        for content in Self.contents { try store.apply(.record(content)) }
        #expect(store.current.records.map(\.content) == Self.contents)
        #expect(store.current.records.map(\.id) == Array(2...9))
        #expect(store.current.records.allSatisfy { record in store.events().contains { $0.hash == record.event } })
        try store.apply(.note(.record(4), text: "See there."))
        try store.apply(.note(.edge(TxIDs.first, 0), text: "The payment."))
        try store.apply(.link(note: 10, to: 5, true))
        try store.apply(.link(note: 10, to: 11, true))
        #expect(store.current.notes[0].links == [5, 11])
        let left = store.current
        store.close()
        let again = try workshop.open()
        #expect(again.current == left)
        while again.current.undoTitle != nil { try again.apply(.undo) }
        #expect(again.current.records.isEmpty)
        while again.current.redoTitle != nil { try again.apply(.redo) }
        #expect(again.current.records == left.records)
        #expect(again.current.notes == left.notes)
    }

    @Test("a search that found nothing is a finding")
    func nothing() throws {
        #expect(Sample.finding.foundNothing)
        var found = Sample.finding
        found.answer = ["paths": 1]
        #expect(!found.foundNothing)
    }

    @Test("a finding is checked by somebody else, then approved, and is a draft again once it changes")
    func review() throws {
        let workshop = try Workshop()
        var store = try workshop.create()
        try store.apply(.record(.finding(Sample.finding)))
        for state: ReviewState in [.checked, .approved] {
            #expect(throws: CaseError.self) { try store.apply(.review(id: 2, state)) }
        }
        store.close()
        store = try workshop.open(author: "AB")
        try store.apply(.review(id: 2, .checked))
        #expect(store.current.record(2)?.review.signature?.author == "AB")
        try store.apply(.review(id: 2, .approved))
        var changed = Sample.finding
        changed.remark = "Looked at twice."
        try store.apply(.changeRecord(id: 2, .finding(changed)))
        #expect(store.current.record(2)?.review.state == .draft)
        #expect(throws: CaseError.self) { try store.apply(.review(id: 2, .checked)) }
        try store.apply(.record(.task(CaseTask(title: "Write"))))
        #expect(throws: CaseError.self) { try store.apply(.review(id: 6, .checked)) }
    }

    @Test("terms: method, marking, retention")
    func terms() throws {
        let workshop = try Workshop()
        let store = try workshop.create()
        try store.apply(.lockMethod(asset: "bitcoin", method: "fifo 1", reason: "Ordered."))
        #expect(throws: CaseError.self) { try store.apply(.lockMethod(asset: "bitcoin", method: "lifo", reason: "")) }
        try store.apply(.lockMethod(asset: "bitcoin", method: "haircut 1", reason: "The court asked for it."))
        #expect(store.current.methods.count == 1)
        #expect(store.current.method(of: "bitcoin")?.method == "haircut 1")
        try store.apply(.mark(.amberStrict))
        try store.apply(.retain(.wholeCase, until: "2029-12-31", reason: "Police act"))
        try store.apply(.retain(.event(2), until: "2025-01-31", reason: "Police act"))
        #expect(store.current.retention.count == 2)
        try store.apply(.retain(.event(2), until: nil, reason: ""))
        #expect(store.current.retention.map(\.target) == [.wholeCase])
        let left = store.current
        store.close()
        #expect(try workshop.open().current == left)
    }

    @Test("what makes no sense is refused", arguments: [
        CaseChange.record(.task(CaseTask(title: ""))), .record(.task(CaseTask(title: "x", due: "2024-02-30"))),
        .record(.watch(CaseWatch(subject: .address("1A1z"), reason: "x"))),
        .record(.cluster(CaseCluster(name: "x", rule: "y", members: ["mipcBbFg9gMiCh81Kj8tqqdgoZub1ZJRfn"]))),
        .record(.report(CaseReport(title: "x", findings: [1]))), .changeRecord(id: 2, .task(CaseTask(title: "y"))),
        .removeRecord(id: 1), .note(.record(77), text: "x"), .link(note: 3, to: 3, true), .link(note: 3, to: 9, true),
        .retain(.exhibit("00"), until: "2029-12-31", reason: "x"), .retain(.wholeCase, until: "soon", reason: "x"),
        .removeRecord(id: 2),
    ])
    func refusals(change: CaseChange) throws {
        let workshop = try Workshop()
        let store = try workshop.create()
        try store.apply(.record(.finding(Sample.finding)))
        try store.apply(.note(.record(2), text: "A note"))
        let before = store.current
        let error = #expect(throws: CaseError.self) { try store.apply(change) }
        #expect(error?.kind == .refused)
        #expect(store.current == before)
    }

    @Test("a text is found in every part of a case")
    func search() throws {
        let workshop = try Workshop()
        let store = try workshop.create()
        for content in Self.contents { try store.apply(.record(content)) }
        try store.apply(.label(Sample.addresses[0], "Collector"))
        try store.apply(.note(.wholeCase, text: "The collector of Anna."))
        #expect(store.current.search("COLLECTOR").map(\.kind) == ["item", "note", "cluster", "hypothesis", "finding"])
        #expect(store.current.search("anna").map(\.kind) == ["note", "victim"])
        #expect(store.current.search("").isEmpty)
        #expect(store.current.subjects.contains(Sample.addresses[1]))
    }
}

/// Ids for edges.
enum TxIDs {
    static let first: TxID = {
        guard case .transaction(let id) = Sample.transactions[0] else { return TxID(words: (0, 0, 0, 0)) }
        return id
    }()
}
