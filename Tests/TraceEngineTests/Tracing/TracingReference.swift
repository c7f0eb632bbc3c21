import Ledger
import Support
import TraceEngine

/// The rules of tracing once more, as slowly and plainly as they can be written: dictionaries, one unit of value after
/// the other, every transaction of the ledger looked at each time. Shares nothing with the engine but its questions.
struct TracingReference {
    struct Place: Hashable, Comparable {
        /// The transaction as a number; for a coin outside the ledger that of its spender, with the input as `index`.
        var tx: UInt64
        var index: Int
        var isOutside = false

        static func < (a: Self, b: Self) -> Bool {
            (a.isOutside ? 1 : 0, a.tx, a.index) < (b.isOutside ? 1 : 0, b.tx, b.index)
        }
    }

    struct Coin {
        var value: UInt64
        var owner: Address?
        var fate: Fate
        var spender: UInt64?
    }

    struct Input {
        var place: Place
        var value: UInt64
        var owner: Address?
        var known: Known
    }

    struct Tx {
        var number: UInt64
        var txid: TxID
        var time: UInt32
        var isCoinbase: Bool
        var inputs: [Input]
        var coins: [Coin]

        /// Everything known, and nothing given out that did not come in.
        var addsUp: Bool {
            !isCoinbase && inputs.allSatisfy { $0.known != .unknown }
                && inputs.reduce(0 as UInt128) { $0 + UInt128($1.value) }
                    >= coins.reduce(0 as UInt128) { $0 + UInt128($1.value) }
        }

        var fee: UInt64 {
            addsUp ? inputs.reduce(0) { $0 + $1.value } - coins.reduce(0) { $0 + $1.value } : 0
        }
    }

    struct Stop: Hashable {
        var place: Place
        var reason: StopReason
        var value: UInt64
        var byStart: [UInt64]
        var hops: Int
    }

    struct Result {
        var stops: Set<Stop> = []
        var fee: UInt64 = 0
        var feeByStart: [UInt64] = []
        var added: [UInt64] = []
        var overlap: [UInt64] = []
        /// Taint of each position by start.
        var taint: [Place: [UInt64]] = [:]
        /// For `fifo` and `lifo` the start of each unit, 0 for none.
        var units: [Place: [Int]] = [:]
    }

    let all: [Tx]
    private let byNumber: [UInt64: Tx]
    private let transactionsOf: [Address: Int]

    init(_ ledger: MemoryLedger) throws {
        var inputs = Batch<InputRow>()
        var outputs = Batch<OutputRow>()
        try ledger.inputs(of: ledger.order, into: &inputs)
        try ledger.outputs(of: ledger.order, into: &outputs)
        func owner(_ ref: AddressRef) -> Address? { ref == .none ? nil : ledger.known[Int(ref.raw)] }
        all = try ledger.transactions(of: ledger.order).enumerated().map { k, row in
            Tx(
                number: row.at.raw, txid: row.txid, time: row.time, isCoinbase: row.isCoinbase,
                inputs: inputs[key: k].enumerated().map { n, input in
                    Input(
                        place: input.known == .resolved
                            ? Place(tx: input.previous.tx.raw, index: Int(input.previous.index))
                            : Place(tx: row.at.raw, index: n, isOutside: true),
                        value: input.value, owner: owner(input.owner), known: input.known)
                },
                coins: outputs[key: k].map { output in
                    Coin(
                        value: output.value, owner: owner(output.owner), fate: output.fate,
                        spender: output.fate == .spent ? output.spender.raw : nil)
                })
        }
        byNumber = Dictionary(uniqueKeysWithValues: all.map { ($0.number, $0) })
        var counts: [Address: Int] = [:]
        for tx in all {
            for owner in Set(tx.coins.compactMap(\.owner) + tx.inputs.compactMap(\.owner)) { counts[owner, default: 0] += 1 }
        }
        transactionsOf = counts
    }

    // MARK: Starts

