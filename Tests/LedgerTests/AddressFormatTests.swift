import Encoding
import Foundation
import Support
import Testing

@testable import Ledger

@Suite("Addresses of every network that lists name")
struct AddressFormatTests {
    private func read(_ text: String, _ chain: String) throws -> AddressReading {
        try #require(AddressFormat(chain: chain)).read(text)
    }

    private func refusal(_ text: String, _ chain: String) throws -> String? {
        let format = try #require(AddressFormat(chain: chain))
        do throws(AddressError) {
            _ = try format.read(text)
            return nil
        } catch { return error.reason }
    }

    @Test("ERC-55 and ERC-1191: every test case of the texts", .enabled(if: SharedData.isPresent, "\(SharedData.absent)"))
    func mixedCase() throws {
        let erc55 = try SharedData.text("vectors/ethereum/erc-55.md")
        let cases = erc55.split(separator: "# Test Cases")[1].matches(of: #/0x[0-9a-fA-F]{40}/#).map { String($0.output) }
        #expect(cases.count == 8)
        for text in cases { #expect(try read(text, "ethereum").text == text.lowercased()) }

        let erc1191 = try SharedData.text("vectors/ethereum/erc-1191.md")
        for (name, chainID) in [("eth_mainnet = [", nil), ("rsk_mainnet = [", 30), ("rsk_testnet = [", 31)] {
            let list = try #require(erc1191.components(separatedBy: name).dropFirst().first?.components(separatedBy: "]").first)
            let texts = list.matches(of: #/0x[0-9a-fA-F]{40}/#).map { String($0.output) }
            #expect(texts.count == 13)
            for text in texts {
                #expect(HexAccount.checksummed(String(text.lowercased().dropFirst(2)), chainID: chainID) == text)
            }
        }
        #expect(
            try refusal("0x5aaEB6053f3e94c9b9a09f33669435E7ef1bEAeD", "ethereum")
                == "its upper and lower case do not match their checksum")
        #expect(try read("0x5aaEB6053f3e94c9b9a09f33669435E7ef1bEAeD", "rootstock").check == .checksum)
        #expect(try read("0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaed", "ethereum").check == .form)
    }

    @Test(
        "Spellings of one account have one form",
        arguments: [
            ("bitcoin", "BC1QW508D6QEJXTDG4Y5R3ZARVARY0C5XW7KV8F3T4", "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4"),
            ("litecoin", "3CDJNfdWX8m2NwuGUV3nhXHXEeLygMXoAj", "MJRSgZ3UUFcTBTBAaN38XAXvZLwRe8WVw7"),
            (
                "bitcoin-cash", "1KXrWXciRDZUpQwQmuM1DbwsKDLYAYsVLR",
                "bitcoincash:qr95sy3j9xwd2ap32xkykttr4cvcu7as4y0qverfuy"
            ),
            (
                "bitcoin-cash", "QPF2CPHC5DKUCLKQUR7LHJ2YUQQ9PK3HMUKLE77VHQ",
                "bitcoincash:qpf2cphc5dkuclkqur7lhj2yuqq9pk3hmukle77vhq"
            ),
            ("tron", "41a614f803b6fd780986a42c78ec9c7f77e6ded13c", "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t"),
            ("tron", "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t", "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t"),
            (
                "ethereum", "0xdAC17F958D2ee523a2206206994597C13D831ec7", "0xdac17f958d2ee523a2206206994597c13d831ec7"
            ),
        ])
    func oneForm(chain: String, text: String, form: String) throws {
        #expect(try read(text, chain).text == form)
        #expect(try read(form, chain).identity == read(text, chain).identity)
    }

    @Test(
        "Refusals say why",
        arguments: [
            ("dash", "XnPFsRWTaSgiVauosEwQ6dEitGYXgwznz3", "the checksum does not match"),
            ("dash", "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa", "has the version byte 0, and this network has 76 and 16"),
            ("ripple", "rnXyVQzgxZe7TR1EPzTkGj2jxH4LMJYh67", "the checksum does not match"),
            ("bitcoin-cash", "qpf2cphc5dkuclkqur7lhj2yuqq9pk3hmukle77vhp", "the checksum does not match"),
            ("bitcoin-cash", "qpf2cphc5dkuclkqur7lhj2yuqq9pk3hmukle77vhb", "contains the character b which cashaddr never uses"),
            ("tron", "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6u", "the checksum does not match"),
            ("bnb", "bnb136ns6lfw4zs5hg4n85vdthaad7hq5m4gtkgf24", "the checksum does not match"),
            ("ethereum", "0xdac17f", "has 6 hexadecimal digits where an account has 40"),
            (
                "ethereum", "0xd\u{430}c17f958d2ee523a2206206994597c13d831ec7",
                "contains U+0430 CYRILLIC SMALL LETTER A at character 4, which no address has"
            ),
            (
                "monero", "5be5543ff73456ab9f2d207887e2af87322c651ea1a873c5b25b7ffae456c320",
                "has 64 characters where an address has 95, or 106 with a payment id"
            ),
            ("bitcoin", "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3T4", "mixed upper and lower case"),
            ("solana", "42RLPACwZPx3vYYmxSueqsogfynBDqXK298EDsNoyoH", "is not base58 of 32 bytes"),
        ])
    func reasons(chain: String, text: String, reason: String) throws {
        #expect(try refusal(text, chain) == reason)
    }

    @Test("A text that several networks share is read as each of them")
    func shared() {
        let legacy = AddressReading.verdicts(on: "12sjrrhoFEsedNRhtgwvvRqjFTh8fZTDX9").compactMap { try? $0.result.get() }
        #expect(legacy.map(\.chain) == ["bitcoin", "bitcoin-cash", "bitcoin-sv", "ecash"])
        let account = AddressReading.verdicts(on: "0x4f47bc496083c727c5fbe3ce9cdf2b0f6496270c").compactMap { try? $0.result.get() }
        #expect(account.map(\.chain).contains("arbitrum"))
        #expect(Set(account.map(\.text)) == ["0x4f47bc496083c727c5fbe3ce9cdf2b0f6496270c"])
    }

    @Test("Every address of the sanctions list, by its own currency", .enabled(if: SharedData.isPresent, "\(SharedData.absent)"))
    func sanctioned() throws {
        let networks = [
            "XBT": ["bitcoin"], "ETH": ["ethereum"], "LTC": ["litecoin"], "XMR": ["monero"], "SOL": ["solana"],
            "TRX": ["tron"], "USDC": ["ethereum"], "USDT": ["tron", "ethereum", "bitcoin"],
        ]
        var refused: [String] = []
        var count = 0
        for (ticker, chains) in networks.sorted(by: { $0.key > $1.key }) {
            for line in try SharedData.text("attribution/ofac/sanctioned_addresses_\(ticker).txt").split(separator: "\n") {
                count += 1
                if !chains.contains(where: { (try? read(String(line), $0)) != nil }) { refused.append(String(line)) }
            }
        }
        #expect(count > 700)
        // The list gives a key as an address of Monero, and an account of Tron as one of Bitcoin.
        #expect(
            refused == [
                "5be5543ff73456ab9f2d207887e2af87322c651ea1a873c5b25b7ffae456c320", "TUCsTq7TofTCJRRoHk6RvhMoS2mJLm5Yzq",
            ])
        let readings = AddressReading.verdicts(on: refused[1]).compactMap { try? $0.result.get() }
        #expect(readings.map(\.chain) == ["tron"])
    }

    @Test(
        "Sanctioned addresses of the currencies with few of them",
        arguments: [
            ("t1g7wowvQ8gn2v8jrU1biyJ26sieNqNsBJy", "zcash"), ("XnPFsRWTaSgiVauosEwQ6dEitGYXgwznz2", "dash"),
            ("GPwg61XoHqQPNmAucFACuQ5H9sGCDv9TpS", "bitcoin-gold"),
            ("12sjrrhoFEsedNRhtgwvvRqjFTh8fZTDX9", "bitcoin-sv"),
            ("qpf2cphc5dkuclkqur7lhj2yuqq9pk3hmukle77vhq", "bitcoin-cash"),
            ("DFFJhnQNZf8rf67tYnesPu7MuGUpYtzv7Z", "verge"), ("rnXyVQzgxZe7TR1EPzTkGj2jxH4LMJYh66", "ripple"),
            ("bnb136ns6lfw4zs5hg4n85vdthaad7hq5m4gtkgf23", "bnb"),
            ("0xd882cfc20f52f2599d84b8e8d58c7fb62cfe344b", "ethereum-classic"),
            ("0x4f47bc496083c727c5fbe3ce9cdf2b0f6496270c", "arbitrum"),
            ("0x4f47bc496083c727c5fbe3ce9cdf2b0f6496270c", "bsc"),
            ("DH5yaieqoZN36fDVciNyRueRGvGLR3mr7L", "dogecoin"),
        ])
    func rare(text: String, chain: String) throws {
        #expect(try read(text, chain).chain == chain)
    }
}
