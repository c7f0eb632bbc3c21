import Casework
import Encoding
import Foundation
import Ledger
import Sealing
import Synchronization
import Testing

@Suite("Power cut after every call of every command")
struct CrashEnumerationTests {
    /// What must hold of a state: everything acknowledged by then.
    private struct Moment: Sendable {
        let image: DiskImage
        /// The journal as it was last acknowledged; nil while the case was not created yet.
        let acknowledged: [UInt8]?
    }

    private let folder = "/cases/lantern.clew"

    /// States of one command that are looked at. A merge and a purge leave thousands, of which a few hundred are drawn;
    /// CLEW_LONG=1 (make test-long) looks at all.
    private static let limit = ProcessInfo.processInfo.environment["CLEW_LONG"] == nil ? 200 : Int.max

    private func bare() -> CrashDisk {
        var image = DiskImage()
        image.entries["/cases"] = .folder
        return CrashDisk(image)
    }

    /// Runs `command` on `disk` and collects every state that a cut during it may leave.
    private func moments(
        of disk: CrashDisk, acknowledged before: [UInt8]?, _ command: () throws -> Void
    ) rethrows -> [Moment] {
        let seen = Mutex<Set<DiskImage>>([])
        disk.observe { disk in
            let images = disk.crashImages()
            seen.withLock { $0.formUnion(images) }
        }
        try command()
        disk.observe(nil)
        // Once it returned, what it did is promised.
        let after = disk.image.bytes(folder + "/journal.jsonl")
        return seen.withLock { $0 }.prefix(Self.limit).map { Moment(image: $0, acknowledged: before) }
            + disk.crashImages().prefix(Self.limit).map { Moment(image: $0, acknowledged: after) }
    }

    /// Opens the state as the next user would, and works on.
    private func check(_ moment: Moment, _ what: String) throws {
        let workshop = try Workshop()
        let disk = CrashDisk(moment.image)
        guard let acknowledged = moment.acknowledged else {
            // An unfinished creation may have left nothing; what it left is a whole case.
            guard moment.image.entries[folder] != nil else { return }
            let store = try workshop.open(folder, files: disk)
            #expect(store.readOnlyReason == nil, "\(what): \(store.readOnlyReason ?? "")")
            return
        }
        let store = try workshop.open(folder, files: disk)
        #expect(store.readOnlyReason == nil, "\(what): \(store.readOnlyReason ?? "")")
        // A merge or purge may write the lines anew; no event may be missing.
        let hashes = Set(store.events().map(\.hash))
        for line in acknowledged.split(separator: UInt8(ascii: "\n")) {
            let hash = try JSONValue.parse(line)["hash"]?.stringValue ?? ""
            #expect(hashes.contains(hash), "\(what): acknowledged events are lost")
        }
        for exhibit in store.current.exhibits where !exhibit.isErased { _ = try store.exhibit(exhibit.sha256) }
        try store.apply(.note(.wholeCase, text: "After the cut"))
        let left = store.current
        store.close()
        let again = try workshop.open(folder, readOnly: true, files: disk)
        #expect(again.current.json == left.json, "\(what)")
    }

