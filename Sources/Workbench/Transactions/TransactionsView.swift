import Casework
import Ledger
import TraceEngine

/// What one transaction did to the address whose transactions are listed.
public struct TransactionListRow: TableRow {
    public let event: AddressView.Event

    public var id: TxRef { event.tx.at }
    public static let sortKeys = ["received", "sent", "inputs", "outputs"]

    public func precedes(_ other: TransactionListRow, by key: Int) -> Bool {
        switch key {
        case 0: event.received < other.event.received
        case 1: event.sent < other.event.sent
        case 2: event.tx.inputCount < other.event.tx.inputCount
        default: event.tx.outputCount < other.event.tx.outputCount
        }
    }

    public func admits(_ term: FilterQuery.Term) -> Bool {
        switch term {
        case .amount(let isMore, let bound):
            isMore ? max(event.received, event.sent) > bound : max(event.received, event.sent) < bound
        case .time(let isAfter, let bound): isAfter ? event.tx.time >= bound : event.tx.time < bound
        case .word("received"): event.received > 0
        case .word("sent"): event.sent > 0
        case .word("unspent"): event.unspentOutputs > 0
        case .word("coinbase"): event.tx.isCoinbase
        case .word(let word): event.tx.txid.hasPrefix(word)
        case .pair: false
        }
    }
}

/// The transactions of an address, in ledger order, read a page at a time.
public struct TransactionsView: TableView {
    public static let pane = Pane.transactions
    public let address: Address
    public var table = Table<TransactionListRow>()
    /// Transactions the address has in this ledger; nil before the first page.
    public private(set) var inLedger: UInt64?
    /// True when every page is here.
    public private(set) var isComplete = false
    private let chain: Chain

    /// Rows a page has; more when all are wanted because of a filter or an order.
    static let page = 1_000, largePage = 20_000

    init(_ address: Address, on chain: Chain) {
        self.address = address
        self.chain = chain
    }

    /// Rows that have come.
    public var read: Int { table.rows.count }

    public var subject: CaseSubject? { table.selected.map { .transaction($0.event.tx.txid) } }
    public var filterHelp: String { "amount>0.1, after:2024-02-14, before:…, received, sent, unspent, id, not …" }

    /// The next page when the cursor comes near the end of what is here, or when rows are filtered or sorted; and the
    /// parties of the rows in sight.
    public func needs(in state: WorkbenchState) -> [Effect] {
        guard state.ledgerInfo != nil else { return [] }
        var effects: [Effect] = []
        let wantsAll = !table.filter.isEmpty || table.sortKey != nil || table.isDescending
        if !isComplete, wantsAll || table.cursor + Self.page / 2 > table.count {
            let limit = wantsAll && read > 0 ? Self.largePage : Self.page
            effects.append(.loadEvents(address, after: table.rows.last?.event.tx.at, limit: limit))
        }
        let height = state.tableRows ?? 0
        let inSight = table.top..<max(table.top, min(table.count, table.top + height))
        let unknown = inSight.map { table[$0].event.tx }
            .filter { $0.inputCount + $0.outputCount <= Self.largestParties && state.known.transactions[$0.at] == nil }
        if !unknown.isEmpty { effects.append(.loadTransactions(unknown.map(\.at).sorted())) }
        return effects
    }

    /// Inputs and outputs up to which a row names its parties.
    public static let largestParties: UInt32 = 500

    mutating func receive(_ page: AddressEventPage, after place: TxRef?) {
        // A page that was asked for twice is taken once.
        guard place == table.rows.last?.event.tx.at else { return }
        inLedger = page.total
        isComplete = page.isLast
        table.append(page.events.map(TransactionListRow.init(event:)))
    }
}
