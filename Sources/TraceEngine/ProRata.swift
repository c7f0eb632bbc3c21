/// Division in proportion that loses nothing: whole units, by the largest remainder.
public enum ProRata {
    /// `total` divided in proportion to `weights`: each gets its share rounded down, and the units that are left go one
    /// each to the largest remainders, ties to the lower index. The parts sum to `total` exactly.
    ///
    /// Where all weights are 0, or there are none, nothing is divided: all parts are 0.
    public static func divide(_ total: UInt64, by weights: [UInt64]) -> [UInt64] {
        let whole = weights.reduce(0 as UInt128) { $0 + UInt128($1) }
        guard whole > 0 else { return weights.map { _ in 0 } }
        var parts: [UInt64] = []
        var remainders: [(rest: UInt128, index: Int)] = []
        parts.reserveCapacity(weights.count)
        var left = total
        for (index, weight) in weights.enumerated() {
            // Two factors of 64 bits fill 128 at most, and a share never exceeds the total.
            let (share, rest) = (UInt128(total) * UInt128(weight)).quotientAndRemainder(dividingBy: whole)
            let part = UInt64(truncatingIfNeeded: share)
            parts.append(part)
            left -= part
            remainders.append((rest, index))
        }
        remainders.sort { ($1.rest, $0.index) < ($0.rest, $1.index) }
        for (_, index) in remainders.prefix(Int(left)) { parts[index] += 1 }
        return parts
    }
}
