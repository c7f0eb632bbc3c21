import Ledger

/// A row that is folded in a group of the graph.
public struct GroupMember: TableRow {
    /// What the row would stand for.
    public let id: GraphItem
    /// Base units.
    public let value: UInt64
    /// Outputs it stands for; 0 for a transaction.
    public let coins: Int
    public let fate: GraphFate
    /// The transaction, or the one that spends all its coins; nil when there is none or several.
    public let txid: TxID?
    /// Block time of a transaction, seconds since 1970; nil when not known or no transaction.
    public let time: UInt32?
    /// What the case calls it; empty when it has no name.
    let label: String
    let isFlagged: Bool
    private let chain: Chain

    init(_ member: FanMember, _ names: GraphNames, on chain: Chain) {
        id = member.item
        value = member.value
        coins = member.coins.count
        fate = member.fate
        time = member.time
        let spenders = Set(member.coins.map(\.nextID))
        txid = member.txid ?? (spenders.count == 1 ? spenders.first ?? nil : nil)
        let mark: GraphMark? =
            switch member.item {
            case .address(let address): names.addresses[address]
            case .transaction: member.txid.flatMap { names.transactions[$0] }
            default: nil
            }
        label = mark?.label ?? ""
        isFlagged = mark?.isFlagged ?? false
        self.chain = chain
    }

    /// The identifier in full; empty where it has none.
    public var identifier: String {
        switch id {
        case .address(let address): address.text(on: chain)
        case .transaction: txid?.description ?? ""
        case .outpoint(let outpoint): outpoint.description
        default: ""
        }
    }

    public static let sortKeys = ["amount", "coins"]

    public func precedes(_ other: GroupMember, by key: Int) -> Bool { key == 0 ? value < other.value : coins < other.coins }

    /// Words of the name and the identifier, `spent`, `unspent`, `unseen`, `flagged`, `named`, amounts and times.
    public func admits(_ term: FilterQuery.Term) -> Bool {
        switch term {
        case .amount(let isMore, let bound): isMore ? value > bound : value < bound
        case .time(let isAfter, let bound): time.map { isAfter ? $0 >= bound : $0 < bound } ?? false
        case .word("spent"): fate == .spent
        case .word("unspent"): fate == .unspent
        case .word("unseen"): fate == .unknown
        case .word("flagged"): isFlagged
        case .word("named"): !label.isEmpty
        case .word(let word): TextSearch.contains(label, word) || TextSearch.contains(identifier, word)
        case .pair(let key, let value): TextSearch.contains(label, key + ":" + value)
        }
    }
}