    func places(of start: TraceStart) -> [Place] {
        all.flatMap { tx in
            tx.coins.indices.compactMap { n -> Place? in
                let isIn =
                    switch start {
                    case .output(let id, let height, let index):
                        tx.txid == id && index == n && isMeant(tx, id, height)
                    case .transaction(let id, let height): tx.txid == id && isMeant(tx, id, height)
                    case .address(let address, let span): tx.coins[n].owner == address && isIn(tx, span)
                    }
                return isIn ? Place(tx: tx.number, index: n) : nil
            }
        }
    }

    private func isMeant(_ tx: Tx, _ id: TxID, _ height: UInt32?) -> Bool {
        if let height { return tx.number >> 32 == UInt64(height) }
        return all.last { $0.txid == id }?.number == tx.number
    }

    private func isIn(_ tx: Tx, _ span: TraceSpan?) -> Bool {
        switch span {
        case nil: true
        case .heights(let from, let to): tx.number >> 32 >= from ?? 0 && tx.number >> 32 <= to ?? .max
        case .times(let from, let to): tx.time >= from ?? 0 && tx.time <= to ?? .max
        }
    }

    // MARK: What ends a branch

    /// What the tests' tags and detector say, apart from any table of the engine's.
    struct Opinions {
        var categories: [Address: String] = [:]
        var mixes: Set<TxID> = []
    }

    private func tagReason(_ owner: Address?, _ question: TraceQuestion, _ opinions: Opinions) -> StopReason? {
        guard let owner, let category = opinions.categories[owner], question.stops.categories.contains(category) else {
            return nil
        }
        return category == "mixer" ? .mixer : category == "bridge" ? .bridge : .service
    }

    private func isCut(_ place: Place, _ owner: Address?, _ question: TraceQuestion) -> Bool {
        question.cuts.contains { cut in
            switch cut.place {
            case .address(let address): owner == address
            case .output(let outpoint):
                !place.isOutside && byNumber[place.tx]?.txid == outpoint.txid && place.index == Int(outpoint.index)
            }
        }
    }

    /// The one reason, or nil; `amount` nil asks without amounts.
    private func reason(
        _ place: Place, hop: Int, amount: UInt64?, isBareStart: Bool, poison: Bool, _ question: TraceQuestion,
        _ opinions: Opinions
    ) -> StopReason? {
        let isForward = question.direction == .forward
        if place.isOutside {
            guard let input = byNumber[place.tx]?.inputs[place.index] else { return .coverage }
            if isCut(place, input.owner, question) { return .chosen }
            return tagReason(input.owner, question, opinions) ?? .coverage
        }
        guard let tx = byNumber[place.tx] else { return .coverage }
        let coin = tx.coins[place.index]
        if isCut(place, coin.owner, question) { return .chosen }
        if !(isBareStart && !isForward), let tag = tagReason(coin.owner, question, opinions) { return tag }
        if isForward {
            switch coin.fate {
            case .unspendable: return .burn
            case .notCovered: return .coverage
            case .unspent: return .unspent
            case .spent: break
            }
        } else if tx.isCoinbase {
            return .issued
        }
        guard let next = isForward ? coin.spender.flatMap({ byNumber[$0] }) : tx else { return .coverage }
        if !poison, !next.addsUp { return .coverage }
        if question.stops.categories.contains("mixer"), opinions.mixes.contains(next.txid) { return .mixer }
        if let until = question.limits.until, isForward ? next.time > until : next.time < until { return .timeLimit }
        if let limit = question.limits.hops, hop >= Int(limit) { return .hopLimit }
        if let amount, let minimum = question.limits.minimumValue, amount < minimum { return .minimumValue }
        if let hub = question.limits.hub, let owner = coin.owner, (transactionsOf[owner] ?? 0) > Int(hub) { return .hub }
        return nil
    }

