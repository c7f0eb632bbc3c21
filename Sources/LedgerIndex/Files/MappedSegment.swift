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
        self.path = path
        self.size = size
        base = UnsafeRawPointer(mapped)
        pageCount = header.pages
        checked = Self.bits(pageCount)
        checkedGroups = Self.bits(header.pageGroups + 1)
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

    /// Tells the system that reads will jump about, so that it does not read ahead.
    func adviseRandom() { madvise(UnsafeMutableRawPointer(mutating: base), size, MADV_RANDOM) }

    /// Has the system read a page, and what its checksum is read from, without waiting for it.
    @inline(never)
    func willNeed(_ page: Int) {
        guard page >= 0, page < pageCount else { return }
        let bytes = UnsafeMutableRawPointer(mutating: base)
        madvise(bytes + SegmentHeader.byteCount + page * SegmentHeader.pageBytes, SegmentHeader.pageBytes, MADV_WILLNEED)
        let group = page / SegmentHeader.pagesTogether
        guard clew_bit(checkedGroups, group) == 0 else { return }
        let first = Int(header.checksums.offset) + (header.pageGroups + group * SegmentHeader.pagesTogether) * 4
        madvise(bytes + (first & ~(SegmentHeader.pageBytes - 1)), SegmentHeader.pageBytes, MADV_WILLNEED)
    }

    /// Gives the mapped pages back; they are read again when needed.
    func release() { madvise(UnsafeMutableRawPointer(mutating: base), size, MADV_DONTNEED) }
}
