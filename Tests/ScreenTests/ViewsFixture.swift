import Casework
import Encoding
import Ledger
import Support
import Testing

@testable import Casework
@testable import Screen
@testable import TraceEngine
@testable import Workbench

/// One case for the goldens of all views, over a real small ledger, with labels and notes of every difficult kind: CJK,
/// combining marks, emoji, right-to-left, and text that would drive a terminal.
struct ViewsFixture {
    static let ledger = """
        block 0
        a = coinbase -> alice 100000000
        b = coinbase -> bob 50000000
        c = coinbase -> carol 30000000
        block 1
        d = a:0 -> collector 99990000
        e = b:0 -> collector 49990000
        block 2
        f = d:0, c:0, e:0 -> exchange 120000000, hold 59950000
        """

    static let labels = [
        ("collector", "Collector", CaseRole.suspect), ("alice", "受害者一号，在东京的朋友", .victim), ("bob", "Zoë\u{301}\u{302}\u{303} n\u{303}", .victim),
        ("carol", "👩‍👩‍👧‍👦 family 🇺🇦", .victim), ("exchange", "ضحية رقم ٣ abc", .service),
        ("hold", "\u{1B}[2J\u{202E}evil\u{200B}\u{7}", .other),
    ]

    static let time = UTCTime(seconds: 1_700_000_000)

    private let memory: MemoryLedger
    private(set) var state: WorkbenchState

    init(_ columns: Int, _ rows: Int) async throws {
        let tiny = try TinyLedger(Self.ledger)
        memory = try MemoryLedger(chain: tiny.chain, blocks: tiny.blocks)
        let items = Self.labels.map { name, label, role in
            CaseItem(
                subject: .address(TinyLedger.address(name).text(on: tiny.chain)), label: label, role: role, added: Self.time)
        }
        let notes = Self.labels.enumerated().map { k, entry in
            CaseNote(id: UInt64(k + 1), subject: items[k].subject, text: "About \(entry.1)", author: "MK", written: Self.time)
        }
        let records = [
            Self.finding(9, "Where did it go?", "trace", "fifo 1", Self.totals),
            Self.finding(10, "受害者 paid 👩‍👩‍👧‍👦 \u{1B}]0;x\u{7}", "path", "", .null),
        ]
        let theCase = Case(
            name: "Lantern", question: "", chain: tiny.chain, created: Self.time, items: items, notes: notes,
            records: records, head: 12)
        state = WorkbenchState(openCase: theCase, ledger: .open(memory.info), columns: columns, rows: rows)
        try await answer(begin(&state))
    }

    /// The ledger as another one would stand.
    mutating func setLedger(_ standing: LedgerStanding) { state.ledger = standing }

    /// Cases with names and questions of every difficult kind, one of every standing.
    static let cases = labels.enumerated().map { k, entry in
        CaseEntry(
            folder: "/home/mk/.local/share/clew/cases/\(entry.0).clew", name: entry.1, question: "What became of \(entry.1)?",
            chain: k == 3 ? "tron" : "bitcoin", items: 14 * k, findings: k, events: UInt64(400 + k),
            lastChange: UTCTime(seconds: 1_700_000_000 - UInt32(k) * 86_400), lookedAt: k == 5 ? nil : time, news: k == 5 ? nil : UInt64(k % 3 * 6),
            newsBy: k % 3 == 0 ? [] : [.init(name: entry.1, events: 4), .init(name: "AB", events: 2)],
            due: k % 2 == 0 ? [] : [CaseDue(day: "2023-11-14", what: "task 7: ask \(entry.1)", why: "AB")], hasLedger: k != 3)
    }

    static func standing(_ folder: String) -> CaseEntry.Standing {
        if folder.contains("alice") { return .inUse("AB") }
        return folder.contains("carol.") ? .intact : folder.contains("hold") ? .broken("Event 88 does not match the hash in event 89.") : .intact
    }

