/// Value moving from one balance to another inside a transaction.
public struct TransferRow: Hashable, Sendable {
    public enum Kind: UInt8, Sendable {
        /// The transaction's own value.
        case value
        /// Moved by a contract, in trace order.
        case inner
        /// Told by a log of a token contract: three topics. A fourth would make it no amount, and no row.
        case token
        /// The fee, paid by the sender. A failed transaction has this row alone.
        case gas
    }

    public let at: TxRef
    /// The place in the transaction: value, then inner transfers in trace order, then logs by index, gas last.
    public let ordinal: UInt32
    public let kind: Kind
    /// 0 is the chain's coin; others number the token contracts of the snapshot.
    public let asset: UInt32
    /// `.none` where the asset is newly issued.
    public let from: AddressRef
    /// `.none` where it is destroyed, and for gas.
    public let to: AddressRef
    /// Base units.
    public let value: UInt256

    public init(
        at: TxRef, ordinal: UInt32, kind: Kind, asset: UInt32, from: AddressRef, to: AddressRef, value: UInt256
    ) {
        self.at = at
        self.ordinal = ordinal
        self.kind = kind
        self.asset = asset
        self.from = from
        self.to = to
        self.value = value
    }
}

/// A ledger whose value rests in balances: one of each asset at each address.
public protocol AccountReader: LedgerReader {
    /// The number of the coin among assets.
    var coin: UInt32 { get }

    /// Ids and block times; counts of inputs and outputs are 0.
    func transactions(of refs: [TxRef]) async throws(LedgerError) -> [TxRow]

    /// The transfers of each transaction, in their order.
    func transfers(in refs: [TxRef], into batch: inout Batch<TransferRow>) async throws(LedgerError)

    /// The transfers from or to each address in one asset, gas among those of the coin, in ledger order, a page at a
    /// time; a page never splits a transaction.
    func history(
        of refs: [AddressRef], asset: UInt32, _ page: Cursor, into batch: inout Batch<TransferRow>
    ) async throws(LedgerError)
}

extension AccountReader {
    public var coin: UInt32 { 0 }
}
