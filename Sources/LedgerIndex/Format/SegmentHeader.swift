import CLedgerKernel
import Ledger

/// The first 64 KiB of a segment: what it is, what it counts, and where its columns are.
struct SegmentHeader: Equatable {
    static let byteCount = 65_536
    /// "CLEWSEG1", the first letter in the lowest byte.
    static let magic: UInt64 = 0x3147_4553_5745_4c43
    /// 2 since addresses and their histories are one column.
    static let version: UInt32 = 2
    static let endianness: UInt32 = 0x0102_0304
    /// Bytes under one checksum, and such checksums under one more: a page, and a MiB of pages. So what is read first
    /// can be checked without reading a MiB from the disk.
    static let pageBytes = 1 << 12
    static let pagesTogether = 1 << 8

    /// Pages behind the header, and checksums over their checksums.
    var pages: Int { (Int(checksums.offset) - Self.byteCount + Self.pageBytes - 1) / Self.pageBytes }
    var pageGroups: Int { (pages + Self.pagesTogether - 1) / Self.pagesTogether }

    struct Place: Equatable {
        var offset: UInt64 = 0
        var length: UInt64 = 0
    }

    var chain = ""
    var blocks: UInt64 = 0
    var transactions: UInt64 = 0
    var inputs: UInt64 = 0
    var outputs: UInt64 = 0
    var addresses: UInt64 = 0
    /// What the segments before it count: added to an id in this one.
    var firstTransaction: UInt64 = 0
    var firstInput: UInt64 = 0
    var firstOutput: UInt64 = 0
    var firstAddress: UInt64 = 0
    var firstHeight: UInt32 = 0
    var lastHeight: UInt32 = 0
    var firstHash = BlockHash.zero
    var lastHash = BlockHash.zero
    /// The last block of the segment before; zero in the first.
    var before = BlockHash.zero
    var unknownInputs: UInt64 = 0
    /// The first transaction with such an input; all ones when there is none.
    var firstUnknown: UInt64 = .max
    /// The least height of a block held in part; all ones when there is none.
    var firstPart: UInt64 = .max
    /// The table of checksums: u32 a MiB behind the header, over the checksums of its pages; then u32 a page.
    var checksums = Place()
    /// Of the first part of that table.
    var checksumsChecksum: UInt32 = 0
    /// By column number; an absent column is empty.
    var columns = [Place](repeating: Place(), count: 64)

    private static let tableOffset = 512
    private static let checksumOffset = byteCount - 4

