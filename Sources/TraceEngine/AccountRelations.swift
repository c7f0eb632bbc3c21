import Ledger

/// What an address received from, or paid to, one counterparty in one asset. Each transfer says who paid whom, so all of
/// it is fact.
public struct AccountRelation: Hashable, Sendable {
    /// Who is at the other end.
    public enum Party: Hashable, Sendable {
        case address(Address)
        /// Newly issued: a mint, a reward.
        case issued
        /// Destroyed: a burn.
        case destroyed
    }

    public var direction: Relation.Direction
    public var party: Party
    /// Of the snapshot: 0 is the coin.
    public var asset: UInt32
    /// Base units of the asset; gas and transfers to oneself not counted.
    public var value: UInt256
    public var transfers: UInt64
    public var transactions: UInt64
    public var first: TxRef
    public var last: TxRef
    /// Block times of the first and last transaction, seconds since 1970.
    public var firstTime: UInt32
    public var lastTime: UInt32

    /// The other end's address; nil where nobody is there.
    public var counterparty: Address? { if case .address(let address) = party { address } else { nil } }
}

/// The relations of one address on a chain whose value rests in balances.
public struct AccountRelationView: Hashable, Sendable {
    public var address: Address
    /// By asset, the coin first; incoming before outgoing; by descending value, then by the counterparty's bytes.
    public var relations: [AccountRelation]
    /// False when an asset has more transfers than the limit asked for.
    public var isComplete: Bool
    /// False when the ledger has never seen the address.
    public var isKnown: Bool
}

extension AccountReader {
    /// Who paid the address and whom it paid, in one asset or in each it ever held, from at most `limit` transfers of an
    /// asset, in ledger order from the first. A transaction is never looked at in part.
    public func relationView(
        of address: Address, asset: UInt32? = nil, limit: Int
    ) async throws(LedgerError) -> AccountRelationView {
        guard let owner = try await find([address])[0] else {
            return AccountRelationView(address: address, relations: [], isComplete: true, isKnown: false)
        }
        var isComplete = true
        var sums: [AccountRelationKey: AccountRelationSum] = [:]
        for held in try await summaries(of: [owner])[0] where held.asset == asset ?? held.asset {
            var page = Batch<TransferRow>()
            try await history(of: [owner], asset: held.asset, Cursor(limit: max(0, limit)), into: &page)
            if UInt64(page.rows.count) < held.transfers { isComplete = false }
            for row in page.rows where row.kind != .gas && row.from != row.to {
                let key = AccountRelationKey(
                    asset: row.asset, isIncoming: row.to == owner, other: row.to == owner ? row.from : row.to)
                try sums[key, default: AccountRelationSum(first: row.at)].add(row)
            }
        }
        let handles = Set(sums.keys.map(\.other)).filter { $0 != .none }.sorted { $0.raw < $1.raw }
        let names = Dictionary(zip(handles, try await addresses(of: handles))) { first, _ in first }
        let places = Set(sums.values.flatMap { [$0.first, $0.last] }).sorted()
        var times: [TxRef: UInt32] = [:]
        for row in try await transactions(of: places) { times[row.at] = row.time }
        let relations = sums.map { key, sum in
            AccountRelation(
                direction: key.isIncoming ? .incoming : .outgoing,
                party: names[key.other].map { .address($0) } ?? (key.isIncoming ? .issued : .destroyed), asset: key.asset,
                value: sum.value, transfers: sum.transfers, transactions: sum.transactions, first: sum.first, last: sum.last,
                firstTime: times[sum.first] ?? 0, lastTime: times[sum.last] ?? 0)
        }
        return AccountRelationView(
            address: address, relations: relations.sorted(by: AccountRelation.isBefore), isComplete: isComplete, isKnown: true)
    }
}

private struct AccountRelationKey: Hashable {
    var asset: UInt32
    var isIncoming: Bool
    var other: AddressRef
}

private struct AccountRelationSum {
    var value = UInt256.zero
    var transfers: UInt64 = 0
    var transactions: UInt64 = 0
    var first: TxRef
    var last = TxRef.none

    init(first: TxRef) { self.first = first }

    mutating func add(_ row: TransferRow) throws(LedgerError) {
        let (sum, isTooLarge) = value.addingReportingOverflow(row.value)
        if isTooLarge { throw LedgerError("The values of an asset exceed 256 bits: check where this ledger comes from.") }
        value = sum
        transfers += 1
        if row.at != last { transactions += 1 }
        last = row.at
    }
}

extension AccountRelation {
    fileprivate static func isBefore(_ a: Self, _ b: Self) -> Bool {
        if a.asset != b.asset { return a.asset < b.asset }
        if a.direction != b.direction { return a.direction == .incoming }
        if a.value != b.value { return a.value > b.value }
        return (a.counterparty?.script ?? []).lexicographicallyPrecedes(b.counterparty?.script ?? [])
    }
}
