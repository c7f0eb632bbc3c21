import Casework
import Encoding
import Foundation
import Testing

@Suite("A large case")
struct LargeCaseTests {
    /// A journal of more than the size that is replayed on every opening.
    private func large(_ workshop: Workshop) throws -> CaseStore {
        let store = try workshop.create()
        try store.apply(.label(Sample.addresses[0], "Collector"))
        let text = String(repeating: "A long note. ", count: 4_000)
        for number in 0..<50 { try store.apply(.note(.wholeCase, text: "\(number): \(text)")) }
        try store.apply(.record(.finding(Sample.finding)))
        return store
    }

    @Test("opens by its case.json, and works on like any other")
    func open() throws {
        let workshop = try Workshop()
        let store = try large(workshop)
        let left = store.current
        store.close()
        let again = try workshop.open()
        #expect(again.current == left)
        #expect(again.lastEvent == nil)
        #expect(again.readOnlyReason == nil)
        try again.apply(.editNote(id: 7, text: "Short."))
        try again.apply(.note(.record(53), text: "On the finding."))
        #expect(again.lastEvent?.number == 55)
        #expect(again.events().count == 55)
        try again.apply(.undo)
        try again.apply(.undo)
        #expect(again.current.undoTitle == left.undoTitle)
        try again.apply(.undo)
        #expect(again.current.records.isEmpty)
        #expect(try again.asOf(event: 53).records == left.records)
        let last = again.current
        again.close()
        #expect(try workshop.open(readOnly: true).current == last)
        #expect(try CaseCheck.run(at: workshop.folder).failures.isEmpty)
        #expect(try workshop.open().apply(.redo).records == left.records)
    }

    @Test("finds a changed journal on opening, and a changed case.json when it is checked or undone")
    func tampering() throws {
        let workshop = try Workshop()
        try large(workshop).close()
        let journal = try workshop.bytes(workshop.journalPath)
        for place in stride(from: 2_000, to: journal.count, by: journal.count / 9) {
            var changed = journal
            changed[place] ^= 1
            try workshop.write(changed, to: workshop.journalPath)
            #expect(try workshop.open().readOnlyReason?.contains("vent ") == true)
        }
        try workshop.write(journal, to: workshop.journalPath)
        let snapshot = String(decoding: try workshop.bytes(workshop.snapshotPath), as: UTF8.self)
        try workshop.write(Array(snapshot.replacing("Collector", with: "Innocent").utf8), to: workshop.snapshotPath)
        #expect(try CaseCheck.run(at: workshop.folder).failures.first?.sentence.contains("changed outside Clew") == true)
        let store = try workshop.open()
        #expect(throws: CaseError.self) { try store.apply(.undo) }
        #expect(store.readOnlyReason?.contains("changed outside Clew") == true)
    }

    @Test("that was killed before case.json was written opens with everything", arguments: [false, true])
    func killed(isTorn: Bool) throws {
        let workshop = try Workshop()
        let store = try large(workshop)
        store.close()
        let snapshot = try workshop.bytes(workshop.snapshotPath)
        let again = try workshop.open()
        for number in 0..<20 { try again.apply(.flag(Sample.addresses[1], number % 2 == 0)) }
        let left = again.current
        let journal = try workshop.bytes(workshop.journalPath)
        again.close()
        try workshop.write(journal + (isTorn ? [0x7B, 0x22] : []), to: workshop.journalPath)
        try workshop.write(snapshot, to: workshop.snapshotPath)
        let reader = try workshop.open(readOnly: true)
        #expect(reader.current.items == left.items)
        let writer = try workshop.open()
        #expect(writer.readOnlyReason == nil)
        #expect(writer.current.items == left.items)
        #expect(writer.current.head == left.head + (isTorn ? 1 : 0))
        try writer.apply(.undo)
    }
}
