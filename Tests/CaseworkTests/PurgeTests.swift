import Casework
import Encoding
import Foundation
import Sealing
import Testing

@Suite("What the law orders erased")
struct PurgeTests {
    private let secret = "Anna Beispiel, born 1970-01-01"
    private let picture = Array("passport of Anna Beispiel".utf8)

    /// Every file under the folder that has these bytes in it.
    private func holders(of text: String, in folder: String) throws -> [String] {
        let names = FileManager.default.enumerator(atPath: folder)?.allObjects.compactMap { $0 as? String } ?? []
        return try names.filter { name in
            let path = "\(folder)/\(name)"
            guard try PosixFiles().status(path)?.isFolder == false else { return false }
            let bytes = try PosixFiles().read(path, limit: 1 << 30)
            return String(decoding: bytes, as: UTF8.self).contains(text)
        }
    }

    private func sample(_ workshop: Workshop) throws -> (CaseStore, CaseExhibit) {
        let store = try workshop.create()
        try store.apply(.add(Sample.addresses[0]))
        try store.apply(.note(Sample.addresses[0], text: "Victim is \(secret)."))
        try store.apply(.editNote(id: 3, text: "Victim is \(secret), of Bern."))
        try store.apply(.label(Sample.addresses[0], "Collector"))
        let exhibit = try store.addExhibit(name: "passport.jpg", bytes: picture)
        try store.apply(.record(.victim(VictimReport(reference: "V-001", name: secret, claims: []))))
        try store.apply(.undo)
        return (store, exhibit)
    }

