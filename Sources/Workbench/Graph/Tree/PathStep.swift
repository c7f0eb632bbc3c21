import Ledger
import TraceEngine

/// What stands at one hop of a path before its transactions are looked at.
///
/// Backward everything is the other way round: transactions made the coins instead of spending them.
struct Held {
    var owner: Address?
    /// The hop of the transactions that spend the start, or made it.
    var firstHop = 1
    /// What each transaction spends of it, or made of it.
    var spends: [TxRef: UInt64] = [:]
    /// What no transaction spends, or none in the ledger made.
    var rest: [(value: UInt64, fate: GraphFate)] = []
    /// Transactions that are not shown.
    var more: (count: Int, value: UInt64) = (0, 0)
    /// Whether change that comes back joins what is held; false where the sums have it already.
    var takesChange = true

    var total: UInt64 {
        [spends.values.total(), rest.lazy.map(\.value).total(), more.value].total()
    }

    init(owner: Address?, firstHop: Int) {
        self.owner = owner
        self.firstHop = firstHop
    }

    /// What one member of a transaction's outputs got, or one of its inputs gave.
    init(_ member: FanMember, _ direction: TraceDirection) {
        if case .address(let address) = member.item { owner = address }
        for coin in member.coins { add(PathCoin(coin, direction)) }
    }

    /// All that an address received and did not pay back to itself.
    init(_ view: AddressView, _ direction: TraceDirection) {
        owner = view.address
        takesChange = false
        guard direction == .forward else {
            for event in view.events where event.received > event.sent { spends[event.tx.at] = event.received - event.sent }
            let read = view.events.lazy.map(\.received).total()
            if view.summary.received > read {
                more = (Int(clamping: view.summary.transactions) - view.events.count, view.summary.received - read)
            }
            return
        }
        var sent: UInt64 = 0
        for event in view.events where event.sent > 0 {
            sent = [sent, event.sent].total()
            spends[event.tx.at] = event.sent - min(event.sent, event.received)
        }
        if view.summary.balance > 0 { rest.append((view.summary.balance, view.summary.complete ? .unspent : .unknown)) }
        if view.summary.sent > sent { more = (Int(clamping: view.summary.transactions) - view.events.count, view.summary.sent - sent) }
    }

    mutating func add(_ coin: PathCoin) {
        if coin.spender != .none {
            spends[coin.spender] = [spends[coin.spender] ?? 0, coin.value].total()
        } else {
            rest.append((coin.value, coin.fate == .notCovered ? .unknown : coin.fate == .unspent ? .unspent : .none))
        }
    }

    /// Leaves the transactions that spend most; the others are counted.
    mutating func fold(to most: Int, keeping chosen: TxRef?) {
        guard spends.count > most else { return }
        let ordered = spends.sorted { ($0.value, $1.key) > ($1.value, $0.key) }
        for (tx, value) in ordered.dropFirst(most) where tx != chosen {
            spends[tx] = nil
            more = (more.count + 1, [more.value, value].total())
        }
    }
}

/// One transaction of a path.
struct PathStep {
    let view: TransactionView
    let direction: TraceDirection
    /// What it spends of the hop before, or made of it.
    let carried: UInt64
    /// What other coins it spends, nil when an input is not known; backward what others got of it.
    let joined: UInt64?
    let fee: UInt64?
    /// What it paid, by owner, its spender's own change left out; backward what it spent.
    let members: [FanMember]
    /// What came back to the spender; backward what the owner put in.
    let changeCoins: [PathCoin]
    /// Backward: inputs of which nothing is known.
    var unknownInputs = 0

    var change: UInt64 { changeCoins.lazy.map(\.value).total() }

    /// `carried` is what is spent less change where `isNet`.
    init(_ view: TransactionView, _ direction: TraceDirection, carried: UInt64, owner: Address?, isNet: Bool) {
        self.view = view
        self.direction = direction
        self.carried = carried
        fee = view.fee
        let all = Self.fan(view, direction)
        let own = all.first { $0.item == owner.map { .address($0) } }
        changeCoins = own?.coins.map { PathCoin($0, direction) } ?? []
        members = all.filter { $0.item != own?.item && $0.value > 0 }
        let change = own?.value ?? 0
        guard direction == .forward else {
            unknownInputs = view.row.isCoinbase ? 0 : view.inputs.count { $0.known == .unknown }
            joined = view.outputValue.flatMap { outputs in
                let (gross, overflow) = carried.addingReportingOverflow(isNet ? change : 0)
                return overflow || outputs < gross ? nil : outputs - gross
            }
            return
        }
        if view.row.isCoinbase {
            joined = 0
        } else {
            joined = view.inputValue.flatMap { inputs in
                let (gross, overflow) = carried.addingReportingOverflow(isNet ? change : 0)
                return overflow || inputs < gross ? nil : inputs - gross
            }
        }
    }
}

extension PathStep {
    /// What a transaction paid, by owner; backward what it spent, or what the block issued.
    static func fan(_ view: TransactionView, _ direction: TraceDirection) -> [FanMember] {
        guard direction == .backward else { return Fan.outputs(view, withFee: false).members }
        let fan = Fan.inputs(view)
        return fan.members + fan.extras.compactMap { extra in
            guard case .coinbase = extra.item, let value = extra.value else { return nil }
            return FanMember(item: extra.item, value: value)
        }
    }
}

extension PathChoice {
    /// Whether a member of the transaction's outputs or inputs is meant: by owner, or by an output it holds.
    func names(_ member: FanMember) -> Bool {
        if member.item == item { return true }
        guard case .output(let output) = item else { return false }
        return member.coins.contains { $0.outpoint.index == output.index }
    }
}
