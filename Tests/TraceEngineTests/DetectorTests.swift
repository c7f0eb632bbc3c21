import Encoding
import Ledger
import Support
import Testing
import TraceEngine

@Suite("CoinJoin detectors")
struct DetectorTests {
    /// A P2WPKH script that depends on a number alone.
    private func script(_ number: Int) -> [UInt8] {
        [0x00, 0x14] + [UInt8](repeating: UInt8(number / 256), count: 19) + [UInt8(number % 256)]
    }

    private func shape(
        _ inputs: [UInt64], _ outputs: [UInt64], data: Bool = false, height: UInt32? = nil, owners: Int = .max
    ) -> TransactionShape {
        TransactionShape(
            height: height,
            inputs: inputs.enumerated().map { TransactionShape.Input(value: $1, script: script($0 % owners)) },
            outputs: outputs.enumerated().map { TransactionShape.Output(value: $1, script: script(1000 + $0)) }
                + (data ? [TransactionShape.Output(value: 0, script: [0x6a, 1, 0x41])] : []))
    }

    private func hit(_ shape: TransactionShape) -> String { Detectors.hit(of: shape).map { "\($0.detector) \($0.rule)" } ?? "none" }

    private let mixIn: [UInt64] = [1_000_000, 1_000_000, 1_000_000, 1_004_000, 1_000_500]
    private let mixOut = [UInt64](repeating: 1_000_000, count: 5)

    @Test("a Whirlpool mix is equal in and out, with entrants that pay the miner")
    func whirlpool() throws {
        let hit = try #require(Detectors.hit(of: shape(mixIn, mixOut)))
        #expect(hit.detector == "coinjoin.whirlpool" && hit.rule == "dumplings-whirlpool" && hit.isCoinJoin)
        #expect(hit.measures["entrants"] == .count(2) && hit.measures["pool"] == .value(1_000_000))
        #expect(hit.agreeing == ["graphsense-whirlpool"] && hit.disagreeing.isEmpty)
    }

    @Test("a mix that pays one output to another kind of script is told by the other rule")
    func external() throws {
        let plain = shape(mixIn, mixOut)
        let other = TransactionShape(
            inputs: plain.inputs,
            outputs: plain.outputs.dropLast() + [.init(value: 1_000_000, script: [0x00, 0x20] + [UInt8](repeating: 7, count: 32))])
        let hit = try #require(Detectors.hit(of: other))
        #expect(hit.rule == "graphsense-whirlpool" && hit.disagreeing == ["dumplings-whirlpool"])
    }

    @Test("what breaks one condition is no Whirlpool mix", arguments: [
        ([1_000_000, 1_000_000, 1_000_000, 1_000_000, 1_000_000], [1_000_000, 1_000_000, 1_000_000, 1_000_000, 1_000_000]),
        ([1_000_000, 1_000_000, 1_000_000, 1_200_000, 1_000_500], [1_000_000, 1_000_000, 1_000_000, 1_000_000, 1_000_000]),
        ([1_004_000, 1_004_000, 1_004_000, 1_004_000, 1_000_500], [1_000_000, 1_000_000, 1_000_000, 1_000_000, 1_000_000]),
        ([1_000_000, 1_000_000, 1_004_000, 1_000_500], [1_000_000, 1_000_000, 1_000_000, 1_000_000]),
        ([2_000_000, 2_000_000, 2_000_000, 2_004_000, 2_000_500], [2_000_000, 2_000_000, 2_000_000, 2_000_000, 2_000_000]),
    ] as [([UInt64], [UInt64])])
    func notWhirlpool(inputs: [UInt64], outputs: [UInt64]) {
        #expect(!hit(shape(inputs, outputs)).hasPrefix("coinjoin.whirlpool"))
    }

    @Test("one owner in two inputs, or an input that is not known, is no Whirlpool mix")
    func owners() {
        #expect(hit(shape(mixIn, mixOut, owners: 4)) == "none")
        let known = shape(mixIn, mixOut)
        let partly = TransactionShape(
            inputs: known.inputs.dropLast() + [.init(value: nil, script: nil)], outputs: known.outputs)
        #expect(hit(partly) == "none")
    }

