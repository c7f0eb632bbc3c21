import Casework
import Ledger
import Testing
import TraceEngine

@testable import Workbench

@Suite("What keys do to the case")
struct UpdateTests {
    @Test("a then an address adds it, in its normal form, and puts the cursor there")
    func addAddress() {
        var session = Session([Session.item(Session.genesis, "Genesis", .suspect)])
        session.press("a" + Session.segwit.uppercased() + "⏎")
        #expect(session.changes == [.add(.address(Session.segwit))])
        #expect(session.state.list.cursor == .address(Session.segwit))
        #expect(session.state.saved == .saved(13))
    }

    @Test("a wrong checksum is refused with the reason; Tab takes the one likely correction")
    func addWrongChecksum() throws {
        var session = Session()
        session.press("a1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNb⏎")
        #expect(session.changes.isEmpty)
        guard case .prompt(let prompt)? = session.state.input else {
            Issue.record("the prompt has closed")
            return
        }
        #expect(prompt.complaint?.contains("checksum") == true)
        #expect(prompt.suggestion == Session.genesis)
        session.press("⇥⏎")
        #expect(session.changes == [.add(.address(Session.genesis))])
    }

    @Test("pasting an address outside any prompt offers to add it and runs no key of it")
    func paste() {
        var session = Session([Session.item(Session.genesis)])
        session.send(.terminal(.paste(" \(Session.pizza)\n")))
        guard case .prompt(let prompt)? = session.state.input else {
            Issue.record("no prompt")
            return
        }
        #expect(prompt.line.text == Session.pizza)
        #expect(session.changes.isEmpty)
        session.press("⏎")
        #expect(session.changes == [.add(.address(Session.pizza))])
    }

