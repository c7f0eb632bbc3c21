import Ledger
import Testing

@Suite("Amounts of 256 bits")
struct UInt256Tests {
    private let most = "115792089237316195423570985008687907853269984665640564039457584007913129639935"

    @Test("are read and written in decimal digits, and nothing else is read")
    func text() {
        for text in ["0", "1", "18446744073709551616", "340282366920938463463374607431768211456", most] {
            #expect(UInt256(text)?.description == text)
        }
        #expect(UInt256(most) == .max)
        for text in ["", "-1", "1 ", "0x1", "115792089237316195423570985008687907853269984665640564039457584007913129639936"] {
            #expect(UInt256(text) == nil)
        }
    }

    @Test("say when a sum or difference does not fit")
    func sums() {
        let one = UInt256(UInt64(1))
        #expect(UInt256.max.addingReportingOverflow(one) == (.zero, true))
        #expect(UInt256.zero.subtractingReportingOverflow(one) == (.max, true))
        let edge = UInt256(high: 0, low: .max)
        #expect(edge.addingReportingOverflow(one) == (UInt256(high: 1, low: 0), false))
        #expect(UInt256(high: 1, low: 0).subtractingReportingOverflow(one) == (edge, false))
    }

    @Test("multiply into 512 bits and divide back exactly")
    func products() throws {
        var numbers = SystemRandomNumberGenerator()
        for _ in 0..<300 {
            func any() -> UInt256 {
                UInt256(
                    high: .random(in: 0...UInt128.max >> UInt128(UInt.random(in: 0...127)), using: &numbers),
                    low: .random(in: 0...UInt128.max, using: &numbers))
            }
            let (a, b) = (any(), any())
            guard b > .zero else { continue }
            let product = a.multipliedFullWidth(by: b)
            let (quotient, remainder) = try #require(b.dividingFullWidth(product))
            #expect(quotient == a && remainder == .zero)
            #expect(a.multipliedFullWidth(by: b) == b.multipliedFullWidth(by: a))
        }
        #expect(UInt256.zero.dividingFullWidth((.zero, .max)) == nil)
        #expect(UInt256(UInt64(2)).dividingFullWidth((UInt256(UInt64(2)), .zero)) == nil)
        let seven = try #require(UInt256(UInt64(7)).dividingFullWidth((.zero, UInt256(UInt64(100)))))
        #expect(seven == (UInt256(UInt64(14)), UInt256(UInt64(2))))
    }
}
