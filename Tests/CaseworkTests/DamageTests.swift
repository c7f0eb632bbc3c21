import Casework
import Encoding
import Foundation
import Testing

@Suite("After a crash, and after tampering")
struct DamageTests {
    /// A closed case of seven events.
    private func sample(_ workshop: Workshop) throws -> Case {
        let store = try workshop.create()
        try store.apply(.add(Sample.addresses[0]))
        try store.apply(.label(Sample.addresses[0], "Collector"))
        try store.apply(.note(Sample.addresses[0], text: "Received everything."))
        try store.apply(.undo)
        try store.apply(.flag(Sample.transactions[0], true))
        try store.apply(.add(Sample.addresses[1]))
        store.close()
        return store.current
    }

    @Test("a line torn at any byte is set aside and reported, and everything before it is there")
    func tornTails() throws {
        let workshop = try Workshop()
        _ = try sample(workshop)
        // The next event as it would have been written.
        let whole = try workshop.bytes(workshop.journalPath)
        let snapshot = try workshop.bytes(workshop.snapshotPath)
        let before = try workshop.open(readOnly: true).current
        let writer = try workshop.open()
        try writer.apply(.label(Sample.addresses[1], "Victim 1"))
        writer.close()
        let next = Array(try workshop.bytes(workshop.journalPath).dropFirst(whole.count))
        for length in 1..<(next.count - 1) {
            try workshop.write(whole + next.prefix(length), to: workshop.journalPath)
            try workshop.write(snapshot, to: workshop.snapshotPath)

            let reader = try workshop.open(readOnly: true)
            #expect(reader.current == before)
            #expect(reader.notices.count == 1)

            let store = try workshop.open()
            #expect(store.readOnlyReason == nil)
            #expect(store.current.items == before.items)
            #expect(store.current.head == 8)
            #expect(store.current.undoTitle == before.undoTitle)
            #expect(store.notices.count == 1)
            let event = try #require(store.events().last)
            #expect(event.kind == "recovered")
            let file = try #require(event.body?["file"]?.stringValue)
            #expect(try workshop.bytes("\(workshop.folder)/\(file)") == Array(next.prefix(length)))
            store.close()
            #expect(try workshop.open().notices.isEmpty)
            try PosixFiles().remove("\(workshop.folder)/\(file)")
        }
    }

    @Test("a last event that lacks nothing but its newline is kept")
    func missingNewline() throws {
        let workshop = try Workshop()
        let left = try sample(workshop)
        let whole = try workshop.bytes(workshop.journalPath)
        try workshop.write(whole.dropLast(), to: workshop.journalPath)
        let store = try workshop.open()
        #expect(store.current == left)
        #expect(store.readOnlyReason == nil)
        #expect(store.notices.count == 1)
        #expect(try workshop.bytes(workshop.journalPath) == whole)
        try store.apply(.undo)
    }

    @Test("an acknowledged event that is torn is no crash: nothing is touched")
    func tornAcknowledged() throws {
        let workshop = try Workshop()
        _ = try sample(workshop)
        let cut = Array(try workshop.bytes(workshop.journalPath).dropLast(20))
        try workshop.write(cut, to: workshop.journalPath)
        let store = try workshop.open()
        #expect(store.readOnlyReason?.contains("event 7") == true)
        #expect(try workshop.bytes(workshop.journalPath) == cut)
    }

    @Test("any flipped bit in the journal opens the case for reading only and names the event")
    func flippedBits() throws {
        let workshop = try Workshop()
        _ = try sample(workshop)
        let whole = try workshop.bytes(workshop.journalPath)
        var line: UInt64 = 1
        for place in whole.indices {
            // Every bit of every byte would open the case tens of thousands of times; one bit of each byte shows it.
            var changed = whole
            changed[place] ^= 1 << UInt8(place % 8)
            try workshop.write(changed, to: workshop.journalPath)
            do {
                let store = try workshop.open()
                let reason = try #require(store.readOnlyReason)
                #expect(reason.contains("vent \(line)"), "byte \(place): \(reason)")
                #expect(store.current.head < line)
            } catch let error as CaseError {
                #expect(line == 1, "byte \(place): \(error.sentence)")
                #expect(error.kind == .damaged(event: 1))
            }
            #expect(try workshop.bytes(workshop.journalPath) == changed)
            if whole[place] == UInt8(ascii: "\n") { line += 1 }
        }
    }