    /// 64 KiB.
    func encoded() -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: Self.byteCount)
        bytes.withUnsafeMutableBytes { raw in
            var at = 0
            func put<T>(_ value: T) {
                raw.storeBytes(of: value, toByteOffset: at, as: T.self)
                at += MemoryLayout<T>.size
            }
            put(Self.magic); put(Self.version); put(Self.endianness)
            for (place, byte) in chain.utf8.prefix(32).enumerated() { raw[at + place] = byte }
            at += 32
            for count in numbers { put(count) }
            put(firstHeight); put(lastHeight)
            for hash in [firstHash, lastHash, before] { put(clew_hash(hash)) }
            put(checksums.offset); put(checksums.length)
            put(checksumsChecksum); put(UInt32(columns.count))
            at = Self.tableOffset
            for column in columns { put(column.offset); put(column.length) }
            at = Self.checksumOffset
            put(clew_crc32c(0, raw.baseAddress, Self.checksumOffset))
        }
        return bytes
    }

    private var numbers: [UInt64] {
        [
            blocks, transactions, inputs, outputs, addresses, firstTransaction, firstInput, firstOutput, firstAddress,
            unknownInputs, firstUnknown, firstPart,
        ]
    }

    init() {}

    /// Reads and checks a header; `size` is that of the whole file.
    init(_ raw: UnsafeRawPointer, size: Int, at path: String) throws(LedgerError) {
        func damaged(_ what: String) -> LedgerError {
            LedgerError(
                "\(path) is damaged: \(what). Restore the ledger from a copy, or import the blocks again into an empty "
                    + "folder.")
        }
        guard size >= Self.byteCount else { throw damaged("it has \(size) bytes, and its header alone takes 65536") }
        var at = 0
        func take<T: FixedWidthInteger>(_: T.Type) -> T {
            defer { at += MemoryLayout<T>.size }
            return raw.loadUnaligned(fromByteOffset: at, as: T.self)
        }
        guard take(UInt64.self) == Self.magic else { throw damaged("it does not begin as a segment") }
        let version = take(UInt32.self)
        guard take(UInt32.self) == Self.endianness else { throw damaged("its numbers are in another byte order") }
        guard version >= Self.version else {
            throw LedgerError(
                "\(path) was written by an earlier Clew, in a form (\(version)) that this one reads no more. Nothing in it is "
                    + "lost: import the blocks again into a new folder, with: clew ledger import PATH --ledger FOLDER")
        }
        guard version == Self.version else {
            throw LedgerError("\(path) is of version \(version), and this build reads \(Self.version). Use a newer Clew.")
        }
        let stated = raw.loadUnaligned(fromByteOffset: Self.checksumOffset, as: UInt32.self)
        guard clew_crc32c(0, raw, Self.checksumOffset) == stated else { throw damaged("its header does not match its checksum") }
        let name = UnsafeRawBufferPointer(start: raw + at, count: 32).prefix { $0 != 0 }
        chain = String(decoding: name, as: UTF8.self)
        at += 32
        blocks = take(UInt64.self); transactions = take(UInt64.self); inputs = take(UInt64.self)
        outputs = take(UInt64.self); addresses = take(UInt64.self)
        firstTransaction = take(UInt64.self); firstInput = take(UInt64.self); firstOutput = take(UInt64.self)
        firstAddress = take(UInt64.self)
        unknownInputs = take(UInt64.self); firstUnknown = take(UInt64.self); firstPart = take(UInt64.self)
        firstHeight = take(UInt32.self); lastHeight = take(UInt32.self)
        func hash() -> Hash256 {
            Hash256(words: (take(UInt64.self), take(UInt64.self), take(UInt64.self), take(UInt64.self)))
        }
        firstHash = hash(); lastHash = hash(); before = hash()
        checksums = Place(offset: take(UInt64.self), length: take(UInt64.self))
        checksumsChecksum = take(UInt32.self)
        guard take(UInt32.self) == UInt32(columns.count) else { throw damaged("its column table has another length") }
        at = Self.tableOffset
        for column in columns.indices { columns[column] = Place(offset: take(UInt64.self), length: take(UInt64.self)) }
        try check(size: UInt64(size), damaged)
    }

    /// Every place must be inside of the file and of the length that the counts say.
    private func check(size: UInt64, _ damaged: (String) -> LedgerError) throws(LedgerError) {
        for place in columns + [checksums] where place.length > 0 {
            let (end, overflow) = place.offset.addingReportingOverflow(place.length)
            guard !overflow, end <= size, place.offset >= UInt64(Self.byteCount), place.offset % 8 == 0 else {
                throw damaged("its column table points outside of it; it may have been cut short")
            }
        }
        let limit = UInt64(UInt32.max - 1)
        guard blocks > 0, blocks < limit, transactions < limit, inputs < limit, outputs < limit, addresses < limit,
            checksums.offset % 4096 == 0,
            checksums.length == UInt64(pages + pageGroups) * 4, checksums.offset + checksums.length == size
        else { throw damaged("its counts do not fit its size; it may have been cut short") }
        let lengths: [(SegmentColumn, UInt64)] = [
            (.blocks, blocks * 160), (.transactionBlock, transactions * 4),
            (.transactionOutputs, (transactions + 1) * 4), (.transactionInputs, (transactions + 1) * 4),
            (.txids, transactions * 32), (.txidEntries, transactions * 12), (.outputValue, outputs * 8),
            (.outputOwner, outputs * 4), (.outputSpender, outputs * 4), (.outputSpenderInput, outputs * 4),
            (.inputPrevious, inputs * 4), (.inputPreviousTransaction, inputs * 4), (.inputValue, inputs * 8),
            (.inputOwner, inputs * 4), (.addressPlaces, addresses * 4),
        ]
        for (column, length) in lengths where self[column].length != length {
            throw damaged("column \(column) has \(self[column].length) bytes instead of \(length)")
        }
    }

    subscript(column: SegmentColumn) -> Place {
        get { columns[Int(column.rawValue)] }
        set { columns[Int(column.rawValue)] = newValue }
    }
}

extension clew_hash {
    init(_ hash: Hash256) { self.init(w0: hash.words.0, w1: hash.words.1, w2: hash.words.2, w3: hash.words.3) }

    @inline(__always) var hash: Hash256 { Hash256(words: (w0, w1, w2, w3)) }
}