    /// A workbench without a case, over the same list of cases.
    static func choosingCase(_ columns: Int, _ rows: Int) async throws -> ViewsFixture {
        var fixture = try await ViewsFixture(columns, rows)
        fixture.state = .choosingCase(columns: columns, rows: rows)
        try await fixture.answer(begin(&fixture.state))
        return fixture
    }

    /// The case after a merge: two copies named an address differently and wrote on in one note.
    static func afterMerge(_ columns: Int, _ rows: Int) async throws -> ViewsFixture {
        var fixture = try await ViewsFixture(columns, rows)
        func conflict(_ what: String, _ changes: [CaseChange]) -> CaseConflict {
            let sides = changes.enumerated().map { k, change in
                CaseConflict.Side(event: UInt64(7 + k), author: k == 0 ? "MK" : "受害", time: time, title: "decision", change: change)
            }
            return CaseConflict(what: what, sides: sides)
        }
        let hold = fixture.state.openCase.items[5].subject
        fixture.state.openCase.conflicts = [
            conflict("label of \(hold.text)", [.label(hold, labels[5].1), .label(hold, labels[4].1)]),
            conflict("note 2", [.editNote(id: 2, text: labels[1].1 + "\n" + labels[5].1), .editNote(id: 2, text: labels[2].1 + labels[3].1)]),
        ]
        return fixture
    }

    /// What a trace by two methods answered, as far as a reader sees it at once.
    private static let totals: JSONValue = [
        "methods": [
            ["method": "fifo", "version": 1, "totals": ["unspent": "99990000", "service": "250000000", "fee": "10000"]],
            ["method": "haircut", "version": 1, "totals": ["unspent": "349990000", "fee": "10000"]],
        ]
    ]

    private static func finding(_ id: UInt64, _ title: String, _ kind: String, _ method: String, _ answer: JSONValue) -> CaseRecord {
        let finding = CaseFinding(
            title: title, kind: kind, question: ["arguments": ["--from", "x"]], method: method,
            ledger: CaseFinding.Ledger(chain: "bitcoin-regtest", height: 2, digest: String(repeating: "7d", count: 32)),
            answer: answer, remark: id == 9 ? "The rest is عند the exchange." : "")
        return CaseRecord(id: id, content: .finding(finding), author: "AB", added: time)
    }

    private static var events: [JournalEvent] {
        var previous: [String] = []
        return labels.enumerated().map { k, entry in
            var event = JournalEvent(
                sequence: UInt64(k + 1), time: time, author: k % 2 == 0 ? "MK" : "AB", kind: "label", previous: previous,
                body: ["label": .string(entry.1)], salt: Array(repeating: UInt8(k), count: 32))
            event.title = "label “\(VisibleText.escape(entry.1))” on \(TinyLedger.address(entry.0).text(on: .bitcoinRegtest))"
            previous = [event.hash]
            return event
        }
    }

    mutating func press(_ keys: [KeyStroke]) async throws {
        for key in keys { try await answer(update(&state, .terminal(.key(key)))) }
    }

    /// The tasks and hypotheses of a case, the cursor on one that has evidence.
    static func withTasks(_ columns: Int, _ rows: Int) async throws -> ViewsFixture {
        var fixture = try await ViewsFixture(columns, rows)
        let address = CaseSubject.address(TinyLedger.address(labels[0].0).text(on: .bitcoinRegtest))
        let contents: [CaseContent] =
            [
                .task(CaseTask(title: "Ask Harrow for the account", assignee: "MK", due: "2024-05-31", subjects: [address])),
                .task(CaseTask(title: "Call the victim", due: "2024-04-01", isDone: true)),
                .hypothesis(
                    CaseHypothesis(
                        statement: "The kiosk and the collector are one",
                        evidence: [.init(speaksFor: true, subject: address, remark: "Paid within the hour."), .init(speaksFor: false, subject: address, remark: "")])),
            ] + labels.map { .task(CaseTask(title: $0.1, assignee: $0.1)) }
        fixture.state.openCase.records = contents.enumerated().map { CaseRecord(id: UInt64($0 + 20), content: $1, author: "AB", added: time) }
        try await fixture.press([.character("#"), .down])
        return fixture
    }

