import Foundation
import Support
import Testing

@testable import Ledger

@Suite("One reading for every network at once")
struct AddressIdentitiesTests {
    /// What each network's own rule says.
    private func slowly(_ text: String) -> [String: AddressReading.Identity] {
        var found: [String: AddressReading.Identity] = [:]
        for format in AddressFormat.all { found[format.chain] = (try? format.read(text))?.identity }
        return found
    }

    private func check(_ text: String) {
        let quick = AddressIdentities(of: text).found
        #expect(Dictionary(uniqueKeysWithValues: quick.map { ($0.chain, $0.identity) }) == slowly(text), "\(text)")
        #expect(quick.map(\.chain) == quick.map(\.chain).sorted())
    }

    @Test("it says what each network's own rule says, of good texts and of bad ones")
    func agrees() {
        let good = [
            "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa", "3CDJNfdWX8m2NwuGUV3nhXHXEeLygMXoAj",
            "BC1QW508D6QEJXTDG4Y5R3ZARVARY0C5XW7KV8F3T4", "bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqzk5jj0",
            "bitcoincash:qr95sy3j9xwd2ap32xkykttr4cvcu7as4y0qverfuy", "qpf2cphc5dkuclkqur7lhj2yuqq9pk3hmukle77vhq",
            "QPF2CPHC5DKUCLKQUR7LHJ2YUQQ9PK3HMUKLE77VHQ", "41a614f803b6fd780986a42c78ec9c7f77e6ded13c",
            "0x41a614f803b6fd780986a42c78ec9c7f77e6ded13c", "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t",
            "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed", "0x5aaEB6053f3e94c9b9a09f33669435E7ef1bEAeD",
            "0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaed", "rHb9CJAWyB4rj91VRWn96DkukG4bwdtyTh",
            "11111111111111111111111111111112", "MJRSgZ3UUFcTBTBAaN38XAXvZLwRe8WVw7",
            "t1Hsc1LR8yKnbbe3twRp88p6vFfC5t7DLbs", "mipcBbFg9gMiCh81Kj8tqqdgoZub1ZJRfn", "bcrt1qw508d6qejxtdg4y5r3zarvary0c5xw7kygt080",
        ]
        for text in good {
            check(text)
            // One character changed, and one left out.
            for place in stride(from: 0, to: text.utf8.count, by: 5) {
                var bytes = Array(text.utf8)
                bytes[place] = bytes[place] == UInt8(ascii: "q") ? UInt8(ascii: "p") : UInt8(ascii: "q")
                check(String(decoding: bytes, as: UTF8.self))
                bytes.remove(at: place)
                check(String(decoding: bytes, as: UTF8.self))
            }
        }
        for text in ["", " ", "0x", "bc1", "1", "3", "T", "nonsense", "1Bo\u{430}tSLRHtKNngkdXEeobR76b53LETtpyT", String(repeating: "1", count: 300)] {
            check(text)
        }
    }

    @Test("every address of the OFAC list", .enabled(if: SharedData.isPresent, "\(SharedData.absent)"))
    func listed() throws {
        for code in ["XBT", "ETH", "TRX", "XMR", "SOL", "LTC", "USDT", "USDC"] {
            let lines = try SharedData.text("attribution/ofac/sanctioned_addresses_\(code).txt").split(separator: "\n")
            for line in lines { check(String(line)) }
        }
    }
}
