import Ledger
import TraceEngine

/// Clusters the slow and obvious way, from the blocks alone: no readers, no handles, no union-find.
struct ClusterReference {
    /// The scripts of each cluster of two or more.
    private(set) var clusters: Set<Set<[UInt8]>> = []
    /// For each joining transaction the scripts it joins.
    private(set) var joins: [(tx: TxID, scripts: Set<[UInt8]>)] = []

    init(_ blocks: [BlockRows], dust: UInt64 = 546, change: (TransactionRows, [TransactionRows.Output?]) -> [[UInt8]] = { _, _ in [] }) {
        var outputs: [Outpoint: TransactionRows.Output] = [:]
        for block in blocks.sorted(by: { $0.height < $1.height }) {
            for transaction in block.transactions {
                let spent = transaction.inputs.map { outputs[$0.previous] ?? $0.stated }
                if let joined = Self.joined(transaction, spent, dust, change) { joins.append((transaction.txid, joined)) }
                for (n, output) in transaction.outputs.enumerated() {
                    outputs[Outpoint(txid: transaction.txid, index: UInt32(n))] = output
                }
            }
        }
        var sets: [Set<[UInt8]>] = []
        for join in joins {
            let touched = sets.filter { !$0.isDisjoint(with: join.scripts) }
            sets.removeAll { !$0.isDisjoint(with: join.scripts) }
            sets.append(touched.reduce(join.scripts) { $0.union($1) })
        }
        clusters = Set(sets)
    }

    /// How many scripts stay with either of two when one transaction joins nothing; nil when the two are together all the same.
    func halves(without tx: TxID, _ a: [UInt8], _ b: [UInt8]) -> (near: Int, far: Int)? {
        func reached(_ start: [UInt8]) -> Set<[UInt8]> {
            var reached: Set = [start]
            while true {
                let before = reached.count
                for join in joins where join.tx != tx && !reached.isDisjoint(with: join.scripts) { reached.formUnion(join.scripts) }
                if reached.count == before { return reached }
            }
        }
        let (near, far) = (reached(a), reached(b))
        return near.contains(b) ? nil : (near.count, far.count)
    }

    private static func joined(
        _ transaction: TransactionRows, _ spent: [TransactionRows.Output?], _ dust: UInt64,
        _ change: (TransactionRows, [TransactionRows.Output?]) -> [[UInt8]]
    ) -> Set<[UInt8]>? {
        let shape = TransactionShape(
            isCoinbase: transaction.isCoinbase,
            inputs: spent.map { .init(value: $0?.value, script: $0?.script) },
            outputs: transaction.outputs.map { .init(value: $0.value, script: $0.script) })
        guard !transaction.isCoinbase, Detectors.coinJoin(shape) == nil else { return nil }
        var scripts: Set<[UInt8]> = []
        for output in spent {
            if let output, output.value > dust, let address = LockingScript(output.script).address {
                scripts.insert(address.script)
            }
        }
        if scripts.isEmpty { return nil }
        for script in change(transaction, spent) { scripts.insert(script) }
        return scripts.count > 1 ? scripts : nil
    }

    /// Fewest joining transactions between two scripts; nil when there is no way.
    func distance(_ a: [UInt8], _ b: [UInt8]) -> Int? {
        var reached: Set<[UInt8]> = [a]
        var steps = 0
        while !reached.contains(b) {
            let next = joins.filter { !$0.scripts.isDisjoint(with: reached) }.reduce(reached) { $0.union($1.scripts) }
            if next == reached { return nil }
            reached = next
            steps += 1
        }
        return steps
    }
}
