import Ledger
import TraceEngine

/// Where a path tree sets out, with the value or against it.
public enum PathTreeRoot: Hashable, Sendable {
    /// All that an address received, its own change left out.
    case address(Address)
    /// A transaction with all it spent; backward with all it paid.
    case transaction(TxRef)
    /// Some outputs of one owner; nil where they have no address.
    case coins([PathCoin], owner: Address?)
    /// Outputs by place, as a trace names them.
    case outputs([OutputRef])
    /// What an address put into a transaction.
    case spent(by: TxRef, owner: Address)
}

/// An output on a path.
public struct PathCoin: Hashable, Sendable {
    public var outpoint: Outpoint
    /// Base units.
    public var value: UInt64
    /// The transaction that spent it; backward the one that made it. `.none` when none did as far as is known.
    public var spender: TxRef
    public var fate: Fate

    public init(outpoint: Outpoint, value: UInt64, spender: TxRef, fate: Fate) {
        self.outpoint = outpoint
        self.value = value
        self.spender = spender
        self.fate = fate
    }

    /// An output that a row right of the focus stands for; backward one left of it.
    init(_ coin: GraphCoin, _ direction: TraceDirection) {
        let isOutside = direction == .backward && coin.next == .none
        self.init(outpoint: coin.outpoint, value: coin.value, spender: coin.next, fate: isOutside ? .notCovered : coin.fate)
    }
}

/// What goes on from one hop where there are several ways: an owner in a transaction, or whoever has an output of it.
public struct PathChoice: Hashable, Sendable {
    public var tx: TxRef
    public var item: GraphItem

    public init(tx: TxRef, item: GraphItem) {
        self.tx = tx
        self.item = item
    }
}
