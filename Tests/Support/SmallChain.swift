import Ledger

/// Random chains of small blocks that link to each other, with coins of a few people.
public enum SmallChain {
    public static func blocks(count: Int, seed: UInt64) -> [BlockRows] {
        extend([], by: count, seed: seed, branch: 0)
    }

    /// Other blocks in place of those from `height` on.
    public static func branch(of blocks: [BlockRows], from height: UInt32, count: Int, seed: UInt64) -> [BlockRows] {
        let kept = blocks.filter { $0.height < height }
        return Array(extend(kept, by: count, seed: seed, branch: 1).suffix(count))
    }

    private static func extend(_ start: [BlockRows], by count: Int, seed: UInt64, branch: Int) -> [BlockRows] {
        var numbers = SeededNumbers(seed: seed)
        var blocks = start
        var coins = unspent(start)
        for _ in 0..<count {
            let height = UInt32(blocks.count)
            var transactions: [TransactionRows] = []
            for position in 0..<Int.random(in: 1...4, using: &numbers) {
                var rows = TransactionRows(
                    txid: TinyLedger.txid("\(branch) \(height) \(position)"), position: UInt32(position),
                    isCoinbase: position == 0, inputs: [], outputs: [])
                var total: UInt64 = position == 0 ? 1000 : 0
                if position > 0 {
                    for _ in 0..<Int.random(in: 1...3, using: &numbers) where !coins.isEmpty {
                        let coin = coins.remove(at: Int.random(in: 0..<coins.count, using: &numbers))
                        rows.inputs.append(TransactionRows.Input(previous: coin.0))
                        total += coin.1
                    }
                    if Int.random(in: 0..<20, using: &numbers) == 0 {
                        rows.inputs.append(
                            TransactionRows.Input(
                                previous: Outpoint(txid: TinyLedger.txid("elsewhere \(height)"), index: 3),
                                stated: Bool.random(using: &numbers)
                                    ? TransactionRows.Output(value: 7, script: TinyLedger.script("person 2")) : nil))
                    }
                }
                for index in 0..<Int.random(in: 1...3, using: &numbers) {
                    let names = ["data", "bare", "key:miner"] + (0..<9).map { "person \($0)" }
                    let name = names[Int.random(in: 0..<names.count, using: &numbers)]
                    // A half, a third and a sixth: never more than there is.
                    let value = total / [2, 3, 6][index]
                    rows.outputs.append(TransactionRows.Output(value: value, script: TinyLedger.script(name)))
                    if name != "data" { coins.append((Outpoint(txid: rows.txid, index: UInt32(index)), value)) }
                }
                transactions.append(rows)
            }
            blocks.append(
                BlockRows(
                    height: height, hash: TinyLedger.txid("block \(branch) \(height)"),
                    previous: blocks.last?.hash ?? .zero, time: 1_300_000_000 + height * 600,
                    transactions: transactions))
        }
        return blocks
    }

    private static func unspent(_ blocks: [BlockRows]) -> [(Outpoint, UInt64)] {
        var spent: Set<Outpoint> = []
        for block in blocks { for rows in block.transactions { spent.formUnion(rows.inputs.map(\.previous)) } }
        var coins: [(Outpoint, UInt64)] = []
        for block in blocks {
            for rows in block.transactions {
                for (index, output) in rows.outputs.enumerated() where !LockingScript.isUnspendable(output.script) {
                    let outpoint = Outpoint(txid: rows.txid, index: UInt32(index))
                    if !spent.contains(outpoint) { coins.append((outpoint, output.value)) }
                }
            }
        }
        return coins
    }
}
