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

    /// What rules conclude from transactions.
    public private(set) var inferences: [TxRef: TransactionInference] = [:]
    /// Inputs and outputs of the transactions that are kept.
    private var parts = 0

    /// Beyond this many views, or inputs and outputs of them, the older knowledge is dropped and asked again when needed.
    static let limit = 4096, partLimit = 400_000

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

    /// Adds a page to the history of an address; false when it does not follow what is known of it.
    mutating func learn(_ page: AddressEventPage, of address: Address, after place: TxRef) -> Bool {
        guard let last = addresses[address]?.events.last?.tx.at, last == place, var view = addresses.removeValue(forKey: address)
        else { return false }
        // In place: a history of many pages is not copied with each of them.
        view.events += page.events.prefix(max(0, GraphState.longestHistory - view.events.count))
        view.isComplete = UInt64(view.events.count) >= view.summary.transactions
        for event in page.events { txids[event.tx.at] = event.tx.txid }
        addresses[address] = view
        return true
    }

    public mutating func learn(_ some: [TransactionInference]) {
        if inferences.count >= Self.limit { inferences.removeAll() }
        for inference in some { inferences[inference.tx] = inference }
    }

    public mutating func learn(_ views: [TransactionView]) {
        let more = views.reduce(0) { $0 + $1.inputs.count + $1.outputs.count }
        if transactions.count >= Self.limit || (parts + more > Self.partLimit && !transactions.isEmpty) {
            transactions.removeAll()
            parts = 0
        }
        parts += more
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