    @Test("a deleted, repeated, swapped or rolled-back line is found, with its number", arguments: 1...7)
    func movedLines(number: Int) throws {
        let workshop = try Workshop()
        _ = try sample(workshop)
        let lines = try workshop.lines()
        var versions: [[[UInt8]]] = []
        var deleted = lines
        deleted.remove(at: number - 1)
        versions.append(deleted)
        var repeated = lines
        repeated.insert(lines[number - 1], at: number)
        versions.append(repeated)
        if number < 7 {
            var swapped = lines
            swapped.swapAt(number - 1, number)
            versions.append(swapped)
        }
        versions.append(Array(lines.prefix(number - 1)))
        for (index, version) in versions.enumerated() {
            try workshop.write(Array(version.joined()), to: workshop.journalPath)
            let expected = index == 1 ? number + 1 : number
            do {
                let store = try workshop.open()
                #expect(store.readOnlyReason?.contains("vent \(expected)") == true, "\(store.readOnlyReason ?? "accepted")")
            } catch let error as CaseError {
                #expect(error.kind == .damaged(event: 1))
                #expect(number == 1)
            }
        }
    }

    @Test("an event forged with a right hash but a wrong meaning is found")
    func forgedUndo() throws {
        let workshop = try Workshop()
        let store = try workshop.create()
        try store.apply(.add(Sample.addresses[0]))
        store.close()
        // Two branches of the same case: the event that undoes number 3 does not fit the case without number 3.
        let lines = try workshop.lines()
        let writer = try workshop.open()
        try writer.apply(.drop(Sample.addresses[0]))
        writer.close()
        let third = try workshop.lines()[2]
        try workshop.write(Array((lines + [third, third]).joined()), to: workshop.journalPath)
        #expect(try workshop.open().readOnlyReason?.contains("Event 4") == true)
    }

    @Test("case.json that was edited, or is of another case, is found")
    func changedSnapshot() throws {
        let workshop = try Workshop()
        let left = try sample(workshop)
        let text = String(decoding: try workshop.bytes(workshop.snapshotPath), as: UTF8.self)
        for changed in [
            text.replacing("Collector", with: "Innocent"), text.replacing(left.headHash, with: String(repeating: "0", count: 64)),
            "{}", "", text + " ", text.replacing("\"sequence\": 7", with: "\"sequence\": 9"),
        ] {
            try workshop.write(Array(changed.utf8), to: workshop.snapshotPath)
            let store = try workshop.open()
            #expect(store.readOnlyReason?.contains("case.json") == true)
            #expect(store.current == left)
            #expect(try workshop.bytes(workshop.snapshotPath) == Array(changed.utf8))
        }
    }

    @Test("case.json that is behind is brought up to date without a word")
    func behind() throws {
        let workshop = try Workshop()
        let store = try workshop.create()
        let first = try workshop.bytes(workshop.snapshotPath)
        try store.apply(.add(Sample.addresses[0]))
        store.close()
        let last = try workshop.bytes(workshop.snapshotPath)
        try workshop.write(first, to: workshop.snapshotPath)
        let again = try workshop.open()
        #expect(again.notices.isEmpty)
        #expect(again.current == store.current)
        #expect(try workshop.bytes(workshop.snapshotPath) == last)
    }

