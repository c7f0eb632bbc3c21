import Foundation
import Ledger

/// Rows divided among many buckets, kept on disk: what a join needs one part of at a time.
///
/// One file without a name holds the chunks of all buckets, so that nothing is left behind whatever happens. Rows are
/// multiples of eight bytes and come back in the order in which they went in. Used by one thread.
final class SpillFile {
    private struct Bucket {
        var buffer: UnsafeMutableRawPointer?
        var used = 0
        var capacity = 0
        var bytes = 0
    }

    let bucketCount: Int
    private let path: String
    private let descriptor: Int32
    private let chunk: Int
    private let buckets: UnsafeMutablePointer<Bucket>
    private var places: [[(offset: Int, count: Int)]]
    private var end = 0

    /// - Parameter chunk: bytes a bucket gathers before they are written.
    init(in folder: String, buckets count: Int, chunk: Int = 1 << 16) throws(LedgerError) {
        let (path, descriptor) = try TemporaryFile.open(in: folder)
        self.path = path
        self.descriptor = descriptor
        self.chunk = chunk
        bucketCount = count
        buckets = .allocate(capacity: count)
        buckets.initialize(repeating: Bucket(), count: count)
        places = [[(offset: Int, count: Int)]](repeating: [], count: count)
    }

    deinit {
        for place in 0..<bucketCount { buckets[place].buffer?.deallocate() }
        buckets.deallocate()
        close(descriptor)
    }

    /// Room for `count` bytes at the end of a bucket, to be filled before the next call.
    @inline(__always)
    func reserve(_ bucket: Int, _ count: Int) throws(LedgerError) -> UnsafeMutableRawPointer {
        let place = buckets + bucket
        if let buffer = place.pointee.buffer, place.pointee.used + count <= place.pointee.capacity {
            let room = buffer + place.pointee.used
            place.pointee.used += count
            return room
        }
        return try reserveSlowly(place, bucket, count)
    }

    @inline(never)
    private func reserveSlowly(
        _ place: UnsafeMutablePointer<Bucket>, _ bucket: Int, _ count: Int
    ) throws(LedgerError) -> UnsafeMutableRawPointer {
        try flush(place, bucket)
        let capacity = max(chunk, count)
        if place.pointee.capacity != capacity {
            place.pointee.buffer?.deallocate()
            place.pointee.buffer = .allocate(byteCount: capacity, alignment: 16)
            place.pointee.capacity = capacity
        }
        place.pointee.used = count
        guard let buffer = place.pointee.buffer else { throw SystemFailure.system(ENOMEM, "written", path) }
        return buffer
    }

    @inline(__always)
    func append<Row: BitwiseCopyable>(_ bucket: Int, _ row: Row) throws(LedgerError) {
        try reserve(bucket, MemoryLayout<Row>.stride).storeBytes(of: row, as: Row.self)
    }

    private func flush(_ place: UnsafeMutablePointer<Bucket>, _ bucket: Int) throws(LedgerError) {
        guard place.pointee.used > 0, let buffer = place.pointee.buffer else { return }
        try TemporaryFile.write(buffer, place.pointee.used, at: end, descriptor, path)
        places[bucket].append((end, place.pointee.used))
        end += place.pointee.used
        place.pointee.bytes += place.pointee.used
        place.pointee.used = 0
    }

    /// The rows of a bucket, in `scratch`, until it is used again.
    func load(_ bucket: Int, into scratch: ScratchBuffer) throws(LedgerError) -> UnsafeRawBufferPointer {
        let place = buckets + bucket
        let raw = scratch.reserve(place.pointee.bytes + place.pointee.used)
        var at = 0
        for chunk in places[bucket] {
            try TemporaryFile.read(raw + at, chunk.count, at: chunk.offset, descriptor, path)
            at += chunk.count
        }
        if let buffer = place.pointee.buffer, place.pointee.used > 0 {
            (raw + at).copyMemory(from: buffer, byteCount: place.pointee.used)
            at += place.pointee.used
        }
        return UnsafeRawBufferPointer(start: raw, count: at)
    }

    /// The same as rows of one type.
    func rows<Row: BitwiseCopyable>(
        _ bucket: Int, _: Row.Type, into scratch: ScratchBuffer
    ) throws(LedgerError) -> UnsafeBufferPointer<Row> {
        try load(bucket, into: scratch).bindMemory(to: Row.self)
    }
}

/// Memory that grows when more is needed and is used again.
final class ScratchBuffer {
    private var memory: UnsafeMutableRawPointer
    private var capacity: Int

    init() {
        capacity = 1 << 12
        memory = .allocate(byteCount: capacity, alignment: 16)
    }

    deinit { memory.deallocate() }

    /// At least `count` bytes; what was there before is gone.
    func reserve(_ count: Int) -> UnsafeMutableRawPointer {
        if count > capacity {
            memory.deallocate()
            capacity = count + count / 4
            memory = .allocate(byteCount: capacity, alignment: 16)
        }
        return memory
    }

    /// Room for `count` rows.
    func rows<Row: BitwiseCopyable>(_ count: Int, _: Row.Type) -> UnsafeMutablePointer<Row> {
        reserve(max(1, count) * MemoryLayout<Row>.stride).bindMemory(to: Row.self, capacity: max(1, count))
    }
}

/// Files without a name, and whole reads and writes.
enum TemporaryFile {
    static func open(in folder: String) throws(LedgerError) -> (path: String, descriptor: Int32) {
        var template = Array((folder + "/spill-XXXXXX").utf8CString)
        let descriptor = mkstemp(&template)
        let path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        guard descriptor >= 0 else { throw SystemFailure.system(errno, "written", folder) }
        unlink(path)
        _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
        return (path, descriptor)
    }

    static func write(
        _ bytes: UnsafeRawPointer, _ count: Int, at offset: Int, _ descriptor: Int32, _ path: String
    ) throws(LedgerError) {
        var done = 0
        while done < count {
            let written = pwrite(descriptor, bytes + done, count - done, off_t(offset + done))
            if written < 0 {
                if errno == EINTR { continue }
                throw SystemFailure.system(errno, "written", path)
            }
            done += written
        }
    }

    static func read(
        _ bytes: UnsafeMutableRawPointer, _ count: Int, at offset: Int, _ descriptor: Int32, _ path: String
    ) throws(LedgerError) {
        var done = 0
        while done < count {
            let got = pread(descriptor, bytes + done, count - done, off_t(offset + done))
            if got < 0 {
                if errno == EINTR { continue }
                throw SystemFailure.system(errno, "read", path)
            }
            guard got > 0 else {
                throw LedgerError("\(path) ends at byte \(offset + done), before it should. Run the import again.")
            }
            done += got
        }
    }
}
