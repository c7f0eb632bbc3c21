import Ledger

/// What MANIFEST says: which file is the ledger, and what it holds.
struct LedgerManifest: Sendable {
    /// The schema this build writes and the newest it reads.
    static let schema: Int64 = LedgerSchema.version
    static let store = "sqlite"

    var file: String
    var info: LedgerInfo

    var bytes: [UInt8] {
        ManifestFacts.bytes(of: info, store: Self.store, schema: Self.schema, ["file": .string(file)])
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
        let facts = try ManifestFacts(bytes: bytes, at: path)
        try facts.check(store: Self.store, schema: Self.schema)
        // The name becomes a part of a path: nothing but the names this store gives.
        guard let file = facts.json["file"]?.stringValue, LedgerFileName.number(of: file) != nil else {
            throw facts.damaged("it names no ledger file")
        }
        self.file = file
        info = try facts.info()
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
