import Ledger
import Testing

@testable import Simulation

@Suite("Value in a generated ledger")
struct GeneratedValuesTests {
    @Test("No coin is spent twice, before it exists, before a coinbase is mature, or for more than it is worth")
    func coinsAreSpentOnce() throws {
        let generated = try Shared.saltmarsh()
        #expect(generated.unfounded.isEmpty)
        let coinbases = Set(generated.blocks.map { $0.transactions[0].txid })
        for transaction in generated.transactions where !transaction.isCoinbase {
            let height = try #require(generated.heights[transaction.txid])
            for input in transaction.inputs {
                let made = try #require(generated.outputs[input.previous]).height
                #expect(height - made >= (coinbases.contains(input.previous.txid) ? 100 : 1))
            }
        }
    }

    @Test("A coinbase takes the subsidy and the fees of its block, no more and no less")
    func coinbaseValues() throws {
        let generated = try Shared.saltmarsh()
        for (height, block) in generated.blocks.enumerated() {
            let fees = block.transactions.dropFirst().reduce(0) { $0 + (generated.fees[$1.txid] ?? 0) }
            let taken = block.transactions[0].outputs.reduce(0) { $0 + $1.value }
            #expect(taken == World.subsidy(at: UInt32(height)) + fees)
        }
    }

    @Test("Fees are plausible: from 1 to 200 satoshi for each virtual byte")
    func feeRates() throws {
        let generated = try Shared.saltmarsh()
        for transaction in generated.transactions where !transaction.isCoinbase {
            let weight = transaction.serialized(witness: false).count * 3 + transaction.serialized().count
            let rate = try #require(generated.fees[transaction.txid]) * 4 / UInt64(weight)
            #expect((1...200).contains(rate), "\(transaction.txid)")
        }
    }

    @Test("Fees follow the size that a transaction really has, whatever scripts it spends")
    func estimatedSizes() throws {
        let seed = try SimulationSeed("sizes")
        var signing = seed.stream("signatures")
        for style in ScriptStyle.allCases {
            for count in [1, 3, 260] {
                let keys = (0..<count).map { SimulatedKey(style: style, seed: seed.key, wallet: "w", index: $0) }
                let inputs = keys.map { key in
                    let unlocking = key.unlock(signing: &signing)
                    return Transaction.Input(
                        previous: Outpoint(txid: .zero, index: 0), script: unlocking.script, witness: unlocking.witness)
                }
                let outputs = keys.prefix(2).map { Transaction.Output(value: 1, script: $0.lockingScript) }
                let built = Transaction(version: 2, inputs: inputs, outputs: outputs, lockTime: 0)
                let weight = built.serialized(witness: false).count * 3 + built.serialized().count
                #expect(
                    TransactionSize.virtual(of: keys, outputs: outputs.map(\.script)) == UInt64((weight + 3) / 4))
            }
        }
    }

    @Test("The ledger holds every kind of script, a fan of a few hundred outputs, reuse, dust and a message")
    func variety() throws {
        let generated = try Shared.saltmarsh()
        let types = Set(generated.outputs.values.map { LockingScript($0.script).type })
        #expect(types.isSuperset(of: [.p2pk, .p2pkh, .p2sh, .p2wpkh, .p2wsh, .p2tr, .opReturn]))
        #expect(generated.transactions.contains { $0.outputs.count >= 240 })
        #expect(generated.outputs.values.contains { $0.value == 546 })
        let scripts = generated.outputs.values.map(\.script)
        #expect(Set(scripts).count < scripts.count)
    }
}
