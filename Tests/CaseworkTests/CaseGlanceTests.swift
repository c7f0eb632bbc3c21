import Encoding
import Foundation
import Ledger
import Testing

@testable import Casework

@Suite("A case at a glance")
struct CaseGlanceTests {
    private static let address = CaseSubject.address("1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa")

    private static func folder() throws -> String {
        let path = FileManager.default.temporaryDirectory.appendingPathComponent("glance-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        return path
    }

    private static func context(_ author: String) -> CaseContext {
        CaseContext(author: author, now: { UTCTime(seconds: 1_710_000_000) }, salt: { (0..<32).map { _ in UInt8.random(in: 0...255) } })
    }

    @Test("What a writer has written and not yet put into case.json is counted, with who wrote it")
    func behind() throws {
        let root = try Self.folder()
        defer { try? FileManager.default.removeItem(atPath: root) }
        let path = root + "/a.clew"
        let store = try CaseStore.create(at: path, name: "A", question: "Why?", chain: .bitcoin, context: Self.context("MK"))
        try store.apply(.add(Self.address))
        store.close()
        let other = try CaseStore.open(at: path, context: Self.context("AB"), readOnly: false)
        for n in 0..<5 { try other.apply(.note(Self.address, text: "note \(n)")) }
        // Still open: case.json may be behind, the journal is not.
        let glance = try CaseGlance(of: path, since: 2)
        #expect(glance.events == 7)
        #expect(glance.value.name == "A")
        #expect(glance.recent.map(\.author) == ["AB", "AB", "AB", "AB", "AB"])
        #expect(try CaseGlance(of: path).recent.count == 1)
        #expect(CaseStore.writer(of: path)?.author == "AB")
        other.close()
        #expect(CaseStore.writer(of: path) == nil)
        #expect(try CaseGlance(of: path, since: 7).recent.count == 1)
    }

    @Test("Looking at a case that nobody ever wrote makes no lock file")
    func noLock() throws {
        let root = try Self.folder()
        defer { try? FileManager.default.removeItem(atPath: root) }
        let path = root + "/a.clew"
        try CaseStore.create(at: path, name: "A", question: "", chain: .bitcoin, context: Self.context("MK")).close()
        try FileManager.default.removeItem(atPath: path + "/case.lock")
        #expect(CaseStore.writer(of: path) == nil)
        #expect(!FileManager.default.fileExists(atPath: path + "/case.lock"))
    }

    @Test("A folder that is no case, and a case.json that cannot be read, are said")
    func wrong() throws {
        let root = try Self.folder()
        defer { try? FileManager.default.removeItem(atPath: root) }
        #expect(throws: CaseError.self) { try CaseGlance(of: root) }
        let path = root + "/a.clew"
        try CaseStore.create(at: path, name: "A", question: "", chain: .bitcoin, context: Self.context("MK")).close()
        try Data("{".utf8).write(to: URL(fileURLWithPath: path + "/case.json"))
        #expect(throws: CaseError.self) { try CaseGlance(of: path) }
    }

    @Test("Due is what is not done by the day, what is kept too long, and authorities that ended, oldest first")
    func due() {
        var value = Case(name: "A", question: "", chain: .bitcoin, created: UTCTime(seconds: 0))
        func record(_ id: UInt64, _ task: CaseTask) -> CaseRecord {
            CaseRecord(id: id, content: .task(task), author: "MK", added: UTCTime(seconds: 0))
        }
        value.records = [
            record(1, CaseTask(title: "later", due: "2024-05-01")), record(2, CaseTask(title: "today", due: "2024-04-30")),
            record(3, CaseTask(title: "done", due: "2024-04-01", isDone: true)), record(4, CaseTask(title: "no day")),
            record(5, CaseTask(title: "long ago", due: "2024-01-01")),
        ]
        #expect(value.due(on: "2024-04-30").map(\.what) == ["task 5: long ago", "task 2: today"])
    }
}
