import CLedgerKernel
import Foundation
import Ledger

/// A segment's file, mapped into memory until the last value that reads it is gone.
///
/// Opening reads the header and nothing else. A page of the rest is compared with its checksum when it is first touched.
final class MappedSegment: @unchecked Sendable {
    let path: String
    let header: SegmentHeader
    let base: UnsafeRawPointer
    let size: Int
    /// One bit a page behind the header: set once it was compared.
    let checked: UnsafeMutablePointer<UInt8>
    /// The same for the checksums of a MiB, and behind them for the checksums of these.
    private let checkedGroups: UnsafeMutablePointer<UInt8>
    let pageCount: Int
    /// Pages of small columns that every question reads: read some together.
    private let dense: [Range<Int>]

    init(path: String) throws(LedgerError) {
        let descriptor = Foundation.open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw SystemFailure.system(errno, "opened", path) }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw SystemFailure.system(errno, "read", path) }
        let size = Int(status.st_size)
        guard size >= SegmentHeader.byteCount else {
            throw LedgerError(
                "\(path) is damaged: it has \(size) bytes, less than a header. Restore the ledger from a copy, or "
                    + "import the blocks again into an empty folder.")
        }
        guard let mapped = mmap(nil, size, PROT_READ, MAP_SHARED, descriptor, 0), mapped != MAP_FAILED else {
            throw SystemFailure.system(errno, "mapped", path)
        }
        do throws(LedgerError) {
            header = try SegmentHeader(mapped, size: size, at: path)
        } catch {
            munmap(mapped, size)
            throw error
        }
        // Questions jump about: reading ahead would cost more than it brings. Passes say otherwise (`willPass`).
        madvise(mapped, size, MADV_RANDOM)
        self.path = path
        self.size = size
        base = UnsafeRawPointer(mapped)
        dense = [.addressDirectory, .addressPlaces, .txidDirectory].map { [header] in Self.pages(header[$0]) }
        pageCount = header.pages
        checked = Self.bits(pageCount)
        checkedGroups = Self.bits(header.pageGroups + 1)
    }

    /// The pages behind the header that a column lies in.
    private static func pages(_ place: SegmentHeader.Place) -> Range<Int> {
        guard place.length > 0 else { return 0..<0 }
        let start = Int(place.offset) - SegmentHeader.byteCount
        return start / SegmentHeader.pageBytes..<(start + Int(place.length) - 1) / SegmentHeader.pageBytes + 1
    }

    private static func bits(_ count: Int) -> UnsafeMutablePointer<UInt8> {
        let bits = UnsafeMutablePointer<UInt8>.allocate(capacity: count / 8 + 1)
        bits.initialize(repeating: 0, count: count / 8 + 1)
        return bits
    }

    deinit {
        munmap(UnsafeMutableRawPointer(mutating: base), size)
        checked.deallocate()
        checkedGroups.deallocate()
    }

    /// Compares one page with its checksum, and before that its checksum with those above it.
    func verify(_ page: Int) throws(LedgerError) {
        guard page >= 0, page < pageCount else {
            throw LedgerError("\(path) is damaged: something in it points outside of it. Run: clew ledger check")
        }
        let groups = header.pageGroups
        let group = page / SegmentHeader.pagesTogether
        let top = Int(header.checksums.offset)
        if clew_bit(checkedGroups, group) == 0 {
            if clew_bit(checkedGroups, groups) == 0 {
                guard clew_crc32c(0, base + top, groups * 4) == header.checksumsChecksum else {
                    throw damaged(top, groups * 4)
                }
                clew_set_bit(checkedGroups, groups)
            }
            let first = group * SegmentHeader.pagesTogether
            let count = min(SegmentHeader.pagesTogether, pageCount - first)
            let start = top + (groups + first) * 4
            readTogether(start)
            guard clew_crc32c(0, base + start, count * 4) == (base + top).load(fromByteOffset: group * 4, as: UInt32.self)
            else { throw damaged(start, count * 4) }
            clew_set_bit(checkedGroups, group)
        }
        let start = SegmentHeader.byteCount + page * SegmentHeader.pageBytes
        let count = min(SegmentHeader.pageBytes, top - start)
        let stated = (base + top).load(fromByteOffset: (groups + page) * 4, as: UInt32.self)
        guard clew_crc32c(0, base + start, count) == stated else { throw damaged(start, count) }
        clew_set_bit(checked, page)
    }

    /// Compares everything, also what was compared before.
    func verifyAll(_ step: (Int, Int) throws(LedgerError) -> Void) throws(LedgerError) {
        willPass(0, size)
        for page in 0..<pageCount {
            try verify(page)
            if page % SegmentHeader.pagesTogether == 0 {
                try step(page / SegmentHeader.pagesTogether + 1, header.pageGroups)
            }
        }
    }

    private func damaged(_ start: Int, _ count: Int) -> LedgerError {
        LedgerError(
            "\(path) is damaged between byte \(start) and byte \(start + count): its content does not match its "
                + "checksum. Restore the ledger from a copy, or import the blocks again into an empty folder.")
    }

    /// Says that a part of the file will be read from its beginning to its end, so that the system reads ahead; or that it
    /// will no more.
    func willPass(_ offset: Int, _ length: Int, _ isPass: Bool = true) {
        let start = offset & ~(SegmentHeader.pageBytes - 1)
        madvise(
            UnsafeMutableRawPointer(mutating: base) + start, offset - start + length, isPass ? MADV_NORMAL : MADV_RANDOM)
    }

    /// Has the system read a page, and what its checksum is read from, without waiting for it.
    @inline(never)
    func willNeed(_ page: Int) {
        guard page >= 0, page < pageCount else { return }
        let start = SegmentHeader.byteCount + page * SegmentHeader.pageBytes
        if !readDense(page) {
            madvise(UnsafeMutableRawPointer(mutating: base) + start, SegmentHeader.pageBytes, MADV_WILLNEED)
        }
        let group = page / SegmentHeader.pagesTogether
        guard clew_bit(checkedGroups, group) == 0 else { return }
        readTogether(Int(header.checksums.offset) + (header.pageGroups + group * SegmentHeader.pagesTogether) * 4)
    }

    /// Has the system read what lies around a page of the small columns; false for a page of the others.
    @inline(__always)
    func readDense(_ page: Int) -> Bool {
        for range in dense where range.contains(page) {
            readTogether(SegmentHeader.byteCount + page * SegmentHeader.pageBytes)
            return true
        }
        return false
    }

    /// Has the system read the 128 KiB of the file that a byte lies in: they take hardly longer than its page.
    private func readTogether(_ offset: Int) {
        let width = 1 << 17
        let start = offset & ~(width - 1)
        madvise(UnsafeMutableRawPointer(mutating: base) + start, min(width, size - start), MADV_WILLNEED)
    }

    /// Has the system read a part of the file, and as much again behind it, without waiting for it.
    func willRead(_ part: UnsafeRawBufferPointer) {
        guard let first = part.baseAddress else { return }
        let start = (first - base) & ~(SegmentHeader.pageBytes - 1)
        guard start >= 0, start < size else { return }
        madvise(UnsafeMutableRawPointer(mutating: base) + start, min(first - base + 2 * part.count, size) - start, MADV_WILLNEED)
    }

    /// Gives the mapped pages back; they are read again when needed.
    func release() { madvise(UnsafeMutableRawPointer(mutating: base), size, MADV_DONTNEED) }
}
