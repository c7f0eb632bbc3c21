import Casework
import Testing

@Suite("One writer, any number of readers")
struct LockTests {
    @Test("a second writer is told who writes, since when and where")
    func secondWriter() throws {
        let workshop = try Workshop()
        let store = try workshop.create()
        let error = #expect(throws: CaseError.self) { try workshop.open(author: "AB") }
        guard case .locked(let holder?)? = error?.kind else {
            Issue.record("not refused as locked: \(error?.sentence ?? "opened")")
            return
        }
        #expect(holder.author == "MK")
        #expect(error?.sentence.contains("MK (process \(holder.process) on \(holder.host)) since 2024-04-01") == true)
        store.close()
        #expect(try workshop.open(author: "AB").readOnlyReason == nil)
    }

    @Test("readers see what the writer wrote and can write nothing")
    func readers() throws {
        let workshop = try Workshop()
        let store = try workshop.create()
        try store.apply(.add(Sample.addresses[0]))
        let readers = try (0..<5).map { _ in try workshop.open(readOnly: true) }
        for reader in readers {
            #expect(reader.current == store.current)
            let error = #expect(throws: CaseError.self) { try reader.apply(.add(Sample.addresses[1])) }
            #expect(error?.kind == .readOnly)
            #expect(throws: CaseError.self) { try reader.addExhibit(name: "x", bytes: [1]) }
        }
        try store.apply(.add(Sample.addresses[1]))
        #expect(try workshop.open(readOnly: true).current == store.current)
    }

    @Test("the lock goes with the writer, not with the file")
    func release() throws {
        let workshop = try Workshop()
        do { _ = try workshop.create() }
        #expect(try PosixFiles().status(workshop.folder + "/case.lock") != nil)
        #expect(try workshop.open().readOnlyReason == nil)
    }

    @Test("a closed store reads on and writes no more")
    func closed() throws {
        let workshop = try Workshop()
        let store = try workshop.create()
        store.close()
        #expect(store.current.name == "Lantern")
        #expect(throws: CaseError.self) { try store.apply(.add(Sample.addresses[0])) }
    }
}