    @Test("nothing is called by the name of a protocol before that protocol began")
    func firstBlock() {
        #expect(hit(shape(mixIn, mixOut, height: 569_999)) == "none")
        #expect(hit(shape(mixIn, mixOut, height: 570_000)).hasPrefix("coinjoin.whirlpool"))
    }

    @Test("a Tx0 prepares and is no CoinJoin, whatever its change")
    func tx0() throws {
        let one = try #require(Detectors.hit(of: shape([9_000_000], [1_004_000, 1_004_000, 1_004_000, 50_000, 5_900_000], data: true)))
        #expect(one.detector == "premix.whirlpool-tx0" && !one.isCoinJoin)
        #expect(one.measures["premix_outputs"] == .count(3))
        // The change lies in the range of the fee too.
        let two = try #require(Detectors.hit(of: shape([1_200_000], [1_004_000, 50_000, 108_460], data: true)))
        #expect(two.disagreeing == ["graphsense-tx0"])
        // Three equal outputs of three owners would be a JoinMarket round if it were no Tx0.
        #expect(Detectors.coinJoin(shape([2_000_000, 1_500_000, 900_000], [1_004_000, 1_004_000, 1_004_000, 50_000, 700_000], data: true)) == nil)
    }

    @Test("a Tx0 has one OP_RETURN, one premix value and a fee", arguments: [
        ([1_004_000, 1_004_000, 50_000], false), ([1_004_000, 1_004_000, 7_000], true),
        ([1_004_000, 1_004_000, 50_000, 80_000, 90_000], true), ([1_004_000, 1_003_000, 50_000, 80_000], true),
    ] as [([UInt64], Bool)])
    func notTx0(outputs: [UInt64], data: Bool) {
        #expect(hit(shape([9_000_000], outputs, data: data)) == "none")
    }

    private func round(_ denomination: UInt64, _ equal: Int, _ more: [UInt64]) -> TransactionShape {
        shape(
            (0..<(equal + 2)).map { denomination + 50_000 * UInt64($0 + 1) },
            [UInt64](repeating: denomination, count: equal) + more)
    }

    @Test("Wasabi 1 mixes about 0.1 BTC, from 1.1 on at several levels")
    func wasabi1() {
        #expect(hit(round(10_900_000, 12, [345_678, 1_234_567])) == "coinjoin.wasabi1 dumplings-uniform")
        let levels: [UInt64] = [21_798_000, 21_798_000, 21_798_000, 345_678, 1_234_567]
        #expect(hit(round(10_900_000, 12, levels)) == "coinjoin.wasabi1.1 dumplings-uniform-levels")
        #expect(!hit(round(10_900_000, 9, [345_678, 1_234_567])).hasPrefix("coinjoin.wasabi"))
        #expect(!hit(round(12_100_000, 12, [345_678, 1_234_567])).hasPrefix("coinjoin.wasabi"))
    }

    @Test("an early Wasabi 1 round is known by its coordinator's script")
    func coordinator() throws {
        let plain = round(5_000_000, 6, [345_678])
        let fee = try #require(Hex.bytes("0014869f5c7a4cd7776ae0c0fcd9c3315abb239a9f0d"))
        let paid = TransactionShape(inputs: plain.inputs, outputs: plain.outputs + [.init(value: 54_321, script: fee)])
        #expect(hit(paid) == "coinjoin.wasabi1 dumplings-coordinator")
        #expect(!hit(plain).hasPrefix("coinjoin.wasabi"))
    }

    @Test("a WabiSabi round descends in listed denominations")
    func wasabi2() throws {
        let inputs = (0..<60).map { 90_000_000 - UInt64($0) * 100_000 }
        let outputs: [UInt64] = [134_217_728, 100_000_000, 100_000_000, 10_000_000, 10_000_000, 10_000_000, 5_000_000, 5_000_000, 65_536, 5_432]
        #expect(hit(shape(inputs, outputs)) == "coinjoin.wasabi2 dumplings-wabisabi")
        #expect(hit(shape(inputs.reversed(), outputs)) == "coinjoin.wasabi2 graphsense-2.0")
        #expect(hit(shape(Array(inputs.prefix(19)), outputs)) == "none")
    }

