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

/// What amounts of a ledger count: the coin or a token contract.
public struct AssetRow: Hashable, Sendable {
    /// In this snapshot; 0 is the coin.
    public let number: UInt32
    /// The token contract; nil for the coin.
    public let contract: Address?
    /// What the contract calls itself: a claim of whoever made it, and any text. The ticker for the coin.
    public let symbol: String
    /// Nil where nothing says it: amounts are then shown in base units.
    public let decimals: Int?

    public init(number: UInt32, contract: Address?, symbol: String, decimals: Int?) {
        self.number = number
        self.contract = contract
        self.symbol = symbol
        self.decimals = decimals
    }
}

/// The sums of one asset at one address in a snapshot, in base units. A transfer to oneself counts nowhere.
public struct AssetSummary: Hashable, Sendable {
    public var asset: UInt32
    public var received = UInt256.zero
    /// Without gas.
    public var sent = UInt256.zero
    /// Gas, of the coin's balance.
    public var gas = UInt256.zero
    public var transfers: UInt64 = 0
    public var first: TxRef = .none
    public var last: TxRef = .none
    /// What it must have held before the ledger begins, so that it never paid more than it had.
    public var opening = UInt256.zero

    public init(asset: UInt32) { self.asset = asset }

    /// What it holds in the end: nothing of what is not known is guessed but the opening that the ledger proves.
    public var balance: UInt256 {
        let arrived = opening.addingReportingOverflow(received).partialValue
        return arrived.subtractingReportingOverflow(sent.addingReportingOverflow(gas).partialValue).partialValue
    }

    /// Takes in the next transfer of the balance, in ledger order.
    public mutating func add(_ row: TransferRow, of address: AddressRef) throws(LedgerError) {
        if first == .none { first = row.at }
        last = row.at
        transfers += 1
        if row.from == row.to { return }
        if row.from == address {
            if row.kind == .gas { gas = try Self.sum(gas, row.value) } else { sent = try Self.sum(sent, row.value) }
            let (paid, had) = (try Self.sum(sent, gas), try Self.sum(opening, received))
            if paid > had {
                opening = try Self.sum(opening, paid.subtractingReportingOverflow(had).partialValue)
            }
        } else {
            received = try Self.sum(received, row.value)
        }
    }

    private static func sum(_ a: UInt256, _ b: UInt256) throws(LedgerError) -> UInt256 {
        let (sum, overflow) = a.addingReportingOverflow(b)
        if overflow { throw LedgerError("The values of an asset exceed 256 bits: check where this ledger comes from.") }
        return sum
    }
}

/// Counts over a whole account ledger, for `clew ledger info`.
public struct AccountTotals: Hashable, Sendable {
    public var blocks: UInt64 = 0
    public var transactions: UInt64 = 0
    /// Transactions that failed: they moved nothing but gas.
    public var failed: UInt64 = 0
    public var transfers: UInt64 = 0
    public var addresses: UInt64 = 0
    /// The coin not counted.
    public var tokens: UInt64 = 0

    public init() {}
}

/// What the sources of an account ledger left out, beside blocks.
public struct AccountGaps: Hashable, Sendable {
    /// Transactions whose gas no row says.
    public var gasUnknown: UInt64 = 0
    /// Transactions whose success no row says: they count as done.
    public var statusUnknown: UInt64 = 0
    /// False when no row tells of calls inside transactions.
    public var hasCalls = true
    /// False when no row tells of tokens.
    public var hasLogs = true

    public init() {}
}

/// A ledger whose value rests in balances: one of each asset at each address.
public protocol AccountReader: LedgerReader {
    /// The number of the coin among assets.
    var coin: UInt32 { get }

    /// Every asset of the snapshot, the coin first, by number.
    func assets() async throws(LedgerError) -> [AssetRow]

    /// Ids and block times; counts of inputs and outputs are 0.
    func transactions(of refs: [TxRef]) async throws(LedgerError) -> [TxRow]

    /// The transfers of each transaction, in their order.
    func transfers(in refs: [TxRef], into batch: inout Batch<TransferRow>) async throws(LedgerError)

    /// The transfers from or to each address in one asset, gas among those of the coin, in ledger order, a page at a
    /// time; a page never splits a transaction.
    func history(
        of refs: [AddressRef], asset: UInt32, _ page: Cursor, into batch: inout Batch<TransferRow>
    ) async throws(LedgerError)

    /// The sums of each address, one for each asset it ever held, by number.
    func summaries(of refs: [AddressRef]) async throws(LedgerError) -> [[AssetSummary]]

    func totals() async throws(LedgerError) -> AccountTotals

    /// What the sources left out. Quick: every answer says it.
    func gaps() async throws(LedgerError) -> AccountGaps
}

extension AccountReader {
    public var coin: UInt32 { 0 }
}
