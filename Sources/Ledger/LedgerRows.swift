/// What is known of an input's previous output.
public enum Known: UInt8, Sendable {
    /// The previous output is in the ledger.
    case resolved
    /// The source stated value and script; the previous output is not in the ledger.
    case stated
    /// Value and owner are not known.
    case unknown
}

/// What became of an output, in a snapshot.
public enum Fate: UInt8, Sendable {
    case unspent
    case spent
    /// OP_RETURN, oversized, the genesis output, or overwritten by a later equal txid (BIP 30).
    case unspendable
    /// Not seen spent, and blocks after it are missing from the coverage.
    case notCovered
}

/// A transaction without its inputs and outputs.
public struct TxRow: Hashable, Sendable {
    public let at: TxRef
    public let txid: TxID
    /// Block time, seconds since 1970.
    public let time: UInt32
    public let inputCount: UInt32
    public let outputCount: UInt32
    public let isCoinbase: Bool

    public init(at: TxRef, txid: TxID, time: UInt32, inputCount: UInt32, outputCount: UInt32, isCoinbase: Bool) {
        self.at = at
        self.txid = txid
        self.time = time
        self.inputCount = inputCount
        self.outputCount = outputCount
        self.isCoinbase = isCoinbase
    }
}

/// An input in input order. A coinbase has none.
public struct InputRow: Hashable, Sendable {
    /// `previous.tx` is `.none` unless `known` is `.resolved`; `outpoints` names it by txid in every case.
    public let previous: OutputRef
    /// Base units; 0 when `known` is `.unknown`.
    public let value: UInt64
    public let owner: AddressRef
    public let known: Known

    public init(previous: OutputRef, value: UInt64, owner: AddressRef, known: Known) {
        self.previous = previous
        self.value = value
        self.owner = owner
        self.known = known
    }
}

public struct OutputRow: Hashable, Sendable {
    /// Base units.
    public let value: UInt64
    public let owner: AddressRef
    /// `.none` unless `fate` is `.spent`.
    public let spender: TxRef
    public let spenderInput: UInt32
    public let fate: Fate

    public init(value: UInt64, owner: AddressRef, spender: TxRef, spenderInput: UInt32, fate: Fate) {
        self.value = value
        self.owner = owner
        self.spender = spender
        self.spenderInput = spenderInput
        self.fate = fate
    }
}

/// An address's sums in a snapshot. All values in base units, each transaction counted once.
public struct AddressSummary: Hashable, Sendable {
    public var received: UInt64 = 0
    public var sent: UInt64 = 0
    public var transactions: UInt64 = 0
    public var outputs: UInt64 = 0
    /// Not seen spent: unspendable ones and those whose later blocks are missing included.
    public var unspentOutputs: UInt64 = 0
    /// Transactions of the first and last appearance; `.none` when it has none.
    public var first: TxRef = .none
    public var last: TxRef = .none
    /// False when a part may be hidden: blocks between genesis and the tip are missing or held in part, heights are not
    /// known, or an input's previous output is not known. `received`, `sent` and `transactions` are then "at least";
    /// what hides may be a receipt as well as a spend, so `balance` is then no bound in either direction.
    public var complete = true

    public init() {}

    /// What it still holds in this snapshot.
    public var balance: UInt64 { received >= sent ? received - sent : 0 }
}

/// Rows of many keys: rows of key k are `rows[start[k] ..< start[k + 1]]`. Reused by the caller.
public struct Batch<Row: Sendable>: Sendable {
    public var start: [UInt32] = [0]
    public var rows: [Row] = []

    public init() {}

    /// The rows of key `k`, in order.
    public subscript(key k: Int) -> ArraySlice<Row> { rows[Int(start[k])..<Int(start[k + 1])] }

    public mutating func removeAll() {
        start.removeAll(keepingCapacity: true)
        start.append(0)
        rows.removeAll(keepingCapacity: true)
    }

    /// Ends the current key; its rows are those appended since the last call.
    public mutating func endKey() { start.append(UInt32(rows.count)) }
}

/// One page of a history: what comes after a transaction, at most `limit` rows a key.
///
/// A page never splits a transaction, so that `after` the last row's transaction goes on without loss: it ends before
/// the transaction that would exceed `limit`, and a transaction with more rows than `limit` is a page of its own.
public struct Cursor: Sendable {
    public let after: TxRef?
    public let limit: Int

    public init(after: TxRef? = nil, limit: Int = .max) {
        self.after = after
        self.limit = limit
    }
}
