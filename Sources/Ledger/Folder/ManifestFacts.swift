import Encoding

/// The part of MANIFEST that is the same in every store: which store it is, of which chain, and what it holds.
public struct ManifestFacts: Sendable {
    /// The whole document.
    public let json: JSONValue
    private let path: String

    /// Reads MANIFEST in `folder`; nil when there is none.
    public init?(in folder: LedgerFolder) throws(LedgerError) {
        guard let bytes = try folder.read(folder.manifest) else { return nil }
        try self.init(bytes: bytes, at: folder.manifest)
    }

    /// Reads a manifest's bytes; `path` is named in what is wrong with them.
    public init(bytes: [UInt8], at path: String) throws(LedgerError) {
        self.path = path
        do { json = try JSONValue.parse(bytes) } catch { throw Self.damaged(path, "\(error)") }
    }

    /// The store that wrote it: `sqlite` or `index`; an error when it names none.
    public func store() throws(LedgerError) -> String {
        guard let store = json["store"]?.stringValue else { throw damaged("it names no store") }
        return store
    }

    /// Refuses another store's manifest and that of a newer schema.
    public func check(store expected: String, schema newest: Int64) throws(LedgerError) {
        guard let schema = json["schema"]?.integerValue else { throw damaged("it has no schema number") }
        let store = try store()
        guard store == expected else {
            throw LedgerError(
                "\(path) describes a ledger of the kind \(VisibleText.escape(store)), which this build cannot read.")
        }
        guard schema <= newest else {
            throw LedgerError(
                "\(path) was written by a newer Clew (schema \(schema); this one reads up to \(newest)). Use the "
                    + "newer version.")
        }
    }

    /// Chain, coverage, tip and digest.
    public func info() throws(LedgerError) -> LedgerInfo {
        guard let name = json["chain"]?.stringValue else { throw damaged("it names no chain") }
        guard let chain = Chain(named: name) else {
            throw LedgerError(
                "\(path) is a ledger of the chain \(VisibleText.escape(name)), which this build does not know.")
        }
        guard let coverage = json["coverage"].flatMap({ Coverage(json: $0) }) else {
            throw damaged("its coverage cannot be read")
        }
        guard let digest = json["digest"]?.stringValue.flatMap({ Hex.bytes($0) }), digest.count == 32 else {
            throw damaged("its digest is not 64 hexadecimal digits")
        }
        guard let time = json["tip_time"]?.integerValue.flatMap({ UInt32(exactly: $0) }) else {
            throw damaged("its tip has no time")
        }
        return LedgerInfo(
            chain: chain, coverage: coverage, tipHash: json["tip_hash"]?.stringValue.flatMap { Hash256($0) },
            tipTime: time, digest: digest)
    }

    /// The error for a manifest of which `what` is wrong.
    public func damaged(_ what: String) -> LedgerError { Self.damaged(path, what) }

    private static func damaged(_ path: String, _ what: String) -> LedgerError {
        LedgerError(
            "\(path) is damaged: \(what). Restore the ledger from a copy, or import the blocks again into an empty "
                + "folder.")
    }

    /// The bytes of a manifest with a store's own members beside the common ones.
    public static func bytes(
        of info: LedgerInfo, store: String, schema: Int64, _ members: [String: JSONValue]
    ) -> [UInt8] {
        let common: [String: JSONValue] = [
            "schema": .integer(schema),
            "store": .string(store),
            "chain": .string(info.chain.name),
            "tip_height": info.tip.map { .integer(Int64($0)) } ?? .null,
            "tip_hash": .optional(info.tipHash?.description),
            "tip_time": .integer(Int64(info.tipTime)),
            "digest": .string(Hex.text(info.digest)),
            "coverage": info.coverage.json,
        ]
        return Array((JSONValue.object(common.merging(members) { mine, _ in mine }).pretty() + "\n").utf8)
    }
}
