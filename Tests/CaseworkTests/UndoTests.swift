import Casework
import Testing

@Suite("Undo and redo")
struct UndoTests {
    /// The case without what only the journal's length and time decide.
    private func content(_ value: Case) -> Case {
        var value = value
        value.head = 0
        value.headHash = ""
        value.tips = []
        value.undoTitle = nil
        value.redoTitle = nil
        return value
    }

    @Test("say what they take back and bring back")
    func titles() throws {
        let workshop = try Workshop()
        let store = try workshop.create()
        #expect(store.current.undoTitle == nil)
        try store.apply(.label(Sample.addresses[0], "Peel end"))
        try store.apply(.flag(Sample.addresses[0], true))
        #expect(store.current.undoTitle == "flag on Peel end (1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa)")
        try store.apply(.undo)
        #expect(store.current.undoTitle == "label “Peel end” on 1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa")
        #expect(store.current.redoTitle == "flag on Peel end (1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa)")
        try store.apply(.undo)
        #expect(store.current.items.isEmpty)
        #expect(
            store.events().map(\.title) == [
                "case created", "label “Peel end” on 1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa",
                "flag on Peel end (1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa)",
                "undo of event 3: flag on Peel end (1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa)",
                "undo of event 2: label “Peel end” on 1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa",
            ])
        #expect(throws: CaseError.self) { try store.apply(.undo) }
    }

    @Test("a new change forgets what could be redone")
    func newChange() throws {
        let workshop = try Workshop()
        let store = try workshop.create()
        try store.apply(.add(Sample.addresses[0]))
        try store.apply(.undo)
        try store.apply(.add(Sample.addresses[1]))
        #expect(store.current.redoTitle == nil)
        #expect(throws: CaseError.self) { try store.apply(.redo) }
    }

    @Test("undoing everything gives the empty case, redoing everything gives it back, across restarts", arguments: 1...12)
    func property(seed: UInt64) throws {
        let workshop = try Workshop()
        var store = try workshop.create()
        let empty = content(store.current)
        var random = Pebbles(state: seed)
        var states = [empty]
        while states.count <= 40 {
            let before = store.current.head
            guard let value = try? store.apply(random.change(for: store.current)), value.head > before else { continue }
            states.append(content(value))
        }
        func restart() throws {
            let left = store.current
            store.close()
            store = try workshop.open()
            #expect(store.current == left)
        }
        for expected in states.dropLast().reversed() {
            if Int.random(in: 0..<8, using: &random) == 0 { try restart() }
            #expect(content(try store.apply(.undo)) == expected)
        }
        #expect(store.current.undoTitle == nil)
        try restart()
        for expected in states.dropFirst() {
            if Int.random(in: 0..<8, using: &random) == 0 { try restart() }
            #expect(content(try store.apply(.redo)) == expected)
        }
        #expect(store.current.redoTitle == nil)
    }

    @Test("what a journal gives is what case.json says, after any walk of changes, undos and redos", arguments: 1...12)
    func replay(seed: UInt64) throws {
        let workshop = try Workshop()
        let store = try workshop.create()
        var random = Pebbles(state: seed &* 77)
        for _ in 0..<80 {
            let dice = Int.random(in: 0..<10, using: &random)
            _ = try? store.apply(dice < 2 ? .undo : dice < 4 ? .redo : random.change(for: store.current))
        }
        let left = store.current
        store.close()
        let written = try workshop.bytes(workshop.snapshotPath)
        try PosixFiles().remove(workshop.snapshotPath)
        let again = try workshop.open()
        #expect(again.current == left)
        #expect(again.notices == ["case.json was missing and was rebuilt from the journal."])
        #expect(try workshop.bytes(workshop.snapshotPath) == written)
    }
}
