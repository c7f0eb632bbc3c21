import Casework
import Encoding
import Foundation
import Testing

@Suite("A case on disk")
struct CaseStoreTests {
    @Test("begins as a private folder with its first event")
    func creation() throws {
        let workshop = try Workshop()
        let store = try workshop.create()
        #expect(store.current.name == "Lantern")
        #expect(store.current.head == 1)
        #expect(store.readOnlyReason == nil)
        #expect(store.notices.isEmpty)
        #expect(try PosixFiles().list(workshop.folder) == ["case.json", "case.lock", "exhibits", "journal.jsonl"])
        #expect(try PosixFiles().list(workshop.root) == ["lantern.clew"])
        #expect(try workshop.mode(workshop.folder) == 0o700)
        #expect(try workshop.mode(workshop.folder + "/exhibits") == 0o700)
        for name in ["case.json", "case.lock", "journal.jsonl"] {
            #expect(try workshop.mode("\(workshop.folder)/\(name)") == 0o600)
        }
    }

    @Test("is not created where something is, nor without a name or an author")
    func refusedCreation() throws {
        let workshop = try Workshop()
        _ = try workshop.create()
        let error = #expect(throws: CaseError.self) { try workshop.create() }
        #expect(error?.kind == .exists)
        for (name, author) in [("", "MK"), ("Lantern", ""), ("two\nlines", "MK"), (String(repeating: "x", count: 201), "MK")] {
            #expect(throws: CaseError.self) {
                try CaseStore.create(
                    at: workshop.root + "/other", name: name, question: "", chain: .bitcoin,
                    context: workshop.context(author))
            }
        }
        #expect(try PosixFiles().list(workshop.root) == ["lantern.clew"])
    }

    @Test("is found again exactly as it was left")
    func reopening() throws {
        let workshop = try Workshop()
        let store = try workshop.create(files: PosixFiles())
        try store.apply(.add(Sample.addresses[0]))
        try store.apply(.label(Sample.addresses[0], "Collector"))
        try store.apply(.role(Sample.addresses[0], .suspect))
        try store.apply(.flag(Sample.transactions[0], true))
        try store.apply(.note(Sample.transactions[0], text: "First payment.\n\nSee *block 170*."))
        try store.apply(.editNote(id: 6, text: "First payment ever."))
        let exhibit = try store.addExhibit(name: "answer.json", bytes: Array("{}".utf8))
        let left = store.current
        #expect(left.items.count == 2)
        #expect(left.item(Sample.addresses[0])?.label == "Collector")
        #expect(left.item(Sample.transactions[0])?.isFlagged == true)
        #expect(left.notes.first?.text == "First payment ever.")
        #expect(left.notes.first?.edited != nil)
        #expect(left.undoTitle?.hasPrefix("exhibit answer.json") == true)
        store.close()

        let again = try workshop.open(files: PosixFiles())
        #expect(again.current == left)
        #expect(again.notices.isEmpty)
        #expect(try again.exhibit(exhibit.sha256) == Array("{}".utf8))
        #expect(try workshop.mode(workshop.folder + "/exhibits/" + exhibit.sha256) == 0o400)
    }

    @Test("writes each event before it says so, and case.json with it")
    func durability() throws {
        let workshop = try Workshop()
        let store = try workshop.create(files: PosixFiles())
        for subject in Sample.subjects {
            let value = try store.apply(.add(subject))
            #expect(try workshop.lines().count == Int(value.head))
            let document = try JSONValue.parse(try workshop.bytes(workshop.snapshotPath))
            #expect(document["head"]?["hash"]?.stringValue == value.headHash)
            #expect(document["head"]?["bytes"]?.integerValue == Int64(try workshop.bytes(workshop.journalPath).count))
            for (member, expected) in value.json.objectValue ?? [:] where member != "head" {
                #expect(document[member] == expected, "\(member)")
            }
            let reader = try workshop.open(readOnly: true)
            #expect(reader.current == value)
        }
    }

    @Test("writes no event for what is so already")
    func unchanged() throws {
        let workshop = try Workshop()
        let store = try workshop.create()
        try store.apply(.label(Sample.addresses[0], "Collector"))
        for change: CaseChange in [
            .label(Sample.addresses[0], "Collector"), .flag(Sample.addresses[0], false), .role(Sample.addresses[0], nil),
            .label(Sample.addresses[1], ""),
        ] {
            #expect(try store.apply(change).head == 2)
        }
        // The same to a reader, another spelling to a machine.
        try store.apply(.label(Sample.addresses[0], "Caf\u{E9}"))
        #expect(try store.apply(.label(Sample.addresses[0], "Cafe\u{301}")).head == 4)
    }

    @Test("refuses what makes no sense and stays as it was")
    func refusals() throws {
        let workshop = try Workshop()
        let store = try workshop.create()
        try store.apply(.add(Sample.addresses[0]))
        try store.apply(.note(Sample.addresses[0], text: "A note"))
        let before = store.current
        for change: CaseChange in [
            .add(Sample.addresses[0]), .add(.wholeCase), .drop(Sample.addresses[1]), .drop(Sample.addresses[0]),
            .label(.wholeCase, "x"), .label(Sample.addresses[0], "two\nlines"),
            .label(Sample.addresses[0], String(repeating: "x", count: 501)), .note(.wholeCase, text: " \n"),
            .note(.wholeCase, text: String(repeating: "x", count: 1 << 20 + 1)), .editNote(id: 99, text: "x"),
            .removeNote(id: 1), .redo,
        ] {
            let error = #expect(throws: CaseError.self) { try store.apply(change) }
            #expect(error?.kind == .refused, "\(change)")
            #expect(error?.sentence.hasSuffix(".") == true || error?.sentence.contains("control") == true)
        }
        #expect(store.current == before)
        #expect(try workshop.lines().count == Int(before.head))
    }

    @Test("takes addresses of its chain only, in their normal form", arguments: [
        "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNb", "BC1QAR0SRRR7XFKVY5L643LYDNW9RE59GTZZWF5MDQ",
        "mipcBbFg9gMiCh81Kj8tqqdgoZub1ZJRfn", "1А1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa", "", "x\u{202E}y",
    ])
    func addresses(text: String) throws {
        let workshop = try Workshop()
        let store = try workshop.create()
        for change: CaseChange in [
            .add(.address(text)), .label(.address(text), "x"), .flag(.address(text), true),
            .note(.address(text), text: "x"), .role(.address(text), .victim),
        ] {
            let error = #expect(throws: CaseError.self) { try store.apply(change) }
            #expect(error?.kind == .refused)
            #expect(error.map { VisibleText.hasHidden($0.sentence) } == false)
        }
        #expect(store.current.head == 1)
    }

    @Test("reads what a person types, and suggests the likely correction")
    func typedSubjects() throws {
        #expect(
            try CaseSubject("BC1QAR0SRRR7XFKVY5L643LYDNW9RE59GTZZWF5MDQ", on: .bitcoin)
                == .address("bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq"))
        #expect(
            try CaseSubject("F4184FC596403B9D638783CF57ADFE4C75C605F6356FBC91338530E9831E9E16", on: .bitcoin)
                == Sample.transactions[0])
        let error = #expect(throws: CaseError.self) {
            try CaseSubject("1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNb", on: .bitcoin)
        }
        #expect(error?.sentence.contains("Did you mean 1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa?") == true)
    }

    @Test("keeps the same bytes as an exhibit once")
    func sameExhibit() throws {
        let workshop = try Workshop()
        let store = try workshop.create()
        try store.addExhibit(name: "a.bin", bytes: [1, 2, 3])
        #expect(throws: CaseError.self) { try store.addExhibit(name: "b.bin", bytes: [1, 2, 3]) }
        try store.apply(.undo)
        try store.addExhibit(name: "b.bin", bytes: [1, 2, 3])
        #expect(store.current.exhibits.map(\.name) == ["b.bin"])
    }

    @Test("notices an exhibit whose bytes were changed")
    func changedExhibit() throws {
        let workshop = try Workshop()
        let store = try workshop.create()
        let exhibit = try store.addExhibit(name: "a.bin", bytes: [1, 2, 3])
        let path = workshop.folder + "/exhibits/" + exhibit.sha256
        try FileManager.default.removeItem(atPath: path)
        try workshop.write([1, 2, 4], to: path)
        #expect(throws: CaseError.self) { try store.exhibit(exhibit.sha256) }
    }

    @Test("is not opened where nothing or no case is", arguments: ["nothing", "file", "folder"])
    func absent(what: String) throws {
        let workshop = try Workshop()
        let path = workshop.root + "/" + what
        if what == "file" { try workshop.write([1], to: path) }
        if what == "folder" { try PosixFiles().makeFolder(path) }
        for readOnly in [true, false] {
            let error = #expect(throws: CaseError.self) {
                try CaseStore.open(at: path, context: workshop.context(), readOnly: readOnly)
            }
            #expect(error?.kind == .notFound)
        }
        if what == "folder" { #expect(try PosixFiles().list(path).isEmpty) }
    }

    @Test("opens for reading only where everybody may write")
    func writableByAll() throws {
        let workshop = try Workshop()
        try workshop.create().close()
        #expect(chmod(workshop.folder, 0o777) == 0)
        let store = try workshop.open()
        #expect(store.readOnlyReason?.contains("chmod 700") == true)
    }
}