    @Test("a large case is brought up to date when it is closed, and after a kill when it is opened")
    func largeCase() throws {
        let workshop = try Workshop()
        let store = try workshop.create()
        for number in 1...230 { try store.apply(.note(.wholeCase, text: "Note \(number)")) }
        func written() throws -> Int64? {
            try JSONValue.parse(try workshop.bytes(workshop.snapshotPath))["head"]?["sequence"]?.integerValue
        }
        #expect(try written() == 201)
        // What a kill at this moment would leave.
        let (journal, snapshot) = (try workshop.bytes(workshop.journalPath), try workshop.bytes(workshop.snapshotPath))
        store.close()
        #expect(try written() == 231)
        try workshop.write(journal, to: workshop.journalPath)
        try workshop.write(snapshot, to: workshop.snapshotPath)
        let again = try workshop.open()
        #expect(again.current == store.current)
        #expect(again.notices.isEmpty)
        #expect(try written() == 231)
    }

    @Test("a newer journal opens for reading only")
    func newerSchema() throws {
        let workshop = try Workshop()
        _ = try sample(workshop)
        var lines = try workshop.lines()
        let text = String(decoding: lines[6], as: UTF8.self).replacing("\"schema\":1", with: "\"schema\":2,\"new\":true")
        lines[6] = Array(text.utf8)
        try workshop.write(Array(lines.joined()), to: workshop.journalPath)
        let store = try workshop.open()
        #expect(store.readOnlyReason?.contains("newer Clew (schema 2") == true)
        #expect(store.current.head == 6)
    }

    @Test("a case in the making whose process is gone is swept by the next creation, one whose process runs is left")
    func unfinishedCases() throws {
        let workshop = try Workshop()
        let ended = Process()
        ended.executableURL = URL(fileURLWithPath: "/bin/true")
        try ended.run()
        ended.waitUntilExit()
        let gone = ended.processIdentifier
        func left(_ name: String) throws -> String {
            let path = "\(workshop.root)/\(name)"
            try FileManager.default.createDirectory(atPath: path + "/exhibits", withIntermediateDirectories: true)
            try workshop.write([1, 2, 3], to: path + "/.unfinished-journal.jsonl")
            try workshop.write([1, 2, 3], to: path + "/exhibits/00ff")
            return path
        }
        let dead = try left(".unfinished-lantern.clew-\(gone)")
        let alive = try left(".unfinished-other.clew-\(getppid())")
        let stranger = try left(".unfinished-lantern.clew")
        // A link may lead anywhere.
        let target = try left("elsewhere")
        let link = "\(workshop.root)/.unfinished-link.clew-\(gone)"
        try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: target)
        try workshop.create(files: PosixFiles()).close()
        #expect(try PosixFiles().status(dead) == nil)
        for path in [alive, stranger, target, link] {
            #expect(try PosixFiles().list(path) == [".unfinished-journal.jsonl", "exhibits"], "\(path)")
        }
        // What is no part of a case is nobody's to remove.
        let other = try left(".unfinished-third.clew-\(gone)")
        try workshop.write([4], to: other + "/notes.txt")
        #expect(UnfinishedCases.sweep(workshop.root) == [])
        #expect(try PosixFiles().list(other) == ["notes.txt"])
        try PosixFiles().remove(other + "/notes.txt")
        #expect(UnfinishedCases.sweep(workshop.root) == [".unfinished-third.clew-\(gone)"])
    }

    @Test("unfinished files of a killed writer are swept, by a writer only")
    func orphans() throws {
        let workshop = try Workshop()
        _ = try sample(workshop)
        let orphans = ["/.unfinished-case.json", "/exhibits/.unfinished-00ff"].map { workshop.folder + $0 }
        for orphan in orphans { try workshop.write([1, 2, 3], to: orphan) }
        _ = try workshop.open(readOnly: true)
        for orphan in orphans { #expect(try PosixFiles().status(orphan) != nil) }
        _ = try workshop.open()
        for orphan in orphans { #expect(try PosixFiles().status(orphan) == nil) }
    }
}
