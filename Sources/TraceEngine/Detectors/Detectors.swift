import Ledger

/// The detectors of single transactions, in the order in which they claim.
///
/// The same values decide for clusters, traces and the screen. They read the ledger only: a tag never decides.
public enum Detectors {
    /// Those whose hit means that several owners mixed, the named protocols before the general shapes. A transaction is
    /// claimed by the first of them.
    public static let coinJoins: [Detector] = [
        Whirlpool.mix, Wasabi1.levelled, Wasabi1.single, Wasabi2.detector, EqualOutputs.joinMarket, EqualOutputs.generic,
    ]

    /// Recognised too, and neither block clustering nor stop a trace.
    public static let premixes: [Detector] = [Whirlpool.premix]

    public static let all: [Detector] = coinJoins + premixes

    /// What the transaction is: at most one hit, that of the first detector that holds. A Tx0 is no CoinJoin, though its
    /// equal outputs look like one. Detectors named in `without` are not asked.
    public static func hit(of shape: TransactionShape, without: Set<String> = []) -> DetectorHit? {
        guard !shape.isCoinbase, mayHit(shape) else { return nil }
        for detector in order where !without.contains(detector.name) { if let hit = detector.hit(shape) { return hit } }
        return nil
    }

    /// The CoinJoin that the transaction is, nil for every other.
    public static func coinJoin(_ shape: TransactionShape) -> DetectorHit? {
        hit(of: shape).flatMap { $0.isCoinJoin ? $0 : nil }
    }

    private static let order: [Detector] = [
        Whirlpool.mix, Wasabi1.levelled, Wasabi1.single, Wasabi2.detector, Whirlpool.premix, EqualOutputs.joinMarket,
        EqualOutputs.generic,
    ]

    private static func mayHit(_ shape: TransactionShape) -> Bool {
        shape.dataOutputs == 1 || (shape.inputs.count >= 2 && (shape.mostFrequent?.count ?? 0) >= 2)
    }

    /// True when counts and values alone do not rule out every detector of CoinJoins: what clustering asks before it reads
    /// rows. Each rule of `coinJoins` needs a value above 0 that three outputs share, or 20 inputs and a value that two
    /// share; two equal outputs of three or four are a Stonewall to the equal-output rules, and of five they are too few.
    static func mayMix(inputs: Int, outputs: UnsafeBufferPointer<UInt64>, _ scratch: inout [UInt64]) -> Bool {
        guard inputs >= 2, outputs.count >= 3, let values = outputs.baseAddress else { return false }
        let wanted = inputs >= 20 ? 2 : 3
        let count = outputs.count
        if count > 16 {
            scratch.removeAll(keepingCapacity: true)
            scratch.append(contentsOf: outputs)
            scratch.sort()
            return zip(scratch, scratch.dropFirst(wanted - 1)).contains { $0 == $1 && $0 > 0 }
        }
        var place = 0
        while place <= count &- wanted {
            var equal = 0
            var other = place
            while other < count {
                if values[other] == values[place] { equal &+= 1 }
                other &+= 1
            }
            if equal >= wanted, values[place] > 0 { return true }
            place &+= 1
        }
        return false
    }

    /// True when counts and values alone do not rule out every detector: what a pass over a ledger asks before it reads
    /// scripts. Every CoinJoin rule needs two inputs, three outputs and two equal values; a Tx0 an output without owner.
    static func mayHit(_ row: TxRow, _ outputs: ArraySlice<OutputRow>, _ scratch: inout [UInt64]) -> Bool {
        guard !row.isCoinbase, outputs.count >= 3 else { return false }
        if outputs.contains(where: { $0.owner == .none }) { return true }
        guard row.inputCount >= 2 else { return false }
        scratch.removeAll(keepingCapacity: true)
        for output in outputs where output.value > 0 { scratch.append(output.value) }
        scratch.sort()
        var previous: UInt64 = 0
        for value in scratch {
            if value == previous { return true }
            previous = value
        }
        return false
    }
}
