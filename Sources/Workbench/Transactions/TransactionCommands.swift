import Casework
import Ledger

extension WorkbenchState {
    /// Lists the transactions of the address under the cursor, or shows the transaction under it.
    mutating func showTransactions() -> [Effect] {
        switch subject {
        case .address(let text)? where pane != .transaction:
            guard let address = try? Address(text, on: openCase.chain) else { return [] }
            leave()
            if views[TransactionsView.self]?.address != address {
                views[TransactionsView.self] = TransactionsView(address, on: openCase.chain)
            }
            pane = .transactions
        case .transaction(let id)? where pane != .transactions && pane != .transaction: showTransaction(id)
        default:
            if views[TransactionsView.self] != nil, pane != .transactions {
                leave()
                pane = .transactions
            }
        }
        return []
    }

    mutating func showTransaction(_ id: TxID) {
        leave()
        if views[TransactionDetailView.self]?.id != id { views[TransactionDetailView.self] = TransactionDetailView(id) }
        pane = .transaction
    }
}

extension CommandTable {
    /// The transactions of an address and one of them in full.
    static let transactionCommands: [Command] = [
        Command(
            "transactions", [.character("4")], "the transactions of this address, or this one in full", place: .everywhere,
            unless: { state in
                if case .missing = state.ledger { return "no ledger is open" }
                if state.views[.transactions] != nil { return nil }
                switch state.subject {
                case .address?, .transaction?: return nil
                default: return "no address or transaction is selected"
                }
            }
        ) { $0.showTransactions() },
        Command(
            "open-transaction", [.enter], "show it with its inputs and outputs", place: .selection, panes: [.transactions],
            hint: "open", hintedFirst: true, unless: { $0.subject == nil ? "no transaction is selected" : nil }
        ) { state in
            if case .transaction(let id)? = state.subject { state.showTransaction(id) }
            return []
        },
        Command(
            "follow", [.enter], "follow the coin: to what made an input, to what spent an output", place: .selection,
            panes: [.transaction], hint: "follow", hintedFirst: true,
            unless: { $0.views[TransactionDetailView.self]?.next == nil ? "the ledger shows nothing further" : nil }
        ) { state in
            if let next = state.views[TransactionDetailView.self]?.next { state.showTransaction(next) }
            return []
        },
        Command(
            "show-row-in-graph", [.right, .character("l")], "show it in the graph", place: .selection,
            panes: CommandTable.tables.subtracting([.cases, .findings, .tasks]), hint: "graph",
            unless: { state in
                switch state.subject {
                case .address?, .transaction?, .edge?: nil
                case .wholeCase?, .record?, nil: "no address or transaction is selected"
                }
            }
        ) { state in
            guard let subject = state.subject else { return [] }
            return state.go(to: subject)
        },
    ]
}
