import Testing

@testable import Ledger

@Suite("What is wrong with an address, and what it should have been")
struct AddressErrorTests {
    private static let satoshi = "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa"
    private static let segwit = "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4"
    private static let taproot = "bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqzk5jj0"

    private func error(_ text: String, on chain: Chain = .bitcoin) -> AddressError? {
        do {
            _ = try Address(text, on: chain)
            return nil
        } catch { return error }
    }

    @Test(
        "Each reason says what is wrong",
        arguments: [
            ("", "it is empty"),
            ("1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNb", "the checksum does not match"),
            ("bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t5", "the checksum does not match"),
            ("bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3T4", "mixed upper and lower case"),
            ("1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNO", "contains the character O which base58 never uses"),
            ("bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3tb", "contains the character b which bech32 never uses"),
            (
                "1\u{410}1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa",
                "contains U+0410 CYRILLIC CAPITAL LETTER A at character 2, which no address has"
            ),
            (
                "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa\u{200b}",
                "contains U+200B ZERO WIDTH SPACE at character 35, which no address has"
            ),
            ("1A1zP1eP5QGe fi2DMPTfTL5SLmv7DivfNa", "contains a space at character 13"),
            ("1A1zP1", "it is too short for an address: 6 characters"),
            (
                "mipcBbFg9gMiCh81Kj8tqqdgoZub1ZJRfn",
                "belongs to bitcoin-testnet, bitcoin-signet or bitcoin-regtest, this case is on bitcoin"
            ),
            (
                "tb1qw508d6qejxtdg4y5r3zarvary0c5xw7kxpjzsx",
                "belongs to bitcoin-testnet or bitcoin-signet, this case is on bitcoin"
            ),
            (
                "0x52908400098527886E0F7030069857D2E4169EE7",
                "has the form of an Ethereum address, this case is on bitcoin"
            ),
            (
                "5HueCGU8rMjxEXxiPuD5BDku4MkFqeZyd4dZ1jvhTVqvbTLvyTJ",
                "is a private key, not an address: do not keep it here"
            ),
        ])
    func reasons(text: String, reason: String) {
        #expect(error(text)?.reason == reason)
    }

    @Test("One changed character is found, at the beginning, in the middle, at the end", arguments: [satoshi, segwit, taproot])
    func changed(address: String) throws {
        for index in address.indices where address.distance(from: address.startIndex, to: index) % 3 == 0 {
            let letters = address.hasPrefix("bc1") ? "qpzry9x8gf2tvdw0s3jn54khce6mua7l" : "2345ABCDabcdxyz"
            let other = try #require(letters.first { $0 != address[index] })
            var text = address
            text.replaceSubrange(index...index, with: [other])
            #expect(error(text)?.suggestion == address, "\(text)")
        }
    }

    @Test("A character of another alphabet in its place is corrected too")
    func foreign() {
        #expect(error("1\u{410}1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa")?.suggestion == Self.satoshi)
        #expect(error("1A1zPleP5QGefi2DMPTfTL5SLmv7DivfNa")?.suggestion == Self.satoshi)
        #expect(error("bclqw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4")?.suggestion == Self.segwit)
        #expect(error("bc1qw5O8d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4")?.suggestion == Self.segwit)
        #expect(error(Self.satoshi + "\u{200b}")?.suggestion == Self.satoshi)
    }

    @Test("A character left out, put in, or two swapped", arguments: [satoshi, segwit])
    func slips(address: String) {
        var characters = Array(address)
        characters.remove(at: 10)
        #expect(error(String(characters))?.suggestion == address)
        characters = Array(address)
        characters.insert("x", at: 20)
        #expect(error(String(characters))?.suggestion == address)
        characters = Array(address)
        characters.swapAt(14, 15)
        #expect(error(String(characters))?.suggestion == address)
    }

    @Test("Two wrong characters get no guess")
    func twoSlips() {
        #expect(error("1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfXX")?.suggestion == nil)
        #expect(error("bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3qq")?.suggestion == nil)
    }

    @Test("An address of another chain gets no guess: nothing is wrong with it")
    func otherChain() {
        #expect(error("mipcBbFg9gMiCh81Kj8tqqdgoZub1ZJRfn")?.suggestion == nil)
    }
}