    /// Fewest transactions from a start, by counting levels over the whole ledger.
    private func hops(
        from starts: Set<Place>, poison: Bool, _ question: TraceQuestion, _ opinions: Opinions
    ) -> [Place: Int] {
        func value(_ place: Place) -> UInt64 { byNumber[place.tx]?.coins[place.index].value ?? 0 }
        var hops: [Place: Int] = [:]
        for start in starts where value(start) > 0 { hops[start] = 0 }
        for level in 0... {
            let here = hops.filter { $0.value == level && !$0.key.isOutside }.keys
            if here.isEmpty { return hops }
            for place in here {
                let end = reason(
                    place, hop: level, amount: nil, isBareStart: starts.contains(place), poison: poison, question, opinions)
                if end != nil { continue }
                let targets: [Place]
                if question.direction == .forward {
                    guard let next = byNumber[place.tx]?.coins[place.index].spender, let tx = byNumber[next] else { continue }
                    targets = tx.coins.indices.filter { tx.coins[$0].value > 0 }.map { Place(tx: next, index: $0) }
                } else {
                    targets = (byNumber[place.tx]?.inputs ?? []).filter {
                        $0.place.isOutside || value($0.place) > 0
                    }.map(\.place)
                }
                for target in targets where hops[target] == nil { hops[target] = level + 1 }
            }
        }
        return hops
    }

    // MARK: A trace

    func trace(_ question: TraceQuestion, by method: TraceMethod, _ opinions: Opinions) -> Result {
        let starts = question.starts.map { places(of: $0) }
        let startSet = Set(starts.flatMap(\.self))
        let count = starts.count
        let hops = hops(from: startSet, poison: method == .poison, question, opinions)
        var result = Result()
        result.feeByStart = Array(repeating: 0, count: count)
        result.added = result.feeByStart
        result.overlap = result.feeByStart
        var held: [Place: Holding] = [:]
        var live: Set<Place> = []

        func settle(_ place: Place, isBareStart: Bool) {
            guard let holding = held[place], holding.amount > 0 || (place.isOutside && !holding.byStart.isEmpty) else { return }
            let end = reason(
                place, hop: hops[place] ?? 0, amount: holding.amount, isBareStart: isBareStart, poison: method == .poison,
                question, opinions)
            if let end {
                result.stops.insert(
                    Stop(place: place, reason: end, value: holding.amount, byStart: holding.parts(count), hops: hops[place] ?? 0))
            } else {
                live.insert(place)
            }
        }
        func begin(_ place: Place, _ value: UInt64) {
            for (number, some) in starts.enumerated() where some.contains(place) {
                let holding = held[place] ?? Holding(empty: value, method)
                result.added[number] += value - holding.amount
                result.overlap[number] += holding.amount
                held[place] = holding.claimed(by: number + 1)
            }
        }

        for tx in question.direction == .forward ? all : all.reversed() {
            let outs = tx.coins.indices.map { Place(tx: tx.number, index: $0) }
            if question.direction == .forward {
                let inputs = tx.inputs.map { live.contains($0.place) ? held[$0.place] ?? Holding(empty: $0.value, method) : Holding(empty: $0.value, method) }
                if inputs.contains(where: { $0.amount > 0 }) {
                    let given = ReferenceRules.forward(method, inputs, tx.coins.map(\.value), tx.fee)
                    for (place, holding) in zip(outs, given) where holding.amount > 0 { held[place] = holding }
                    if tx.addsUp, let fee = given.last, fee.amount > 0 {
                        result.fee += fee.amount
                        for (k, part) in fee.parts(count).enumerated() { result.feeByStart[k] += part }
                    }
                }
                for place in outs {
                    begin(place, tx.coins[place.index].value)
                    settle(place, isBareStart: false)
                }
            } else {
                for place in outs {
                    let isBare = startSet.contains(place) && held[place] == nil
                    begin(place, tx.coins[place.index].value)
                    settle(place, isBareStart: isBare)
                }
                let outputs = outs.map { live.contains($0) ? held[$0] ?? Holding(empty: 0, method) : Holding(empty: tx.coins[$0.index].value, method) }
                guard outputs.contains(where: { $0.amount > 0 }) else { continue }
                let given = ReferenceRules.backward(method, outputs, tx.inputs.map(\.value), tx.fee)
                for (input, holding) in zip(tx.inputs, given) where holding.amount > 0 || input.known == .unknown {
                    held[input.place] = holding
                    if input.place.isOutside { settle(input.place, isBareStart: false) }
                }
            }
        }
        for (place, holding) in held where holding.amount > 0 && !place.isOutside {
            result.taint[place] = holding.parts(count)
            if method.isOrdered { result.units[place] = holding.units }
        }
        return result
    }
}
