import CBzip2
import Crypto
import Encoding
import Foundation

/// A source file read from its beginning to its end, unpacked on the way when it is bzip2, hashed as it stands on disk.
final class SourceBytes {
    /// The file's name without folders and without `.bz2`.
    let name: String
    /// Its bytes on disk.
    let size: UInt64
    private(set) var consumed: UInt64 = 0

    private let path: String
    private let handle: FileHandle
    private var hash = SHA256()
    private var unpacker: Bunzip?
    private var head: [UInt8]?
    private let progress: (UInt64, UInt64) throws(TagError) -> Void

    /// - Parameter progress: called with bytes read and bytes in all; throws to stop.
    init(path: String, progress: @escaping (UInt64, UInt64) throws(TagError) -> Void) throws(TagError) {
        let shown = VisibleText.escape(path)
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), !isFolder.boolValue,
            let handle = FileHandle(forReadingAtPath: path)
        else { throw TagError("\(shown) cannot be read. Check its name and your rights.") }
        self.path = path
        self.handle = handle
        self.progress = progress
        let attributes = try? FileManager.default.attributesOfItem(atPath: path)
        size = (attributes?[.size] as? UInt64) ?? 0
        var name = (path as NSString).lastPathComponent
        let first = try Self.read(handle, shown)
        hash.update(data: first)
        consumed = UInt64(first.count)
        if first.starts(with: Array("BZh".utf8)) {
            if name.hasSuffix(".bz2") { name.removeLast(4) }
            unpacker = try Bunzip(shown)
        }
        self.name = name
        head = first
    }

    deinit { try? handle.close() }

    /// SHA-256 of what was read of the file; of the whole file once `next` answered nil.
    var sha256: String { Hex.text(hash.finalize()) }

    /// The first bytes, as unpacked as they stand: for telling what a file is before it is read.
    var beginning: [UInt8] { unpacker == nil ? head ?? [] : [] }

    /// The next unpacked bytes, at most 1 MiB; nil at the end.
    func next() throws(TagError) -> [UInt8]? {
        while true {
            if let unpacker, let out = try unpacker.drain() { return out }
            let chunk: [UInt8]
            if let head {
                chunk = head
                self.head = nil
            } else {
                chunk = try Self.read(handle, VisibleText.escape(path))
                hash.update(data: chunk)
                consumed += UInt64(chunk.count)
                try progress(consumed, size)
            }
            if chunk.isEmpty {
                try unpacker?.end(at: consumed)
                return nil
            }
            guard let unpacker else { return chunk }
            unpacker.feed(chunk)
        }
    }

    /// Everything, for formats that are read whole; an error above `cap` bytes.
    func all(cap: Int) throws(TagError) -> [UInt8] {
        var bytes: [UInt8] = []
        while let chunk = try next() {
            bytes += chunk
            guard bytes.count <= cap else {
                throw TagError("\(VisibleText.escape(path)) has more than \(cap) bytes, which are read at most. Split it.")
            }
        }
        return bytes
    }

    private static func read(_ handle: FileHandle, _ shown: String) throws(TagError) -> [UInt8] {
        do { return [UInt8](try handle.read(upToCount: 1 << 18) ?? Data()) } catch {
            throw TagError("\(shown) could not be read to its end: \(error).")
        }
    }
}
