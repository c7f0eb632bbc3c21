import Ledger
import Synchronization

@testable import Simulation

/// A generated ledger held in memory, with the oldest and plainest bookkeeping there is: a dictionary of outputs.
struct GeneratedChain: Sendable {
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

    init(_ text: String, blocks count: UInt32 = 600) throws {
        var blocks: [Block] = []
        var file: [UInt8] = []
        truth = try LedgerGenerator(SimulationSeed(text, size: UInt64(count))).run { block in
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
        for block in blocks {
            for transaction in block.transactions where transaction.inputs.contains(where: { $0.previous == output }) {
                return transaction
            }
        }
        return nil
    }
}

/// Chains that several tests ask for are made once.
enum Shared {
    private static let made = Mutex<[String: GeneratedChain]>([:])

    static func chain(_ text: String) throws -> GeneratedChain {
        if let known = made.withLock({ $0[text] }) { return known }
        let chain = try GeneratedChain(text)
        made.withLock { $0[text] = chain }
        return chain
    }

    static func saltmarsh() throws -> GeneratedChain { try chain("saltmarsh") }
}
