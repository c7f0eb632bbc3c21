import Casework
import Testing

@testable import Workbench

@Suite("What is typed into a note is never lost")
struct NoteWritingTests {
    private static let subject = CaseSubject.address(Session.genesis)

    private static func session() -> Session {
        let note = CaseNote(id: 3, subject: subject, text: "Paid here.", author: "MK", written: Session.created)
        return Session([Session.item(Session.genesis)], notes: [note])
    }

    @Test("Esc keeps the change of a note as a draft and i takes it up again")
    func changePutAside() {
        var session = Self.session()
        session.press("3i Twice.⎋")
        #expect(session.changes.isEmpty)
        #expect(session.state.saved == .draft)
        #expect(session.state.drafts == [.existing(3): "Paid here. Twice."])
        session.press("i")
        session.press(.control("s"))
        #expect(session.changes == [.editNote(id: 3, text: "Paid here. Twice.")])
        #expect(session.state.drafts.isEmpty)
    }

    @Test("Esc on a note that was only looked at keeps nothing")
    func lookedAt() {
        var session = Self.session()
        session.press("3i⎋")
        #expect(session.state.drafts.isEmpty)
        #expect(session.state.toast == nil)
    }

    @Test("a change of a note that the disk refuses is kept, also for the next start")
    func changeNotSaved() {
        var session = Self.session()
        session.answersChanges = false
        session.press("3i Twice.")
        session.press(.control("s"))
        session.send(.notSaved("The disk is full."))
        #expect(session.state.unsaved.changes == [.editNote(id: 3, text: "Paid here. Twice.")])
        var later = Self.session()
        later.state.restore(session.state.viewMemory)
        #expect(later.state.drafts == [.existing(3): "Paid here. Twice."])
    }

    @Test("a note is written once, however soon the next one is begun")
    func beforeTheDiskAnswers() {
        var session = Self.session()
        session.answersChanges = false
        session.press("nFirst.")
        session.press(.control("s"))
        session.press("n")
        session.press(.control("s"))
        #expect(session.changes == [.note(Self.subject, text: "First.")])
        #expect(session.state.unsaved.changes.count == 1)
        session.press("nSecond.⎋3iMore")
        session.press(.control("s"))
        session.press("i")
        session.press(.control("s"))
        #expect(session.state.unsaved.changes == [.note(Self.subject, text: "First."), .editNote(id: 3, text: "Paid here.More")])

        // Killed now, nothing of it is lost.
        var later = Self.session()
        later.state.restore(session.state.viewMemory)
        #expect(later.state.drafts == [.new(Self.subject): "First.\n\nSecond.", .existing(3): "Paid here.More"])
    }

    @Test("a note that is refused becomes a draft")
    func refused() {
        var session = Self.session()
        session.answersChanges = false
        session.press("nFirst.")
        session.press(.control("s"))
        session.send(.refused("The note is too long."))
        #expect(session.state.unsaved.isEmpty)
        #expect(session.state.drafts == [.new(Self.subject): "First."])
        #expect(session.state.saved == .draft)
    }

    @Test("the editor starts from the draft, and a draft outlives an editor that failed")
    func editorTakesDraft() {
        var session = Self.session()
        session.press("3i Twice.⎋e")
        #expect(session.effects == [.edit(.existing(3), "Paid here. Twice.")])
        session.send(.edited(.existing(3), nil))
        #expect(session.state.drafts == [.existing(3): "Paid here. Twice."])
    }

    @Test("a note is kept word by word while it is written")
    func keptWhileTyping() throws {
        var session = Self.session()
        session.press("nSeen")
        #expect(session.effects.isEmpty)
        session.press(" ")
        #expect(session.effects == [.keepView])
        var later = Self.session()
        later.state.restore(session.state.viewMemory)
        #expect(later.state.drafts == [.new(Self.subject): "Seen "])
    }

    @Test("a draft of a note that is removed becomes the draft of a new one")
    func noteRemoved() {
        var session = Self.session()
        session.press("3i Twice.⎋d")
        #expect(session.state.drafts == [.new(Self.subject): "Paid here. Twice."])
    }

    @Test("drafts of changes come back at the next start")
    func remembered() {
        var session = Self.session()
        session.press("3i Twice.⎋")
        var later = Self.session()
        later.state.restore(session.state.viewMemory)
        #expect(later.state.drafts == [.existing(3): "Paid here. Twice."])
    }
}