    @Test("loses no acknowledged event and leaves no case unreadable")
    func everyCommand() throws {
        let workshop = try Workshop()
        let disk = bare()
        var all: [(String, Moment)] = []
        var made: CaseStore?
        for moment in try moments(of: disk, acknowledged: nil, { made = try workshop.create(folder, files: disk) }) {
            all.append(("create", moment))
        }
        let store = try #require(made)
        // Somebody else's copy, to be merged at the end.
        let copy = "/cases/copy.clew"
        try disk.makeFolder(copy)
        try disk.makeFolder(copy + "/exhibits")
        for name in ["journal.jsonl", "case.json"] {
            try disk.replace(name, in: copy, with: try disk.read("\(folder)/\(name)", limit: 1 << 30))
        }
        let theirs = try workshop.open(copy, author: "AB", files: disk)
        try theirs.apply(.label(Sample.addresses[0], "Exchange deposit"))
        try theirs.addExhibit(name: "theirs.bin", bytes: [9, 9, 9])
        theirs.close()
        try disk.syncFolder("/cases")
        let last = [
            MutatingCommand(name: "merge") { store in _ = try store.merge(from: copy) },
            MutatingCommand(name: "purge") { store in
                let number = store.events().first { $0.kind == "note" }?.number ?? 0
                let exhibit = store.current.exhibits.first?.sha256 ?? ""
                _ = try store.purge(events: [number], exhibits: [exhibit], authority: "Order 12/2026")
            },
            MutatingCommand(name: "undo afterwards") { store in try store.apply(.undo) },
            MutatingCommand(name: "sign") { store in try store.sign(with: SSHPrivateKey(comment: "mk")) },
        ]
        for command in MutatingCommand.all + last {
            let journal = disk.image.bytes(folder + "/journal.jsonl")
            let found = try moments(of: disk, acknowledged: journal) { try command.run(store) }
            all += found.map { (command.name, $0) }
        }
        let journal = disk.image.bytes(folder + "/journal.jsonl")
        all += moments(of: disk, acknowledged: journal) { store.close() }.map { ("close", $0) }

        #expect(all.count >= 1_000, "only \(all.count) states")
        for (what, moment) in all { try check(moment, what) }
        print("crash enumeration: \(all.count) states of \(MutatingCommand.all.count + last.count + 2) commands")
    }

    @Test("loses nothing when the cut comes while an earlier one is put right")
    func duringRecovery() throws {
        let workshop = try Workshop()
        let disk = bare()
        let store = try workshop.create(folder, files: disk)
        try store.apply(.label(Sample.addresses[0], "Collector"))
        let journal = disk.image.bytes(folder + "/journal.jsonl")
        let torn = try moments(of: disk, acknowledged: journal) {
            try store.apply(.note(Sample.addresses[0], text: "Torn"))
        }
        var count = 0
        for moment in torn {
            let broken = CrashDisk(moment.image)
            let again = try moments(of: broken, acknowledged: journal) {
                try workshop.open(folder, files: broken).close()
            }
            for second in again {
                // What was not acknowledged may be there or not; what was must be.
                try check(Moment(image: second.image, acknowledged: journal), "recovery")
            }
            count += again.count
        }
        #expect(count >= 200, "only \(count) states")
    }

    @Test("finds a writer that forgets to sync")
    func negativeControl() throws {
        let workshop = try Workshop()
        let disk = bare()
        let store = try workshop.create(folder, files: ForgetfulFiles(disk))
        let created = disk.image.bytes(folder + "/journal.jsonl")
        try store.apply(.label(Sample.addresses[0], "Collector"))
        let promised = try #require(disk.image.bytes(folder + "/journal.jsonl"))
        #expect(promised != created)
        let lost = disk.crashImages().filter { image in
            image.bytes(folder + "/journal.jsonl")?.starts(with: promised) != true
        }
        #expect(!lost.isEmpty)
    }
}

/// Passes everything on but the syncs: what a writer does that trusts the cache.
struct ForgetfulFiles: FileIO {
    let disk: any FileIO

    init(_ disk: any FileIO) { self.disk = disk }

    func open(_ path: String, _ access: FileAccess) throws(FileError) -> OpenFile { try disk.open(path, access) }
    func write(_ bytes: ArraySlice<UInt8>, to file: OpenFile) throws(FileError) -> Int { try disk.write(bytes, to: file) }
    func sync(_ file: OpenFile) throws(FileError) {}
    func syncData(_ file: OpenFile) throws(FileError) {}
    func truncate(_ file: OpenFile, to length: Int) throws(FileError) { try disk.truncate(file, to: length) }
    func close(_ file: OpenFile) throws(FileError) { try disk.close(file) }
    func read(_ path: String, limit: Int) throws(FileError) -> [UInt8] { try disk.read(path, limit: limit) }
    func rename(_ path: String, to other: String) throws(FileError) { try disk.rename(path, to: other) }
    func remove(_ path: String) throws(FileError) { try disk.remove(path) }
    func makeFolder(_ path: String) throws(FileError) { try disk.makeFolder(path) }
    func list(_ path: String) throws(FileError) -> [String] { try disk.list(path) }
    func status(_ path: String) throws(FileError) -> FileStatus? { try disk.status(path) }
    func lock(_ file: OpenFile) throws(FileError) -> Bool { try disk.lock(file) }
}
