import Casework
import Ledger
import TraceEngine

/// Everything that an evidence summary says, gathered once; `markdown()` and `html()` only lay it out.
///
/// It holds no time of its own making and nothing of the machine it was made on: the same case and the same ledger give
/// the same bytes.
public struct EvidenceSummary: Hashable, Sendable {
    /// One address of interest with what the ledger says of it.
    public struct AddressEvidence: Hashable, Sendable {
        /// In normal form, in full.
        public var text: String
        /// Nil when only a note names it.
        public var item: CaseItem?
        public var notes: [CaseNote]
        /// Nil when no ledger was asked.
        public var view: AddressView?
        /// The picture; nil when the ledger has no transaction of it.
        public var neighbourhood: Neighbourhood?
    }

    /// A transaction that an item or a note of the case names.
    public struct TransactionEvidence: Hashable, Sendable {
        public var txid: TxID
        public var item: CaseItem?
        public var notes: [CaseNote]
        /// Empty when the ledger does not hold it; two in the cases of BIP 30.
        public var views: [TransactionView]
    }

    /// What the figures were read from.
    public struct Basis: Hashable, Sendable {
        /// Coverage, tip and digest.
        public var info: LedgerInfo
        /// Counts of the whole ledger.
        public var totals: LedgerTotals
    }

    /// The case that is summarised.
    public var subject: Case
    /// Nil when no ledger was at hand; the summary then says what the case says, and no figures.
    public var basis: Basis?
    /// Items in the order of the case, then those that only a note is on.
    public var addresses: [AddressEvidence]
    /// In ledger order, those that the ledger does not hold at the end.
    public var transactions: [TransactionEvidence]
    /// The names the case gives to addresses; without those that have none.
    public var names: [Address: String]
    /// Of the program that made the summary.
    public var version: String

    /// GitHub-flavoured Markdown. Text from the case never becomes markup or a link in it.
    public func markdown() -> String { MarkdownWriter.text(of: EvidenceDocument(self)) }

    /// One HTML file that needs nothing else, loads nothing and runs nothing, made to be printed on A4.
    public func html() -> String { HTMLWriter.text(of: EvidenceDocument(self)) }
}
