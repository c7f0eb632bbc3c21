import Casework
import Encoding
import Support
import Testing

@testable import Screen
@testable import Workbench

/// Every full-width view at every size and in both sets of signs.
@Suite("The views")
struct ViewScreenTests {
    static let sizes = [(80, 24), (120, 40), (200, 60)]

    private func check(
        _ name: String, _ keys: [KeyStroke], _ more: [Message] = [],
        _ make: (Int, Int) async throws -> ViewsFixture = { try await ViewsFixture($0, $1) }
    ) async throws {
        for (columns, rows) in Self.sizes {
            var fixture = try await make(columns, rows)
            try await fixture.press(keys)
            for message in more { try await fixture.send(message) }
            ViewCheck.golden("view-" + name, fixture.state)
        }
    }

    @Test("transactions of an address")
    func transactions() async throws { try await check("transactions", [.character("4"), .character("j")]) }

    @Test("one transaction with its inputs and outputs")
    func transaction() async throws {
        try await check("transaction", [.character("4"), .end, .enter, .character("j")])
    }

    @Test("the journal")
    func journal() async throws { try await check("journal", [.character("9"), .character("j")]) }

    @Test("findings, one that holds and one that changed")
    func findings() async throws {
        try await check(
            "findings", [.character("7"), .character("j")],
            [.verified(9, .holds), .verified(10, .differs(["answer: null then, \"1\" now"]))])
    }

    @Test("the timeline: what came in, went out and was written, in time")
    func timeline() async throws { try await check("timeline", [.character("6"), .character("j"), .character("j")]) }

    @Test("the cases to choose from, when none is open")
    func opening() async throws {
        try await check("opening", [.character("j")]) { try await ViewsFixture.choosingCase($0, $1) }
    }

    @Test("the cases, from inside one of them")
    func cases() async throws { try await check("cases", [.character("B"), .character("j"), .character("j")]) }

    @Test("what a pasted page holds: addresses of the case, of other networks, and near misses")
    func pasted() async throws {
        let page = """
            to \(TinyLedger.address("alice").text(on: .bitcoinRegtest)) and \(TinyLedger.address("dave").text(on: .bitcoinRegtest)),
            1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa, TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t, 受害者 0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed
            wrong \(TinyLedger.address("dave").text(on: .bitcoinRegtest).dropLast())q \u{202E}evil\u{200B} TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6u
            f4184fc596403b9d638783cf57adfe4c75c605f6356fbc91338530e9831e9e16
            """
        try await check("pasted", [], [.terminal(.paste(page)), .terminal(.key(.down))])
    }

    @Test("the notes, filtered")
    func notes() async throws { try await check("notes-filtered", [.character("3"), .character("/"), .character("o"), .character("l"), .character("l"), .enter]) }

    @Test("where heights are not known, no view shows the numbers that the ledger gave its blocks")
    func noHeights() async throws {
        var fixture = try await ViewsFixture(120, 40)
        guard case .open(var info) = fixture.state.ledger else { Issue.record("no ledger"); return }
        info.coverage.heightsKnown = false
        for keys in ["1", "2", "2l", "1c", "14", "14\n", "6"] {
            var view = try await ViewsFixture(120, 40)
            try await view.press(keys.map { $0 == "\n" ? .enter : .character($0) })
            view.setLedger(.open(info))
            let text = WorkbenchScreen.draw(view.state).text
            #expect(text.contains("heights not known"))
            #expect(!text.contains("block 0") && !text.contains("block 1") && !text.contains("block 2"), "\(keys)")
            #expect(!LinearPage(view.state).lines.contains { $0.lowercased().contains("block 0") || $0.lowercased().contains("block 1") || $0.lowercased().contains("block 2") }, "\(keys)")
        }
        fixture.setLedger(.open(info))
        #expect(WorkbenchScreen.draw(fixture.state).text.contains("heights not known"))
    }

    @Test("the case as it stood says so, refuses changes, and N goes back to now")
    func asOf() async throws {
        var fixture = try await ViewsFixture(80, 24)
        var earlier = fixture.state.openCase
        earlier.items.removeLast(3)
        earlier.head = 5
        try await fixture.press([.character("9")])
        try await fixture.send(.caseAsOf(earlier))
        #expect(WorkbenchScreen.draw(fixture.state).row(0).hasSuffix("as of 5 "))
        #expect(fixture.state.openCase.items.count == 3)
        try await fixture.press([.character("1"), .character("f")])
        #expect(fixture.state.toast?.text.contains("as it stood after event 5") == true)
        // The way back is among the hints as long as it lasts.
        try await fixture.press([.down])
        #expect(WorkbenchScreen.draw(fixture.state).row(23).contains("N now"))
        try await fixture.press([.character("N")])
        #expect(fixture.state.openCase.items.count == 6)
        #expect(WorkbenchScreen.draw(fixture.state).row(0).hasSuffix("saved 12 "))
    }
}
