import Foundation
import Ledger

/// Writes rows one after the other from a place in a file on, gathering them first. Used by one thread.
final class FileWriter {
    private let path: String
    private let descriptor: Int32
    private let ownsDescriptor: Bool
    private let buffer: UnsafeMutableRawPointer
    private let capacity: Int
    private var used = 0
    private let start: Int
    private var flushed: Int

    /// Bytes appended so far.
    var count: Int { flushed - start + used }

    /// Writes into an open file, from `offset` on.
    init(_ descriptor: Int32, at offset: Int, path: String, capacity: Int = 1 << 17) {
        self.path = path
        self.descriptor = descriptor
        ownsDescriptor = false
        self.capacity = capacity
        start = offset
        flushed = offset
        buffer = .allocate(byteCount: capacity, alignment: 16)
    }

    /// Reads `count` bytes that another writer has written from `offset` on; nothing is to be appended.
    init(_ descriptor: Int32, reading offset: Int, count: Int, path: String) {
        self.path = path
        self.descriptor = descriptor
        ownsDescriptor = false
        capacity = 0
        start = offset
        flushed = offset + count
        buffer = .allocate(byteCount: 16, alignment: 16)
    }

    /// Writes into a file without a name in `folder`.
    init(in folder: String, capacity: Int = 1 << 16) throws(LedgerError) {
        (path, descriptor) = try TemporaryFile.open(in: folder)
        ownsDescriptor = true
        self.capacity = capacity
        start = 0
        flushed = 0
        buffer = .allocate(byteCount: capacity, alignment: 16)
    }

    deinit {
        buffer.deallocate()
        if ownsDescriptor { close(descriptor) }
    }

    @inline(__always)
    func append<Row: BitwiseCopyable>(_ row: Row) throws(LedgerError) {
        if used + MemoryLayout<Row>.size > capacity { try flush() }
        (buffer + used).storeBytes(of: row, as: Row.self)
        used += MemoryLayout<Row>.size
    }

    func append(_ bytes: UnsafeRawBufferPointer) throws(LedgerError) {
        guard let from = bytes.baseAddress, bytes.count > 0 else { return }
        if used + bytes.count > capacity { try flush() }
        if bytes.count > capacity {
            try TemporaryFile.write(from, bytes.count, at: flushed, descriptor, path)
            flushed += bytes.count
            return
        }
        (buffer + used).copyMemory(from: from, byteCount: bytes.count)
        used += bytes.count
    }

    func flush() throws(LedgerError) {
        try TemporaryFile.write(buffer, used, at: flushed, descriptor, path)
        flushed += used
        used = 0
    }

    /// Reads back what was written; `offset` counts from where this writer began.
    func read(_ bytes: UnsafeMutableRawPointer, _ count: Int, at offset: Int) throws(LedgerError) {
        if used > 0 { try flush() }
        try TemporaryFile.read(bytes, count, at: start + offset, descriptor, path)
    }
}

/// Reads a column of a file from its beginning on, some at a time.
struct ColumnReader<Row: BitwiseCopyable> {
    private let writer: FileWriter
    private let scratch = ScratchBuffer()
    private var rows: UnsafePointer<Row>
    private var first = 0
    private var end = 0
    private let count: Int

    init(_ writer: FileWriter) {
        self.writer = writer
        count = writer.count / MemoryLayout<Row>.size
        rows = UnsafePointer(scratch.rows(1, Row.self))
    }

    /// The row at `index`, which must not descend from call to call by more than what is at hand.
    @inline(__always)
    mutating func row(_ index: Int) throws(LedgerError) -> Row {
        if index >= end || index < first { try load(index) }
        return rows[index - first]
    }

    @inline(never)
    private mutating func load(_ index: Int) throws(LedgerError) {
        guard index < count else { throw LedgerError("The import asked for a row that it did not write: \(index).") }
        let size = min(count - index, (1 << 16) / MemoryLayout<Row>.size)
        let memory = scratch.rows(size, Row.self)
        try writer.read(memory, size * MemoryLayout<Row>.size, at: index * MemoryLayout<Row>.size)
        rows = UnsafePointer(memory)
        first = index
        end = index + size
    }
}
