import Casework
import Synchronization

/// The real files, with chosen calls made to fail, and without waiting for the disk: a test that cuts no power need not.
final class FailingFiles: FileIO {
    /// The `after + 1`-th call of that name fails with `code`, and all later ones if `isSticky`.
    struct Failure: Sendable {
        var call: String
        var code: Int32
        var after = 0
        var isSticky = false
    }

    private let failures: Mutex<[Failure]>
    private let real = PosixFiles()

    init(_ failures: [Failure] = []) { self.failures = Mutex(failures) }

    convenience init(_ call: String, code: Int32, after: Int = 0, isSticky: Bool = false) {
        self.init([Failure(call: call, code: code, after: after, isSticky: isSticky)])
    }

    private func fails(_ call: String, _ path: String) throws(FileError) {
        let code: Int32? = failures.withLock { failures in
            guard let index = failures.firstIndex(where: { $0.call == call }) else { return nil }
            failures[index].after -= 1
            let failure = failures[index]
            return failure.after < 0 && (failure.isSticky || failure.after == -1) ? failure.code : nil
        }
        if let code { throw FileError(call: call, path: path, code: code) }
    }

    func open(_ path: String, _ access: FileAccess) throws(FileError) -> OpenFile {
        try fails("open", path)
        return try real.open(path, access)
    }
    func write(_ bytes: ArraySlice<UInt8>, to file: OpenFile) throws(FileError) -> Int {
        do { try fails("write", file.path) } catch {
            // A full disk takes a part first.
            _ = try real.write(bytes.prefix(bytes.count / 2), to: file)
            throw error
        }
        return try real.write(bytes, to: file)
    }
    func sync(_ file: OpenFile) throws(FileError) {
        try fails("fsync", file.path)
    }
    func syncData(_ file: OpenFile) throws(FileError) {
        try fails("fdatasync", file.path)
    }
    func truncate(_ file: OpenFile, to length: Int) throws(FileError) {
        try fails("ftruncate", file.path)
        try real.truncate(file, to: length)
    }
    func close(_ file: OpenFile) throws(FileError) {
        try real.close(file)
        try fails("close", file.path)
    }
    func isInPlace(_ file: OpenFile) throws(FileError) -> Bool { try real.isInPlace(file) }
    func read(_ path: String, limit: Int) throws(FileError) -> [UInt8] {
        try fails("read", path)
        return try real.read(path, limit: limit)
    }
    func rename(_ path: String, to other: String) throws(FileError) {
        try fails("rename", path)
        try real.rename(path, to: other)
    }
    func remove(_ path: String) throws(FileError) {
        try fails("remove", path)
        try real.remove(path)
    }
    func makeFolder(_ path: String) throws(FileError) {
        try fails("mkdir", path)
        try real.makeFolder(path)
    }
    func list(_ path: String) throws(FileError) -> [String] {
        try fails("readdir", path)
        return try real.list(path)
    }
    func status(_ path: String) throws(FileError) -> FileStatus? {
        try fails("stat", path)
        return try real.status(path)
    }
    func lock(_ file: OpenFile) throws(FileError) -> Bool {
        try fails("flock", file.path)
        return try real.lock(file)
    }
}
