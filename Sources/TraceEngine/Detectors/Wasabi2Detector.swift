import Ledger

/// Wasabi Wallet 2 and other WabiSabi coordinators, from block 741,213 (June 2022).
enum Wasabi2 {
    /// The values that WabiSabi clients decompose into: powers of 2 and 3, twice powers of 3, and the 1-2-5 series of
    /// powers of 10, from 5,000 satoshi to 1,343.75 BTC.
    static let denominations: Set<UInt64> = {
        let range: ClosedRange<UInt64> = 5_000...134_375_000_000
        var all: Set<UInt64> = []
        for (factor, multiples) in [(2, [1]), (3, [1, 2]), (10, [1, 2, 5])] as [(UInt64, [UInt64])] {
            var power: UInt64 = 1
            while power <= range.upperBound {
                for multiple in multiples where range.contains(power * multiple) { all.insert(power * multiple) }
                power *= factor
            }
        }
        return all
    }()

    static let detector = Detector(
        name: "coinjoin.wasabi2", version: 1, title: "Wasabi 2 (WabiSabi) CoinJoin", firstBlock: 741_213,
        rules: [
            Detector.Rule(
                "dumplings-wabisabi",
                text: "At least 50 inputs, all P2WPKH or taproot; values of inputs and of outputs descend; more than 80 % of "
                    + "the outputs are in WabiSabi's list of denominations; at least 2 outputs are equal.",
                source: Wasabi1.dumplings,
                measure: { $0.inputs.count >= 50 && looksListed($0) ? measures($0) : nil }),
            Detector.Rule(
                "graphsense-2.0",
                text: "At least 20 inputs, none of whose scripts has more than 10 % of them; no output below 5,000 satoshi; "
                    + "output scripts are distinct; at least 3 values occur twice or more, on at least half of the outputs "
                    + "less one and on a tenth as many outputs as there are inputs; at least one value occurs once; it is "
                    + "no Wasabi 1 round.",
                source: Wasabi1.graphSense, measure: repeated),
            Detector.Rule(
                "am-i-exposed-wabisabi", decides: false,
                text: "At least 20 inputs and 20 outputs, and a value that at least 5 outputs share. Compared with only: "
                    + "a payout of equal amounts by an exchange meets it too.",
                source: "Copexit/am-i-exposed, docs/privacy-engine.md at 5cc642b12c080c3c7ca48f0b88f8a53e8169b0fc",
                measure: { shape in
                    guard let most = shape.mostFrequent, most.count >= 5, shape.inputs.count >= 20,
                        shape.payments.count >= 20
                    else { return nil }
                    return measures(shape)
                }),
        ],
        limits: [
            "A round of remixes only, in which every output value repeats, is lost by graphsense-2.0.",
            "A coordinator that allows fewer than 20 inputs is not seen.",
        ])

    /// Values descend, inputs are segregated witness, and more than 80 % of the outputs are in the list.
    static func looksListed(_ shape: TransactionShape) -> Bool {
        guard let most = shape.mostFrequent, most.count >= 2, let values = shape.inputValues,
            isDescending(values), isDescending(shape.outputs.map(\.value)),
            shape.isOnly([.p2wpkh, .p2tr], outputsToo: false)
        else { return false }
        return shape.outputs.count { denominations.contains($0.value) } * 10 > shape.outputs.count * 8
    }

    private static func repeated(_ shape: TransactionShape) -> Measures? {
        let common = shape.values.filter { $0.count >= 2 }
        let outputs = common.reduce(0) { $0 + $1.count }
        guard shape.inputs.count >= 20, shape.greatestInputShare * 10 <= shape.inputs.count,
            shape.payments.allSatisfy({ $0.value >= 5_000 }), shape.outputOwners == shape.payments.count,
            common.count >= 3, outputs * 2 >= shape.payments.count - 1, outputs * 10 >= shape.inputs.count,
            outputs < shape.payments.count, Wasabi1.single.hit(shape) == nil, Wasabi1.levelled.hit(shape) == nil
        else { return nil }
        return measures(shape)
    }

    private static func measures(_ shape: TransactionShape) -> Measures {
        let common = shape.values.filter { $0.count >= 2 }
        return [
            "inputs": .count(shape.inputs.count), "outputs": .count(shape.outputs.count),
            "repeated_values": .count(common.count), "repeated_outputs": .count(common.reduce(0) { $0 + $1.count }),
            "listed_outputs": .count(shape.outputs.count { denominations.contains($0.value) }),
            "input_owners": .count(shape.inputOwners),
        ]
    }

    private static func isDescending(_ values: [UInt64]) -> Bool {
        zip(values, values.dropFirst()).allSatisfy { $0 >= $1 }
    }
}
