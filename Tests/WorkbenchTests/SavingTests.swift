import Casework
import Testing

@testable import Workbench

@Suite("What the disk refuses is kept, and can be saved again or elsewhere")
struct SavingTests {
    private static let subject = CaseSubject.address(Session.genesis)

    /// A workbench whose disk answers when the test says so.
    private static func session() -> Session {
        var session = Session([Session.item(Session.genesis)])
        session.answersChanges = false
        return session
    }

    @Test("saving is said until the disk has answered, and a failure is said until everything is on disk")
    func savedState() {
        var session = Self.session()
        session.press("f")
        #expect(session.state.saved == .saving(13))
        session.send(.notSaved("The change was not saved: the disk is full."))
        #expect(session.state.saved == .notSaved("The change was not saved: the disk is full."))
        #expect(!session.state.openCase.items[0].isFlagged)
        #expect(
            session.state.toast?.text == """
                The change was not saved: the disk is full.
                “flag on \(Session.genesis)” is kept here: Ctrl-s tries again, S saves the case with it in another folder.
                """)
        session.answersChanges = true
        session.press(.control("s"))
        #expect(session.changes == [.flag(Self.subject, true), .flag(Self.subject, true)])
        #expect(session.state.openCase.items[0].isFlagged)
        #expect(session.state.saved == .saved(13))
    }

    @Test("what is done after a failure waits behind it, and everything is written in the order in which it was done")
    func order() {
        var session = Self.session()
        session.press("f")
        session.send(.notSaved("The disk is full."))
        session.press("LCollector⏎")
        #expect(session.changes == [.flag(Self.subject, true), .flag(Self.subject, true)])
        session.send(.notSaved("The disk is full."))
        #expect(session.state.toast?.text.contains("2 changes are kept here") == true)
        session.answersChanges = true
        session.press(.control("s"))
        #expect(session.changes.suffix(2) == [.flag(Self.subject, true), .label(Self.subject, "Collector")])
        #expect(session.state.saved == .saved(14))
    }

    @Test("a change that is saved while an earlier state is shown counts as saved, and shows on return")
    func savedBehindAnEarlierState() {
        var session = Self.session()
        session.press("f")
        var now = session.state.openCase
        var earlier = now
        earlier.head = 5
        now.head = 13
        session.send(.caseAsOf(earlier))
        session.send(.saved(now))
        #expect(session.state.asOf == 5)
        #expect(session.state.unsaved.isEmpty)
        session.press("N")
        #expect(session.state.saved == .saved(13))
    }

    @Test("no summary of the case as it is now is written while it is shown as it stood")
    func summaryOfNow() {
        var session = Self.session()
        var earlier = session.state.openCase
        earlier.head = 5
        session.send(.caseAsOf(earlier))
        session.press("x")
        #expect(session.effects.isEmpty)
        #expect(session.state.toast?.text == "Not now: the summary is of the case as it stands now; N shows that.")
    }

    @Test("the journal has one change at a time")
    func oneAtATime() {
        var session = Self.session()
        session.press("fLCollector⏎")
        #expect(session.changes == [.flag(Self.subject, true)])
        #expect(session.state.saved == .saving(14))
        session.send(.saved(session.state.openCase))
        #expect(session.changes == [.flag(Self.subject, true), .label(Self.subject, "Collector")])
    }

    @Test("S asks for a folder and hands over everything that is not on disk")
    func elsewhere() {
        var session = Self.session()
        session.press("f")
        session.press("S")
        #expect(session.state.input == nil)
        session.send(.notSaved("The disk is full."))
        session.press("S/media/stick/lantern.clew⏎")
        #expect(session.effects == [.saveElsewhere("/media/stick/lantern.clew", [.flag(Self.subject, true)])])
        #expect(session.state.saved == .saving(13))
        session.send(.notSavedElsewhere("The case was not copied: the disk is full."))
        #expect(session.state.unsaved.changes == [.flag(Self.subject, true)])
        session.press("S/mnt/l.clew⏎")
        var copy = session.state.openCase
        copy.head = 13
        session.send(.savedElsewhere(copy, path: "/mnt/l.clew"))
        #expect(session.state.saved == .saved(13))
        #expect(session.state.toast?.text.contains("/mnt/l.clew") == true)
    }

    @Test("q does not leave with something unsaved; leave-unsaved does")
    func leaving() {
        var session = Self.session()
        session.press("fq")
        #expect(!session.state.isFinished)
        session.send(.notSaved("The disk is full."))
        session.press("q")
        #expect(!session.state.isFinished)
        #expect(session.state.toast?.text.hasPrefix("1 change is not on disk. Ctrl-s tries again") == true)
        session.press(":leave-unsaved⏎")
        #expect(session.state.isFinished)
    }

    @Test("a reader sees what the writer does, and may write once the writer has left")
    func reader() {
        var session = Session([Session.item(Session.genesis)])
        session.state.readOnlyReason = "AB is writing this case"
        session.state.otherWriter = "AB"
        var more = session.state.openCase
        more.items.append(Session.item(Session.pizza, "Collector"))
        more.head = 13
        session.send(.changedElsewhere(more))
        #expect(session.state.listRows.count == 2)
        #expect(session.state.saved == .readOnly)
        session.send(.writerLeft)
        #expect(session.state.toast?.text == "AB closed the case. W writes it from here.")
        session.press("W")
        #expect(session.effects == [.takeOver])
        session.send(.tookOver(more))
        session.press("f")
        #expect(session.state.openCase.items[0].isFlagged)
        session.press("W")
        #expect(session.state.toast?.text == "Not now: nobody else writes this case.")
    }

    @Test("an address that another case has is pointed out")
    func otherCases() {
        var session = Session()
        session.send(.alsoIn([OtherCases(subject: Self.subject, cases: ["Harbour", "Saltmarsh"])]))
        #expect(session.state.toast?.text == "\(Session.genesis) is also in Harbour, Saltmarsh.")
    }
}
