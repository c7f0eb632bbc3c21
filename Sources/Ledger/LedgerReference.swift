/// A transaction's place in its ledger: height × 2³² + position in the block.
///
/// The same number in every store; its order is ledger order; it may be kept in a case.
public struct TxRef: Hashable, Comparable, Sendable {
    public let raw: UInt64

    /// Not in this ledger.
    public static let none = TxRef(raw: .max)

    public init(raw: UInt64) { self.raw = raw }
    public init(height: UInt32, position: UInt32) { raw = UInt64(height) << 32 | UInt64(position) }

    public var height: UInt32 { UInt32(raw >> 32) }
    public var position: UInt32 { UInt32(truncatingIfNeeded: raw) }

    public static func < (a: Self, b: Self) -> Bool { a.raw < b.raw }
}

/// One output: where value rests on a UTXO chain.
public struct OutputRef: Hashable, Comparable, Sendable {
    public let tx: TxRef
    public let index: UInt32

    public init(tx: TxRef, index: UInt32) {
        self.tx = tx
        self.index = index
    }

    public static func < (a: Self, b: Self) -> Bool { (a.tx, a.index) < (b.tx, b.index) }
}

/// An output by transaction id, as an input names it.
public struct Outpoint: Hashable, Sendable, CustomStringConvertible {
    public let txid: TxID
    public let index: UInt32

    public init(txid: TxID, index: UInt32) {
        self.txid = txid
        self.index = index
    }

    /// `txid:n`
    public var description: String { "\(txid):\(index)" }
}

/// A handle of one snapshot (row number, interned). Never stored, never compared across snapshots.
public struct AddressRef: Hashable, Sendable {
    public let raw: UInt64

    /// The script has no address (data, non-standard, bare multisig), or it is not known.
    public static let none = AddressRef(raw: .max)

    public init(raw: UInt64) { self.raw = raw }
}
