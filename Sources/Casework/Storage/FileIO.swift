/// The system calls that a case rests on, one method each, so that tests can make any of them fail.
///
/// Implementations keep no state of their own about what is durable: only `sync` and `syncData` make it so.
public protocol FileIO: Sendable {
    /// open(2).
    func open(_ path: String, _ access: FileAccess) throws(FileError) -> OpenFile
    /// One write(2), repeated only when a signal interrupts it; answers how many bytes were taken, at least one.
    func write(_ bytes: ArraySlice<UInt8>, to file: OpenFile) throws(FileError) -> Int
    /// fsync(2): bytes and everything about the file, or a folder's entries.
    func sync(_ file: OpenFile) throws(FileError)
    /// fdatasync(2): bytes and length.
    func syncData(_ file: OpenFile) throws(FileError)
    /// ftruncate(2).
    func truncate(_ file: OpenFile, to length: Int) throws(FileError)
    /// close(2), never repeated; an error means that earlier writes may be lost.
    func close(_ file: OpenFile) throws(FileError)
    /// The whole file, which may have at most `limit` bytes.
    func read(_ path: String, limit: Int) throws(FileError) -> [UInt8]
    /// rename(2): replaces a file that is there; durable only after the folder is synced.
    func rename(_ path: String, to other: String) throws(FileError)
    /// A file or an empty folder.
    func remove(_ path: String) throws(FileError)
    /// Creates a folder of mode 0700.
    func makeFolder(_ path: String) throws(FileError)
    /// Names in a folder, sorted by their bytes.
    func list(_ path: String) throws(FileError) -> [String]
    /// Nil when nothing is there.
    func status(_ path: String) throws(FileError) -> FileStatus?
    /// Whether the path of an open file still leads to that very file: false once it was moved, removed or replaced.
    func isInPlace(_ file: OpenFile) throws(FileError) -> Bool
    /// flock(2) for one writer; false when another holds it. Only other readers may hold it together with a file that was
    /// opened for reading.
    func lock(_ file: OpenFile) throws(FileError) -> Bool
}

/// How to open a file. Symbolic links are not followed, descriptors are not inherited, new files have mode 0600.
public enum FileAccess: Hashable, Sendable {
    /// A file that must not be there yet; `readOnly` gives it mode 0400.
    case createNew(readOnly: Bool = false)
    /// Reading a file that is there.
    case read
    /// Writing at the end of a file that is there.
    case append
    /// Reading and writing a file that is created where missing.
    case readWrite
    /// A folder, to sync it.
    case folder
}

/// A descriptor and the path it was opened by.
public struct OpenFile: Hashable, Sendable {
    /// As open(2) gave it.
    public let descriptor: Int32
    /// For sentences only.
    public let path: String

    public init(descriptor: Int32, path: String) {
        self.descriptor = descriptor
        self.path = path
    }
}

/// What stat(2) says, as far as a case asks.
public struct FileStatus: Hashable, Sendable {
    /// True for a folder, false for a file of any kind.
    public var isFolder: Bool
    /// Length of a file.
    public var bytes: Int
    /// The permission bits, such as 0o700.
    public var mode: UInt32
    /// Which file it is: another number once a new file took its name.
    public var inode: UInt64

    public init(isFolder: Bool, bytes: Int, mode: UInt32, inode: UInt64 = 0) {
        self.isFolder = isFolder
        self.bytes = bytes
        self.mode = mode
        self.inode = inode
    }
}

extension FileIO {
    /// True: a disk that only tests see is changed by nobody else.
    public func isInPlace(_ file: OpenFile) throws(FileError) -> Bool { true }

    /// Writes all of `bytes`.
    public func writeAll(_ bytes: [UInt8], to file: OpenFile) throws(FileError) {
        var rest = bytes[...]
        while !rest.isEmpty { rest = rest.dropFirst(try write(rest, to: file)) }
    }

    /// Makes the entries of a folder durable.
    public func syncFolder(_ path: String) throws(FileError) {
        let folder = try open(path, .folder)
        do throws(FileError) { try sync(folder) } catch {
            try? close(folder)
            throw error
        }
        try close(folder)
    }

    /// Writes `folder/name` so that at every moment either the old or the new file is there, whole; durable on return.
    public func replace(
        _ name: String, in folder: String, with bytes: [UInt8], readOnly: Bool = false
    ) throws(FileError) {
        let temporary = "\(folder)/\(Self.temporaryPrefix)\(name)"
        if try status(temporary) != nil { try remove(temporary) }
        do throws(FileError) {
            let file = try open(temporary, .createNew(readOnly: readOnly))
            do throws(FileError) {
                try writeAll(bytes, to: file)
                try sync(file)
            } catch {
                try? close(file)
                throw error
            }
            try close(file)
            try rename(temporary, to: "\(folder)/\(name)")
        } catch {
            try? remove(temporary)
            throw error
        }
        try syncFolder(folder)
    }

    /// How the names of unfinished files begin; whoever holds the lock may remove them.
    static var temporaryPrefix: String { ".unfinished-" }
}
