import Foundation

/// The folder of a ledger and the few ways in which files in it are changed so that a crash loses nothing.
///
/// ```
/// ledger/            0700
///   MANIFEST         names the file in use; replaced whole (write, sync, rename, sync the folder)
///   ledger-7.sqlite  0600; never changed once MANIFEST names it
///   ledger-8.sqlite  an import under way, or one that was interrupted
///   LOCK             held by the import that is writing
/// ```
public struct LedgerFolder: Sendable {
    public let path: String

    public init(path: String) { self.path = path }

    /// The path of MANIFEST.
    public var manifest: String { path + "/MANIFEST" }

    /// The path of a file in the folder.
    public func file(_ name: String) -> String { path + "/" + name }

    /// Makes the folder, and those above it, with access for the user only.
    public func create() throws(LedgerError) {
        var partial = ""
        for name in path.split(separator: "/", omittingEmptySubsequences: true) {
            partial += (partial.isEmpty && !path.hasPrefix("/") ? "" : "/") + name
            if mkdir(partial, 0o700) != 0, errno != EEXIST, errno != EISDIR {
                let code = errno
                var status = stat()
                if stat(partial, &status) == 0 { continue }
                throw SystemFailure.system(code, "created", partial)
            }
        }
        var status = stat()
        guard stat(path, &status) == 0 else { throw SystemFailure.system(errno, "read", path) }
        guard status.st_mode & S_IFMT == S_IFDIR else {
            throw LedgerError("\(path) is a file, and a ledger is a folder. Name another place with --ledger.")
        }
    }

    /// The names in the folder, sorted.
    public func names() throws(LedgerError) -> [String] {
        guard let folder = opendir(path) else { throw SystemFailure.system(errno, "read", path) }
        defer { closedir(folder) }
        var names: [String] = []
        while let entry = readdir(folder) {
            names.append(
                withUnsafePointer(to: &entry.pointee.d_name) {
                    $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
                })
        }
        return names.sorted()
    }

    /// Whether a file is there; an error when that cannot be told.
    public func exists(_ file: String) throws(LedgerError) -> Bool {
        var status = stat()
        if stat(file, &status) == 0 { return true }
        guard errno == ENOENT else { throw SystemFailure.system(errno, "read", file) }
        return false
    }

    /// The bytes of a file of at most 16 MiB; nil when it is not there.
    public func read(_ file: String) throws(LedgerError) -> [UInt8]? {
        let descriptor = open(file, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            if errno == ENOENT { return nil }
            throw SystemFailure.system(errno, "read", file)
        }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = Glibc.read(descriptor, &buffer, buffer.count)
            if count == 0 { return bytes }
            guard count > 0 else { throw SystemFailure.system(errno, "read", file) }
            bytes += buffer[..<count]
            guard bytes.count <= 1 << 24 else { throw LedgerError("\(file) is too large to be what its name says.") }
        }
    }

    /// Puts `bytes` at `file` in one step: whoever reads it finds the old or the new content, also after a crash.
    public func replace(_ file: String, with bytes: [UInt8]) throws(LedgerError) {
        let part = file + ".part"
        let descriptor = open(part, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw SystemFailure.system(errno, "written", part) }
        do throws(LedgerError) {
            defer { close(descriptor) }
            try Self.write(bytes[...], to: descriptor, part)
            guard fsync(descriptor) == 0 else { throw SystemFailure.system(errno, "written", part) }
        } catch {
            unlink(part)
            throw error
        }
        guard rename(part, file) == 0 else { throw SystemFailure.system(errno, "written", file) }
        try syncFolder()
    }

    /// Copies `source` to `target`, which appears only once it is whole and on disk.
    public func copy(_ source: String, to target: String) throws(LedgerError) {
        let from = open(source, O_RDONLY | O_CLOEXEC)
        guard from >= 0 else { throw SystemFailure.system(errno, "read", source) }
        defer { close(from) }
        let part = target + ".part"
        let to = open(part, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard to >= 0 else { throw SystemFailure.system(errno, "written", part) }
        do throws(LedgerError) {
            defer { close(to) }
            var buffer = [UInt8](repeating: 0, count: 1 << 20)
            while true {
                let count = Glibc.read(from, &buffer, buffer.count)
                if count == 0 { break }
                guard count > 0 else { throw SystemFailure.system(errno, "read", source) }
                try Self.write(buffer[..<count], to: to, part)
            }
            guard fsync(to) == 0 else { throw SystemFailure.system(errno, "written", part) }
        } catch {
            unlink(part)
            throw error
        }
        guard rename(part, target) == 0 else { throw SystemFailure.system(errno, "written", target) }
        try syncFolder()
    }

    /// Makes an empty file for the user only, so that SQLite, which opens files for everybody, finds it there.
    public func createEmpty(_ file: String) throws(LedgerError) {
        let descriptor = open(file, O_WRONLY | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw SystemFailure.system(errno, "written", file) }
        close(descriptor)
    }

    /// Waits until what SQLite wrote to `file` is on the disk.
    public func sync(_ file: String) throws(LedgerError) {
        let descriptor = open(file, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw SystemFailure.system(errno, "read", file) }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw SystemFailure.system(errno, "written", file) }
    }

    /// Removes a database file and what SQLite keeps beside it; what is not there is no error.
    public func remove(_ name: String) {
        for suffix in ["", "-wal", "-shm", "-journal"] { unlink(file(name + suffix)) }
    }

    /// Waits until the folder itself, that is which files it names, is on the disk.
    public func syncFolder() throws(LedgerError) { try sync(path) }

    private static func write(_ bytes: ArraySlice<UInt8>, to descriptor: Int32, _ file: String) throws(LedgerError) {
        var rest = bytes
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count < 0 {
                if errno == EINTR { continue }
                throw SystemFailure.system(errno, "written", file)
            }
            rest = rest.dropFirst(count)
        }
    }
}
