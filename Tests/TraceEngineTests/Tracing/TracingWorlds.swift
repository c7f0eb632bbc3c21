import Ledger
import Support
import TraceEngine

/// Random ledgers and questions, of a seed alone.
struct TracingWorld {
    let ledger: MemoryLedger
    var opinions = TracingReference.Opinions()
    var tags = TagTable()

    static let categories = ["exchange", "mixer", "bridge", "ransomware", "gambling"]

    /// - Parameter greatest: the greatest value of a coin that comes from outside.
    init(seed: UInt64, greatest: UInt64) throws {
        var numbers = SeededNumbers(seed: seed)
        ledger = try MemoryLedger(chain: .bitcoinRegtest, blocks: Self.blocks(greatest, &numbers))
        for address in ledger.known where Int.random(in: 0..<8, using: &numbers) == 0 {
            let category = Self.categories.randomElement(using: &numbers) ?? "exchange"
            opinions.categories[address] = category
            tags.add(StopTag(category: category, label: "somebody"), to: address)
        }
        for block in ledger.blocks {
            for tx in block.transactions where Int.random(in: 0..<12, using: &numbers) == 0 { opinions.mixes.insert(tx.txid) }
        }
    }

    var detector: some MixerDetector { NamedMixes(mixes: opinions.mixes) }

    private static func blocks(_ greatest: UInt64, _ numbers: inout SeededNumbers) -> [BlockRows] {
        var blocks: [BlockRows] = []
        var coins: [(Outpoint, UInt64)] = []
        var serial: UInt64 = 0
        func script(_ numbers: inout SeededNumbers) -> [UInt8] {
            let person = UInt8.random(in: 0..<24, using: &numbers)
            return person == 0 ? [0x6A, 1, 65] : person == 1 ? [0x51] : [0, 20] + [UInt8](repeating: person, count: 20)
        }
        func value(_ limit: UInt64, _ numbers: inout SeededNumbers) -> UInt64 {
            switch Int.random(in: 0..<8, using: &numbers) {
            case 0: 0
            case 1: min(limit, 1)
            case 2: limit
            default: UInt64.random(in: 0...limit, using: &numbers)
            }
        }
        let hasGaps = Int.random(in: 0..<3, using: &numbers) == 0
        var height: UInt32 = Bool.random(using: &numbers) ? 0 : 700
        for _ in 0..<Int.random(in: 3...12, using: &numbers) {
            var block = BlockRows(
                height: height, hash: .zero, previous: .zero, time: 1_600_000_000 + height * 600, transactions: [])
            for position in 0..<UInt32.random(in: 1...4, using: &numbers) {
                serial += 1
                var rows = TransactionRows(
                    txid: Hash256(words: (serial, 7, 7, serial &* 0x9E37_79B9_7F4A_7C15)), position: position,
                    isCoinbase: position == 0, inputs: [], outputs: [])
                var total: UInt64 = position == 0 ? greatest : 0
                if position > 0 {
                    for _ in 0..<Int.random(in: 1...4, using: &numbers) where !coins.isEmpty {
                        // Mostly recent coins, so that chains grow long.
                        let back = min(coins.count, Int.random(in: 1...6, using: &numbers))
                        let coin = coins.remove(at: coins.count - back)
                        rows.inputs.append(.init(previous: coin.0))
                        total += coin.1
                    }
                    serial += 1
                    let outside = Outpoint(txid: Hash256(words: (serial, 1, 1, 1)), index: 0)
                    switch Int.random(in: 0..<14, using: &numbers) {
                    case 0: rows.inputs.append(.init(previous: outside))
                    case 1, 2:
                        let stated = value(greatest, &numbers)
                        rows.inputs.append(
                            .init(previous: outside, stated: .init(value: stated, script: script(&numbers))))
                        total += stated
                    default: break
                    }
                    if rows.inputs.isEmpty { continue }
                    rows.inputs.shuffle(using: &numbers)
                    // A few give out more than comes in, as a wrongly stated value would make it look.
                    if Int.random(in: 0..<40, using: &numbers) == 0 { total += 3 }
                }
                for index in 0..<UInt32.random(in: 1...5, using: &numbers) {
                    let amount = value(total, &numbers)
                    total -= amount
                    rows.outputs.append(.init(value: amount, script: script(&numbers)))
                    if rows.outputs[Int(index)].script[0] != 0x6A, Int.random(in: 0..<9, using: &numbers) > 0 {
                        coins.append((Outpoint(txid: rows.txid, index: index), amount))
                    }
                }
                block.transactions.append(rows)
            }
            blocks.append(block)
            height += hasGaps && Int.random(in: 0..<4, using: &numbers) == 0 ? 3 : 1
        }
        return blocks
    }