    @Test("label, role, flag and note go to what is selected")
    func annotate() {
        var session = Session([Session.item(Session.genesis)])
        let subject = CaseSubject.address(Session.genesis)
        session.press("LFirst miner⏎rsf")
        session.press("nSeen in block 0.")
        #expect(session.state.saved == .draft)
        session.press(.control("s"))
        #expect(
            session.changes == [
                .label(subject, "First miner"), .role(subject, .suspect), .flag(subject, true),
                .note(subject, text: "Seen in block 0."),
            ])
        #expect(session.state.drafts.isEmpty)
        #expect(session.state.saved == .saved(16))
    }

    @Test("Esc keeps a note as a draft and n takes it up again")
    func draft() {
        var session = Session([Session.item(Session.genesis)])
        session.press("nhalf a thou⎋")
        #expect(session.changes.isEmpty)
        #expect(session.state.saved == .draft)
        session.press("n")
        session.press("ght")
        session.press(.control("s"))
        #expect(session.changes == [.note(.address(Session.genesis), text: "half a thought")])
    }

    @Test("read-only refuses every change with the reason")
    func readOnly() {
        var session = Session([Session.item(Session.genesis)])
        session.state.readOnlyReason = "the case is open elsewhere"
        session.press("fnLradu")
        #expect(session.changes.isEmpty)
        #expect(session.state.saved == .readOnly)
        #expect(session.state.toast?.text == "Not now: the case is open elsewhere.")
    }

    @Test("an item with notes is not dropped; one without is, and its neighbour takes the cursor")
    func drop() {
        let noted = CaseNote(
            id: 3, subject: .address(Session.genesis), text: "x", author: "MK", written: Session.created)
        var session = Session([Session.item(Session.genesis), Session.item(Session.pizza)], notes: [noted])
        session.press("d")
        #expect(session.changes.isEmpty)
        session.press("jd")
        #expect(session.changes == [.drop(.address(Session.pizza))])
        #expect(session.state.listItem?.subject == .address(Session.genesis))
    }

    @Test("the filter narrows as it is typed, stays after Enter and goes with Esc")
    func filter() {
        var session = Session([
            Session.item(Session.genesis, "Collector", .suspect), Session.item(Session.pizza, "Victim one", .victim),
            Session.item(Session.segwit, "Victim two", .victim),
        ])
        session.press("/vic")
        #expect(session.state.listRows.map(\.label) == ["Victim one", "Victim two"])
        session.press("⏎")
        #expect(session.state.listRows.count == 2)
        session.press("/ not two⏎")
        #expect(session.state.listRows.map(\.label) == ["Victim one"])
        session.press("⎋")
        #expect(session.state.listRows.count == 3)
    }

    @Test("the list groups by role whatever the order of adding")
    func groups() {
        let session = Session([
            Session.item(Session.pizza, "Victim 1", .victim), Session.item(Session.segwit, "Somebody"),
            Session.item(Session.genesis, "Collector", .suspect),
        ])
        #expect(session.state.listRows.map(\.label) == ["Collector", "Victim 1", "Somebody"])
    }

    @Test("moving in the list makes the graph follow, and Enter remembers the way back")
    func follow() throws {
        let first = try Address(Session.genesis, on: .bitcoin)
        let second = try Address(Session.pizza, on: .bitcoin)
        var session = Session([Session.item(Session.genesis), Session.item(Session.pizza)])
        #expect(session.effects.contains(.loadAddress(first)))
        session.press("j")
        #expect(session.state.graph?.focus == .address(second))
        #expect(session.effects.contains(.loadAddress(second)))
        #expect(!session.state.trail.canGoBack)
    }

    @Test("what is not yet answered is not asked twice")
    func asksOnce() throws {
        var session = Session([Session.item(Session.genesis)])
        session.press("j")
        session.press("k")
        #expect(session.effects.isEmpty)
    }

    @Test("an answer that comes while the graph is elsewhere is there when it comes back")
    func answersLate() throws {
        let first = try Address(Session.genesis, on: .bitcoin)
        var session = Session([Session.item(Session.genesis), Session.item(Session.pizza)])
        session.press("j")
        session.send(
            .address(
                AddressView(
                    address: first, summary: AddressSummary(), events: [], isComplete: true, isKnown: true,
                    firstTime: nil, lastTime: nil)))
        #expect(session.state.graph?.isLoading == true)
        session.press("k")
        #expect(session.state.graph?.isLoading == false)
    }

    @Test("steps typed before the ledger has answered are taken when it has; another key forgets them")
    func stepsAhead() throws {
        let address = try Address(Session.genesis, on: .bitcoin)
        let row = TxRow(
            at: TxRef(height: 5, position: 0), txid: .zero, time: 1_231_006_505, inputCount: 0, outputCount: 1,
            isCoinbase: true)
        let view = AddressView(
            address: address, summary: AddressSummary(), events: [
                AddressView.Event(tx: row, received: 50, sent: 0, unspentOutputs: 1)
            ], isComplete: true, isKnown: true, firstTime: nil, lastTime: nil)
        var session = Session([Session.item(Session.genesis)])
        session.press("⏎h")
        #expect(session.state.graph?.selected?.column == 0)
        session.send(.address(view))
        #expect(session.state.graph?.selected?.column == -1)

        var other = Session([Session.item(Session.genesis)])
        other.press("⏎h?⎋")
        other.send(.address(view))
        #expect(other.state.graph?.selected?.column == 0)
    }

    @Test("a changed screen size never loses the cursor")
    func resize() {
        var session = Session((0..<9).map { Session.item(Session.genesis, "\($0)") } + [Session.item(Session.pizza, "last")])
        session.press("G")
        for (columns, rows) in [(200, 60), (120, 40), (80, 24), (40, 10), (80, 24)] {
            session.send(.terminal(.resize(columns: columns, rows: rows)))
            #expect(session.state.listItem?.label == "last")
        }
    }

    @Test("the palette runs what its cursor is on; a word that matches nothing runs nothing")
    func palette() {
        var session = Session([Session.item(Session.genesis)])
        session.press(":flag⏎")
        #expect(session.changes == [.flag(.address(Session.genesis), true)])
        session.press(":xyzzy⏎")
        #expect(session.changes.count == 1)
        #expect(session.state.toast?.kind == .warning)
    }

    @Test("help narrows by word and by key, and does what is chosen")
    func help() {
        var session = Session([Session.item(Session.genesis)])
        session.press("?")
        #expect(WorkbenchState.helpChoices(session.state).count > 20)
        session.press("flag it⏎")
        #expect(session.changes == [.flag(.address(Session.genesis), true)])
    }

    @Test("quitting keeps the view and waits for a change that is being saved")
    func quit() {
        var session = Session([Session.item(Session.genesis)])
        session.answersChanges = false
        session.press("fq")
        #expect(!session.state.isFinished)
        session.send(.saved(session.state.openCase))
        session.press("q")
        #expect(session.state.isFinished)
        #expect(session.effects == [.keepView, .quit])
    }

    @Test("a view that was kept comes back: pane, cursor, filter, focus, draft")
    func viewMemory() throws {
        var session = Session([Session.item(Session.genesis, "A"), Session.item(Session.pizza, "B")])
        session.press("jnunfinished⎋⇥z")
        let memory = session.state.viewMemory
        var later = Session([Session.item(Session.genesis, "A"), Session.item(Session.pizza, "B")])
        later.state.restore(memory)
        #expect(later.state.pane == .graph)
        #expect(later.state.isZoomed)
        #expect(later.state.list.cursor == .address(Session.pizza))
        #expect(later.state.graph?.focus == session.state.graph?.focus)
        #expect(later.state.drafts == [.new(.address(Session.pizza)): "unfinished"])
        #expect(later.state.viewMemory == memory)
    }

    @Test("undo and redo say what they take back and bring again")
    func undoIsNamed() {
        var session = Session([Session.item(Session.genesis)])
        session.state.openCase.undoTitle = "flag on Genesis"
        session.press("u")
        #expect(session.state.toast?.text == "Undo: flag on Genesis. Ctrl-r brings it back.")
    }

    @Test("without a ledger the graph does not say that it is reading, and asks nothing")
    func noLedger() {
        var session = Session([Session.item(Session.genesis, "A"), Session.item(Session.pizza, "B")])
        session.state.ledger = .missing("No ledger is at /x.")
        session.state.graph = nil
        session.press("j")
        #expect(session.state.graph != nil)
        #expect(session.state.graph?.isLoading == false)
        #expect(session.state.graph?.isFocusRead == false)
        #expect(session.effects.isEmpty)
    }

    @Test("the reason why nothing can be changed reads as part of a sentence")
    func readOnlyReason() {
        var session = Session([Session.item(Session.genesis)])
        session.state.readOnlyReason = "The case was opened for reading only."
        session.press("f")
        #expect(session.state.toast?.text == "Not now: the case was opened for reading only.")
        #expect(session.changes.isEmpty)
        session.state.readOnlyReason = "MK (process 7 on desk) is writing this case"
        session.press("f")
        #expect(session.state.toast?.text == "Not now: MK (process 7 on desk) is writing this case.")
    }

    @Test("on a screen too small to show it an open prompt takes no key, and q leaves with the draft kept")
    func tooSmall() throws {
        var session = Session([Session.item(Session.genesis)])
        session.press("nhalf a note")
        session.send(.terminal(.resize(columns: 60, rows: 20)))
        session.press("x")
        session.press("q")
        #expect(session.state.isFinished)
        #expect(session.state.draftsToKeep == [.new(.address(Session.genesis)): "half a note"])
    }

    @Test("a long note scrolls to its end and no further, so that the next page up is seen", arguments: [80, 200])
    func noteScroll(columns: Int) {
        let text = (1...100).map { "line \($0)" }.joined(separator: "\n")
        let note = CaseNote(id: 3, subject: .address(Session.genesis), text: text, author: "MK", written: Session.created)
        var session = Session([Session.item(Session.genesis)], notes: [note], columns: columns, rows: 24)
        session.press("3")
        for _ in 0..<200 { session.press(.pageDown) }
        let end = session.state.noteScroll
        #expect(end > 70 && end < 101)
        session.press(.pageUp)
        #expect(session.state.noteScroll < end)
        for _ in 0..<200 { session.press(.pageUp) }
        #expect(session.state.noteScroll == 0)
    }

    @Test("rows of wrapped text are never counted too few", arguments: [
        ("", 1), ("one two", 1), ("one two three", 2), (String(repeating: "x", count: 25), 3), ("a\n\nb", 3), ("漢漢漢漢漢漢", 2),
    ])
    func noteRows(text: String, least: Int) {
        #expect(NoteRows.most(of: text, cells: 10) >= least)
        #expect(NoteRows.most(of: text, cells: 10) <= least + 1)
    }

    @Test("page keys move through a long note that is being written")
    func editorPages() {
        var editor = TextEditor((1...30).map { "line \($0)" }.joined(separator: "\n"))
        _ = editor.handle(.pageUp)
        #expect(editor.row == 19)
        for _ in 0..<5 { _ = editor.handle(.pageUp) }
        #expect(editor.row == 0)
        _ = editor.handle(.pageDown)
        #expect(editor.row == 10)
        for _ in 0..<5 { _ = editor.handle(.pageDown) }
        #expect(editor.row == 29)
    }
}
