import Encoding
import Foundation
import Ledger

/// A file being imported, read at offsets. It may shrink or vanish meanwhile: that is an error, never a trap, which is
/// why it is not mapped into memory.
final class SourceFile {
    let path: String
    /// Bytes when it was opened.
    let size: Int
    private let descriptor: Int32
    /// Eight bytes that Bitcoin Core (28 and later) mixes into its block files by exclusive or; empty for none.
    var key: [UInt8] = []
    private var window: [UInt8] = []
    private var windowStart = 0
    private static let windowSize = 1 << 16

    /// Opens a regular file; anything else is an error.
    init(_ path: String) throws(LedgerError) {
        self.path = path
        descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            size = 0
            let reason = errno
            throw LedgerError(
                reason == ENOENT
                    ? "\(Self.name(path)) does not exist." : "\(Self.name(path)) cannot be opened: \(String(cString: strerror(reason))).")
        }
        var status = stat()
        let isKnown = fstat(descriptor, &status) == 0
        size = isKnown ? Int(status.st_size) : 0
        guard isKnown, status.st_mode & S_IFMT == S_IFREG else {
            throw LedgerError("\(Self.name(path)) is no regular file: give a file or a folder of blk*.dat files.")
        }
    }

    deinit { if descriptor >= 0 { close(descriptor) } }

    /// The path for sentences, with control characters made visible.
    var name: String { Self.name(path) }
    static func name(_ path: String) -> String { VisibleText.escape(path) }

    func error(_ sentence: String, at offset: Int) -> LedgerError {
        LedgerError("\(name), at byte \(offset): \(sentence).")
    }

    func error(_ error: ParseError) -> LedgerError { LedgerError("\(name), \(error.sentence).") }

    /// Exactly `count` bytes at `offset`, put in place of what `buffer` held.
    func read(at offset: Int, count: Int, into buffer: inout [UInt8]) throws(LedgerError) {
        buffer.removeAll(keepingCapacity: true)
        let got = try fill(at: offset, count: count, into: &buffer)
        guard got == count else {
            throw error("the file ended while it was read: \(count) bytes were asked for, \(got) are there", at: offset)
        }
    }

    /// Up to `count` bytes at `offset`, fewer only at the end of the file. For short looks in ascending order.
    func peek(at offset: Int, count: Int) throws(LedgerError) -> [UInt8] {
        if offset < windowStart || offset + count > windowStart + window.count {
            window.removeAll(keepingCapacity: true)
            windowStart = offset
            _ = try fill(at: offset, count: max(count, Self.windowSize), into: &window)
        }
        let start = offset - windowStart
        return Array(window[min(start, window.count)..<min(start + count, window.count)])
    }

    /// The offset of the first byte from `offset` on that is not zero; nil when only zeros follow.
    func firstNonZero(from offset: Int) throws(LedgerError) -> Int? {
        var offset = offset
        var look = 8
        while true {
            let bytes = try peek(at: offset, count: look)
            if bytes.isEmpty { return nil }
            if let index = bytes.firstIndex(where: { $0 != 0 }) { return offset + index }
            offset += bytes.count
            look = Self.windowSize
        }
    }

    /// Appends up to `count` bytes and answers how many came.
    private func fill(at offset: Int, count: Int, into buffer: inout [UInt8]) throws(LedgerError) -> Int {
        let wanted = max(0, min(count, size - offset))
        var failure: Int32 = 0
        let start = buffer.count
        let bytes = [UInt8](unsafeUninitializedCapacity: wanted) { memory, got in
            while got < wanted, let base = memory.baseAddress {
                let count = pread(descriptor, base + got, wanted - got, off_t(offset + got))
                if count < 0, errno == EINTR { continue }
                if count < 0 { failure = errno }
                if count <= 0 { break }
                got += count
            }
        }
        guard failure == 0 else {
            throw error("it cannot be read: \(String(cString: strerror(failure)))", at: offset)
        }
        buffer += bytes
        if !key.isEmpty {
            for index in bytes.indices { buffer[start + index] ^= key[(offset + index) % key.count] }
        }
        return bytes.count
    }
}
