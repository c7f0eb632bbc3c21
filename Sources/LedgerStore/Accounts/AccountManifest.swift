import Ledger

/// What MANIFEST says of an account ledger.
struct AccountManifest {
    var file: String
    var info: LedgerInfo

    init(file: String, info: LedgerInfo) {
        self.file = file
        self.info = info
    }

    var bytes: [UInt8] {
        ManifestFacts.bytes(
            of: info, store: AccountSchema.store, schema: AccountSchema.version, ["file": .string(file)])
    }

    /// The manifest of a folder; nil when there is none.
    init?(in folder: LedgerFolder) throws(LedgerError) {
        guard let facts = try ManifestFacts(in: folder) else { return nil }
        try facts.check(store: AccountSchema.store, schema: AccountSchema.version)
        guard let file = facts.json["file"]?.stringValue, LedgerFileName.number(of: file) != nil else {
            throw facts.damaged("it names no ledger file")
        }
        self.file = file
        info = try facts.info()
    }
}
