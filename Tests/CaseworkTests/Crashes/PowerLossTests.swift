import Casework
import Foundation
import Support
import Synchronization
import Testing

/// A real file system on a real block device that loses its power: an ext4 image behind a loop device, copied between two
/// system calls of a running writer. What the copy holds is what reached the device.
@Suite("Power loss under ext4", .serialized)
struct PowerLossTests {
    static let absent = "a loop-mounted ext4 image needs root and loop devices"
    /// An image can be made and mounted here.
    static let canMount: Bool = {
        guard geteuid() == 0, Program.isPresent("mkfs.ext4"), let image = try? Image() else { return false }
        image.unmount()
        return true
    }()
    /// 200 copies take minutes: CLEW_LONG=1 (make test-long).
    static let copies = ProcessInfo.processInfo.environment["CLEW_LONG"] == nil ? 12 : 240

    /// An ext4 file system in a file, mounted.
    final class Image: @unchecked Sendable {
        let scratch: ScratchFolder
        var file: String { scratch.file("disk.img") }
        var mount: String { scratch.file("mnt") }

        init() throws {
            scratch = try ScratchFolder()
            try FileManager.default.createDirectory(atPath: mount, withIntermediateDirectories: true)
            try Self.run("truncate", "-s", "12M", file)
            try Self.run("mkfs.ext4", "-q", "-F", "-O", "^metadata_csum", file)
            try Self.run("mount", "-o", "loop", file, mount)
        }

        func unmount() { _ = try? Self.run("umount", mount) }

        /// Copies the image as it is on the device now, and mounts the copy: its journal is replayed as after a power cut.
        func afterPowerCut<Value>(_ body: (String) throws -> Value) throws -> Value {
            let copy = scratch.file("copy.img")
            let place = scratch.file("after")
            try FileManager.default.createDirectory(atPath: place, withIntermediateDirectories: true)
            try Self.run("cp", "--sparse=always", file, copy)
            try Self.run("mount", "-o", "loop", copy, place)
            defer { _ = try? Self.run("umount", place) }
            return try body(place)
        }

        private static func run(_ arguments: String...) throws {
            let outcome = try Program.run(arguments)
            guard outcome.status == 0 else { throw Failed(description: "\(arguments): \(outcome.errors)") }
        }
    }

    struct Failed: Error, CustomStringConvertible { let description: String }

    /// Writes until enough copies were taken, one after every few calls; answers how many lost something.
    private func losses(syncs: Bool) throws -> (copies: Int, lost: Int) {
        let image = try Image()
        defer { image.unmount() }
        let workshop = try Workshop()
        let path = image.mount + "/lantern.clew"
        let counter = StepFiles(PosixFiles(), syncs: syncs)
        let store = try workshop.create(path, files: counter)
        let acknowledged = Mutex<[UInt8]>(try workshop.bytes(path + "/journal.jsonl"))
        let result = Mutex<(copies: Int, lost: Int)>((0, 0))
        counter.observe { number in
            guard number % 7 == 0, result.withLock({ $0.copies < Self.copies }) else { return }
            let promised = acknowledged.withLock { $0 }
            let isWhole = try? image.afterPowerCut { place in
                let folder = place + "/lantern.clew"
                guard let store = try? workshop.open(folder, files: PosixFiles()), store.readOnlyReason == nil else { return false }
                let journal = try workshop.bytes(folder + "/journal.jsonl")
                store.close()
                let check = try CaseCheck.run(at: folder)
                return journal.starts(with: promised) && check.failures.isEmpty
            }
            result.withLock { result in
                result.copies += 1
                if isWhole != true { result.lost += 1 }
            }
        }
        var random = Pebbles(state: 99)
        while result.withLock({ $0.copies < Self.copies }) {
            if Int.random(in: 0..<9, using: &random) == 0 {
                _ = try? store.addExhibit(name: "x.bin", bytes: (0..<500).map { _ in UInt8.random(in: 0...255, using: &random) })
            } else {
                _ = try? store.apply(random.change(for: store.current))
            }
            let journal = try workshop.bytes(path + "/journal.jsonl")
            acknowledged.withLock { $0 = journal }
        }
        store.close()
        return result.withLock { $0 }
    }

    @Test("loses nothing that was acknowledged", .enabled(if: canMount, "\(absent)"))
    func syncing() throws {
        let (copies, lost) = try losses(syncs: true)
        #expect(lost == 0)
        print("power loss: \(copies) copies of the device, \(lost) lost something")
    }

    @Test("finds a writer that leaves the sync out", .enabled(if: canMount, "\(absent)"))
    func negativeControl() throws {
        let (copies, lost) = try losses(syncs: false)
        #expect(lost > 0)
        print("power loss without sync: \(copies) copies of the device, \(lost) lost something")
    }
}

/// The real files, telling of every call that writes, with or without the syncs.
final class StepFiles: FileIO {
    private let disk: PosixFiles
    private let syncs: Bool
    private let steps = Mutex(0)
    private let observer: Mutex<(@Sendable (Int) -> Void)?> = Mutex(nil)

    init(_ disk: PosixFiles, syncs: Bool) {
        self.disk = disk
        self.syncs = syncs
    }

    func observe(_ body: @escaping @Sendable (Int) -> Void) { observer.withLock { $0 = body } }

    private func step() {
        let number = steps.withLock { steps in
            steps += 1
            return steps
        }
        observer.withLock { $0 }?(number)
    }

    func open(_ path: String, _ access: FileAccess) throws(FileError) -> OpenFile { try disk.open(path, access) }
    func write(_ bytes: ArraySlice<UInt8>, to file: OpenFile) throws(FileError) -> Int {
        defer { step() }
        return try disk.write(bytes, to: file)
    }
    func sync(_ file: OpenFile) throws(FileError) {
        if syncs { try disk.sync(file) }
        step()
    }
    func syncData(_ file: OpenFile) throws(FileError) {
        if syncs { try disk.syncData(file) }
        step()
    }
    func truncate(_ file: OpenFile, to length: Int) throws(FileError) { try disk.truncate(file, to: length) }
    func close(_ file: OpenFile) throws(FileError) { try disk.close(file) }
    func read(_ path: String, limit: Int) throws(FileError) -> [UInt8] { try disk.read(path, limit: limit) }
    func rename(_ path: String, to other: String) throws(FileError) {
        try disk.rename(path, to: other)
        step()
    }
    func remove(_ path: String) throws(FileError) { try disk.remove(path) }
    func makeFolder(_ path: String) throws(FileError) { try disk.makeFolder(path) }
    func list(_ path: String) throws(FileError) -> [String] { try disk.list(path) }
    func status(_ path: String) throws(FileError) -> FileStatus? { try disk.status(path) }
    func lock(_ file: OpenFile) throws(FileError) -> Bool { try disk.lock(file) }
}
