import CLedgerKernel
import Crypto
import Foundation
import Ledger

/// Last step: the columns that are still elsewhere, checksums, header, and the wait until all is on disk.
extension SegmentBuild {
    func seal() throws(LedgerError) -> [UInt8] {
        try copy(positions, to: .positions)
        try copy(overwritten, to: .overwritten)
        try copy(oddScripts, to: .oddScripts)
        try copy(scripts, to: .scripts)
        end = (end + 4095) & ~4095
        guard ftruncate(descriptor, off_t(end)) == 0 else { throw SystemFailure.system(errno, "written", path) }

        var pages: [UInt32] = []
        let scratch = ScratchBuffer()
        var at = SegmentHeader.byteCount
        while at < end {
            try step(.seal, at, end * 2)
            let size = min(1 << 20, end - at)
            let bytes = scratch.reserve(size)
            try TemporaryFile.read(bytes, size, at: at, descriptor, path)
            for start in stride(from: 0, to: size, by: SegmentHeader.pageBytes) {
                pages.append(clew_crc32c(0, bytes + start, min(SegmentHeader.pageBytes, size - start)))
            }
            at += size
        }
        var groups: [UInt32] = []
        for start in stride(from: 0, to: pages.count, by: SegmentHeader.pagesTogether) {
            let count = min(SegmentHeader.pagesTogether, pages.count - start)
            groups.append(pages.withUnsafeBytes { clew_crc32c(0, $0.baseAddress.map { $0 + start * 4 }, count * 4) })
        }
        let groupBytes = groups.count * 4
        let table = groups + pages
        try table.withRaw { raw throws(LedgerError) in
            header.checksums = SegmentHeader.Place(offset: UInt64(end), length: UInt64(raw.count))
            header.checksumsChecksum = clew_crc32c(0, raw.baseAddress, groupBytes)
            if let base = raw.baseAddress { try TemporaryFile.write(base, raw.count, at: end, descriptor, path) }
        }
        try header.encoded().withRaw { raw throws(LedgerError) in
            if let base = raw.baseAddress { try TemporaryFile.write(base, raw.count, at: 0, descriptor, path) }
        }
        let hash = try FileHash.sha256(descriptor, path) { done, total throws(LedgerError) in
            try step(.seal, total + done, total * 2)
        }
        guard fsync(descriptor) == 0 else { throw SystemFailure.system(errno, "written", path) }
        return hash
    }
}

/// The SHA-256 of whole files.
enum FileHash {
    static func sha256(
        _ descriptor: Int32, _ path: String, step: (Int, Int) throws(LedgerError) -> Void = { _, _ in }
    ) throws(LedgerError) -> [UInt8] {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw SystemFailure.system(errno, "read", path) }
        let total = Int(status.st_size)
        var hasher = SHA256()
        let scratch = ScratchBuffer()
        var at = 0
        while at < total {
            let size = min(1 << 20, total - at)
            let bytes = scratch.reserve(size)
            try TemporaryFile.read(bytes, size, at: at, descriptor, path)
            hasher.update(bufferPointer: UnsafeRawBufferPointer(start: bytes, count: size))
            at += size
            try step(at, total)
        }
        return [UInt8](hasher.finalize())
    }
}
