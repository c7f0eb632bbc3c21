import Ledger

/// Samourai's Whirlpool, from block 570,000 (April 2019) to April 2024: a Tx0 cuts coins into equal premix outputs, mixes
/// of 5 to 8 follow.
enum Whirlpool {
    /// A pool: what a mix gives out, and what its coordinator took of a Tx0. Satoshi.
    struct Pool: Sendable {
        let denomination: UInt64
        let fee: UInt64
    }

    /// A pool of 0.0005 BTC is named by Copexit/am-i-exposed only, without its fee, and is left out.
    static let pools = [
        Pool(denomination: 100_000, fee: 5_000), Pool(denomination: 1_000_000, fee: 50_000),
        Pool(denomination: 5_000_000, fee: 175_000), Pool(denomination: 50_000_000, fee: 1_750_000),
    ]
    /// What a premix output may carry above the denomination, to pay the miner of its mix.
    static let excess: ClosedRange<UInt64> = 100...110_000
    static let greatestTx0 = 70

    static let mix = Detector(
        name: "coinjoin.whirlpool", version: 1, title: "Whirlpool mix", firstBlock: 570_000,
        rules: [
            Detector.Rule(
                "dumplings-whirlpool",
                text: "5 to 10 inputs and as many outputs, all P2WPKH; all outputs are one pool's denomination; at least one "
                    + "input is equal to it, and the others, one at least, exceed it by 100 to 110,000 satoshi.",
                source: Wasabi1.dumplings + ", after Pinpointing and Measuring Wasabi and Samourai CoinJoins in the Bitcoin "
                    + "Ecosystem (arXiv 2109.10229)",
                measure: { shape in shape.isOnly([.p2wpkh]) ? mixed(shape, 5...10, entrants: 1...9) : nil }),
            Detector.Rule(
                "graphsense-whirlpool",
                text: "5 to 8 inputs and as many outputs, each of its own script; all outputs are one pool's denomination "
                    + "(0.001, 0.01, 0.05 or 0.5 BTC); 1 to 4 inputs exceed it, by 100 to 110,000 satoshi, the others are equal "
                    + "to it. Any script type: a mix may pay an output straight to another wallet.",
                source: Wasabi1.graphSense, measure: { mixed($0, 5...8) }),
        ],
        limits: [
            "Only the shape is read: five people who copy it are called Whirlpool.",
            "A mix of which an input is not known is lost.",
        ])

    static let premix = Detector(
        name: "premix.whirlpool-tx0", version: 1, title: "Whirlpool Tx0 (preparation, no mix)", firstBlock: 570_000,
        rules: [
            Detector.Rule(
                "graphsense-tx0-any-fee",
                text: "Exactly one OP_RETURN output; 1 to 70 outputs of one value that exceeds a pool's denomination by 100 to "
                    + "110,000 satoshi; at most 2 more outputs, of which at least one is 0.5 to 3 times the pool's fee.",
                source: Wasabi1.graphSense + "; there exactly one output may lie in the range of the fee, which loses every "
                    + "Tx0 whose change happens to lie there",
                measure: { prepared($0, onlyFee: false) }),
            Detector.Rule(
                "graphsense-tx0", decides: false,
                text: "The same with exactly one output in the range of the fee.", source: Wasabi1.graphSense,
                measure: { prepared($0, onlyFee: true) }),
        ],
        limits: ["A free Tx0 (fee waived by voucher) has no fee output and is lost."])

    private static func mixed(
        _ shape: TransactionShape, _ sizes: ClosedRange<Int>, entrants allowed: ClosedRange<Int> = 1...4
    ) -> Measures? {
        let count = shape.inputs.count
        guard sizes.contains(count), shape.outputs.count == count, shape.payments.count == count,
            let value = shape.mostFrequent, value.count == count,
            let pool = pools.first(where: { $0.denomination == value.value }), let inputs = shape.inputValues,
            shape.inputOwners == count, shape.outputOwners == count
        else { return nil }
        let denomination = pool.denomination
        let entrants = inputs.filter { $0 != denomination }
        guard entrants.allSatisfy({ $0 > denomination && excess.contains($0 - denomination) }),
            allowed.contains(entrants.count), entrants.count < count
        else { return nil }
        return [
            "inputs": .count(count), "pool": .value(denomination), "entrants": .count(entrants.count),
            "remixers": .count(count - entrants.count),
        ]
    }

    private static func prepared(_ shape: TransactionShape, onlyFee: Bool) -> Measures? {
        guard shape.dataOutputs == 1, shape.payments.count >= 2, !shape.inputs.isEmpty else { return nil }
        for pool in pools {
            let premix = shape.values.first {
                $0.value > pool.denomination && excess.contains($0.value - pool.denomination)
            }
            guard let premix, premix.count <= greatestTx0, premix.count >= shape.payments.count - 2 else { continue }
            let fees = shape.payments.filter {
                $0.value != premix.value && $0.value * 2 >= pool.fee && $0.value <= 3 * pool.fee
            }
            guard onlyFee ? fees.count == 1 : !fees.isEmpty else { continue }
            return [
                "pool": .value(pool.denomination), "premix_outputs": .count(premix.count), "premix_value": .value(premix.value),
                "fee_candidates": .values(fees.map(\.value)),
            ]
        }
        return nil
    }
}