    @Test("JoinMarket gives each participant an equal output and a change")
    func joinMarket() throws {
        let inputs: [UInt64] = [9_000_000, 8_000_000, 7_500_000]
        let outputs: [UInt64] = [5_000_000, 5_000_000, 5_000_000, 4_002_000, 3_001_000, 2_400_000]
        #expect(hit(shape(inputs, outputs)) == "coinjoin.joinmarket change-for-each")
        #expect(hit(shape(inputs, Array(outputs.dropLast()))) == "coinjoin.joinmarket change-for-each")
        #expect(hit(shape(inputs, outputs, owners: 2)) == "none")
        // A payout of one amount with one change.
        let payout = [UInt64](repeating: 100_000, count: 10) + [7_777_777]
        #expect(hit(shape([UInt64](repeating: 800_000, count: 12), payout)) == "none")
    }

    @Test("the Stonewall shape, dust and what pays nobody make no CoinJoin", arguments: [
        [50_000, 50_000, 20_000, 30_000], [50_000, 50_000, 30_000], [50_000, 50_000, 20_000, 20_000],
        [546, 546, 546, 1_000, 2_000], [0, 0, 0, 1_000, 2_000],
    ] as [[UInt64]])
    func vetoes(outputs: [UInt64]) {
        #expect(hit(shape([90_000, 80_000, 70_000, 60_000], outputs)) == "none")
    }

    @Test("equal outputs of half the outputs and as many owners are a CoinJoin of no name")
    func equal() {
        let owners = [[UInt8]](repeating: script(1), count: 2)
        let plain = shape([90_000, 80_000, 70_000], [50_000, 50_000, 50_000, 20_000, 30_000])
        // One receiver twice: no JoinMarket, still equal outputs.
        let same = TransactionShape(
            inputs: plain.inputs,
            outputs: plain.outputs.dropLast(2) + zip([20_000, 30_000], owners).map { .init(value: $0, script: $1) })
        #expect(hit(same) == "coinjoin.equal blocksci-is-coinjoin")
    }

    @Test("every detector names its rules, their sources and what they miss")
    func described() {
        #expect(Set(Detectors.all.map(\.name)) == [
            "coinjoin.wasabi1", "coinjoin.wasabi1.1", "coinjoin.wasabi2", "coinjoin.whirlpool", "coinjoin.joinmarket",
            "coinjoin.equal", "premix.whirlpool-tx0",
        ])
        for detector in Detectors.all {
            #expect(detector.rules.contains(where: \.decides) && !detector.limits.isEmpty && detector.version >= 1)
            #expect(Set(detector.rules.map(\.name)).count == detector.rules.count)
            #expect(detector.rules.allSatisfy { !$0.text.isEmpty && !$0.source.isEmpty })
        }
    }

    @Test("a ledger answers for its transactions what the shapes say")
    func ledger() async throws {
        let names = (0..<5).map { "p\($0)" }
        let funds = names.enumerated().map { "f\($0) = coinbase -> \($1) \(mixIn[$0])" }.joined(separator: "\n")
        let tiny = try TinyLedger(
            """
            block 0
            \(funds)
            block 1
            mix = \(names.indices.map { "f\($0):0" }.joined(separator: ", ")) -> \(names.map { "q\($0) 1000000" }.joined(separator: ", "))
            pay = mix:0 -> shop 600000, change 390000, data 0
            """)
        let ledger = try MemoryLedger(chain: tiny.chain, blocks: tiny.blocks)
        let hits = try await ledger.detectorHits(of: ledger.order)
        #expect(hits.map { $0?.detector } == [nil, nil, nil, nil, nil, "coinjoin.whirlpool", nil])
    }
}
