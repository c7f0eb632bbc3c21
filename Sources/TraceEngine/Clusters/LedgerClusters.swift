import CLedgerKernel
import Foundation
import Ledger
import LedgerIndex

/// The clusters of an index, kept in a file beside it, so that they are made once and carried on with the blocks that
/// were added since.
///
/// The file holds the sets of the segments that stay when blocks are added, the last one being built anew each time. It
/// is an aid: one that is damaged, of another rule or of another ledger is made again, and a folder that cannot be
/// written to goes without.
enum LedgerClusters {
    static let fileName = "clusters.cache"

    static func make(
        of ledger: IndexLedger, by rule: ClusterRule, progress: (UInt32) -> Bool
    ) async throws(LedgerError) -> AddressClusters<IndexLedger> {
        let parts = ledger.view.parts
        let tip = ledger.info.tip ?? 0
        // What stays, as far as the snapshot reaches it whole.
        let settled = parts.dropLast(parts.count > 1 ? 1 : 0).prefix { $0.lastHeight <= tip }
        guard let last = settled.last, let addresses = ColumnJoins.addresses(of: ledger), rule.changes.isEmpty else {
            return try await AddressClusters(of: ledger, by: rule, progress: progress)
        }
        let path = ledger.folder + "/" + fileName
        var clusters: AddressClusters<IndexLedger>
        if let kept = ClusterFile(path), kept.rule == rule, let end = kept.matches(settled),
            let sets = UnionFind(links: kept.links), sets.count <= addresses.count {
            clusters = AddressClusters(
                kept: sets, of: try ledger.snapshot(at: end.lastHeight), by: rule, warnings: try await kept.warnings(in: ledger))
            if end != last { try await clusters.append(try ledger.snapshot(at: last.lastHeight), progress: progress) }
            if end != last { try? ClusterFile(clusters, settled).write(to: path) }
        } else {
            clusters = try await AddressClusters(of: try ledger.snapshot(at: last.lastHeight), by: rule, progress: progress)
            try? ClusterFile(clusters, settled).write(to: path)
        }
        if last.lastHeight < tip { try await clusters.append(ledger, progress: progress) }
        return clusters
    }
}

/// What `LedgerClusters` keeps. Little-endian; the last four bytes are a checksum of all before them.
struct ClusterFile {
    private static let magic: UInt64 = 0x3153_5543_5745_4c43
    let rule: ClusterRule
    private let parts: [IndexView.Part]
    private let joined: [(at: TxRef, sizes: [UInt32])]
    let links: ContiguousArray<Int32>

    init(_ clusters: AddressClusters<IndexLedger>, _ parts: ArraySlice<IndexView.Part>) {
        rule = clusters.rule
        self.parts = Array(parts)
        joined = clusters.warnings.map { ($0.row.at, $0.sizes) }
        // Numbers behind the last part are of segments that do not stay.
        let count = parts.last.map { Int($0.addressEnd - clusters.ledger.view.firstAddress) } ?? 0
        links = ContiguousArray(clusters.links.prefix(count))
    }

    /// The last of the ledger's parts that the file is about; nil where it is of another ledger.
    func matches(_ ledger: ArraySlice<IndexView.Part>) -> IndexView.Part? {
        ledger.starts(with: parts) ? parts.last : nil
    }

    func warnings(in ledger: IndexLedger) async throws(LedgerError) -> [ClusterWarning] {
        zip(try ledger.transactions(of: joined.map(\.at)), joined).map { ClusterWarning(row: $0, sizes: $1.sizes) }
    }

