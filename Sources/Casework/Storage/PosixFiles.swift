#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// The real file system.
public struct PosixFiles: FileIO {
    public init() {}

    public func open(_ path: String, _ access: FileAccess) throws(FileError) -> OpenFile {
        let (flags, mode): (Int32, mode_t) =
            switch access {
            case .createNew(let readOnly): (O_WRONLY | O_CREAT | O_EXCL, readOnly ? 0o400 : 0o600)
            case .read: (O_RDONLY, 0)
            case .append: (O_WRONLY | O_APPEND, 0)
            case .readWrite: (O_RDWR | O_CREAT, 0o600)
            case .folder: (O_RDONLY | O_DIRECTORY, 0)
            }
        // The folder of a case may itself be reached over a link; the files in it may not.
        let link: Int32 = access == .folder ? 0 : O_NOFOLLOW
        let descriptor = try retry("open", path) { systemOpen(path, flags | link | O_CLOEXEC, mode) }
        return OpenFile(descriptor: descriptor, path: path)
    }

    public func write(_ bytes: ArraySlice<UInt8>, to file: OpenFile) throws(FileError) -> Int {
        let taken = try retry("write", file.path) {
            bytes.withUnsafeBytes { systemWrite(file.descriptor, $0.baseAddress, $0.count) }
        }
        guard taken > 0 || bytes.isEmpty else { throw FileError(call: "write", path: file.path, code: EIO) }
        return taken
    }

    public func sync(_ file: OpenFile) throws(FileError) {
        _ = try retry("fsync", file.path) { fsync(file.descriptor) }
    }

    public func syncData(_ file: OpenFile) throws(FileError) {
        _ = try retry("fdatasync", file.path) { fdatasync(file.descriptor) }
    }

    public func truncate(_ file: OpenFile, to length: Int) throws(FileError) {
        _ = try retry("ftruncate", file.path) { ftruncate(file.descriptor, off_t(length)) }
    }

    public func close(_ file: OpenFile) throws(FileError) {
        // A lock goes with the last copy of its descriptor, and a child between fork and exec has copies of all: so it
        // is let go of here and now, not when that child comes round to closing.
        _ = flock(file.descriptor, LOCK_UN)
        // Never repeated: after EINTR Linux has closed the descriptor already.
        if systemClose(file.descriptor) != 0, errno != EINTR {
            throw FileError(call: "close", path: file.path, code: errno)
        }
    }

    public func read(_ path: String, limit: Int) throws(FileError) -> [UInt8] {
        let descriptor = try retry("open", path) { systemOpen(path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK, 0) }
        defer { _ = systemClose(descriptor) }
        var status = stat()
        _ = try retry("fstat", path) { fstat(descriptor, &status) }
        guard status.st_mode & S_IFMT == S_IFREG else { throw FileError(call: "open", path: path, code: EISDIR) }
        guard Int(status.st_size) <= limit else { throw FileError(call: "read", path: path, code: EFBIG) }
        var failure: FileError?
        // The size may change while it is read; what is there beyond it is read piece by piece.
        var bytes = [UInt8](unsafeUninitializedCapacity: Int(status.st_size)) { buffer, filled in
            do throws(FileError) {
                while filled < buffer.count {
                    let count = try retry("read", path) {
                        systemRead(descriptor, buffer.baseAddress.map { $0 + filled }, buffer.count - filled)
                    }
                    guard count > 0 else { return }
                    filled += count
                }
            } catch { failure = error }
        }
        if let failure { throw failure }
        var piece = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = try retry("read", path) {
                piece.withUnsafeMutableBytes { systemRead(descriptor, $0.baseAddress, $0.count) }
            }
            guard count > 0 else { return bytes }
            bytes.append(contentsOf: piece[..<count])
            guard bytes.count <= limit else { throw FileError(call: "read", path: path, code: EFBIG) }
        }
    }

    public func rename(_ path: String, to other: String) throws(FileError) {
        _ = try retry("rename", path) { systemRename(path, other) }
    }

    public func remove(_ path: String) throws(FileError) {
        _ = try retry("remove", path) { systemRemove(path) }
    }

    public func makeFolder(_ path: String) throws(FileError) {
        _ = try retry("mkdir", path) { mkdir(path, 0o700) }
    }

    public func list(_ path: String) throws(FileError) -> [String] {
        guard let folder = opendir(path) else { throw FileError(call: "opendir", path: path, code: errno) }
        defer { closedir(folder) }
        var names: [String] = []
        while true {
            errno = 0
            guard let entry = readdir(folder) else {
                guard errno == 0 else { throw FileError(call: "readdir", path: path, code: errno) }
                break
            }
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: UInt8.self, capacity: MemoryLayout.size(ofValue: $0.pointee)) {
                    String(decodingCString: $0, as: UTF8.self)
                }
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }

    public func status(_ path: String) throws(FileError) -> FileStatus? {
        var status = stat()
        if stat(path, &status) != 0 {
            if errno == ENOENT { return nil }
            throw FileError(call: "stat", path: path, code: errno)
        }
        return FileStatus(
            isFolder: status.st_mode & S_IFMT == S_IFDIR, bytes: Int(status.st_size),
            mode: UInt32(status.st_mode) & 0o7777, inode: UInt64(status.st_ino))
    }

    public func isInPlace(_ file: OpenFile) throws(FileError) -> Bool {
        var (opened, there) = (stat(), stat())
        _ = try retry("fstat", file.path) { fstat(file.descriptor, &opened) }
        if lstat(file.path, &there) != 0 {
            if errno == ENOENT || errno == ENOTDIR { return false }
            throw FileError(call: "stat", path: file.path, code: errno)
        }
        return opened.st_dev == there.st_dev && opened.st_ino == there.st_ino
    }

    public func lock(_ file: OpenFile) throws(FileError) -> Bool {
        // On NFS the lock that excludes all others is refused to a file that cannot be written.
        let isReadOnly = fcntl(file.descriptor, F_GETFL) & O_ACCMODE == O_RDONLY
        while flock(file.descriptor, (isReadOnly ? LOCK_SH : LOCK_EX) | LOCK_NB) != 0 {
            if errno == EWOULDBLOCK { return false }
            if errno != EINTR { throw FileError(call: "flock", path: file.path, code: errno) }
        }
        return true
    }

    /// Repeats a call that a signal interrupted; a negative answer is a failure.
    private func retry<Count: SignedInteger>(
        _ call: String, _ path: String, _ body: () -> Count
    ) throws(FileError) -> Count {
        while true {
            let result = body()
            if result >= 0 { return result }
            guard errno == EINTR else { throw FileError(call: call, path: path, code: errno) }
        }
    }
}

// Names that the methods above would otherwise hide.
private func systemOpen(_ path: String, _ flags: Int32, _ mode: mode_t) -> Int32 { open(path, flags, mode) }
private func systemWrite(_ file: Int32, _ bytes: UnsafeRawPointer?, _ count: Int) -> Int { write(file, bytes, count) }
private func systemRead(_ file: Int32, _ bytes: UnsafeMutableRawPointer?, _ count: Int) -> Int { read(file, bytes, count) }
private func systemClose(_ file: Int32) -> Int32 { close(file) }
private func systemRename(_ path: String, _ other: String) -> Int32 { rename(path, other) }
private func systemRemove(_ path: String) -> Int32 { remove(path) }
