import Encoding
import Foundation
import Ledger
import LedgerSources
import Support
import Testing
import TraceEngine

@testable import Simulation

@Suite("A market")
struct MarketTests {
    private func market(_ text: String, _ count: UInt64) throws -> (blocks: [Block], truth: [JSONValue]) {
        var market = MarketLedger(try SimulationSeed(text, scenario: .market, size: count))
        var blocks: [Block] = []
        var truth: [JSONValue] = []
        _ = try market.run { block, lines in
            blocks.append(block)
            truth += lines
        }
        return (blocks, truth + market.end())
    }

    @Test("is the same for the same seed, to the byte, and another for another")
    func deterministic() throws {
        let (first, again, other) = (try market("a", 1_500), try market("a", 1_500), try market("b", 1_500))
        #expect(first.blocks.map { $0.serialized() } == again.blocks.map { $0.serialized() })
        #expect(first.truth == again.truth)
        #expect(first.blocks.last?.header.hash != other.blocks.last?.header.hash)
        #expect(first.blocks.reduce(0) { $0 + $1.transactions.count } == 1_500)
    }

    @Test("is read by the importer: every input spends an output that is there, once, and no value is made of nothing")
    func valid() throws {
        let folder = try ScratchFolder()
        let summary = try MarketFolder(path: folder.path).write(SimulationSeed("valid", scenario: .market, size: 2_000))
        let plan = try #require(try LedgerImport(paths: [folder.file("blocks")]).plan())
        #expect(plan.blockCount == Int(summary.blocks))
        var unspent: [Outpoint: UInt64] = [:]
        for block in try market("valid", 2_000).blocks {
            for (position, transaction) in block.transactions.enumerated() {
                if position > 0 {
                    var paid: UInt64 = 0
                    for input in transaction.inputs {
                        let value = unspent.removeValue(forKey: input.previous)
                        paid += try #require(value)
                    }
                    #expect(transaction.outputs.reduce(0) { $0 + $1.value } <= paid)
                }
                for (index, output) in transaction.outputs.enumerated() {
                    unspent[Outpoint(txid: transaction.txid, index: UInt32(index))] = output.value
                }
            }
        }
        #expect(throws: SimulationError.self) {
            _ = try MarketFolder(path: folder.path).write(SimulationSeed("valid", scenario: .market, size: 2_000))
        }
    }

    @Test("tells who owns each address, and of each theft where every unit went")
    func truth() throws {
        let (blocks, truth) = try market("truth", 5_000)
        var told: Set<String> = []
        var stolen: [Int64: UInt64] = [:]
        var deposits: [Int64: UInt64] = [:]
        var hops: [Int64: Int64] = [:]
        func amount(_ line: JSONValue, _ name: String) -> UInt64 { line[name]?.stringValue.flatMap { UInt64($0) } ?? 0 }
        for line in truth {
            let theft = line["theft"]?.integerValue ?? -1
            switch line["kind"]?.stringValue {
            case "address": 
                let isFirst = told.insert(line["address"]?.stringValue ?? "").inserted
                #expect(isFirst)
            case "theft":
                stolen[theft] = amount(line, "value")
                told.insert(line["address"]?.stringValue ?? "")
            case "peel":
                deposits[theft, default: 0] += amount(line, "deposit")
                hops[theft] = line["hop"]?.integerValue
            default:
                #expect(amount(line, "stolen") == stolen[theft])
                #expect(amount(line, "deposited") == deposits[theft] ?? 0)
                #expect(amount(line, "deposited") + amount(line, "fees") + amount(line, "unspent") == amount(line, "stolen"))
            }
        }
        #expect(!stolen.isEmpty)
        // Every address that was paid is somebody's; the thieves' later ones are told by their peels.
        var strangers = 0
        for block in blocks.dropFirst() {
            for output in block.transactions.flatMap(\.outputs) where output.value > 0 {
                let address = LockingScript(output.script).address?.text(on: .bitcoinRegtest) ?? ""
                if !told.contains(address) { strangers += 1 }
            }
        }
        #expect(strangers <= hops.values.reduce(0) { $0 + Int($1) })
    }

    @Test("has the shape of a used chain: hubs, reuse, sweeps, amounts over many powers of ten")
    func shape() throws {
        let blocks = try market("shape", 5_000).blocks
        var paid: [[UInt8]: Int] = [:]
        var (inputs, outputs, sweeps) = (0, 0, 0)
        var powers: Set<Int> = []
        for transaction in blocks.flatMap({ $0.transactions.dropFirst() }) {
            inputs += transaction.inputs.count
            outputs += transaction.outputs.count
            if transaction.inputs.count >= 40 { sweeps += 1 }
            for output in transaction.outputs {
                paid[output.script, default: 0] += 1
                powers.insert(String(output.value).count)
            }
        }
        let payments = paid.values.reduce(0, +)
        #expect(Double(inputs) / 5_000 > 1.2 && Double(inputs) / 5_000 < 4)
        #expect(Double(outputs) / 5_000 > 1.5 && Double(outputs) / 5_000 < 4)
        #expect(sweeps > 0)
        #expect((paid.values.max() ?? 0) > payments / 400, "a hub")
        #expect(Double(paid.values.filter { $0 > 1 }.count) / Double(paid.count) > 0.05, "reuse")
        #expect(powers.count >= 6)
    }
}
