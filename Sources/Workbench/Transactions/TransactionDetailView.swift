import Casework
import Ledger
import TraceEngine

/// An input or an output of a transaction.
public struct TransactionPart: TableRow {
    public enum Side: Hashable, Sendable { case input, output }

    public struct ID: Hashable, Sendable {
        public var side: Side
        /// From 0, as the transaction counts them.
        public var index: Int
    }

    public let id: ID
    /// Base units; nil when not known.
    public let value: UInt64?
    public let owner: Address?
    /// The owner as text on the case's chain; empty where there is none.
    let ownerText: String

    public static let sortKeys = ["amount"]

    public func precedes(_ other: TransactionPart, by key: Int) -> Bool { (value ?? 0) < (other.value ?? 0) }

    public func admits(_ term: FilterQuery.Term) -> Bool {
        switch term {
        case .amount(let isMore, let bound): value.map { isMore ? $0 > bound : $0 < bound } ?? false
        case .word("in"): id.side == .input
        case .word("out"): id.side == .output
        case .word(let word): TextSearch.contains(ownerText, word)
        case .pair, .time: false
        }
    }
}

/// One transaction: its inputs, then its outputs.
public struct TransactionDetailView: TableView {
    public static let pane = Pane.transaction
    public let id: TxID
    public var table = Table<TransactionPart>()
    /// Nil until the ledger has answered.
    public private(set) var view: TransactionView?
    /// True when the ledger does not hold it.
    public private(set) var isMissing = false

    init(_ id: TxID) { self.id = id }

    /// The address under the cursor, else the transaction.
    public var subject: CaseSubject? {
        guard let part = table.selected, !part.ownerText.isEmpty else { return .transaction(id) }
        return .address(part.ownerText)
    }

    public var filterHelp: String { "in, out, amount>0.1, part of an address, not …" }

    public func needs(in state: WorkbenchState) -> [Effect] {
        guard view == nil, !isMissing, state.ledgerInfo != nil else { return [] }
        guard let at = state.known.places[id]?.last else { return [.locate(id)] }
        return state.known.transactions[at] == nil ? [.loadTransactions([at])] : []
    }

    public mutating func refresh(_ state: WorkbenchState) {
        guard view == nil, let places = state.known.places[id] else { return }
        isMissing = places.isEmpty
        guard let at = places.last, let known = state.known.transactions[at] else { return }
        view = known
        func text(_ owner: Address?) -> String { owner?.text(on: state.openCase.chain) ?? "" }
        table.replace(
            known.inputs.enumerated().map { k, input in
                TransactionPart(
                    id: .init(side: .input, index: k), value: input.known == .unknown ? nil : input.value, owner: input.owner,
                    ownerText: text(input.owner))
            }
                + known.outputs.enumerated().map { k, output in
                    TransactionPart(
                        id: .init(side: .output, index: k), value: output.value, owner: output.owner,
                        ownerText: text(output.owner))
                })
    }

    /// The transaction that made the input under the cursor, or spent the output; nil when there is none at hand.
    var next: TxID? {
        guard let view, let part = table.selected else { return nil }
        return part.id.side == .input ? view.inputs[part.id.index].previous.txid : view.outputs[part.id.index].spenderID
    }
}
