import Ledger

@testable import Simulation

/// A generated ledger held in memory, with the oldest and plainest bookkeeping there is: a dictionary of outputs.
struct GeneratedChain {
    let truth: GroundTruth
    let blocks: [Block]
    let file: [UInt8]
    /// Every output ever made: value, script and height.
    let outputs: [Outpoint: (value: UInt64, script: [UInt8], height: Int)]
    /// What is left at the end.
    let unspent: Set<Outpoint>
    /// Transactions that spend what is not there, or was spent before.
    let unfounded: [TxID]
    /// Fee of each transaction but coinbases.
    let fees: [TxID: UInt64]
    let heights: [TxID: Int]

    init(_ text: String, blocks count: UInt32 = SimulationSeed.defaultBlocks) throws {
        var blocks: [Block] = []
        var file: [UInt8] = []
        truth = try LedgerGenerator(SimulationSeed(text, blocks: count)).run { block in
            blocks.append(block)
            file += LedgerGenerator.record(of: block)
        }
        var outputs: [Outpoint: (value: UInt64, script: [UInt8], height: Int)] = [:]
        var unspent: Set<Outpoint> = []
        var unfounded: [TxID] = []
        var fees: [TxID: UInt64] = [:]
        var heights: [TxID: Int] = [:]
        for (height, block) in blocks.enumerated() {
            for transaction in block.transactions {
                heights[transaction.txid] = height
                var paidIn: UInt64 = 0
                for input in transaction.inputs where !transaction.isCoinbase {
                    if unspent.remove(input.previous) == nil { unfounded.append(transaction.txid) }
                    paidIn += outputs[input.previous]?.value ?? 0
                }
                let paidOut = transaction.outputs.reduce(0) { $0 + $1.value }
                if !transaction.isCoinbase {
                    if paidOut > paidIn { unfounded.append(transaction.txid) }
                    fees[transaction.txid] = paidIn &- paidOut
                }
                for (index, output) in transaction.outputs.enumerated() {
                    let outpoint = Outpoint(txid: transaction.txid, index: UInt32(index))
                    outputs[outpoint] = (output.value, output.script, height)
                    unspent.insert(outpoint)
                }
            }
        }
        self.blocks = blocks
        self.file = file
        self.outputs = outputs
        self.unspent = unspent
        self.unfounded = unfounded
        self.fees = fees
        self.heights = heights
    }

    var transactions: [Transaction] { blocks.flatMap(\.transactions) }

    /// The spender of an output.
    func spender(of output: Outpoint) -> Transaction? {
        transactions.first { transaction in transaction.inputs.contains { $0.previous == output } }
    }
}

/// Made once for all tests.
enum Shared {
    static let saltmarsh = Result { try GeneratedChain("saltmarsh") }
}
