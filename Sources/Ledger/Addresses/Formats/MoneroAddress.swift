/// Addresses of Monero: a network byte, a public spend key, a public view key, at times a payment id, and four bytes of
/// Keccak-256, in base58 by blocks of eight bytes (the Monero project's `src/common/base58.cpp`; CryptoNote standard 007).
struct MoneroAddress: AddressScheme {
    var rule: String { "base58 by blocks of 8 bytes, network bytes 18, 19 and 42, checksum of Keccak-256" }

    func read(_ text: [UInt8]) throws(AddressError) -> AddressParts {
        guard text.count == 95 || text.count == 106 else {
            throw AddressError(reason: "has \(text.count) characters where an address has 95, or 106 with a payment id")
        }
        var bytes: [UInt8] = []
        for start in stride(from: 0, to: text.count, by: 11) {
            bytes += try Self.block(text[start..<min(start + 11, text.count)])
        }
        guard Keccak256.hash(bytes.dropLast(4)).starts(with: bytes.suffix(4)) else {
            throw AddressError(reason: "the checksum does not match")
        }
        let isRight = bytes.count == 77 ? bytes[0] == 19 : bytes[0] == 18 || bytes[0] == 42
        guard isRight else { throw AddressError(reason: "has the network byte \(bytes[0]), which is not of Monero's main network") }
        return AddressParts(text: String(decoding: text, as: UTF8.self), identity: .payload(bytes.dropLast(4)))
    }

    /// Bytes of a block by its characters.
    private static let sizes = [2: 1, 3: 2, 5: 3, 6: 4, 7: 5, 9: 6, 10: 7, 11: 8]

    /// The bytes of one block: a number in base 58, big-endian, that must fit.
    private static func block(_ text: ArraySlice<UInt8>) throws(AddressError) -> [UInt8] {
        guard let size = sizes[text.count] else { throw AddressError(reason: "its last block has \(text.count) characters") }
        var number: UInt64 = 0
        for code in text {
            let digit = Base58.digits[Int(code)]
            guard digit >= 0 else {
                throw AddressError(
                    reason: "contains the character \(String(decoding: [code], as: UTF8.self)) which base58 never uses")
            }
            let (product, isTooLarge) = number.multipliedReportingOverflow(by: 58)
            let (sum, isAlsoTooLarge) = product.addingReportingOverflow(UInt64(digit))
            guard !isTooLarge, !isAlsoTooLarge else { throw AddressError(reason: "a block of it does not fit its bytes") }
            number = sum
        }
        guard size == 8 || number >> UInt64(size * 8) == 0 else {
            throw AddressError(reason: "a block of it does not fit its bytes")
        }
        return (0..<size).reversed().map { UInt8(truncatingIfNeeded: number >> UInt64($0 * 8)) }
    }
}

/// Addresses of Zcash (Zcash protocol specification, section 5.6): transparent ones with two version bytes, and the
/// shielded ones of Sprout and Sapling. Unified addresses are too long to check here and are kept unverified.
struct ZcashAddress: AddressScheme {
    var rule: String { "base58check with two version bytes (t1, t3, zc), or bech32 with the prefix zs" }

    func read(_ text: [UInt8]) throws(AddressError) -> AddressParts {
        if Base58Address.begins(text, "zs") {
            let decoded = try Bech32.reading(text)
            guard decoded.variant == .bech32, let bytes = Bech32.bytes(of: decoded.groups), bytes.count == 43 else {
                throw AddressError(reason: "holds no shielded address of 43 bytes")
            }
            return AddressParts(text: decoded.text, identity: .payload(bytes))
        }
        let isShielded = text.starts(with: "zc".utf8)
        let payload = try Base58Address.payload(text, of: isShielded ? 66 : 22)
        let version = UInt16(payload[0]) << 8 | UInt16(payload[1])
        guard isShielded ? version == 0x169a : version == 0x1cb8 || version == 0x1cbd else {
            throw AddressError(reason: "has the version bytes \(payload[0]) and \(payload[1]), which are not of Zcash")
        }
        let hash = Array(payload.dropFirst(2))
        return AddressParts(
            text: String(decoding: text, as: UTF8.self),
            identity: isShielded
                ? .payload(payload)
                : .script(version == 0x1cb8 ? LockingScript.keyHash(hash) : LockingScript.scriptHash(hash)))
    }
}