    /// A find sheet over so many addresses of the case.
    mutating func find(labelled count: Int) async throws {
        state.openCase.items = (0..<count).map {
            CaseItem(subject: .address(TinyLedger.address("found \($0)").text(on: .bitcoinRegtest)), label: "Found \($0)", added: Self.time)
        }
        try await press([.character("f"), .character("o"), .character("u")])
    }

    /// Calls the case that.
    mutating func name(_ name: String) { state.openCase.name = name }

    mutating func send(_ message: Message) async throws { try await answer(update(&state, message)) }

    /// Answers what is asked as the program would, until nothing is asked.
    private mutating func answer(_ effects: [Effect]) async throws {
        var pending = effects
        while !pending.isEmpty {
            let message: Message
            switch pending.removeFirst() {
            case .loadFigures(let addresses): message = .figures(try await memory.addressViews(of: addresses, limit: 0))
            case .loadAddress(let address): message = .address(try await memory.addressView(of: address, limit: 100))
            case .loadTransactions(let refs): message = .transactions(try await memory.transactionViews(of: refs))
            case .locate(let id): message = .located(id, try memory.find([id]).first ?? [])
            case .loadEvents(let address, let after, let limit):
                message = .events(address, after: after, try await memory.addressEvents(of: address, after: after, limit: limit))
            case .loadJournal(let head): message = .journal(JournalPage(Self.events), head: head)
            case .searchLedger(let number, let shortened):
                message = .searched(number, try await LedgerSearch.run(shortened, in: memory, limit: LedgerSearching.limit) { _, _ in true })
            case .scanPaste(let text): message = .pasted(PastedText(text, on: state.openCase.chain))
            case .loadCases: message = .cases(Self.cases, isLast: true)
            case .checkCase(let folder): message = .caseChecked(folder, Self.standing(folder))
            case .loadInferences(let refs): message = .inferred(try await memory.inferences(of: refs))
            case .trace(let number, let question, let tags):
                message = .traced(number, try await TraceRun(question, of: memory, tags: tags).answer())
            case .cluster(let number, let address, let rule): message = .clustered(number, try await memory.cluster(of: address, by: rule))
            case .explainCluster(let number, let a, let b, let rule): message = .explained(number, try await memory.why(a, b, by: rule))
            case .path(let number, let question, let tags):
                message = .pathFound(number, try await PathRun(question, in: memory, tags: tags).answer())
            case .loadBlockTimes(let heights):
                var times: [UInt32: UInt32] = [:]
                for height in heights { times[height] = try memory.transactions(in: height...height, limit: 1).first?.time }
                message = .blockTimes(times)
            default: continue
            }
            pending += update(&state, message)
        }
    }
}

/// What holds of every screen.
enum ViewCheck {
    /// Both sets of signs give the golden screen, nothing hidden is in a cell, and the signs of ASCII are ASCII.
    static func golden(_ name: String, _ state: WorkbenchState) {
        for glyphs in [GlyphSet.unicode, .ascii] {
            let screen = WorkbenchScreen.draw(state, glyphs: glyphs)
            #expect(Golden.difference(screen.text, from: "\(name)-\(state.columns)x\(state.rows)-\(glyphs.base.rawValue)") == nil)
            text(screen.text, glyphs)
        }
    }

    /// The same without a golden.
    static func text(_ text: String, _ glyphs: GlyphSet) {
        #expect(text.unicodeScalars.allSatisfy { $0 == "\n" || !VisibleText.isHidden($0) })
        guard glyphs.base == .ascii else { return }
        // Letters of names stay what they are; the case's own texts have no other signs below the CJK ones.
        let signs = text.unicodeScalars.filter { (0x80..<0x3000).contains($0.value) && !$0.properties.isAlphabetic && !isPartOfName($0) }
        #expect(signs.isEmpty, "\(String(String.UnicodeScalarView(signs)))")
    }

    private static func isPartOfName(_ scalar: Unicode.Scalar) -> Bool {
        [.nonspacingMark, .decimalNumber].contains(scalar.properties.generalCategory)
    }
}