    /// A question that this ledger can be asked.
    func question(_ methods: [TraceMethod], _ numbers: inout SeededNumbers) -> TraceQuestion {
        let direction: TraceDirection = Bool.random(using: &numbers) ? .forward : .backward
        let most = [1, 2, 5, 60].randomElement(using: &numbers) ?? 1
        let starts = (0..<Int.random(in: 1...most, using: &numbers)).map { _ in start(&numbers) }
        var limits = TraceLimits()
        if Int.random(in: 0..<4, using: &numbers) == 0 { limits.hops = UInt32.random(in: 0...5, using: &numbers) }
        if Int.random(in: 0..<4, using: &numbers) == 0 { limits.minimumValue = UInt64.random(in: 0...20, using: &numbers) }
        if Int.random(in: 0..<5, using: &numbers) == 0 {
            limits.until = (ledger.blocks.randomElement(using: &numbers)?.time ?? 0)
        }
        if Int.random(in: 0..<5, using: &numbers) == 0 { limits.hub = UInt64.random(in: 1...8, using: &numbers) }
        let stops: StopSet =
            switch Int.random(in: 0..<3, using: &numbers) {
            case 0: .none
            case 1: .standard
            default: StopSet(Self.categories.filter { _ in Bool.random(using: &numbers) })
            }
        var cuts: [TraceCut] = []
        if Int.random(in: 0..<5, using: &numbers) == 0, let address = ledger.known.randomElement(using: &numbers) {
            cuts.append(TraceCut(.address(address), reason: "not ours"))
        }
        if Int.random(in: 0..<5, using: &numbers) == 0, let (tx, index) = output(&numbers) {
            cuts.append(TraceCut(.output(Outpoint(txid: tx.txid, index: index)), reason: "not ours"))
        }
        return TraceQuestion(
            from: starts, direction: direction, methods: methods.filter { direction == .forward || $0.hasInverse },
            limits: limits, stops: stops, cuts: cuts)
    }

    private func output(_ numbers: inout SeededNumbers) -> (TransactionRows, UInt32)? {
        guard let tx = ledger.blocks.flatMap(\.transactions).randomElement(using: &numbers) else { return nil }
        return (tx, UInt32.random(in: 0..<UInt32(tx.outputs.count), using: &numbers))
    }

    private func start(_ numbers: inout SeededNumbers) -> TraceStart {
        while true {
            guard let (tx, index) = output(&numbers) else { continue }
            switch Int.random(in: 0..<6, using: &numbers) {
            case 0: return .transaction(tx.txid, height: nil)
            case 1:
                guard let address = LockingScript(tx.outputs[Int(index)].script).address else { continue }
                return .address(address, nil)
            case 2:
                guard let address = LockingScript(tx.outputs[Int(index)].script).address,
                    let block = ledger.blocks.first(where: { $0.transactions.contains(tx) })
                else { continue }
                return .address(
                    address,
                    Bool.random(using: &numbers)
                        ? .heights(from: block.height, to: Bool.random(using: &numbers) ? nil : block.height + 2)
                        : .times(from: nil, to: block.time))
            default: return .output(tx.txid, height: nil, index: index)
            }
        }
    }
}

/// Claims exactly the transactions it was told.
struct NamedMixes: MixerDetector {
    var mixes: Set<TxID>

    func claims(of refs: [TxRef], in ledger: some UTXOReader) async throws(LedgerError) -> [MixerClaim?] {
        try await ledger.transactions(of: refs).map { row in
            mixes.contains(row.txid) ? MixerClaim(detector: "test", version: 1, rule: "named by the test") : nil
        }
    }
}
