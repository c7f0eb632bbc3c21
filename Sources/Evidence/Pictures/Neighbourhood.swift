import Casework
import Encoding
import Ledger
import TraceEngine

/// What came to an address, and where it went: the contents of one picture, facts of the ledger only.
public struct Neighbourhood: Hashable, Sendable {
    /// One transaction, or several folded into one.
    public struct Row: Hashable, Sendable {
        /// Number in the table of the address's transactions, from 1; nil for a fold and for what is still held.
        public var number: Int?
        /// Block time; nil for a fold and for what is still held.
        public var time: UInt32?
        /// Who is at the other end: a name of the case, an address in full, or a count.
        public var party: String
        /// True when `party` is an address, which is set in fixed-width letters.
        public var partyIsAddress = false
        /// Base units.
        public var value: UInt64
        /// Several transactions, or the part that went nowhere.
        public var isFold = false
    }

    /// Rows on one side before the rest is folded.
    static let rowLimit = 12

    /// The name the case gives to the address; empty when it gives none.
    public var name: String
    /// The address in full.
    public var text: String
    /// What came, in ledger order, folds last.
    public var received: [Row] = []
    /// What went, in ledger order, then folds and what is still held.
    public var sent: [Row] = []
    /// Sums of the sides in base units. What was sent includes what is still held, so that the sides can be compared.
    public var receivedValue: UInt64
    public var sentValue: UInt64
    /// False when the ledger may not show all of the sums, which are then "at least".
    public var sumsAreWhole: Bool
    /// False when the history was longer than what was read; the rest is then a row of its own.
    public var isComplete: Bool

    /// The transactions whose other ends the picture of `view` names.
    static func shown(of view: AddressView) -> [TxRef] {
        let (into, from) = (singles(view.events, \.received), singles(view.events, \.sent))
        return (into + from).map { view.events[$0].tx.at }
    }

    init(
        of view: AddressView, text: String, transactions: [TxRef: TransactionView], names: [Address: String],
        info: LedgerInfo
    ) {
        self.text = text
        name = VisibleText.escape(names[view.address] ?? "")
        receivedValue = view.summary.received
        sentValue = Figures.sum([view.summary.sent, view.summary.balance])
        isComplete = view.isComplete
        sumsAreWhole = view.summary.complete
        let parties = Parties(focus: view.address, names: names, chain: info.chain)
        received = Self.rows(view.events, \.received, total: view.summary.received) { tx in
            transactions[tx].map(parties.payers) ?? ("not known", false)
        }
        sent = Self.rows(view.events, \.sent, total: view.summary.sent) { tx in
            transactions[tx].map(parties.payees) ?? ("not known", false)
        }
        if view.summary.balance > 0 {
            // Where something is hidden this is a difference of two sums, and no balance.
            let word = view.summary.complete ? "unspent" : "received less sent"
            let tip = info.tip.map { " at block \(AmountText.grouped(UInt64($0)))" } ?? ""
            sent.append(Row(party: word + tip, value: view.summary.balance, isFold: true))
        }
    }

    /// Places in `events` of those drawn singly, in ledger order: all, or the largest, ties to the earlier.
    private static func singles(_ events: [AddressView.Event], _ side: KeyPath<AddressView.Event, UInt64>) -> [Int] {
        let places = events.indices.filter { events[$0][keyPath: side] > 0 }
        guard places.count > rowLimit else { return places }
        let largest = places.sorted {
            let (a, b) = (events[$0][keyPath: side], events[$1][keyPath: side])
            return a == b ? $0 < $1 : a > b
        }
        return largest.prefix(rowLimit - 1).sorted()
    }

    private static func rows(
        _ events: [AddressView.Event], _ side: KeyPath<AddressView.Event, UInt64>, total: UInt64,
        party: (TxRef) -> (String, Bool)
    ) -> [Row] {
        let places = singles(events, side)
        var rows = places.map { place in
            let event = events[place]
            let (party, isAddress) = party(event.tx.at)
            return Row(
                number: place + 1, time: event.tx.time, party: party, partyIsAddress: isAddress,
                value: event[keyPath: side])
        }
        let single = Figures.sum(rows.map(\.value))
        let folded = events.count { $0[keyPath: side] > 0 } - places.count
        if total > single {
            let count = folded > 0 ? "\(AmountText.grouped(UInt64(folded))) more transactions" : "further transactions"
            rows.append(Row(party: count, value: total - single, isFold: true))
        }
        return rows
    }
}
