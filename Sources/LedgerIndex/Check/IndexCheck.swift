import CLedgerKernel
import Encoding
import Foundation
import Ledger

/// Compares everything an index holds with what says that it is whole: checksums of every MiB, the SHA-256 of each
/// segment in MANIFEST, the hash of every block's rows, and the digest they lead to.
public struct IndexCheck: Sendable {
    public private(set) var segments = 0
    public private(set) var bytes: UInt64 = 0
    public private(set) var blocks: UInt64 = 0
    /// What was wrong, a sentence each; none when the ledger is whole.
    public private(set) var faults: [String] = []

    /// Checks the ledger in `folder`. Throws where it cannot be read at all; a fault in it is not an error.
    ///
    /// - Parameters:
    ///   - progress: what is compared, how much of it is done, and of how much.
    ///   - isCancelled: asked now and then; nil is answered after it said true.
    public static func run(
        at folder: String, progress: (String, Int, Int) -> Void = { _, _, _ in },
        isCancelled: () -> Bool = { false }
    ) throws(LedgerError) -> IndexCheck? {
        let place = LedgerFolder(path: folder)
        guard let manifest = try IndexManifest(in: place) else {
            throw LedgerError("There is no ledger at \(folder). Make one with: clew ledger import PATH")
        }
        var check = IndexCheck()
        var mapped: [MappedSegment] = []
        for segment in manifest.segments {
            check.segments += 1
            do throws(LedgerError) {
                let file = try MappedSegment(path: place.file(segment.file))
                check.bytes += UInt64(file.size)
                guard try check.compare(file, segment, progress, isCancelled) else { return nil }
                mapped.append(file)
            } catch {
                check.faults.append(error.sentence)
            }
        }
        guard check.faults.isEmpty else { return check }
        do throws(LedgerError) {
            let view = IndexView(try IndexStorage(mapped, chain: manifest.info.chain))
            guard try check.compareRows(view, manifest.info, progress, isCancelled) else { return nil }
        } catch {
            check.faults.append(error.sentence)
        }
        return check
    }

    /// Every MiB, then the whole file; false when cancelled.
    private mutating func compare(
        _ file: MappedSegment, _ segment: IndexManifest.Segment, _ progress: (String, Int, Int) -> Void, _ isCancelled: () -> Bool
    ) throws(LedgerError) -> Bool {
        var isStopped = false
        func goOn() throws(LedgerError) {
            isStopped = isCancelled()
            if isStopped { throw LedgerError("The check was stopped.") }
        }
        do throws(LedgerError) {
            try compare(file, segment) { phase, done, total throws(LedgerError) in
                progress(phase, done, total)
                try goOn()
            }
            return true
        } catch {
            if isStopped { return false }
            throw error
        }
    }

    private func compare(
        _ file: MappedSegment, _ segment: IndexManifest.Segment, _ step: (String, Int, Int) throws(LedgerError) -> Void
    ) throws(LedgerError) {
        try file.verifyAll { done, total throws(LedgerError) in try step("checksums", done, total) }
        let descriptor = open(file.path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw SystemFailure.system(errno, "read", file.path) }
        defer { close(descriptor) }
        let hash = try FileHash.sha256(descriptor, file.path) { done, total throws(LedgerError) in
            try step("hashing", done >> 20, total >> 20)
        }
        guard hash == segment.sha256 else {
            throw LedgerError(
                "\(file.path) has the SHA-256 \(Hex.text(hash)), and MANIFEST says \(Hex.text(segment.sha256)): one of "
                    + "the two was changed. Restore the ledger from a copy, or import the blocks again.")
        }
    }

    /// The rows of every block; false when cancelled.
    private mutating func compareRows(
        _ view: IndexView, _ info: LedgerInfo, _ progress: (String, Int, Int) -> Void, _ isCancelled: () -> Bool
    ) throws(LedgerError) -> Bool {
        var digest = LedgerDigest(chain: info.chain)
        var bytes: [UInt8] = []
        var total = 0
        for segment in 0..<view.count { total += Int(view.segments[segment].blockCount) }
        for segment in 0..<view.count {
            for place in 0..<view.segments[segment].blockCount {
                let block = try view.segments[segment].block(place).pointee
                bytes.removeAll(keepingCapacity: true)
                let record = BlockBytes.append(
                    try view.rows(ofBlock: place, in: segment), genesis: info.chain.genesis, to: &bytes)
                digest.append(block.hash.hash, rowsHash: record.rows_hash.hash.wire)
                guard record.rows_hash.hash == block.rows_hash.hash, digest.bytes == block.digest.hash.wire else {
                    throw LedgerError(
                        "The rows of block \(block.height) do not hash to what they did when they were imported. "
                            + "Restore the ledger from a copy, or import the blocks again into an empty folder.")
                }
                blocks += 1
                progress("rows", Int(blocks), total)
                if isCancelled() { return false }
            }
        }
        guard digest.bytes == info.digest else {
            throw LedgerError(
                "The ledger's digest is \(Hex.text(digest.bytes)), and MANIFEST says \(Hex.text(info.digest)). Restore "
                    + "the ledger from a copy, or import the blocks again into an empty folder.")
        }
        return true
    }
}
