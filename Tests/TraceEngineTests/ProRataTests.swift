import Testing
import TraceEngine

@Suite("Dividing in proportion")
struct ProRataTests {
    @Test("loses no unit", arguments: [
        (10, [1, 1, 1], [4, 3, 3]),
        (10, [1, 1, 2], [3, 2, 5]),
        (100, [3, 3, 3], [34, 33, 33]),
        (7, [0, 5, 0], [0, 7, 0]),
        (0, [1, 2], [0, 0]),
        (1, [2, 3], [0, 1]),
        (5, [], []),
        (5, [0, 0], [0, 0]),
    ] as [(UInt64, [UInt64], [UInt64])])
    func divides(total: UInt64, weights: [UInt64], parts: [UInt64]) {
        #expect(ProRata.divide(total, by: weights) == parts)
    }

    @Test("is exact at the ends of 64 bits")
    func wide() {
        let parts = ProRata.divide(.max, by: [.max, .max, 1])
        #expect(parts.reduce(0, +) == .max)
        #expect(ProRata.divide(.max, by: [.max]) == [.max])
    }
}
