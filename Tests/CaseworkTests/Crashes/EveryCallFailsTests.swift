import Casework
import Foundation
import Testing

@Suite("Every call of every command fails")
struct EveryCallFailsTests {
    private let folder = "/cases/lantern.clew"

    /// How a sentence names the cause.
    static let words = [ENOSPC: "the disk is full", EIO: "the disk reports an error", EROFS: "the medium is read-only"]

    private func bare() -> CrashDisk {
        var image = DiskImage()
        image.entries["/cases"] = .folder
        return CrashDisk(image)
    }

    @Test("with the cause named, what was saved intact, and the change saved once the disk is well again",
        arguments: [ENOSPC, EIO, EROFS], [false, true])
    func everyCommand(code: Int32, isSticky: Bool) throws {
        let workshop = try Workshop()
        let disk = bare()
        try workshop.create(folder, files: disk).close()
        var tries = 0
        for command in MutatingCommand.all {
            let before = disk.image
            var count = 1
            while true {
                // The same command on a copy of the same disk, with one more call let through each time.
                let copy = CrashDisk(before)
                let files = FaultyFiles(copy, code: code, isSticky: isSticky)
                let store = try workshop.open(folder, files: files)
                let old = store.current
                let journal = try copy.read(folder + "/journal.jsonl", limit: 1 << 30)
                let calls = files.calls
                files.fail(at: count)
                var failed = false
                do { try command.run(store) } catch let error as CaseError {
                    failed = true
                    guard case .storage(let cause) = error.kind else {
                        Issue.record("\(command), call \(count): \(error.sentence)")
                        break
                    }
                    #expect(cause.code == code)
                    #expect(error.sentence.contains(cause.path) && error.sentence.contains(Self.words[code] ?? "?"))
                    #expect(store.current == old, "\(command), call \(count)")
                }
                let wasReached = files.calls - calls >= count
                if failed {
                    let now = try copy.read(folder + "/journal.jsonl", limit: 1 << 30)
                    #expect(now.starts(with: journal), "\(command), call \(count)")
                    files.heal()
                    // The unsaved change is still in the caller's hand: retry, here or after opening again.
                    if store.readOnlyReason == nil {
                        try command.run(store)
                        store.close()
                    } else {
                        store.close()
                        let again = try workshop.open(folder, files: files)
                        #expect(again.readOnlyReason == nil, "\(command), call \(count)")
                        if again.current.head == old.head || again.events().last?.kind == "recovered" {
                            try command.run(again)
                        }
                        again.close()
                    }
                } else {
                    files.heal()
                    store.close()
                }
                let last = try workshop.open(folder, readOnly: true, files: copy)
                #expect(last.readOnlyReason == "The case was opened for reading only.")
                #expect(last.current.head > old.head, "\(command), call \(count)")
                tries += 1
                if !wasReached { break }
                count += 1
                guard count < 200 else {
                    Issue.record("\(command) never ends")
                    break
                }
            }
            let store = try workshop.open(folder, files: disk)
            try command.run(store)
            store.close()
        }
        #expect(tries > 100)
    }

    @Test("while a case is opened, without harm to it", arguments: [ENOSPC, EIO, EROFS], [false, true])
    func opening(code: Int32, isSticky: Bool) throws {
        let workshop = try Workshop()
        let disk = bare()
        let store = try workshop.create(folder, files: disk)
        try store.apply(.label(Sample.addresses[0], "Collector"))
        try store.addExhibit(name: "a.bin", bytes: [1, 2, 3])
        let left = store.current
        store.close()
        let image = disk.image
        for count in 1...60 {
            let copy = CrashDisk(image)
            let files = FaultyFiles(copy, code: code, isSticky: isSticky)
            files.fail(at: count)
            do {
                let store = try workshop.open(folder, files: files)
                #expect(store.current == left)
                store.close()
            } catch let error as CaseError {
                guard case .storage(let cause) = error.kind else {
                    Issue.record("call \(count): \(error.sentence)")
                    continue
                }
                #expect(cause.code == code)
            }
            let again = try workshop.open(folder, files: CrashDisk(copy.image))
            #expect(again.readOnlyReason == nil, "call \(count)")
            #expect(again.current == left, "call \(count)")
        }
    }
}
