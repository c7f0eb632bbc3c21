import Casework
import Synchronization

/// Passes every call on, and makes the n-th fail with a chosen error: once, or that one and every later one.
///
/// A failing write has taken the first half, a failing close has closed, as on real disks.
final class FaultyFiles: FileIO {
    private let disk: any FileIO
    private let code: Int32
    private let isSticky: Bool
    private let state: Mutex<(calls: Int, failsAt: Int?)>

    init(_ disk: any FileIO, code: Int32, isSticky: Bool) {
        self.disk = disk
        self.code = code
        self.isSticky = isSticky
        state = Mutex((0, nil))
    }

    /// Calls so far that could have failed.
    var calls: Int { state.withLock { $0.calls } }

    /// The `count`-th call from now on fails, counted from 1.
    func fail(at count: Int) { state.withLock { $0.failsAt = $0.calls + count } }

    /// Nothing fails any more.
    func heal() { state.withLock { $0.failsAt = nil } }

    private func fails(_ call: String, _ path: String) throws(FileError) {
        let fails = state.withLock { state in
            state.calls += 1
            guard let place = state.failsAt else { return false }
            return isSticky ? state.calls >= place : state.calls == place
        }
        if fails { throw FileError(call: call, path: path, code: code) }
    }

    func open(_ path: String, _ access: FileAccess) throws(FileError) -> OpenFile {
        try fails("open", path)
        return try disk.open(path, access)
    }
    func write(_ bytes: ArraySlice<UInt8>, to file: OpenFile) throws(FileError) -> Int {
        do { try fails("write", file.path) } catch {
            if bytes.count > 1 { _ = try disk.write(bytes.prefix(bytes.count / 2), to: file) }
            throw error
        }
        return try disk.write(bytes, to: file)
    }
    func sync(_ file: OpenFile) throws(FileError) {
        try fails("fsync", file.path)
        try disk.sync(file)
    }
    func syncData(_ file: OpenFile) throws(FileError) {
        try fails("fdatasync", file.path)
        try disk.syncData(file)
    }
    func truncate(_ file: OpenFile, to length: Int) throws(FileError) {
        try fails("ftruncate", file.path)
        try disk.truncate(file, to: length)
    }
    func close(_ file: OpenFile) throws(FileError) {
        try disk.close(file)
        try fails("close", file.path)
    }
    func read(_ path: String, limit: Int) throws(FileError) -> [UInt8] {
        try fails("read", path)
        return try disk.read(path, limit: limit)
    }
    func rename(_ path: String, to other: String) throws(FileError) {
        try fails("rename", path)
        try disk.rename(path, to: other)
    }
    func remove(_ path: String) throws(FileError) {
        try fails("remove", path)
        try disk.remove(path)
    }
    func makeFolder(_ path: String) throws(FileError) {
        try fails("mkdir", path)
        try disk.makeFolder(path)
    }
    func list(_ path: String) throws(FileError) -> [String] {
        try fails("readdir", path)
        return try disk.list(path)
    }
    func status(_ path: String) throws(FileError) -> FileStatus? {
        try fails("stat", path)
        return try disk.status(path)
    }
    func lock(_ file: OpenFile) throws(FileError) -> Bool {
        try fails("flock", file.path)
        return try disk.lock(file)
    }
}
