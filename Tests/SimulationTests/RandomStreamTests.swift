import Testing

@testable import Simulation

@Suite("The generator's own chance")
struct RandomStreamTests {
    @Test("From the state 1, 2, 3, 4 come the numbers of the reference implementation of xoshiro256**")
    func referenceNumbers() {
        var stream = RandomStream(state: (1, 2, 3, 4))
        let expected: [UInt64] = [
            11520, 0, 1_509_978_240, 1_215_971_899_390_074_240, 1_216_172_134_540_287_360, 607_988_272_756_665_600,
            16_172_922_978_634_559_625, 8_476_171_486_693_032_832, 10_595_114_339_597_558_777,
            2_904_607_092_377_533_576,
        ]
        #expect(expected.map { _ in stream.next() } == expected)
    }

    @Test("Streams of other names or keys have nothing in common")
    func streamsDiffer() {
        var streams = [
            RandomStream(key: [1], name: "a"), RandomStream(key: [1], name: "b"), RandomStream(key: [2], name: "a"),
        ]
        let first = streams.indices.map { streams[$0].next() }
        #expect(Set(first).count == 3)
    }

    @Test("Numbers stay in their range and reach both ends", arguments: [1, 2, 3, 7, 10, 256] as [UInt64])
    func rangesHold(bound: UInt64) {
        var stream = RandomStream(key: [], name: "range")
        let drawn = Set((0..<8000).map { _ in stream.below(bound) })
        #expect(drawn == Set(0..<bound))
    }

    @Test("Bounds beyond half of 64 bits are drawn evenly: about a third lies in each third")
    func wideBounds() {
        var stream = RandomStream(key: [], name: "wide")
        let bound = UInt64.max / 3 * 2
        let low = (0..<9000).count { _ in stream.below(bound) < bound / 3 }
        #expect((2800...3200).contains(low))
        #expect(stream.below(0) == 0)
        #expect((0..<100).allSatisfy { _ in stream.value(in: 5...5) == 5 })
    }

    @Test("Waiting times have the mean that was asked for, and a shuffle loses nothing")
    func waitingAndShuffling() {
        var stream = RandomStream(key: [], name: "waiting")
        let sum = (0..<20_000).reduce(UInt64(0)) { total, _ in total + stream.failures(mean: 56) }
        #expect((54 * 20_000...58 * 20_000).contains(sum))
        let shuffled = stream.shuffled(Array(0..<500))
        #expect(shuffled != Array(0..<500))
        #expect(shuffled.sorted() == Array(0..<500))
    }
}
