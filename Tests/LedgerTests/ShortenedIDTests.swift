import Support
import Testing

@testable import Ledger

@Suite("Shortened identifiers")
struct ShortenedIDTests {
    @Test(
        "Beginning and end are read with every mark that stands for what was left out",
        arguments: [
            ("bc1qxy…0wlh", "bc1qxy", "0wlh"), ("bc1qxy...0wlh", "bc1qxy", "0wlh"), ("bc1qxy..0wlh", "bc1qxy", "0wlh"),
            ("bc1qxy*0wlh", "bc1qxy", "0wlh"), ("1A1zP1", "1A1zP1", ""), ("1A1zP1...", "1A1zP1", ""), ("…ivfNa", "", "ivfNa"),
            ("0xF418…9E16", "0xF418", "9E16"),
        ])
    func read(text: String, beginning: String, ending: String) throws {
        let shortened = try #require(ShortenedID(text))
        #expect(shortened.beginning == beginning && shortened.ending == ending)
    }

    @Test(
        "What is too short, broken in two places or holds other characters is none",
        arguments: ["", "...", "ab", "a…b", "ab…cd…ef", "bc1q xy", "bc1qx\u{202E}y", "привет…мир", "abc/def", String(repeating: "a", count: 121)])
    func refused(text: String) { #expect(ShortenedID(text) == nil) }

    /// Scripts of every form, and two of no form that has a text of its own.
    static func scripts(_ numbers: inout SeededNumbers) -> [[UInt8]] {
        func bytes(_ count: Int) -> [UInt8] { (0..<count).map { _ in .random(in: .min ... .max, using: &numbers) } }
        let zeros = [UInt8](repeating: 0, count: Int.random(in: 0...19, using: &numbers))
        return [
            LockingScript.keyHash(bytes(20)), LockingScript.keyHash(zeros + bytes(20 - zeros.count)), LockingScript.scriptHash(bytes(20)),
            LockingScript.keyHash([UInt8](repeating: .max, count: 20)), LockingScript.keyHash([UInt8](repeating: 0, count: 20)),
            LockingScript.witness(0, bytes(20)), LockingScript.witness(0, bytes(32)), LockingScript.witness(1, bytes(32)),
            LockingScript.witness(2, bytes(2)), LockingScript.witness(16, bytes(40)),
        ]
    }

    @Test("An address fits what it is shortened to, wherever it is cut, and no other that is written otherwise", arguments: Chain.all + Chain.accounts)
    func fits(chain: Chain) throws {
        var numbers = SeededNumbers(seed: 4)
        let addresses = (0..<12).flatMap { _ in
            chain.kind == .balances
                ? [Address(canonicalScript: (0..<20).map { _ in .random(in: .min ... .max, using: &numbers) })]
                : Self.scripts(&numbers).map { Address(canonicalScript: $0) }
        }
        let texts = addresses.map { $0.text(on: chain) }
        for (address, text) in zip(addresses, texts) {
            let first = Int.random(in: 0...min(12, text.count), using: &numbers)
            let last = min(text.count - first, Int.random(in: max(0, 4 - first)...6, using: &numbers))
            let cut = text.prefix(first) + "…" + text.suffix(last)
            let pattern = AddressPattern(try #require(ShortenedID(String(cut))), on: chain)
            #expect(address.script.withUnsafeBytes(pattern.mayFit) && pattern.fits(address), "\(cut) of \(text)")
            for (other, its) in zip(addresses, texts) {
                // Case means nothing in bech32 and in accounts.
                let isFolded = chain.kind == .balances || its.hasPrefix(chain.segwitPrefix + "1")
                let (wanted, named) = isFolded ? (cut.lowercased(), its.lowercased()) : (String(cut), its)
                let ends = wanted.split(separator: "…", omittingEmptySubsequences: false)
                let isFit = named.count >= first + last && named.hasPrefix(ends[0]) && named.hasSuffix(ends[1])
                #expect(pattern.fits(other) == isFit, "\(cut) and \(its)")
                if isFit { #expect(other.script.withUnsafeBytes(pattern.mayFit), "\(cut) and \(its)") }
            }
        }
    }

    @Test("Six characters rule out nearly all addresses without writing them out")
    func selective() throws {
        var numbers = SeededNumbers(seed: 5)
        for text in ["1A1zP1", "bc1qxy", "3J98t1", "bc1p5c"] {
            let pattern = AddressPattern(try #require(ShortenedID(text)), on: .bitcoin)
            var count = 0
            for _ in 0..<4_000 {
                count += Self.scripts(&numbers).prefix(8).filter { $0.withUnsafeBytes(pattern.mayFit) }.count
            }
            // Of 32,000: what begins with two given characters of 32 is one in a thousand of its form.
            #expect(count < 200, "\(text) leaves \(count)")
        }
    }

    @Test("Upper case bech32 and digits of either case are the same")
    func folded() throws {
        let script = LockingScript.witness(0, Array(0..<20))
        let address = Address(canonicalScript: script)
        let text = address.text(on: .bitcoin).uppercased()
        let pattern = AddressPattern(try #require(ShortenedID(text.prefix(9) + "..." + text.suffix(4))), on: .bitcoin)
        #expect(script.withUnsafeBytes(pattern.mayFit) && pattern.fits(address))
    }

    @Test("A transaction's id fits by digits at both ends, with 0x or without, in either case")
    func txid() throws {
        let id = try #require(TxID("f4184fc596403b9d638783cf57adfe4c75c605f6356fbc91338530e9831e9e16"))
        for text in ["f418…9e16", "F4184FC5", "0xf418…16", "…831e9e16", id.description] {
            #expect(TxIDPattern(try #require(ShortenedID(text)))?.fits(id) == true, "\(text)")
        }
        for text in ["f419…9e16", "f418…9e17", "e4184f"] {
            #expect(TxIDPattern(try #require(ShortenedID(text)))?.fits(id) == false, "\(text)")
        }
        #expect(TxIDPattern(try #require(ShortenedID("bc1q…wxyz"))) == nil)
        #expect(TxIDPattern(try #require(ShortenedID(id.description + "a"))) == nil)
    }
}
