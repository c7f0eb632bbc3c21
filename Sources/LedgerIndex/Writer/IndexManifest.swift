import Encoding
import Ledger

/// What MANIFEST of an index says: which segments are the ledger, oldest first, and what they hold.
struct IndexManifest: Sendable {
    static let schema: Int64 = 1
    static let store = "index"

    struct Segment: Sendable {
        var file: String
        /// Of the whole file, 32 bytes.
        var sha256: [UInt8]
    }

    var segments: [Segment]
    var info: LedgerInfo

    var bytes: [UInt8] {
        ManifestFacts.bytes(
            of: info, store: Self.store, schema: Self.schema,
            [
                "segments": .array(
                    segments.map { ["file": .string($0.file), "sha256": .string(Hex.text($0.sha256))] })
            ])
    }

    init(segments: [Segment], info: LedgerInfo) {
        self.segments = segments
        self.info = info
    }

    /// The manifest of a folder; nil when there is none.
    init?(in folder: LedgerFolder) throws(LedgerError) {
        guard let facts = try ManifestFacts(in: folder) else { return nil }
        try facts.check(store: Self.store, schema: Self.schema)
        guard let members = facts.json["segments"]?.arrayValue else { throw facts.damaged("it names no segments") }
        var segments: [Segment] = []
        for member in members {
            // The name becomes a part of a path: nothing but the names this store gives.
            guard let file = member["file"]?.stringValue, SegmentName.number(of: file) != nil else {
                throw facts.damaged("it names no segment file")
            }
            guard let hash = member["sha256"]?.stringValue.flatMap({ Hex.bytes($0) }), hash.count == 32 else {
                throw facts.damaged("the SHA-256 of \(file) is not 64 hexadecimal digits")
            }
            segments.append(Segment(file: file, sha256: hash))
        }
        self.segments = segments
        info = try facts.info()
    }
}

/// `segment-7.clew`: the number grows with each segment written.
enum SegmentName {
    static func name(_ number: Int) -> String { "segment-\(number).clew" }

    /// The number in such a name; nil for any other name.
    static func number(of name: String) -> Int? {
        guard name.hasPrefix("segment-"), name.hasSuffix(".clew"),
            let number = Int(name.dropFirst("segment-".count).dropLast(".clew".count)), number > 0,
            Self.name(number) == name
        else { return nil }
        return number
    }
}
