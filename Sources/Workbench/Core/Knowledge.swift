import Attribution
import Casework
import Ledger
import TraceEngine

/// What the ledger and the tags have answered so far in this session. A cache: nothing of it is part of the case.
public struct Knowledge: Sendable {
    /// Sums by address, without events.
    public private(set) var figures: [Address: AddressView] = [:]
    /// Addresses with their events.
    public private(set) var addresses: [Address: AddressView] = [:]
    /// Claims about addresses; addresses without any are left out.
    public private(set) var tags: [Address: AddressTags] = [:]
    /// The claims that hold of those addresses where they contradict each other, the surest first.
    public private(set) var contested: [Address: [TagRecord]] = [:]
    /// Addresses that each of these could be taken for.
    public private(set) var lookAlikes: [Address: [LookAlike.Hit]] = [:]
    /// The set of tags at hand; nil where none were imported, or nobody asked yet.
    public var tagSet: TagSetPin?
    public private(set) var transactions: [TxRef: TransactionView] = [:]
    public private(set) var txids: [TxRef: TxID] = [:]
    /// Where transactions of the case are; an empty list when the ledger lacks one.
    public private(set) var places: [TxID: [TxRef]] = [:]

    /// Beyond this many views the older knowledge is dropped and asked again when needed.
    static let limit = 4096

    public init() {}

    public mutating func learn(figures views: [AddressView]) {
        for view in views { figures[view.address] = view }
    }

    public mutating func learn(tags found: [Address: AddressTags], contested claims: [Address: [TagRecord]] = [:]) {
        tags.merge(found) { $1 }
        contested.merge(claims) { $1 }
    }

    public mutating func learn(lookAlikes found: [Address: [LookAlike.Hit]]) { lookAlikes.merge(found) { $1 } }

    /// Addresses whose tags contradict each other, with the claims and what they differ in.
    public var contradictions: [(address: Address, held: [TagRecord], conflict: TagConflict)] {
        contested.compactMap { address, held in TagConflict.among(held).map { (address, held, $0) } }
    }

    public mutating func learn(_ view: AddressView) {
        if addresses.count >= Self.limit { addresses.removeAll() }
        addresses[view.address] = view
        for event in view.events { txids[event.tx.at] = event.tx.txid }
    }

    public mutating func learn(_ views: [TransactionView]) {
        if transactions.count >= Self.limit { transactions.removeAll() }
        for view in views {
            transactions[view.row.at] = view
            txids[view.row.at] = view.row.txid
            if places[view.row.txid] == nil { places[view.row.txid] = [view.row.at] }
            for input in view.inputs where input.source != .none { txids[input.source] = input.previous.txid }
            for output in view.outputs { if let id = output.spenderID { txids[output.spender] = id } }
        }
    }

    public mutating func learn(_ id: TxID, at places: [TxRef]) {
        self.places[id] = places
        for place in places { txids[place] = id }
    }
}
