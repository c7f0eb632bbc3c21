import CLedgerKernel
import Foundation
import Ledger

/// The blocks an import has handed over so far, on disk: it survives being killed, and a later run of the same import
/// goes on with it. Every record has a checksum; what was torn off at the end is cut away.
///
/// `import.log`: "CLEWLOG1", u32 length and the identity (chain, manifest it builds on, fingerprint), then records.
final class ImportLog {
    /// Where a block's record is.
    struct Place {
        var record: clew_log_record
        /// Of the rows behind the record's head.
        var offset: Int
    }

    static let name = "import.log"
    private static let magic: UInt64 = 0x3147_4f4c_5745_4c43

    let path: String
    private let descriptor: Int32
    private var end: Int
    private var pending: [UInt8] = []
    /// The last block of each height.
    private(set) var places: [UInt32: Place] = [:]
    private(set) var isOrdinal = false
    /// The lowest height that was dropped.
    private(set) var droppedFrom: UInt32?
    /// The last height, where blocks came in ascending order.
    private(set) var ascendingThrough: UInt32?
    private(set) var isAscending = true
    private let genesis: BlockHash

    /// Opens the log a run with the same identity left, else begins one.
    init(in folder: LedgerFolder, identity: String, genesis: BlockHash) throws(LedgerError) {
        path = folder.file(Self.name)
        self.genesis = genesis
        descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw SystemFailure.system(errno, "opened", path) }
        end = 0
        var head: [UInt8] = []
        withUnsafeBytes(of: Self.magic) { head += $0 }
        withUnsafeBytes(of: UInt32(identity.utf8.count)) { head += $0 }
        head += Array(identity.utf8)
        var found = [UInt8](repeating: 0, count: head.count)
        if pread(descriptor, &found, found.count, 0) == found.count, found == head {
            end = head.count
            try recover()
        } else {
            guard ftruncate(descriptor, 0) == 0 else { throw SystemFailure.system(errno, "written", path) }
            pending = head
        }
    }

    deinit { close(descriptor) }

    /// Reads the records that are whole and cuts off the rest.
    private func recover() throws(LedgerError) {
        let scratch = ScratchBuffer()
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw SystemFailure.system(errno, "read", path) }
        let size = Int(status.st_size)
        let headSize = MemoryLayout<clew_log_record>.size
        while size - end >= headSize {
            var record = clew_log_record()
            try withUnsafeMutableBytes(of: &record) { raw throws(LedgerError) in
                guard let base = raw.baseAddress else { return }
                try TemporaryFile.read(base, headSize, at: end, descriptor, path)
            }
            let rest = UInt64(size - end - headSize)
            guard record.rows_length <= rest, record.stated_length <= rest - record.rows_length else { break }
            let length = Int(record.rows_length + record.stated_length)
            let bytes = scratch.reserve(length)
            try TemporaryFile.read(bytes, length, at: end + headSize, descriptor, path)
            guard Self.checksum(record, UnsafeRawBufferPointer(start: bytes, count: length)) == record.crc else { break }
            note(record, at: end + headSize)
            end += headSize + length
        }
        guard ftruncate(descriptor, off_t(end)) == 0 else { throw SystemFailure.system(errno, "written", path) }
    }

    private func note(_ record: clew_log_record, at offset: Int) {
        switch record.kind {
        case 1:
            if let ascendingThrough, record.height < ascendingThrough { isAscending = false }
            ascendingThrough = max(ascendingThrough ?? 0, record.height)
            places[record.height] = Place(record: record, offset: offset)
        case 2: isOrdinal = true
        default:
            places = places.filter { $0.key < record.height }
            droppedFrom = min(droppedFrom ?? .max, record.height)
            ascendingThrough = record.height == 0 ? nil : record.height - 1
        }
    }

    private static func checksum(_ record: clew_log_record, _ bytes: UnsafeRawBufferPointer) -> UInt32 {
        let head = withUnsafeBytes(of: record) { clew_crc32c(0, $0.baseAddress.map { $0 + 4 }, $0.count - 4) }
        return clew_crc32c(head, bytes.baseAddress, bytes.count)
    }

    // MARK: Writing

    func append(_ block: BlockRows) throws(LedgerError) {
        let headSize = MemoryLayout<clew_log_record>.size
        let start = pending.count
        pending.append(contentsOf: repeatElement(0, count: headSize))
        var record = BlockBytes.append(block, genesis: genesis, to: &pending)
        pending.withUnsafeMutableBytes { raw in
            let body = UnsafeRawBufferPointer(rebasing: raw[(start + headSize)...])
            record.crc = Self.checksum(record, body)
            raw.storeBytes(of: record, toByteOffset: start, as: clew_log_record.self)
        }
        note(record, at: end + start + headSize)
        if pending.count > 1 << 20 { try flush() }
    }

    func declareOrdinal() throws(LedgerError) { try appendMark(2, 0) }

    func drop(from height: UInt32) throws(LedgerError) { try appendMark(3, height) }

    private func appendMark(_ kind: UInt32, _ height: UInt32) throws(LedgerError) {
        var record = clew_log_record()
        record.kind = kind
        record.height = height
        record.crc = Self.checksum(record, UnsafeRawBufferPointer(start: nil, count: 0))
        withUnsafeBytes(of: record) { pending += $0 }
        note(record, at: 0)
        try flush()
    }

    /// Hands what was gathered to the system; being killed does not lose it any more.
    func flush() throws(LedgerError) {
        let count = pending.count
        try pending.withRaw { raw throws(LedgerError) in
            if let base = raw.baseAddress { try TemporaryFile.write(base, count, at: end, descriptor, path) }
        }
        end += count
        pending.removeAll(keepingCapacity: true)
    }

    /// A block as it was appended.
    func rows(_ place: Place) throws(LedgerError) -> BlockRows {
        let scratch = ScratchBuffer()
        let rows = try BlockBytes.rows(place.record, try load(place, into: scratch))
        withExtendedLifetime(scratch) {}
        return rows
    }

    /// Rows and stated inputs of a block.
    func load(_ place: Place, into scratch: ScratchBuffer) throws(LedgerError) -> UnsafeRawBufferPointer {
        if !pending.isEmpty { try flush() }
        let length = Int(place.record.rows_length + place.record.stated_length)
        let bytes = scratch.reserve(length)
        try TemporaryFile.read(bytes, length, at: place.offset, descriptor, path)
        return UnsafeRawBufferPointer(start: bytes, count: length)
    }
}
