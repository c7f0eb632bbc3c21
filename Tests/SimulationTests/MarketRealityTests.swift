import Encoding
import Foundation
import Ledger
import Support
import Testing

@testable import Simulation

/// A market beside real blocks: what is compared is measured here from both, in the same way.
@Suite("A market is shaped like real blocks", .enabled(if: SharedData.isPresent, "\(SharedData.absent)"))
struct MarketRealityTests {
    /// What a set of transactions looks like, coinbases left out. Shares in hundredths.
    private struct Shape {
        var oneInput, twoInputs, manyInputs, oneOutput, twoOutputs, manyOutputs: Int
        /// Outputs that pay a script which another output of the set pays too, and round ones (multiples of 0.001 BTC).
        var reused, round: Int
        /// Outputs to the script that is paid most, in thousandths.
        var hub: Int
        /// Quartiles of output values, base units.
        var quartiles: [UInt64]

        init(_ transactions: [Transaction]) {
            func share(_ part: Int, _ whole: Int, of parts: Int = 100) -> Int { part * parts / max(1, whole) }
            let count = transactions.count
            oneInput = share(transactions.count { $0.inputs.count == 1 }, count)
            twoInputs = share(transactions.count { $0.inputs.count == 2 }, count)
            manyInputs = 100 - oneInput - twoInputs
            oneOutput = share(transactions.count { $0.outputs.count == 1 }, count)
            twoOutputs = share(transactions.count { $0.outputs.count == 2 }, count)
            manyOutputs = 100 - oneOutput - twoOutputs
            let outputs = transactions.flatMap(\.outputs).filter { $0.value > 0 }
            var paid: [[UInt8]: Int] = [:]
            for output in outputs { paid[output.script, default: 0] += 1 }
            reused = share(paid.values.reduce(0) { $1 > 1 ? $0 + $1 : $0 }, outputs.count)
            round = share(outputs.count { $0.value % 100_000 == 0 }, outputs.count)
            hub = share(paid.values.max() ?? 0, outputs.count, of: 1_000)
            let values = outputs.map(\.value).sorted()
            quartiles = [1, 2, 3].map { values[values.count * $0 / 4] }
        }
    }

    /// Mainnet blocks of 2014 to 2017 with hundreds of transactions each.
    private static let files = [
        "bcoin-block300025.raw", "bitcoinj-block363703.dat", "bitcoinj-block370661.dat", "bitcoinj-block383616.dat",
        "bitcoinj-block481815.dat", "bitcoinj-block481829.dat",
    ]

    private static func real() throws -> [Shape] {
        try files.map { name in
            var bytes = try SharedData.bytes("bitcoin-blocks/" + name)
            if Array(bytes.prefix(4)) == Chain.bitcoin.magic { bytes.removeFirst(8) }
            let block = try ByteReader.read(bytes) { (reader: inout ByteReader) throws(ParseError) in try Block(parsing: &reader) }
            return Shape(Array(block.transactions.dropFirst()))
        }
    }

    private static func market(_ count: UInt64, _ text: String = "reality") throws -> (blocks: [Block], truth: [JSONValue]) {
        var market = MarketLedger(try SimulationSeed(text, scenario: .market, size: count))
        var blocks: [Block] = []
        var truth: [JSONValue] = []
        _ = try market.run { block, lines in
            blocks.append(block)
            truth += lines
        }
        return (blocks, truth + market.end())
    }

    @Test("inputs, outputs, reuse, hubs, round and odd values lie where those of six real blocks lie, with a margin")
    func blocks() throws {
        let real = try Self.real()
        #expect(real.count == 6)
        let (blocks, _) = try Self.market(24_000)
        // A late one, since the first blocks of a chain have little to spend; one, as the real ones are.
        let last = try #require(blocks.last { $0.transactions.count > 1_000 })
        let simulated = Shape(Array(last.transactions.dropFirst()))
        func check(_ name: String, _ path: KeyPath<Shape, Int>, margin: Int) {
            let all = real.map { $0[keyPath: path] }
            let (least, most) = ((all.min() ?? 0) - margin, (all.max() ?? 0) + margin)
            print("\(name): real \(all.min() ?? 0) to \(all.max() ?? 0), simulated \(simulated[keyPath: path])")
            #expect((least...most).contains(simulated[keyPath: path]), "\(name): \(simulated[keyPath: path]), real \(all)")
        }
        check("transactions of one input, %", \.oneInput, margin: 10)
        check("of two inputs, %", \.twoInputs, margin: 10)
        check("of more inputs, %", \.manyInputs, margin: 10)
        check("of one output, %", \.oneOutput, margin: 8)
        check("of two outputs, %", \.twoOutputs, margin: 10)
        check("of more outputs, %", \.manyOutputs, margin: 10)
        check("outputs to a script paid before, %", \.reused, margin: 25)
        check("outputs of a multiple of 0.001 BTC, %", \.round, margin: 10)
        check("outputs to the script paid most, ‰", \.hub, margin: 30)
        for k in 0..<3 {
            let all = real.map { $0.quartiles[k] }
            let (least, most) = ((all.min() ?? 0) / 10, (all.max() ?? 0) * 10)
            print("quartile \(k + 1) of values: real \(all.min() ?? 0) to \(all.max() ?? 0), simulated \(simulated.quartiles[k])")
            #expect((least...most).contains(simulated.quartiles[k]), "quartile \(k + 1): \(simulated.quartiles[k]), real \(all)")
        }
    }

    @Test("peel chains are as long as published ones: from a few to some hundred hops, half of them above thirty")
    func peels() throws {
        var stream = try SimulationSeed("peels", scenario: .market, size: 1_000).stream("market")
        var crime = MarketCrime(chain: World.chain)
        let key = MarketOwners(count: 100, seed: [1]).thiefKey(0, 0)
        var lengths: [Int] = []
        for number in 0..<400 {
            _ = crime.begin(
                victim: "person 1", 1_000_000_000_000, Outpoint(txid: .zero, index: 0), key, at: 1, using: &stream)
            var hops = 0
            while let loot = crime.loot(of: number) {
                hops += 1
                _ = crime.peeled(
                    number, deposit: loot.isLast ? loot.value : 1_000_000, to: "service 0", fee: 0, in: .zero,
                    rest: loot.isLast ? nil : Outpoint(txid: .zero, index: 0), at: 1)
            }
            lengths.append(hops)
        }
        lengths.sort()
        print("peel chains: \(lengths[0]) to \(lengths[399]) hops, median \(lengths[200])")
        #expect(lengths[0] >= 5 && lengths[200] > 30 && lengths[200] < 80 && lengths[399] > 200 && lengths[399] <= 405)
    }

    @Test("coins do not turn to dust as the ledger grows")
    func growth() throws {
        let (blocks, _) = try Self.market(40_000, "growth")
        // The first hundred blocks have nothing that may be spent yet.
        let full = blocks.filter { $0.transactions.count > 1_000 }
        try #require(full.count > 8)
        let early = Shape(full.prefix(3).flatMap { $0.transactions.dropFirst() })
        let late = Shape(full.suffix(3).flatMap { $0.transactions.dropFirst() })
        print("median value: \(early.quartiles[1]) early, \(late.quartiles[1]) late")
        #expect(late.quartiles[1] > early.quartiles[1] / 20 && late.quartiles[1] > 200_000)
    }
}
