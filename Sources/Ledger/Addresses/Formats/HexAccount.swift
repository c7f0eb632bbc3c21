import Encoding

/// Accounts of Ethereum and the chains that took its form: `0x` and 40 hexadecimal digits. Mixed case carries a checksum of
/// about 15 bits (ERC-55; with the chain's number ERC-1191, which Rootstock adopted). The one form is in lower case.
struct HexAccount: AddressScheme {
    /// The chain's number, where its checksums follow ERC-1191.
    var chainID: Int?

    var rule: String {
        "0x and 40 hexadecimal digits; mixed case checked by " + (chainID.map { "ERC-1191 with chain \($0)" } ?? "ERC-55")
    }

    func read(_ text: [UInt8]) throws(AddressError) -> AddressParts {
        guard text.starts(with: "0x".utf8) else { throw AddressError(reason: "does not begin with 0x") }
        let digits = text.dropFirst(2)
        guard digits.count == 40 else {
            throw AddressError(reason: "has \(digits.count) hexadecimal digits where an account has 40")
        }
        guard let account = Hex.bytes(String(decoding: digits, as: UTF8.self)) else {
            throw AddressError(reason: "contains a character that is no hexadecimal digit")
        }
        let lower = String(decoding: digits.map { $0 | 0x20 }, as: UTF8.self)
        let hasUpper = digits.contains { (0x41...0x46).contains($0) }
        let hasLower = digits.contains { (0x61...0x66).contains($0) }
        guard hasUpper && hasLower else {
            return AddressParts(text: "0x" + lower, identity: .account(account), check: .form)
        }
        guard Self.checksummed(lower, chainID: chainID).utf8.elementsEqual(text) else {
            throw AddressError(reason: "its upper and lower case do not match their checksum")
        }
        return AddressParts(text: "0x" + lower, identity: .account(account))
    }

    /// `0x` and the 40 lower-case digits of `digits` in the case that the checksum gives them.
    static func checksummed(_ digits: String, chainID: Int?) -> String {
        let hashed = chainID.map { "\($0)0x\(digits)" } ?? digits
        let hash = Keccak256.hash(hashed.utf8)
        let cased = digits.utf8.enumerated().map { place, code in
            let nibble = place % 2 == 0 ? hash[place / 2] >> 4 : hash[place / 2] & 15
            return code >= 0x61 && nibble >= 8 ? code - 0x20 : code
        }
        return "0x" + String(decoding: cased, as: UTF8.self)
    }
}

/// Accounts of Tron: base58check of 0x41 and 20 bytes (`T...`), or the same 21 bytes in hexadecimal, which the node's API
/// uses. The one form is base58check.
struct TronAddress: AddressScheme {
    var rule: String { "base58check of 21 bytes beginning with 41, or these in hexadecimal" }

    func read(_ text: [UInt8]) throws(AddressError) -> AddressParts {
        let digits = text.starts(with: "0x".utf8) ? Array(text.dropFirst(2)) : text
        if digits.count == 42, digits.starts(with: "41".utf8), let bytes = Hex.bytes(String(decoding: digits, as: UTF8.self)) {
            return AddressParts(text: Base58.encodeChecked(bytes), identity: .payload(bytes), check: .form)
        }
        let payload = try Base58Address.payload(text, of: 21)
        guard payload[0] == 0x41 else {
            throw AddressError(reason: "has the version byte \(payload[0]), and this network has 65")
        }
        return AddressParts(text: Base58.encodeChecked(payload), identity: .payload(payload))
    }
}
