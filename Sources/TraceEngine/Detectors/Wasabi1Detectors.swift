import Encoding
import Ledger

/// Wasabi Wallet 1: Chaumian CoinJoins of about 0.1 BTC, with a coordinator, from August 2018.
enum Wasabi1 {
    /// Satoshi.
    static let base: UInt64 = 10_000_000
    /// How far the denomination strays from `base`: it rose by about 0.1 % a week and stood at 0.11 BTC in 2021.
    static let precision: UInt64 = 2_000_000
    /// Two outputs of a mixing level may differ from 2^i times the round's denomination by one part in this.
    static let levelPrecision: UInt64 = 100
    /// The scripts of the coordinator's fee outputs until block 610,000.
    static let coordinators: Set<[UInt8]> = Set(
        ["0014869f5c7a4cd7776ae0c0fcd9c3315abb239a9f0d", "0014eaaab82317670d0ee3013b073b25a7a5c780f528"]
            .compactMap { Hex.bytes($0) })
    static let dumplings = "nopara73/Dumplings, Dumplings/Scanning/Scanner.cs at 0addd31db31ac66089adf1bab8e104587a90ac48"
    static let graphSense =
        "graphsense/graphsense-lib, src/graphsenselib/db/asynchronous/services/heuristics_service.py at a82914b"
    private static let coordinatorText =
        "An output pays one of the two scripts that Wasabi's coordinator used until block 610,000, and more than 2 outputs "
        + "are of equal value."
    private static let uniformText =
        "Every input and output is P2WPKH; the most frequent output value is 0.1 BTC ± 0.02 BTC and occurs at least 10 "
        + "times; there are at least as many inputs; at least 2 output values occur once; it is no WabiSabi transaction "
        + "(inputs and outputs descending, more than 80 % of the outputs in WabiSabi's list)."
    private static let limits = [
        "From block 610,000 on a round with fewer than 10 equal outputs is lost.",
        "Any coordinator that mixes about 0.1 BTC the same way is called Wasabi.",
    ]

    static let single = Detector(
        name: "coinjoin.wasabi1", version: 1, title: "Wasabi 1.0 CoinJoin", firstBlock: 530_500,
        rules: [
            Detector.Rule(
                "dumplings-coordinator", text: coordinatorText + " Only one mixing level.", source: dumplings,
                measure: { byCoordinator($0).flatMap { levels($0).count < 2 ? measures($0) : nil } }),
            Detector.Rule(
                "dumplings-uniform", text: uniformText + " Only one mixing level.", source: dumplings,
                measure: { uniform($0).flatMap { levels($0).count < 2 ? measures($0) : nil } }),
            Detector.Rule(
                "graphsense-1.0", decides: false,
                text: "At least 10 inputs, none of whose scripts has more than 10 % of them; the most frequent output "
                    + "value n within 0.1 BTC ± 5 % occurs n ≥ (outputs − 1) / 2 times; n ≤ input scripts ≤ 7n; output "
                    + "scripts are distinct. Compared with only: a JoinMarket round of about 0.1 BTC meets it too, and "
                    + "rounds since 2019 have left its window.",
                source: graphSense, measure: graphSense10),
        ],
        limits: limits)

    static let levelled = Detector(
        name: "coinjoin.wasabi1.1", version: 1, title: "Wasabi 1.1 CoinJoin", firstBlock: 530_500,
        rules: [
            Detector.Rule(
                "dumplings-coordinator-levels",
                text: coordinatorText + " At least 2 outputs each at two or more levels 2^i × the round's denomination ± 1 %.",
                source: dumplings,
                measure: { byCoordinator($0).flatMap { levels($0).count >= 2 ? measures($0) : nil } }),
            Detector.Rule(
                "dumplings-uniform-levels",
                text: uniformText + " At least 2 outputs each at two or more levels 2^i × the round's denomination ± 1 %.",
                source: dumplings,
                measure: { uniform($0).flatMap { levels($0).count >= 2 ? measures($0) : nil } }),
            Detector.Rule(
                "graphsense-1.1", decides: false,
                text: "At least 2 outputs at each of several levels 2^i × (0.1 BTC ± 5 %); the greatest level has n ≤ input "
                    + "scripts ≤ 7n outputs; level outputs ≥ (outputs − 1) / 2 or ≥ outputs − input scripts − 1; output "
                    + "scripts are distinct. Compared with only: rounds since 2019 have left its window.",
                source: graphSense, measure: graphSense11),
        ],
        limits: limits)