    /// Nil where there is no such file or it is not whole.
    init?(_ path: String) {
        guard let data = FileManager.default.contents(atPath: path), data.count > 36 else { return nil }
        var reader = Reader(bytes: [UInt8](data))
        guard reader.isWhole, reader.word() == Self.magic, reader.word() == Self.versions else { return nil }
        rule = ClusterRule(dust: reader.word(), large: UInt32(truncatingIfNeeded: reader.word()))
        let counts = (reader.word(), reader.word(), reader.word())
        guard reader.holds(counts.0 &* 56 &+ counts.1 &* 24 &+ counts.2 &* 4), counts.0 < 1 << 20, counts.1 < 1 << 40 else {
            return nil
        }
        parts = (0..<Int(counts.0)).map { _ in
            IndexView.Part(
                identity: reader.word(),
                lastBlock: Hash256(words: (reader.word(), reader.word(), reader.word(), reader.word())),
                lastHeight: UInt32(truncatingIfNeeded: reader.word()), addressEnd: reader.word())
        }
        joined = (0..<Int(counts.1)).map { _ in
            let (height, position, sizes) = (reader.word(), reader.word(), reader.word())
            return (
                TxRef(height: UInt32(truncatingIfNeeded: height), position: UInt32(truncatingIfNeeded: position)),
                [UInt32(truncatingIfNeeded: sizes >> 32), UInt32(truncatingIfNeeded: sizes)]
            )
        }
        links = reader.links(Int(counts.2))
    }

    /// Of the rule and of the detectors it asks: with another of them the clusters may be others.
    private static var versions: UInt64 {
        Detectors.all.reduce(UInt64(ClusterRule.version)) { ($0 &* 31) &+ UInt64($1.version) } &* 31 &+ UInt64(Detectors.all.count)
    }

    func write(to path: String) throws {
        var bytes: [UInt8] = []
        func put(_ word: UInt64) { withUnsafeBytes(of: word.littleEndian) { bytes += $0 } }
        put(Self.magic)
        put(Self.versions)
        put(rule.dust)
        put(UInt64(rule.large))
        put(UInt64(parts.count))
        put(UInt64(joined.count))
        put(UInt64(links.count))
        for part in parts {
            put(part.identity)
            for word in [part.lastBlock.words.0, part.lastBlock.words.1, part.lastBlock.words.2, part.lastBlock.words.3] { put(word) }
            put(UInt64(part.lastHeight))
            put(part.addressEnd)
        }
        for item in joined {
            put(UInt64(item.at.height))
            put(UInt64(item.at.position))
            put(UInt64(item.sizes.first ?? 0) << 32 | UInt64(item.sizes.last ?? 0))
        }
        links.withUnsafeBytes { bytes += $0 }
        withUnsafeBytes(of: Reader.checksum(bytes[...]).littleEndian) { bytes += $0 }
        try Data(bytes).write(to: URL(filePath: path), options: .atomic)
    }

    /// Takes words from the front; 0 behind the end.
    private struct Reader {
        let bytes: [UInt8]
        private var next = 0

        init(bytes: [UInt8]) { self.bytes = bytes }

        static func checksum(_ bytes: ArraySlice<UInt8>) -> UInt32 {
            bytes.withUnsafeBytes { clew_crc32c(0, $0.baseAddress, $0.count) }
        }

        var isWhole: Bool {
            bytes.suffix(4).withUnsafeBytes { $0.loadUnaligned(as: UInt32.self) } == Self.checksum(bytes.dropLast(4))
        }

        func holds(_ count: UInt64) -> Bool { UInt64(bytes.count - 4 - next) == count }

        mutating func word() -> UInt64 {
            guard next + 8 <= bytes.count else { return 0 }
            defer { next += 8 }
            return bytes.withUnsafeBytes { $0.loadUnaligned(fromByteOffset: next, as: UInt64.self) }
        }

        mutating func links(_ count: Int) -> ContiguousArray<Int32> {
            bytes.withUnsafeBytes { raw in
                ContiguousArray(unsafeUninitializedCapacity: count) { room, filled in
                    UnsafeMutableRawBufferPointer(room).copyMemory(
                        from: UnsafeRawBufferPointer(rebasing: raw[next..<next + count * 4]))
                    filled = count
                }
            }
        }
    }
}
