import Casework
import Foundation
import Synchronization

/// A disk in memory that tells what was written from what is durable, and can lose its power at any moment.
///
/// Written bytes and folder entries stay apart from the durable ones until `sync` of that very file or folder; nothing is
/// promised that POSIX does not promise. `crashImages` lists what a file system may leave after a power cut.
final class CrashDisk: FileIO {
    private let state: Mutex<DiskState>
    /// Called after every call that changes something, with the disk as it is then.
    private let observer: Mutex<(@Sendable (CrashDisk) -> Void)?> = Mutex(nil)

    /// A disk that holds `image`, all of it durable.
    init(_ image: DiskImage = DiskImage()) { state = Mutex(DiskState(image)) }

    /// What is there when nothing is lost.
    var image: DiskImage { state.withLock { $0.image } }

    /// What may be there after a power cut at this moment, each once.
    func crashImages() -> Set<DiskImage> { state.withLock { $0.crashImages() } }

    func observe(_ body: (@Sendable (CrashDisk) -> Void)?) { observer.withLock { $0 = body } }

    private func change<Value>(
        _ call: String, _ path: String, _ body: (inout DiskState) throws -> Value
    ) throws(FileError) -> Value where Value: Sendable {
        let result: Result<Value, FileError> = state.withLock { state in
            do { return .success(try body(&state)) } catch let error as DiskState.Refusal {
                return .failure(FileError(call: call, path: path, code: error.code))
            } catch { return .failure(FileError(call: call, path: path, code: EIO)) }
        }
        observer.withLock { $0 }?(self)
        return try result.get()
    }

    private func look<Value>(
        _ call: String, _ path: String, _ body: (inout DiskState) throws -> Value
    ) throws(FileError) -> Value where Value: Sendable {
        let result: Result<Value, FileError> = state.withLock { state in
            do { return .success(try body(&state)) } catch let error as DiskState.Refusal {
                return .failure(FileError(call: call, path: path, code: error.code))
            } catch { return .failure(FileError(call: call, path: path, code: EIO)) }
        }
        return try result.get()
    }

    func open(_ path: String, _ access: FileAccess) throws(FileError) -> OpenFile {
        OpenFile(descriptor: try change("open", path) { try $0.open(path, access) }, path: path)
    }
    func write(_ bytes: ArraySlice<UInt8>, to file: OpenFile) throws(FileError) -> Int {
        try change("write", file.path) { try $0.write(Array(bytes), to: file.descriptor) }
        return bytes.count
    }
    func sync(_ file: OpenFile) throws(FileError) {
        try change("fsync", file.path) { try $0.sync(file.descriptor) }
    }
    func syncData(_ file: OpenFile) throws(FileError) {
        try change("fdatasync", file.path) { try $0.sync(file.descriptor) }
    }
    func truncate(_ file: OpenFile, to length: Int) throws(FileError) {
        try change("ftruncate", file.path) { try $0.truncate(file.descriptor, to: length) }
    }
    func close(_ file: OpenFile) throws(FileError) {
        try look("close", file.path) { $0.close(file.descriptor) }
    }
    func read(_ path: String, limit: Int) throws(FileError) -> [UInt8] {
        try look("read", path) { try $0.read(path) }
    }
    func rename(_ path: String, to other: String) throws(FileError) {
        try change("rename", path) { try $0.rename(path, to: other) }
    }
    func remove(_ path: String) throws(FileError) {
        try change("remove", path) { try $0.remove(path) }
    }
    func makeFolder(_ path: String) throws(FileError) {
        try change("mkdir", path) { try $0.makeFolder(path) }
    }
    func list(_ path: String) throws(FileError) -> [String] {
        try look("readdir", path) { try $0.list(path) }
    }
    func status(_ path: String) throws(FileError) -> FileStatus? {
        try look("stat", path) { $0.status(path) }
    }
    func lock(_ file: OpenFile) throws(FileError) -> Bool {
        try look("flock", file.path) { try $0.lock(file.descriptor) }
    }
}