    /// A shape with the round's denomination.
    struct Round {
        var shape: TransactionShape
        var denomination: TransactionShape.EqualValue
    }

    private static func byCoordinator(_ shape: TransactionShape) -> Round? {
        guard let most = shape.mostFrequent, most.count > 2,
            shape.payments.contains(where: { coordinators.contains($0.script) })
        else { return nil }
        return Round(shape: shape, denomination: most)
    }

    private static func uniform(_ shape: TransactionShape) -> Round? {
        guard let most = shape.mostFrequent, most.count >= 10, shape.inputs.count >= most.count,
            isNear(most.value, base, within: precision), shape.values.count(where: { $0.count == 1 }) >= 2,
            shape.isOnly([.p2wpkh]), !Wasabi2.looksListed(shape)
        else { return nil }
        return Round(shape: shape, denomination: most)
    }

    /// Levels i with at least two outputs of 2^i times the denomination.
    private static func levels(_ round: Round) -> [UInt64] {
        var result: [UInt64] = []
        var level = round.denomination.value
        let greatest = round.shape.payments.map(\.value).max() ?? 0
        while level > 0, level <= greatest + greatest / levelPrecision {
            let near = round.shape.payments.count { isNear($0.value, level, within: level / levelPrecision) }
            if near >= 2 { result.append(level) }
            let (next, overflow) = level.multipliedReportingOverflow(by: 2)
            if overflow { break }
            level = next
        }
        return result
    }

    private static func measures(_ round: Round) -> Measures {
        [
            "inputs": .count(round.shape.inputs.count), "outputs": .count(round.shape.outputs.count),
            "equal_outputs": .count(round.denomination.count), "denomination": .value(round.denomination.value),
            "levels": .values(levels(round)), "input_owners": .count(round.shape.inputOwners),
        ]
    }

    private static func graphSense10(_ shape: TransactionShape) -> Measures? {
        let near = shape.values.first { isNear($0.value, base, within: 500_000) }
        guard let near, shape.inputs.count >= 10, shape.greatestInputShare * 10 <= shape.inputs.count,
            near.count * 2 >= shape.payments.count - 1, near.count <= shape.inputOwners,
            shape.inputOwners <= 7 * near.count, shape.outputOwners == shape.payments.count
        else { return nil }
        return ["equal_outputs": .count(near.count), "denomination": .value(near.value)]
    }

    private static func graphSense11(_ shape: TransactionShape) -> Measures? {
        let greatest = shape.payments.map(\.value).max() ?? 0
        var counts: [Int] = []
        var level = base
        var width: UInt64 = 500_000
        while level <= greatest {
            let count = shape.payments.count { isNear($0.value, level, within: width) }
            if count >= 2 { counts.append(count) }
            (level, width) = (level * 2, width * 2)
        }
        let total = counts.reduce(0, +)
        guard let n = counts.max(), n <= shape.inputOwners, shape.inputOwners <= 7 * n,
            total * 2 >= shape.payments.count - 1 || total >= shape.payments.count - shape.inputOwners - 1,
            shape.outputOwners == shape.payments.count
        else { return nil }
        return ["level_outputs": .count(total)]
    }

    private static func isNear(_ a: UInt64, _ b: UInt64, within width: UInt64) -> Bool {
        (a > b ? a - b : b - a) <= width
    }
}
