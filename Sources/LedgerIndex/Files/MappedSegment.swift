import CLedgerKernel
import Foundation
import Ledger

/// A segment's file, mapped into memory until the last value that reads it is gone.
///
/// Opening reads the header and nothing else. A MiB of the rest is compared with its checksum when it is first touched.
final class MappedSegment: @unchecked Sendable {
    let path: String
    let header: SegmentHeader
    let base: UnsafeRawPointer
    let size: Int
    /// One byte a MiB behind the header: 1 once it was compared.
    let checked: UnsafeMutablePointer<UInt8>
    private let checkedCount: Int

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
        checkedCount = Int(header.checksums.length / 4)
        checked = .allocate(capacity: checkedCount + 1)
        checked.initialize(repeating: 0, count: checkedCount + 1)
    }

    deinit {
        munmap(UnsafeMutableRawPointer(mutating: base), size)
        checked.deallocate()
    }

    /// Compares one MiB with its checksum.
    func verify(_ place: Int) throws(LedgerError) {
        guard place >= 0, place < checkedCount else {
            throw LedgerError("\(path) is damaged: something in it points outside of it. Run: clew ledger check")
        }
        // The table's own checksum is compared once; its flag stands behind the others.
        let table = base + Int(header.checksums.offset)
        if clew_load(checked + checkedCount) == 0 {
            guard clew_crc32c(0, table, checkedCount * 4) == header.checksumsChecksum else {
                throw damaged(Int(header.checksums.offset), checkedCount * 4)
            }
            clew_store(checked + checkedCount, 1)
        }
        let start = SegmentHeader.byteCount + place * SegmentHeader.checkedBytes
        let count = min(SegmentHeader.checkedBytes, Int(header.checksums.offset) - start)
        let stated = table.load(fromByteOffset: place * 4, as: UInt32.self)
        guard clew_crc32c(0, base + start, count) == stated else { throw damaged(start, count) }
        clew_store(checked + place, 1)
    }

    /// Compares everything, also what was compared before.
    func verifyAll(_ step: (Int, Int) throws(LedgerError) -> Void) throws(LedgerError) {
        for place in 0..<checkedCount {
            try verify(place)
            try step(place + 1, checkedCount)
        }
    }

    private func damaged(_ start: Int, _ count: Int) -> LedgerError {
        LedgerError(
            "\(path) is damaged between byte \(start) and byte \(start + count): its content does not match its "
                + "checksum. Restore the ledger from a copy, or import the blocks again into an empty folder.")
    }

    /// Tells the system that reads will jump about, so that it does not read ahead.
    func adviseRandom() { madvise(UnsafeMutableRawPointer(mutating: base), size, MADV_RANDOM) }

    /// Gives the mapped pages back; they are read again when needed.
    func release() { madvise(UnsafeMutableRawPointer(mutating: base), size, MADV_DONTNEED) }
}
