import Casework
import Encoding
import Ledger
import Testing
import TraceEngine

@testable import Screen
@testable import Workbench

@Suite("The screens of the workbench")
struct WorkbenchScreenTests {
    @Test("80x24: the list")
    func list80() throws {
        print(WorkbenchScreen.draw(try Sample.state(80, 24)).text)
        print(WorkbenchScreen.draw(try Sample.state(80, 24), glyphs: .ascii).text)
        print(WorkbenchScreen.draw(try Sample.state(120, 40)).text)
        print(WorkbenchScreen.draw(try Sample.state(200, 60)).text)
        var s = try Sample.state(80, 24); _ = update(&s, .terminal(.key(.character("?")))); print(WorkbenchScreen.draw(s).text)
        s = try Sample.state(80, 24); _ = update(&s, .terminal(.key(.character(":")))); print(WorkbenchScreen.draw(s).text)
        s = try Sample.state(80, 24); _ = update(&s, .terminal(.key(.character("n")))); print(WorkbenchScreen.draw(s).text)
        s = try Sample.state(80, 24); _ = update(&s, .terminal(.key(.character("3")))); print(WorkbenchScreen.draw(s).text)
        s = try Sample.state(80, 24); _ = update(&s, .terminal(.key(.character("a")))); _ = update(&s, .terminal(.paste("1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNb"))); _ = update(&s, .terminal(.key(.enter)));  print(WorkbenchScreen.draw(s).text)
    }
}

/// A small case of its own for goldens, not the sample case.
enum Sample {
    static let written = UTCTime(rfc3339: "2024-04-02T09:31:00Z") ?? UTCTime(milliseconds: 0)

    static func state(_ columns: Int, _ rows: Int) throws -> WorkbenchState {
        let people: [(String, String, CaseRole?, UInt64, UInt64, Bool)] = [
            ("1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa", "Collector", .suspect, 152_780_126, 546, true),
            ("bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4", "Peel head", .suspect, 124_911_360, 0, false),
            ("17SkEw2md5avVNyYgj6RiXuQKNwkXaxFyQ", "Victim 1", .victim, 45_114_700, 1_366_480, false),
            ("bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqzk5jj0", "", nil, 0, 0, false),
        ]
        let items = people.map {
            CaseItem(subject: .address($0.0), label: $0.1, role: $0.2, isFlagged: $0.5, added: written)
        }
        let subject = CaseSubject.address(people[0].0)
        let notes = [
            CaseNote(id: 7, subject: subject, text: "Six complainants name this address as the payee of the plan.", author: "MK", written: written),
            CaseNote(id: 9, subject: .wholeCase, text: "Opened after referral 2024/117.\nQuestion: where did it go?", author: "MK", written: written),
        ]
        let theCase = Case(
            name: "Lantern", question: "Where did the money of six complainants go?", chain: .bitcoin, created: written,
            items: items, notes: notes, head: 412, headHash: "")
        let info = LedgerInfo(
            chain: .bitcoin, coverage: Coverage(ranges: [828_000...833_099, 833_244...836_420]), tipHash: nil,
            tipTime: 1_711_471_167, digest: Array(repeating: 7, count: 32))
        var state = WorkbenchState(openCase: theCase, ledger: .open(info), columns: columns, rows: rows)
        _ = begin(&state)
        let views = try people.map { person in
            var summary = AddressSummary()
            summary.received = person.3
            summary.sent = person.3 - person.4
            summary.transactions = person.3 == 0 ? 0 : 11
            summary.complete = person.1 != "Victim 1"
            return AddressView(
                address: try Address(person.0, on: .bitcoin), summary: summary, events: [], isComplete: true,
                isKnown: person.3 > 0, firstTime: 1_707_144_538, lastTime: 1_708_512_346)
        }
        _ = update(&state, .figures(views))
        return state
    }
}
