import Casework
import Encoding
import Foundation
import Sealing
import Testing

/// The commands that write whole files: they must name the cause, leave the case whole, and succeed when repeated.
@Suite("Every call fails of a creation, merge, purge, signature, archive and copy")
struct EveryCallOfWholeFilesTests {
    private static let folder = "/cases/lantern.clew"
    private static let copy = "/cases/copy.clew"
    private static let archive = "/cases/lantern.age"

    private struct Act: Sendable, CustomStringConvertible {
        let name: String
        /// Runs on the disk, with the case opened before anything fails where `needsStore`.
        var needsStore = true
        let run: @Sendable (Workshop, CaseStore?, any FileIO) throws -> Void
        var description: String { name }
    }

    private static let key = AgePrivateKey()

    private static let acts: [Act] = [
        Act(name: "create", needsStore: false) { workshop, _, files in
            try workshop.create("/cases/new.clew", files: files).close()
        },
        Act(name: "merge") { _, store, _ in _ = try store?.merge(from: copy) },
        Act(name: "purge") { _, store, _ in
            let exhibit = store?.current.exhibits.first { !$0.isErased }.map { [$0.sha256] } ?? []
            let event = store?.events().first { $0.kind == "note" && $0.body != nil }.map { [$0.number] } ?? []
            // Repeated after it was ordered there is nothing left to order.
            guard !(exhibit + event.map(String.init)).isEmpty else { return }
            _ = try store?.purge(events: event, exhibits: exhibit, authority: "Order 12/2026")
        },
        Act(name: "sign") { _, store, _ in try store?.sign(with: SSHPrivateKey(comment: "mk"), nonce: [1, 2, 3, 4, 5, 6, 7, 8]) },
        Act(name: "archive") { _, store, _ in
            _ = try store?.archive(to: "/cases/second.age", for: [.key(key.publicKey)])
        },
        Act(name: "renewal of an archive") { _, store, _ in _ = try store?.renew(archive: archive, with: [.key(key)]) },
        Act(name: "restore", needsStore: false) { _, _, files in
            _ = try CaseArchive.open(archive, to: "/cases/again.clew", with: [.key(key)], files: files)
        },
        Act(name: "copy", needsStore: false) { workshop, _, files in
            let store = try workshop.open(folder, readOnly: true, files: files)
            try store.copy(to: "/cases/elsewhere.clew", context: workshop.context(), files: files).close()
        },
    ]

    /// A case with a note and an exhibit, a copy of it that went on, and an archive.
    private func disk(_ workshop: Workshop) throws -> DiskImage {
        var image = DiskImage()
        image.entries["/cases"] = .folder
        let disk = CrashDisk(image)
        let store = try workshop.create(Self.folder, files: disk)
        try store.apply(.note(.wholeCase, text: "Anna Beispiel came in."))
        try store.addExhibit(name: "a.bin", bytes: [1, 2, 3])
        _ = try store.archive(to: Self.archive, for: [.key(Self.key.publicKey)])
        let theirs = try store.copy(to: Self.copy, context: workshop.context("AB"), files: disk)
        try theirs.apply(.label(Sample.addresses[0], "Exchange"))
        try theirs.addExhibit(name: "b.bin", bytes: [9, 9])
        theirs.close()
        try store.apply(.label(Sample.addresses[0], "Collector"))
        store.close()
        return disk.image
    }

    @Test("with the cause named, the case whole, and the act done when it is repeated", arguments: [ENOSPC, EIO, EROFS], [false, true])
    func everyCall(code: Int32, isSticky: Bool) throws {
        let workshop = try Workshop()
        let image = try disk(workshop)
        var tries = 0
        var failures = 0
        for act in Self.acts {
            for count in 1...400 {
                let disk = CrashDisk(image)
                let files = FaultyFiles(disk, code: code, isSticky: isSticky)
                let store = act.needsStore ? try workshop.open(Self.folder, files: files) : nil
                let old = try workshop.open(Self.folder, readOnly: true, files: disk).events().map(\.hash)
                let calls = files.calls
                files.fail(at: count)
                var failed = false
                do { try act.run(workshop, store, files) } catch let error as CaseError {
                    failed = true
                    guard case .storage(let cause) = error.kind else {
                        Issue.record("\(act), call \(count): \(error.sentence)")
                        break
                    }
                    #expect(cause.code == code)
                    #expect(error.sentence.contains(cause.path) && error.sentence.contains(EveryCallFailsTests.words[code] ?? "?"))
                    failures += 1
                }
                let wasReached = files.calls - calls >= count
                files.heal()
                store?.close()
                // The next user finds everything that was there, and the act is done once it is repeated.
                let again = try workshop.open(Self.folder, files: disk)
                #expect(again.readOnlyReason == nil, "\(act), call \(count): \(again.readOnlyReason ?? "")")
                let hashes = Set(again.events().map(\.hash))
                #expect(old.allSatisfy(hashes.contains), "\(act), call \(count)")
                if !act.needsStore { again.close() }
                do { if failed { try act.run(workshop, again, disk) } } catch let error as CaseError where error.kind == .exists {
                    // It was done all but for the last sync of the folder.
                }
                again.close()
                for path in disk.image.entries.keys where path.hasSuffix("/journal.jsonl") && !path.contains(".unfinished-") {
                    let check = try CaseCheck.run(at: String(path.dropLast("/journal.jsonl".count)), files: disk)
                    #expect(check.failures.isEmpty, "\(act), call \(count): \(path): \(check.failures)")
                }
                tries += 1
                if !wasReached { break }
                #expect(count < 400, "\(act) never ends")
            }
        }
        #expect(tries > 150 && failures > 100, "\(tries) tries, \(failures) failures")
    }
}
