import Ledger
import TraceEngine

/// One row a fan could have, before anything is folded.
struct FanMember {
    var item: GraphItem
    var value: UInt64
    var coins: [GraphCoin] = []
    var fate: GraphFate = .none
    var txid: TxID?
    var time: UInt32?
}

/// A row that is never folded and stands last: the fee, a coinbase, inputs not known, history not read.
struct FanExtra {
    var item: GraphItem
    var value: UInt64?
    var count = 0
}

/// Everything a row has in the next column outwards.
struct Fan {
    var members: [FanMember] = []
    var extras: [FanExtra] = []
    /// Sum of the members and of what is not read; nil when a part is not known.
    var whole: UInt64?
    var ofTransactions: Bool

    /// The transactions that paid the focus address (left) or spent from it (right), in ledger order.
    static func history(_ view: AddressView, left: Bool) -> Fan {
        var fan = Fan(ofTransactions: true)
        var read: UInt64 = 0
        fan.members.reserveCapacity(view.events.count)
        for event in view.events {
            let value = left ? event.received : event.sent
            guard left ? event.received > 0 : event.sent > 0 else { continue }
            read = [read, value].total()
            fan.members.append(FanMember(
                item: .transaction(event.tx.at), value: value,
                fate: left && event.unspentOutputs > 0 ? .unspent : .none,
                txid: event.tx.txid, time: event.tx.time))
        }
        let all = left ? view.summary.received : view.summary.sent
        if !view.isComplete, all > read {
            fan.extras.append(FanExtra(item: .notRead(view.address), value: all - read))
        }
        fan.whole = max(all, read)
        return fan
    }

    /// The outputs of a transaction by owner, in output order.
    static func outputs(_ view: TransactionView, withFee: Bool) -> Fan {
        var fan = Fan(ofTransactions: false)
        var index: [Address: Int] = [:]
        for (n, output) in view.outputs.enumerated() {
            let coin = GraphCoin(
                outpoint: Outpoint(txid: view.row.txid, index: UInt32(n)), value: output.value, next: output.spender,
                nextID: output.spenderID, fate: output.fate, known: .resolved)
            fan.add(coin, owner: output.owner, else: .output(OutputRef(tx: view.row.at, index: UInt32(n))), &index)
        }
        for k in fan.members.indices { fan.members[k].fate = GraphFate(outputs: fan.members[k].coins) }
        fan.whole = fan.members.lazy.map(\.value).total()
        if withFee, !view.row.isCoinbase, view.fee != 0 {
            fan.extras.append(FanExtra(item: .fee(view.row.at), value: view.fee))
        }
        return fan
    }

    /// The inputs of a transaction by owner, in input order.
    static func inputs(_ view: TransactionView) -> Fan {
        var fan = Fan(ofTransactions: false)
        if view.row.isCoinbase {
            fan.extras.append(FanExtra(item: .coinbase(view.row.at), value: view.outputValue))
            fan.whole = view.outputValue
            return fan
        }
        var index: [Address: Int] = [:]
        var unknown = 0
        for input in view.inputs {
            guard input.known != .unknown else {
                unknown += 1
                continue
            }
            let coin = GraphCoin(
                outpoint: input.previous, value: input.value, next: input.source,
                nextID: input.source == .none ? nil : input.previous.txid, fate: .spent, known: input.known)
            let nameless: GraphItem = input.source == .none
                ? .outpoint(input.previous) : .output(OutputRef(tx: input.source, index: input.previous.index))
            fan.add(coin, owner: input.owner, else: nameless, &index)
        }
        for k in fan.members.indices {
            fan.members[k].fate = fan.members[k].coins.contains { $0.next == .none } ? .unknown : .spent
        }
        if unknown > 0 {
            fan.extras.append(FanExtra(item: .unknownInputs(of: view.row.at), value: nil, count: unknown))
        } else {
            fan.whole = fan.members.lazy.map(\.value).total()
        }
        return fan
    }

    /// The transactions that spent the coins of a row (right) or made them (left), in ledger order.
    static func transactions(_ coins: [GraphCoin]) -> Fan {
        var fan = Fan(ofTransactions: true)
        var index: [TxRef: Int] = [:]
        for coin in coins where coin.next != .none {
            if let at = index[coin.next] {
                fan.members[at].value = [fan.members[at].value, coin.value].total()
                fan.members[at].coins.append(coin)
            } else {
                index[coin.next] = fan.members.count
                fan.members.append(FanMember(
                    item: .transaction(coin.next), value: coin.value, coins: [coin], txid: coin.nextID))
            }
        }
        fan.members.sort { $0.ledgerOrder < $1.ledgerOrder }
        fan.whole = coins.lazy.map(\.value).total()
        return fan
    }

    private mutating func add(
        _ coin: GraphCoin, owner: Address?, else nameless: GraphItem, _ index: inout [Address: Int]
    ) {
        guard let owner else {
            members.append(FanMember(item: nameless, value: coin.value, coins: [coin]))
            return
        }
        if let at = index[owner] {
            members[at].value = [members[at].value, coin.value].total()
            members[at].coins.append(coin)
        } else {
            index[owner] = members.count
            members.append(FanMember(item: .address(owner), value: coin.value, coins: [coin]))
        }
    }
}

extension FanMember {
    var ledgerOrder: UInt64 {
        if case .transaction(let tx) = item { return tx.raw }
        return .max
    }
}

extension GraphFate {
    /// Of outputs: the least settled one decides.
    init(outputs coins: [GraphCoin]) {
        if coins.contains(where: { $0.fate == .notCovered }) {
            self = .unknown
        } else if coins.contains(where: { $0.fate == .unspent }) {
            self = .unspent
        } else {
            self = coins.contains { $0.fate == .spent } ? .spent : .none
        }
    }
}

extension GraphGroup {
    /// What some members of a fan come to.
    init(_ kind: GraphGroupKind, of members: some Collection<FanMember>, ofTransactions: Bool) {
        var spenders: Set<TxRef> = []
        var spent = 0
        for member in members where !ofTransactions {
            if !member.coins.isEmpty, member.coins.allSatisfy({ $0.next != .none }) { spent += 1 }
            for coin in member.coins where coin.next != .none { spenders.insert(coin.next) }
        }
        let values = members.lazy.map(\.value)
        self.init(
            kind: kind, count: members.count, sum: values.total(), least: values.min() ?? 0, greatest: values.max() ?? 0,
            spent: spent, spenders: spenders.count, ofTransactions: ofTransactions)
    }
}
