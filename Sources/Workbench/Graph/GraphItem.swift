import Ledger

/// What the graph is drawn around: column 0.
public enum GraphFocus: Hashable, Sendable {
    case address(Address)
    case transaction(TxRef)

    /// The focus as a row of the graph.
    public var item: GraphItem {
        switch self {
        case .address(let address): .address(address)
        case .transaction(let tx): .transaction(tx)
        }
    }
}

/// Something the graph shows a place for and has no facts about yet.
public enum GraphNeed: Hashable, Sendable {
    case address(Address)
    /// In ledger order, none twice, at most `GraphState.batch` of them.
    case transactions([TxRef])
    /// The history of an address after a place: the next page of it.
    case events(Address, after: TxRef)
}

/// What one row of the graph stands for.
public enum GraphItem: Hashable, Sendable {
    /// Beyond the focus: the coins of this address that the row's edges carry, not all it ever had.
    case address(Address)
    case transaction(TxRef)
    /// An output in the ledger whose script has no address.
    case output(OutputRef)
    /// An output that is not in the ledger and whose address is not known, but whose value is stated.
    case outpoint(Outpoint)
    /// The inputs of a transaction of which nothing but the name of the previous output is known.
    case unknownInputs(of: TxRef)
    /// The input of a coinbase: what the block issued.
    case coinbase(TxRef)
    case fee(TxRef)
    /// What the history of the focus holds beyond the rows that were read.
    case notRead(Address)
    /// Rows of one fan folded into one.
    indirect case group(GraphGroupKind, of: GraphItem)
    /// A row that is shown elsewhere already, under another parent.
    indirect case elsewhere(GraphItem, under: GraphItem)
}

/// What joins the members of a folded group.
public enum GraphGroupKind: Hashable, Sendable {
    /// The same amount, in base units.
    case equal(UInt64)
    /// Addresses that carry one name.
    case named(String)
    /// Outputs that one later transaction spends together: a fact of the ledger.
    case together(TxRef)
    /// At most 546 base units each.
    case dust
    /// All that is left; the greatest member is its bound.
    case rest
}

/// A row's identity: it stays while the picture around it changes.
public struct GraphNodeID: Hashable, Sendable {
    /// Signed hops from the focus: inputs negative, outputs positive.
    public var column: Int
    /// What stands in the row.
    public var item: GraphItem

    public init(column: Int, item: GraphItem) {
        self.column = column
        self.item = item
    }
}

/// A place as the screen writes it, `−2:3`: column and row counted from 1.
public struct GraphPlace: Hashable, Sendable {
    /// Signed hops from the focus.
    public var column: Int
    /// From 1 at the top of the column.
    public var row: Int

    public init(column: Int, row: Int) {
        self.column = column
        self.row = row
    }
}
