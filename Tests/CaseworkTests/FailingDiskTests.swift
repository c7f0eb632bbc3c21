import Casework
import Foundation
import Testing

@Suite("When the disk refuses")
struct FailingDiskTests {
    @Test("creating fails with the cause and leaves nothing", arguments: [
        "open", "write", "fsync", "rename", "mkdir", "close",
    ], [ENOSPC, EIO, EROFS])
    func creation(call: String, code: Int32) throws {
        for count in 0..<3 {
            let workshop = try Workshop()
            let files = FailingFiles(call, code: code, after: count)
            do {
                let store = try workshop.create(files: files)
                // The failing call came after the case was whole, and nothing was lost by it.
                #expect(store.current.head == 1)
            } catch let error as CaseError {
                guard case .storage(let cause) = error.kind else {
                    Issue.record("\(error.sentence)")
                    continue
                }
                #expect(cause.code == code)
                let left = try PosixFiles().list(workshop.root)
                // Only when nothing but the last sync failed the case is already in its place, whole.
                if !left.isEmpty {
                    #expect(left == ["lantern.clew"])
                    #expect(try workshop.open().current.head == 1)
                }
            }
        }
    }

    @Test("a failed append changes nothing, names the cause, and can be tried again", arguments: [
        "write", "fdatasync",
    ], [ENOSPC, EIO, EDQUOT, EROFS])
    func append(call: String, code: Int32) throws {
        let workshop = try Workshop()
        try workshop.create().close()
        // Opening writes the lock first.
        let store = try workshop.open(files: FailingFiles(call, code: code, after: call == "write" ? 1 : 0))
        let before = store.current
        let error = #expect(throws: CaseError.self) { try store.apply(.add(Sample.addresses[0])) }
        guard case .storage(let cause)? = error?.kind else {
            Issue.record("\(error?.sentence ?? "accepted")")
            return
        }
        #expect(cause.code == code)
        #expect(error?.sentence.hasPrefix("The change was not saved: ") == true)
        #expect(store.current == before)
        #expect(try workshop.open(readOnly: true).current == before)
        #expect(store.readOnlyReason == nil)
        try store.apply(.add(Sample.addresses[0]))
        #expect(try workshop.open(readOnly: true).current == store.current)
    }

    @Test("a change to a case whose folder was moved away or removed is not called saved; put back, it can be tried again")
    func folderGone() throws {
        let workshop = try Workshop()
        let store = try workshop.create()
        let before = store.current
        let elsewhere = workshop.folder + ".moved"
        try FileManager.default.moveItem(atPath: workshop.folder, toPath: elsewhere)
        let error = #expect(throws: CaseError.self) { try store.apply(.add(Sample.addresses[0])) }
        #expect(error?.sentence.hasPrefix("The change was not saved: \(workshop.journalPath) was moved, removed") == true)
        #expect(store.current == before)
        #expect(store.readOnlyReason == nil)

        // A copy in its place is another file: what is written to the old one would not be in it.
        try FileManager.default.copyItem(atPath: elsewhere, toPath: workshop.folder)
        #expect(throws: CaseError.self) { try store.apply(.add(Sample.addresses[0])) }
        try FileManager.default.removeItem(atPath: workshop.folder)

        try FileManager.default.moveItem(atPath: elsewhere, toPath: workshop.folder)
        try store.apply(.add(Sample.addresses[0]))
        #expect(try workshop.open(readOnly: true).current == store.current)

        try FileManager.default.removeItem(atPath: workshop.folder)
        #expect(throws: CaseError.self) { try store.apply(.add(Sample.addresses[1])) }
    }

    @Test("a failed append that cannot be taken back stops all writing; opening again finds everything")
    func takeBackFails() throws {
        let workshop = try Workshop()
        try workshop.create().close()
        // Opening truncates and writes the lock first.
        let store = try workshop.open(
            files: FailingFiles([
                .init(call: "write", code: EIO, after: 1), .init(call: "ftruncate", code: EIO, after: 1, isSticky: true),
            ]))
        #expect(throws: CaseError.self) { try store.apply(.add(Sample.addresses[0])) }
        #expect(store.readOnlyReason?.contains("Everything up to event 1 is saved") == true)
        #expect(throws: CaseError.self) { try store.apply(.add(Sample.addresses[0])) }
        store.close()
        let again = try workshop.open()
        #expect(again.readOnlyReason == nil)
        #expect(again.current.items.isEmpty)
        #expect(again.events().last?.kind == "recovered")
    }

    @Test("a failing case.json loses nothing", arguments: ["rename", "fsync"])
    func snapshot(call: String) throws {
        let workshop = try Workshop()
        try workshop.create().close()
        let store = try workshop.open(files: FailingFiles(call, code: ENOSPC, after: call == "fsync" ? 1 : 0, isSticky: true))
        try store.apply(.add(Sample.addresses[0]))
        #expect(store.notices.first?.contains("case.json is behind") == true)
        store.close()
        let again = try workshop.open()
        #expect(again.current == store.current)
        #expect(again.notices.isEmpty)
    }

    @Test("read-only media open for reading only", arguments: ["open"])
    func readOnlyMedium(call: String) throws {
        let workshop = try Workshop()
        try workshop.create().close()
        let store = try workshop.open(files: FailingFiles(call, code: EROFS, isSticky: true))
        #expect(store.readOnlyReason?.contains("read-only") == true)
        #expect(store.current.head == 1)
    }

    @Test("a folder without permission gives a sentence", .enabled(if: geteuid() != 0, "root may read everything"))
    func permission() throws {
        let workshop = try Workshop()
        try workshop.create().close()
        #expect(chmod(workshop.folder, 0) == 0)
        defer { chmod(workshop.folder, 0o700) }
        let error = #expect(throws: CaseError.self) { try workshop.open() }
        #expect(error?.sentence.contains("permission") == true)
    }

    @Test("an exhibit that does not fit is not recorded")
    func exhibit() throws {
        let workshop = try Workshop()
        try workshop.create().close()
        let store = try workshop.open(files: FailingFiles("write", code: ENOSPC, after: 1))
        #expect(throws: CaseError.self) { try store.addExhibit(name: "a.bin", bytes: [1, 2, 3]) }
        #expect(store.current.exhibits.isEmpty)
        #expect(try PosixFiles().list(workshop.folder + "/exhibits").isEmpty)
        try store.addExhibit(name: "a.bin", bytes: [1, 2, 3])
        #expect(store.current.exhibits.count == 1)
    }
}
