import Encoding
import Ledger

/// What MANIFEST says: which file is the ledger, and what it holds.
struct LedgerManifest: Sendable {
    /// The schema this build writes and the newest it reads.
    static let schema: Int64 = LedgerSchema.version
    static let store = "sqlite"

    var file: String
    var info: LedgerInfo

    var bytes: [UInt8] {
        let json: JSONValue = [
            "schema": .integer(Self.schema),
            "store": .string(Self.store),
            "chain": .string(info.chain.name),
            "file": .string(file),
            "tip_height": info.tip.map { .integer(Int64($0)) } ?? .null,
            "tip_hash": .optional(info.tipHash?.description),
            "tip_time": .integer(Int64(info.tipTime)),
            "digest": .string(Hex.text(info.digest)),
            "coverage": info.coverage.json,
        ]
        return Array((json.pretty() + "\n").utf8)
    }

    init(file: String, info: LedgerInfo) {
        self.file = file
        self.info = info
    }

    /// The manifest of a folder; nil when there is none.
    init?(in folder: LedgerFolder) throws(LedgerError) {
        guard let bytes = try folder.read(folder.manifest) else { return nil }
        self = try Self(bytes: bytes, at: folder.manifest)
    }

    private init(bytes: [UInt8], at path: String) throws(LedgerError) {
        func damaged(_ what: String) -> LedgerError {
            LedgerError(
                "\(path) is damaged: \(what). Restore the ledger from a copy, or import the blocks again into an "
                    + "empty folder.")
        }
        let json: JSONValue
        do { json = try JSONValue.parse(bytes) } catch { throw damaged("\(error)") }
        guard let schema = json["schema"]?.integerValue else { throw damaged("it has no schema number") }
        guard schema <= Self.schema else {
            throw LedgerError(
                "\(path) was written by a newer Clew (schema \(schema); this one reads up to \(Self.schema)). Use the "
                    + "newer version.")
        }
        guard let store = json["store"]?.stringValue else { throw damaged("it names no store") }
        guard store == Self.store else {
            throw LedgerError("\(path) describes a ledger of the kind \(VisibleText.escape(store)), which this build cannot read.")
        }
        guard let name = json["chain"]?.stringValue else { throw damaged("it names no chain") }
        guard let chain = Chain(named: name) else {
            throw LedgerError(
                "\(path) is a ledger of the chain \(VisibleText.escape(name)), which this build does not know.")
        }
        // The name becomes a part of a path: nothing but the names this store gives.
        guard let file = json["file"]?.stringValue, LedgerFileName.number(of: file) != nil else {
            throw damaged("it names no ledger file")
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
        self.file = file
        info = LedgerInfo(
            chain: chain, coverage: coverage, tipHash: json["tip_hash"]?.stringValue.flatMap { Hash256($0) },
            tipTime: time, digest: digest)
    }
}

/// `ledger-7.sqlite`: the number grows with each import that ended.
enum LedgerFileName {
    static func name(_ number: Int) -> String { "ledger-\(number).sqlite" }

    /// The number in such a name; nil for any other name.
    static func number(of name: String) -> Int? {
        guard name.hasPrefix("ledger-"), name.hasSuffix(".sqlite"),
            let number = Int(name.dropFirst("ledger-".count).dropLast(".sqlite".count)), number > 0,
            Self.name(number) == name
        else { return nil }
        return number
    }
}
