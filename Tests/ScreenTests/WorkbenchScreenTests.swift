import Casework
import Encoding
import Ledger
import Support
import Testing
import TraceEngine

@testable import Screen
@testable import Workbench

@Suite("The screens of the workbench")
struct WorkbenchScreenTests {
    @Test(
        "the same places at every size and in both glyph sets",
        arguments: [(80, 24), (100, 30), (120, 40), (200, 60)], [GlyphSet.unicode, .ascii])
    func sizes(size: (Int, Int), glyphs: GlyphSet) throws {
        let screen = WorkbenchScreen.draw(try Sample.state(size.0, size.1), glyphs: glyphs).text
        #expect(Golden.difference(screen, from: "screen-list-\(size.0)x\(size.1)-\(glyphs.base)") == nil)
        if glyphs.base == .ascii { #expect(screen.utf8.allSatisfy { $0 < 128 }) }
    }

    @Test(
        "each pane, sheet and prompt at 80x24",
        arguments: [
            ("graph", "2"), ("notes", "3"), ("help", "?"), ("palette", ":"), ("palette-narrowed", ":fl"), ("note", "nSeen in"),
            ("filter", "/vic"), ("label", "L"), ("role", "r"), ("wrong-address", "a1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNb⏎"),
            ("nothing-matches", "/zzz⏎"), ("disabled", "d"), ("long-identifier", "G"),
        ])
    func sheets(name: String, keys: String) throws {
        var state = try Sample.state(80, 24)
        Sample.press(keys, &state)
        #expect(Golden.difference(WorkbenchScreen.draw(state).text, from: "screen-\(name)-80x24") == nil)
    }

    @Test("a tag stands in brackets where the case has no label; Selected says whose it is, from when and how sure")
    func tags() throws {
        var state = try Sample.state(80, 24)
        let address = try Address("bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4", on: .bitcoin)
        state.openCase.items[1].label = ""
        let tags = AddressTags(
            label: "Exchange \u{1B}K", source: "graphsense", date: Sample.written, confidence: 50, count: 2, contradict: true)
        _ = update(&state, .tags([address: tags]))
        Sample.press("j", &state)
        #expect(Golden.difference(WorkbenchScreen.draw(state).text, from: "screen-tags-80x24") == nil)
        _ = update(&state, .terminal(.resize(columns: 120, rows: 40)))
        #expect(Golden.difference(WorkbenchScreen.draw(state).text, from: "screen-tags-120x40") == nil)
    }

    @Test("too small a window says its size, what is saved and what to do")
    func tooSmall() throws {
        let screen = WorkbenchScreen.draw(try Sample.state(59, 14)).text
        #expect(Golden.difference(screen, from: "screen-too-small-59x14") == nil)
    }

    @Test("no size at all makes it fail", arguments: [(0, 0), (1, 1), (3, 200), (200, 3), (80, 23), (79, 24), (119, 40), (400, 120)])
    func anySize(columns: Int, rows: Int) throws {
        var state = try Sample.state(columns, rows)
        for keys in ["", "2", "3", "?", "⎋:", "⎋n", "⎋a", "⎋"] {
            Sample.press(keys, &state)
            let surface = WorkbenchScreen.draw(state)
            #expect(surface.width == columns && surface.height == rows)
        }
    }

    @Test("what a label, a note or a case name contains never reaches a cell as a control character")
    func hostileText() throws {
        var state = try Sample.state(120, 40)
        let evil = "\u{1B}]52;c;AAAA\u{07}\u{202E}\u{200B}\u{9B}2J"
        state.openCase.name = evil
        state.openCase.items[0].label = evil
        state.openCase.notes[0].text = evil
        for keys in ["", "2", "3", "?", "⎋:", "⎋1n\u{202E}", "⎋L"] {
            Sample.press(keys, &state)
            let text = WorkbenchScreen.draw(state).text
            let hidden = text.unicodeScalars.filter { $0 != "\n" && VisibleText.isHidden($0) }
            #expect(hidden.isEmpty)
        }
    }

    @Test("mono loses nothing: every sign of state is a glyph, not a colour")
    func states() throws {
        var state = try Sample.state(80, 24)
        Sample.press("f", &state)
        #expect(WorkbenchScreen.draw(state).row(0).contains("saving "))
        _ = update(&state, .notSaved("The disk is full."))
        #expect(WorkbenchScreen.draw(state).row(0).hasSuffix("NOT SAVED "))
        _ = update(&state, .saved(state.openCase))
        state.readOnlyReason = "the case is open elsewhere"
        #expect(WorkbenchScreen.draw(state).row(0).hasSuffix("read-only "))
        state.ledger = .missing("No ledger is at /x.")
        #expect(WorkbenchScreen.draw(state).row(22).hasPrefix(" bitcoin   no ledger"))
    }

    @Test("a sentence too long for the last row rises above it whole")
    func longMessage() throws {
        var state = try Sample.state(80, 24)
        let path = "/home/mk/.local/share/clew/cases/" + String(repeating: "long-folder-name/", count: 6) + "lantern-summary-412.html"
        _ = update(&state, .reported(["/short/summary.md", path], ["00", "01"]))
        let rows = WorkbenchScreen.draw(state).text.split(separator: "\n")
        #expect(rows.map { $0.trimmingPrefix(" ").replacing(" ", with: "") }.joined().contains(path))
        #expect(rows.contains { $0.hasPrefix(" /short/summary.md ") })
    }

    @Test("the year is on the screen: in the heading when all are of one, else in the rows")
    func years() throws {
        var state = try Sample.state(80, 24)
        #expect(WorkbenchScreen.draw(state).row(2).contains(" 2024 "))
        guard var view = state.known.figures.values.first else {
            Issue.record("no figures")
            return
        }
        view.lastTime = 1_231_469_665
        _ = update(&state, .figures([view]))
        let screen = WorkbenchScreen.draw(state).text
        #expect(screen.contains(" 2009-01 ") && screen.contains(" 2024-02 "))
        state.columns = 120
        state.rows = 40
        let narrow = WorkbenchScreen.draw(state).text
        #expect(narrow.contains(" 2009 ") && narrow.contains(" 2024 "))
    }

    @Test("a wide character under the cursor of a prompt keeps its two cells")
    func wideUnderCursor() throws {
        var state = try Sample.state(80, 24)
        Sample.press("L", &state)
        _ = update(&state, .terminal(.paste("日本")))
        for _ in 0..<2 { _ = update(&state, .terminal(.key(.left))) }
        let surface = WorkbenchScreen.draw(state)
        #expect(surface.row(23).contains("日本"))
        let at = surface.cursor
        #expect(at?.row == 23)
        #expect(surface[at?.column ?? 0, 23].glyph == "日")
    }

    @Test("a long name stands under Selected beside the times, not over them", arguments: [0, 3])
    func longName(place: Int) throws {
        var state = try Sample.state(80, 24)
        state.openCase.items[place].label = "Collector of the third wave, by two statements, with more words yet"
        for _ in 0..<place { Sample.press("j", &state) }
        let rows = WorkbenchScreen.draw(state).text.split(separator: "\n")
        #expect(rows.contains { $0.hasPrefix(" " + state.openCase.items[place].subject.text + " ") })
        guard place == 0 else { return }
        #expect(rows.contains { $0.hasPrefix(" 2024-02-05 → 2024-02-21   Collector of the third wave, by two statements") })
    }

    @Test("a ledger of one block says its height once")
    func oneBlock() throws {
        var state = try Sample.state(80, 24)
        state.ledger = .open(
            LedgerInfo(
                chain: .bitcoin, coverage: Coverage(ranges: [928_848...928_848]), tipHash: nil, tipTime: 1_711_471_167,
                digest: Array(repeating: 7, count: 32)))
        #expect(WorkbenchScreen.draw(state).row(22).hasPrefix(" bitcoin block 928,848   tip"))
    }
}

/// A small case of its own for goldens, not the sample case.
enum Sample {
    static let written = UTCTime(rfc3339: "2024-04-02T09:31:00Z") ?? UTCTime(milliseconds: 0)

    static func press(_ keys: String, _ state: inout WorkbenchState) {
        for key in keys {
            let stroke: KeyStroke = key == "⏎" ? .enter : key == "⎋" ? .escape : .character(key)
            _ = update(&state, .terminal(.key(stroke)))
        }
    }

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
                isKnown: person.3 > 0, firstTime: person.3 > 0 ? 1_707_144_538 : nil,
                lastTime: person.3 > 0 ? 1_708_512_346 : nil)
        }
        _ = update(&state, .figures(views))
        return state
    }
}
