import Ledger
import LedgerIndex
import LedgerStore

/// The kinds of ledger there are on disk, and opening one by what its MANIFEST says.
enum LedgerOpening {
    enum Store: String, CaseIterable {
        /// The embedded ledger: memory-mapped segments.
        case index
        /// One SQLite file.
        case sqlite
        /// One SQLite file of a chain whose value rests in balances.
        case accounts
    }

    /// Opens the ledger in `folder`, whichever kind it is.
    static func open(at folder: String) throws(LedgerError) -> OpenLedger {
        switch try store(at: folder) {
        case .index: .index(try IndexLedger.open(at: folder))
        case .sqlite, nil: .sqlite(try SQLiteLedger.open(at: folder))
        case .accounts:
            throw LedgerError(
                "The ledger at \(folder) is of a chain whose value rests in balances, and this command asks about outputs. "
                    + "address, tx, neighbours, trace, common, ledger info and ledger check answer there.")
        }
    }

    /// Opens the ledger in `folder` of either kind.
    static func openAny(at folder: String) throws(LedgerError) -> AnyLedger {
        try store(at: folder) == .accounts ? .accounts(try AccountLedger.open(at: folder)) : .outputs(try open(at: folder))
    }

    /// What MANIFEST in `folder` says; nil when there is none, or a kind this build does not know.
    static func store(at folder: String) throws(LedgerError) -> Store? {
        guard let facts = try ManifestFacts(in: LedgerFolder(path: folder)) else { return nil }
        return Store(rawValue: try facts.store())
    }

    /// Opens a ledger for an import: of the kind it has, else of the kind asked for, else an index.
    static func writer(
        at folder: String, chain: Chain, fingerprint: String, store asked: Store?
    ) throws(LedgerError) -> any ImportWriter {
        let there = try store(at: folder)
        if let there, let asked, there != asked {
            throw LedgerError(
                "The ledger at \(folder) is of the kind \(there.rawValue), and --store \(asked.rawValue) was given. Name "
                    + "another folder with --ledger.")
        }
        switch there ?? asked ?? .index {
        case .index:
            return try IndexLedgerWriter.open(folder: folder, chain: chain, fingerprint: fingerprint)
        case .sqlite:
            return try SQLiteLedgerWriter.open(folder: folder, chain: chain, fingerprint: fingerprint)
        case .accounts:
            throw LedgerError(
                "The kind accounts is for chains whose value rests in balances, and these blocks are of \(chain). Leave "
                    + "--store out, or name another folder with --ledger.")
        }
    }
}

/// A ledger whose value rests in outputs, or one whose value rests in balances.
enum AnyLedger {
    case outputs(OpenLedger)
    case accounts(AccountLedger)
}

/// A writer that can say what it did.
protocol ImportWriter: LedgerWriter {
    var added: UInt64 { get }
    var skipped: UInt64 { get }
    /// The greatest height that is kept for a later run, where blocks came in ascending heights.
    var keptThrough: UInt32? { get }
    /// Has the end of the import tell what it does, and ask whether to go on.
    func report(_ progress: @escaping (String, Int, Int) -> Void, isCancelled: @escaping () -> Bool)
}

extension SQLiteLedgerWriter: ImportWriter {
    func report(_ progress: @escaping (String, Int, Int) -> Void, isCancelled: @escaping () -> Bool) {}
}

extension IndexLedgerWriter: ImportWriter {
    func report(_ progress: @escaping (String, Int, Int) -> Void, isCancelled: @escaping () -> Bool) {
        self.progress = { progress($0.phrase, $1, $2) }
        self.isCancelled = isCancelled
    }
}

extension IndexBuildStep {
    /// What is being done, for a line of progress.
    fileprivate var phrase: String {
        switch self {
        case .partition: "dividing blocks"
        case .transactions: "joining transactions"
        case .addresses: "joining addresses"
        case .outputs: "writing outputs"
        case .inputs: "writing inputs"
        case .history: "writing histories"
        case .seal: "checking"
        }
    }
}
