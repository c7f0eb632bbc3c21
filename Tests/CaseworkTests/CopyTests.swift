import Casework
import Foundation
import Testing

@Suite("A case saved elsewhere")
struct CopyTests {
    private func sample(_ workshop: Workshop) throws -> CaseStore {
        let store = try workshop.create(files: PosixFiles())
        try store.apply(.label(Sample.addresses[0], "Collector"))
        try store.addExhibit(name: "answer.json", bytes: Array("{}".utf8))
        return store
    }

    @Test("is whole, goes on by itself, and merges back")
    func whole() throws {
        let workshop = try Workshop()
        let store = try sample(workshop)
        let copy = try store.copy(to: workshop.root + "/copy.clew", context: workshop.context())
        #expect(copy.current == store.current)
        #expect(try copy.exhibit(store.current.exhibits[0].sha256) == Array("{}".utf8))
        try copy.apply(.flag(Sample.addresses[0], true))
        #expect(try CaseCheck.run(at: copy.folder).failures.isEmpty)
        #expect(store.current.item(Sample.addresses[0])?.isFlagged == false)
        #expect(try store.merge(from: copy.folder).added == 1)
        #expect(store.current.item(Sample.addresses[0])?.isFlagged == true)
        #expect(throws: CaseError.self) { try store.copy(to: copy.folder, context: workshop.context()) }
    }

    @Test("leaves nothing where the other disk fails as well", arguments: ["open", "write", "fsync", "mkdir", "rename"], [ENOSPC, EIO, EROFS])
    func failing(call: String, code: Int32) throws {
        let workshop = try Workshop()
        let store = try sample(workshop)
        let error = #expect(throws: CaseError.self) {
            try store.copy(
                to: workshop.root + "/copy.clew", context: workshop.context(),
                files: FailingFiles(call, code: code, after: 0, isSticky: true))
        }
        guard case .storage(let cause)? = error?.kind else {
            Issue.record("\(error?.sentence ?? "copied")")
            return
        }
        #expect(cause.code == code)
        #expect(try PosixFiles().list(workshop.root) == ["lantern.clew"])
        try store.apply(.flag(Sample.addresses[0], true))
    }

    @Test("whoever asks whether a case is being written learns it without disturbing")
    func writer() throws {
        let workshop = try Workshop()
        let store = try sample(workshop)
        #expect(CaseStore.isBeingWritten(at: workshop.folder))
        store.close()
        #expect(!CaseStore.isBeingWritten(at: workshop.folder))
        try workshop.open().close()
        // Nothing is made or written by asking, which would tell everybody who watches the folder that something changed
        try PosixFiles().remove(workshop.folder + "/case.lock")
        #expect(!CaseStore.isBeingWritten(at: workshop.folder))
        #expect(try PosixFiles().status(workshop.folder + "/case.lock") == nil)
    }
}
