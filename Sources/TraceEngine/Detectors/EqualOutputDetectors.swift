import Ledger

/// CoinJoins known by equal outputs alone, and what only looks like one.
enum EqualOutputs {
    /// An output of at most this is no denomination: dust limits of old clients, and what tokens rest on. Satoshi.
    static let dust: UInt64 = 2_730

    static let joinMarket = Detector(
        name: "coinjoin.joinmarket", version: 1, title: "JoinMarket CoinJoin",
        rules: [
            Detector.Rule(
                "change-for-each",
                text: "The most frequent output value above 2,730 satoshi occurs n times: n ≥ 3, n ≤ input scripts; outputs = "
                    + "2n or 2n − 1 (a change for each participant, one of whom may sweep); output scripts are distinct; with "
                    + "50 inputs or more, inputs ≤ 20n. No Stonewall shape, no Wasabi, Whirlpool or Tx0.",
                source: Wasabi1.graphSense + ", with the count of outputs of " + Wasabi1.dumplings
                    + " (its rule for other CoinJoins: outputs = 2n)",
                measure: { shape in
                    guard let measures = joined(shape), case .count(let n)? = measures["equal_outputs"],
                        shape.payments.count == 2 * n || shape.payments.count == 2 * n - 1
                    else { return nil }
                    return measures
                }),
            Detector.Rule(
                "graphsense-joinmarket", decides: false,
                text: "The most frequent output value above 2,730 satoshi occurs n times: n ≥ 3, n ≥ outputs / 2, n ≤ input "
                    + "scripts; output scripts are distinct; at least one other output; with 50 inputs or more, inputs ≤ 20n "
                    + "and outputs ≥ 1.7n. Compared with only: it takes payouts of one amount with one change for JoinMarket.",
                source: Wasabi1.graphSense, measure: joined),
        ],
        limits: [
            "A round in which several participants have no change is lost.",
            "A payout of one amount with as many other payments meets it; a tag on the payer would tell, and tags never "
                + "decide.",
            "Rounds of two are lost: two equal outputs are the shape of Stonewall.",
            "Whether the inputs can pay for the outputs (subset sums) is not tried.",
        ])

    static let generic = Detector(
        name: "coinjoin.equal", version: 1, title: "CoinJoin by equal outputs",
        rules: [
            Detector.Rule(
                "blocksci-is-coinjoin",
                text: "At least 2 inputs and 3 outputs; p = (outputs + 1) / 2 is at most the number of input scripts; the "
                    + "most frequent value occurs exactly p times and is not 546 or 2,730 satoshi. Outputs of nothing or of "
                    + "data are not counted. No Stonewall shape, no other CoinJoin and no Tx0.",
                source: "citp/BlockSci, src/heuristics/tx_identification.cpp at 14ccc93 (isCoinjoin)",
                measure: { shape in
                    let p = (shape.payments.count + 1) / 2
                    guard shape.inputs.count >= 2, shape.payments.count >= 3, p <= shape.inputOwners,
                        let most = shape.mostFrequent, most.count == p, !isStonewall(shape),
                        shape.values.allSatisfy({ $0.count < p || ($0.value != 546 && $0.value != 2_730) })
                    else { return nil }
                    return [
                        "inputs": .count(shape.inputs.count), "outputs": .count(shape.payments.count),
                        "equal_outputs": .count(p), "denomination": .value(most.value),
                        "input_owners": .count(shape.inputOwners),
                    ]
                }),
        ],
        limits: ["Payouts of one amount from many addresses meet it. No error rate was published."])

    /// Three or four payments, the most frequent value exactly twice: what Samourai's Stonewall and many a payment with an
    /// equal change look like. GraphSense lets it cancel every CoinJoin rule. Of two coins of equal value both pairs may
    /// be equal.
    static func isStonewall(_ shape: TransactionShape) -> Bool {
        (3...4).contains(shape.payments.count) && shape.mostFrequent?.count == 2
    }

    private static func joined(_ shape: TransactionShape) -> Measures? {
        let most = shape.values.first { $0.value > dust }
        guard let most, most.count >= 3, most.count * 2 >= shape.payments.count, most.count <= shape.inputOwners,
            shape.outputOwners == shape.payments.count, shape.payments.count > most.count,
            shape.inputs.count < 50
                || (shape.inputs.count <= 20 * most.count && shape.payments.count * 10 >= 17 * most.count),
            !isStonewall(shape)
        else { return nil }
        return [
            "inputs": .count(shape.inputs.count), "outputs": .count(shape.payments.count),
            "equal_outputs": .count(most.count), "denomination": .value(most.value),
            "input_owners": .count(shape.inputOwners),
        ]
    }
}