    @Test("is nowhere under the case folder, and everything else still verifies")
    func nowhere() throws {
        let workshop = try Workshop()
        let (store, exhibit) = try sample(workshop)
        // What a crash tore may hold it too.
        try workshop.write(Array("{\"author\":\"MK\",\"body\":{\"text\":\"Victim is \(secret).".utf8),
            to: workshop.folder + "/journal.torn-20240401T000000Z")
        let salts = store.events().filter { [3, 4, 7].contains($0.number) }.compactMap(\.salt)
        #expect(try holders(of: secret, in: workshop.folder).count == 3)

        let summary = try store.purge(events: [3, 7], exhibits: [exhibit.sha256], authority: "Order 12/2026 of the court")
        #expect(summary.events == [3, 4, 7])
        #expect(summary.leftovers.isEmpty)
        for text in [secret, "passport of Anna"] + salts { #expect(try holders(of: text, in: workshop.folder) == []) }
        #expect(store.current.notes.isEmpty)
        #expect(store.current.exhibits.first?.isErased == true)
        #expect(throws: CaseError.self) { try store.exhibit(exhibit.sha256) }
        #expect(store.current.item(Sample.addresses[0])?.label == "Collector")

        try store.apply(.note(.wholeCase, text: "Erased as ordered."))
        let left = store.current
        store.close()
        let again = try workshop.open()
        #expect(again.readOnlyReason == nil)
        #expect(again.current == left)
        let check = try CaseCheck.run(at: workshop.folder)
        #expect(check.failures.isEmpty)
        #expect(check.erased == 3)
        #expect(again.events().filter { $0.body == nil }.map(\.title) == Array(repeating: "erased by order", count: 3))
        #expect(again.events().last { $0.kind == "purged" }?.body?["authority"]?.stringValue == "Order 12/2026 of the court")
    }

    @Test("does not come back by undo, nor by merging a copy that still has it")
    func comesBack() throws {
        let workshop = try Workshop()
        let (store, exhibit) = try sample(workshop)
        store.close()
        let copy = workshop.root + "/copy.clew"
        try FileManager.default.copyItem(atPath: workshop.folder, toPath: copy)
        let theirs = try workshop.open(copy, author: "AB")
        try theirs.apply(.flag(Sample.addresses[1], true))
        theirs.close()

        let mine = try workshop.open()
        _ = try mine.purge(events: [3, 7], exhibits: [exhibit.sha256], authority: "Order 12/2026")
        _ = try mine.merge(from: copy)
        #expect(try holders(of: "Anna", in: workshop.folder) == [])
        #expect(mine.current.item(Sample.addresses[1])?.isFlagged == true)
        while mine.current.undoTitle != nil { try mine.apply(.undo) }
        while mine.current.redoTitle != nil { try mine.apply(.redo) }
        #expect(try holders(of: "Anna", in: workshop.folder) == [])
        mine.close()

        // And the copy loses it when it takes in the erased one.
        let other = try workshop.open(copy, author: "AB")
        _ = try other.merge(from: workshop.folder)
        #expect(try holders(of: secret, in: copy) == [])
        other.close()
        #expect(try holders(of: "Anna", in: copy) == [])
        #expect(try CaseCheck.run(at: copy).failures.isEmpty)
    }

    @Test("goes from an archive too, which those it was made for still open")
    func archive() throws {
        let workshop = try Workshop()
        let (store, exhibit) = try sample(workshop)
        let (mine, theirs) = (AgePrivateKey(), AgePrivateKey())
        let path = workshop.root + "/lantern.age"
        _ = try store.archive(to: path, for: [.key(theirs.publicKey), .key(mine.publicKey)])
        _ = try store.purge(events: [3, 7], exhibits: [exhibit.sha256], authority: "Order 12/2026")
        #expect(throws: CaseError.self) { try store.renew(archive: path, with: [.key(AgePrivateKey())]) }
        let summary = try store.renew(archive: path, with: [.key(mine)])
        #expect(summary.headHash == store.current.headHash)
        for (name, key) in [("mine", mine), ("theirs", theirs)] {
            let folder = "\(workshop.root)/\(name).clew"
            _ = try CaseArchive.open(path, to: folder, with: [.key(key)])
            #expect(try holders(of: "Anna", in: folder) == [])
            #expect(try CaseCheck.run(at: folder).failures.isEmpty)
        }
        // One that knows more, and one of another case, stay as they are.
        let copy = try workshop.open(workshop.root + "/mine.clew")
        try copy.apply(.flag(Sample.addresses[1], true))
        let ahead = workshop.root + "/ahead.age"
        _ = try copy.archive(to: ahead, for: [.key(mine.publicKey)])
        let other = try workshop.create(workshop.root + "/other.clew")
        let stranger = workshop.root + "/stranger.age"
        _ = try other.archive(to: stranger, for: [.key(mine.publicKey)])
        for (path, reason) in [(ahead, "1 event that this copy lacks"), (stranger, "another case")] {
            let bytes = try workshop.bytes(path)
            let error = #expect(throws: CaseError.self) { try store.renew(archive: path, with: [.key(mine)]) }
            #expect(error?.sentence.contains(reason) == true)
            #expect(try workshop.bytes(path) == bytes)
        }
    }

    @Test("is named where it still stands in another event or in an exhibit")
    func leftovers() throws {
        let workshop = try Workshop()
        let (store, _) = try sample(workshop)
        try store.apply(.note(.wholeCase, text: secret))
        try store.addExhibit(name: "report.txt", bytes: Array("Report: \(secret).".utf8))
        let summary = try store.purge(events: [7], exhibits: [], authority: "Order 12/2026")
        #expect(summary.leftovers.count == 4, "\(summary.leftovers)")
        #expect(summary.leftovers.contains { $0.contains("(report.txt) holds a text that was erased elsewhere") })
        #expect(summary.leftovers.contains { $0.hasPrefix("Event 9 ") })
    }

    @Test("a body that vanished without an order is found")
    func silently() throws {
        let workshop = try Workshop()
        let (store, _) = try sample(workshop)
        store.close()
        var lines = try workshop.lines()
        let event = try #require(store.events().first { $0.number == 3 })
        var bare = event
        bare.body = nil
        bare.salt = nil
        lines[2] = bare.line
        try workshop.write(Array(lines.joined()), to: workshop.journalPath)
        let failures = try CaseCheck.run(at: workshop.folder).failures
        #expect(failures.first?.event == 3)
    }

    @Test("needs an order, and something that can be erased")
    func refused() throws {
        let workshop = try Workshop()
        let (store, _) = try sample(workshop)
        let before = store.current
        for (events, exhibits, authority) in [
            ([3], [], ""), ([1], [], "Order"), ([99], [], "Order"), ([], [], "Order"), ([8], [], "Order"),
            ([], ["00"], "Order"),
        ] as [([UInt64], [String], String)] {
            #expect(throws: CaseError.self) { try store.purge(events: events, exhibits: exhibits, authority: authority) }
        }
        #expect(store.current == before)
        // Two texts stay for good, and it is said which.
        let first = #expect(throws: CaseError.self) { try store.purge(events: [1], exhibits: [], authority: "Order") }
        #expect(first?.sentence.contains("Its name and its question cannot be erased") == true)
        _ = try store.purge(events: [3], exhibits: [], authority: "Order")
        let order = store.current.head
        let second = #expect(throws: CaseError.self) { try store.purge(events: [order], exhibits: [], authority: "Order") }
        #expect(second?.sentence.contains("The order and its text stay") == true)
    }

    @Test("an order that a crash interrupted is carried out when the case is opened")
    func interrupted() throws {
        let workshop = try Workshop()
        let (store, exhibit) = try sample(workshop)
        store.close()
        // The order is in the journal, the disk fails before it is carried out.
        let files = FailingFiles("rename", code: EIO, after: 0, isSticky: true)
        let broken = try workshop.open(files: files)
        #expect(throws: CaseError.self) { try broken.purge(events: [3, 7], exhibits: [exhibit.sha256], authority: "Order") }
        broken.close()
        #expect(try !holders(of: secret, in: workshop.folder).isEmpty)
        let again = try workshop.open()
        #expect(again.readOnlyReason == nil)
        #expect(try holders(of: "Anna", in: workshop.folder) == [])
    }

    @Test("a disk that fails at any call leaves a readable case, and an order that was recorded is carried out")
    func failingDisk() throws {
        for code in [ENOSPC, EIO, EROFS] {
            for isSticky in [false, true] {
                for count in 1...200 {
                    let workshop = try Workshop()
                    var image = DiskImage()
                    image.entries["/cases"] = .folder
                    let disk = CrashDisk(image)
                    let path = "/cases/lantern.clew"
                    let store = try workshop.create(path, files: disk)
                    try store.apply(.note(.wholeCase, text: secret))
                    let exhibit = try store.addExhibit(name: "passport.jpg", bytes: picture)
                    store.close()
                    let files = FaultyFiles(disk, code: code, isSticky: isSticky)
                    let again = try workshop.open(path, files: files)
                    let calls = files.calls
                    files.fail(at: count)
                    _ = try? again.purge(events: [2], exhibits: [exhibit.sha256], authority: "Order")
                    let wasReached = files.calls - calls >= count
                    files.heal()
                    again.close()
                    let last = try workshop.open(path, files: disk)
                    #expect(last.readOnlyReason == nil, "call \(count): \(last.readOnlyReason ?? "")")
                    let isOrdered = last.events().contains { $0.kind == "purged" }
                    last.close()
                    let holders = disk.image.entries.keys.filter {
                        String(decoding: disk.image.bytes($0) ?? [], as: UTF8.self).contains("Anna")
                    }
                    #expect(holders.isEmpty == isOrdered, "call \(count): \(holders)")
                    if !wasReached { break }
                    #expect(count < 200)
                }
            }
        }
    }
}
