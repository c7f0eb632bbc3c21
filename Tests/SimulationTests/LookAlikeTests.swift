import Ledger
import Testing

@testable import Simulation

@Suite("The look-alike address")
struct LookAlikeTests {
    @Test("It is a valid address with the same first and last characters and another middle")
    func looksAlike() throws {
        var stream = RandomStream(key: [], name: "look-alike")
        for _ in 0..<50 {
            let program = stream.bytes(20)
            let other = try #require(LookAlike.program(like: program, prefix: 4, suffix: 2, using: &stream))
            let texts = [program, other].map {
                Address(canonicalScript: [0x00, 20] + $0).text(on: .bitcoinRegtest)
            }
            #expect(texts[0] != texts[1])
            #expect(texts[0].prefix(10) == texts[1].prefix(10))
            #expect(texts[0].suffix(8) == texts[1].suffix(8))
            let read = try Address(texts[1], on: .bitcoinRegtest)
            #expect(read.script == [0x00, 20] + other)
        }
    }

    @Test("Where no characters are left to differ there is none")
    func noRoom() {
        var stream = RandomStream(key: [], name: "look-alike")
        #expect(LookAlike.program(like: stream.bytes(20), prefix: 13, suffix: 13, using: &stream) == nil)
        #expect(LookAlike.program(like: stream.bytes(32), prefix: 4, suffix: 2, using: &stream) == nil)
    }
}
