/// Accounts of the XRP Ledger: base58check in its own alphabet of a zero and 20 bytes (xrpl.org, "Base58 Encodings").
struct RippleAddress: AddressScheme {
    var rule: String { "base58check in the alphabet of the XRP Ledger, 20 bytes" }

    /// In the order of Bitcoin's alphabet.
    private static let alphabet = Array("rpshnaf39wBUDNEGHJKLM4PQRST7VWXYZ2bcdeCg65jkm8oFqi1tuvAxyz".utf8)
    private static let toBitcoin: [UInt8: UInt8] = Dictionary(uniqueKeysWithValues: zip(alphabet, Base58.alphabet))

    func read(_ text: [UInt8]) throws(AddressError) -> AddressParts {
        guard text.first == UInt8(ascii: "r") else { throw AddressError(reason: "does not begin with r") }
        let payload = try Base58Address.payload(text.map { Self.toBitcoin[$0] ?? $0 }, of: 21)
        guard payload[0] == 0 else { throw AddressError(reason: "has the version byte \(payload[0]) where an account has 0") }
        return AddressParts(text: String(decoding: text, as: UTF8.self), identity: .payload(payload))
    }
}

/// Accounts of Solana: base58 of 32 bytes, without a checksum.
struct SolanaAddress: AddressScheme {
    var rule: String { "base58 of 32 bytes; the form has no checksum" }

    func read(_ text: [UInt8]) throws(AddressError) -> AddressParts {
        guard (32...44).contains(text.count), let key = Base58.decode(text), key.count == 32 else {
            throw AddressError(reason: "is not base58 of 32 bytes")
        }
        return AddressParts(text: String(decoding: text, as: UTF8.self), identity: .payload(key), check: .form)
    }
}

/// Accounts of Stellar: base32 (RFC 4648) of a version byte, 32 bytes and a CRC-16 (SEP-23, "StrKey").
struct StellarAddress: AddressScheme {
    var rule: String { "base32 of 35 bytes beginning with 48, checksum of CRC-16/XMODEM (SEP-23)" }

    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".utf8)

    func read(_ text: [UInt8]) throws(AddressError) -> AddressParts {
        guard text.count == 56, text.first == UInt8(ascii: "G") else {
            throw AddressError(reason: "is not G and 55 further characters")
        }
        let groups = text.compactMap { code in Self.alphabet.firstIndex(of: code).map { UInt8($0) } }
        guard groups.count == 56, let bytes = Bech32.bytes(of: groups), bytes.count == 35 else {
            throw AddressError(reason: "contains a character that base32 never uses")
        }
        let sum = Self.crc(bytes[..<33])
        guard bytes[33] == UInt8(sum & 0xff), bytes[34] == UInt8(sum >> 8) else {
            throw AddressError(reason: "the checksum does not match")
        }
        return AddressParts(text: String(decoding: text, as: UTF8.self), identity: .payload(Array(bytes[..<33])))
    }

    private static func crc(_ bytes: ArraySlice<UInt8>) -> UInt16 {
        bytes.reduce(0 as UInt16) { sum, byte in
            (0..<8).reduce(sum ^ UInt16(byte) << 8) { sum, _ in sum & 0x8000 == 0 ? sum << 1 : sum << 1 ^ 0x1021 }
        }
    }
}
