import Encoding
import Foundation
import Support
import Testing

@testable import Ledger

@Suite("Addresses, by published vectors", .enabled(if: SharedData.isPresent, "\(SharedData.absent)"))
struct AddressVectorTests {
    private static let chains: [String: Chain] = [
        "main": .bitcoin, "test": .bitcoinTestnet, "testnet4": .bitcoinTestnet, "signet": .bitcoinSignet,
        "regtest": .bitcoinRegtest,
    ]

    private func rows(_ name: String) throws -> [[Any]] {
        let json = try JSONSerialization.jsonObject(with: Data(try SharedData.bytes("vectors/bitcoin-core/" + name)))
        return try #require(json as? [[Any]])
    }

    @Test("Bitcoin Core's key_io_valid: each address gives its script, and the script its address")
    func valid() throws {
        var read = 0
        for row in try rows("key_io_valid.json") {
            let text = try #require(row[0] as? String)
            let script = try #require(row[1] as? String)
            let facts = try #require(row[2] as? [String: Any])
            let name = try #require(facts["chain"] as? String)
            let chain = try #require(Self.chains[name])
            if facts["isPrivkey"] as? Bool == true {
                let error = #expect(throws: AddressError.self) { try Address(text, on: chain) }
                #expect(error?.reason == "is a private key, not an address: do not keep it here")
                continue
            }
            let address = try Address(text, on: chain)
            #expect(Hex.text(address.script) == script, "\(text)")
            #expect(address.text(on: chain) == text)
            #expect(LockingScript(address.script).address == address)
            if facts["tryCaseFlip"] as? Bool == true {
                #expect(try Address(text == text.lowercased() ? text.uppercased() : text.lowercased(), on: chain) == address)
            }
            read += 1
        }
        #expect(read >= 40)
    }

    @Test("Bitcoin Core's key_io_invalid: none is an address of any chain")
    func invalid() throws {
        for row in try rows("key_io_invalid.json") {
            let text = try #require(row.first as? String)
            for chain in Chain.all { #expect(!Address.isAddress(text, on: chain), "\(text) on \(chain)") }
            #expect(throws: AddressError.self, "\(text)") { try Address(text, on: .bitcoin) }
        }
    }

    @Test("Bitcoin Core's base58_encode_decode, both ways")
    func base58() throws {
        for row in try rows("base58_encode_decode.json") {
            let digits = try #require(row[0] as? String)
            let bytes = try #require(Hex.bytes(digits))
            let text = try #require(row[1] as? String)
            #expect(Base58.encode(bytes) == text)
            #expect(Base58.decode(text) == bytes)
        }
    }

    @Test("BIP 173 and 350: valid texts keep their variant, invalid ones are refused", arguments: [173, 350])
    func bech32(bip: Int) throws {
        let lists = try BIPLists(bip)
        let name = bip == 173 ? "Bech32" : "Bech32m"
        for text in try lists.items(after: "The following strings are valid \(name)") {
            let decoded = try Bech32(text)
            #expect(decoded.variant == (bip == 173 ? .bech32 : .bech32m), "\(text)")
            #expect(decoded.text == text.lowercased())
        }
        for text in try lists.items(after: "The following string are not valid \(name)") {
            #expect(throws: Bech32.Failure.self, "\(text)") { try Bech32(text) }
        }
    }

    @Test("BIP 350: segwit addresses of versions 0 to 16")
    func segwit() throws {
        let lists = try BIPLists(350)
        let valid = try lists.pairs(after: "The following list gives valid segwit addresses")
        #expect(valid.count == 8)
        for (text, script) in valid {
            let chain: Chain = text.lowercased().hasPrefix("bc1") ? .bitcoin : .bitcoinTestnet
            let address = try Address(text, on: chain)
            #expect(Hex.text(address.script) == script)
            #expect(address.text(on: chain) == text.lowercased())
        }
        let invalid = try lists.items(after: "The following list gives invalid segwit addresses")
            + BIPLists(173).items(after: "The following list gives invalid segwit addresses")
        #expect(invalid.count == 25)
        for text in invalid {
            for chain in Chain.all { #expect(!Address.isAddress(text, on: chain), "\(text) on \(chain)") }
        }
    }

    @Test("BIP 173: version 0 addresses keep their meaning, later versions need bech32m since BIP 350")
    func older() throws {
        for (text, script) in try BIPLists(173).pairs(after: "The following list gives valid segwit addresses") {
            let chain: Chain = text.lowercased().hasPrefix("bc1") ? .bitcoin : .bitcoinTestnet
            if script.hasPrefix("00") {
                #expect(Hex.text(try Address(text, on: chain).script) == script)
            } else {
                let error = #expect(throws: AddressError.self) { try Address(text, on: chain) }
                #expect(error?.reason.hasPrefix("its checksum is of bech32, and witness version") == true)
            }
        }
    }
}

/// The lists of a BIP's page: lines `* <tt>text</tt>: <tt>script</tt>`, at times with a byte such as `0x7F + ` before.
private struct BIPLists {
    let lines: [String]

    init(_ number: Int) throws {
        let name = number == 173 ? "bip-0173.mediawiki" : "bip-0350.mediawiki"
        lines = try SharedData.text("vectors/bips/" + name).components(separatedBy: "\n")
    }

    func items(after heading: String) throws -> [String] { try list(heading).map(\.0) }

    func pairs(after heading: String) throws -> [(String, String)] {
        try list(heading).map { ($0.0, try #require($0.1)) }
    }

    private func list(_ heading: String) throws -> [(String, String?)] {
        let start = try #require(lines.firstIndex { $0.hasPrefix(heading) })
        let from = try #require(lines[start...].firstIndex { $0.hasPrefix("*") })
        return lines[from...].prefix { $0.hasPrefix("*") }.map { line in
            let parts = line.components(separatedBy: "<tt>").dropFirst().map {
                $0.components(separatedBy: "</tt>").first ?? ""
            }
            var text = parts.first ?? ""
            if let byte = line.firstMatch(of: #/0x(..) \+ <tt>/#), let code = UInt8(byte.1, radix: 16) {
                text = String(UnicodeScalar(code)) + text
            }
            if let byte = line.firstMatch(of: #/</tt> \+ 0x(..)/#), let code = UInt8(byte.1, radix: 16) {
                text += String(UnicodeScalar(code))
            }
            return (text, parts.dropFirst().first)
        }
    }
}
