import Casework
import Encoding
import Foundation
import Support
import Testing

@Suite("Cases of every form that was ever written open", .enabled(if: SharedData.projectRoot != nil, "The project's folder was not found."))
struct EarlierFormTests {
    private func kept(_ name: String) throws -> String {
        try #require(SharedData.projectRoot).path + "/Tests/Goldens/Cases/\(name)"
    }

    /// A copy of a kept case that may be written to.
    private func copy(_ name: String, _ workshop: Workshop) throws -> String {
        let folder = "\(workshop.root)/\(name)"
        try FileManager.default.copyItem(atPath: try kept(name), toPath: folder)
        return folder
    }

    @Test("a kept case verifies, shows what it did, and takes new events", arguments: ["earlier.clew", "today.clew"])
    func opens(_ name: String) throws {
        let workshop = try Workshop()
        let folder = try copy(name, workshop)
        let before = try workshop.bytes(folder + "/journal.jsonl")
        #expect(try CaseCheck.run(at: folder).failures.isEmpty)

        let store = try workshop.open(folder)
        #expect(store.readOnlyReason == nil)
        let today = try workshop.open(try kept("today.clew"), readOnly: true).current
        #expect(store.current.items == today.items)
        #expect(store.current.notes.map(\.text) == today.notes.map(\.text))
        #expect(store.current.exhibits == today.exhibits)
        #expect(store.current.undoTitle == today.undoTitle)
        let note = try #require(store.current.notes.first)
        try store.apply(.editNote(id: note.id, text: "Changed."))
        try store.apply(.undo)
        try store.apply(.undo)
        store.close()

        // The old lines stand byte for byte, and everything still holds.
        let after = try workshop.bytes(folder + "/journal.jsonl")
        #expect(after.starts(with: before))
        let check = try CaseCheck.run(at: folder)
        #expect(check.failures.isEmpty && check.events == 48)
        #expect(try workshop.open(folder, readOnly: true).current == store.current)
    }

    @Test("events that the earlier form names by number are the ones that were meant, also after a merge")
    func numbers() throws {
        let workshop = try Workshop()
        let folder = try copy("earlier-numbers.clew", workshop)
        let copy = workshop.root + "/copy.clew"
        try FileManager.default.copyItem(atPath: folder, toPath: copy)
        let theirs = try workshop.open(copy, author: "AB")
        #expect(theirs.current.notes.map(\.text) == ["Second draft."])
        #expect(theirs.current.items.map(\.label) == ["Collector"])
        try theirs.apply(.flag(Sample.addresses[0], true))
        theirs.close()

        let ours = try workshop.open(folder)
        try ours.apply(.undo)
        #expect(ours.current.items.isEmpty, "The label had brought its subject into the case.")
        _ = try ours.merge(from: copy)
        #expect(ours.current.notes.map(\.text) == ["Second draft."])
        #expect(ours.current.items.map(\.isFlagged) == [true])
        ours.close()
        #expect(try CaseCheck.run(at: folder).failures.isEmpty)
    }

    @Test("a changed line or case.json of the earlier form is found")
    func changed() throws {
        for name in ["journal.jsonl", "case.json"] {
            let workshop = try Workshop()
            let folder = try copy("earlier.clew", workshop)
            let text = String(decoding: try workshop.bytes("\(folder)/\(name)"), as: UTF8.self)
            try workshop.write(Array(text.replacing("Collector 2", with: "Collector 3").utf8), to: "\(folder)/\(name)")
            #expect(try workshop.open(folder).readOnlyReason != nil)
        }
    }
}
