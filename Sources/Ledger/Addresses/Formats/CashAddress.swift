/// Addresses of Bitcoin Cash and eCash: cashaddr (the Bitcoin Cash specification of 2018, `spec/cashaddr.md`), with its
/// prefix or without; and Bitcoin's older form of the same account. The one form is cashaddr with the prefix.
struct CashAddress: AddressScheme {
    let prefix: String

    var rule: String { "cashaddr with the prefix \(prefix), or base58check, versions 0 and 5" }

    func read(_ text: [UInt8]) throws(AddressError) -> AddressParts {
        if let first = text.first, first == UInt8(ascii: "1") || first == UInt8(ascii: "3") {
            let payload = try Base58Address.payload(text, of: 21)
            guard payload[0] == 0 || payload[0] == 5 else {
                throw AddressError(reason: "has the version byte \(payload[0]), and this network has 0 and 5")
            }
            return parts(kind: payload[0] == 0 ? 0 : 1, hash: Array(payload.dropFirst()))
        }
        let (kind, hash) = try decode(text)
        return parts(kind: kind, hash: hash)
    }

    private func parts(kind: UInt8, hash: [UInt8]) -> AddressParts {
        let text = text(kind: kind, hash: hash)
        // Longer hashes are defined and not in use; no script is known for them.
        guard hash.count == 20 else { return AddressParts(text: text, identity: .payload([kind] + hash)) }
        return AddressParts(
            text: text, identity: .script(kind == 0 ? LockingScript.keyHash(hash) : LockingScript.scriptHash(hash)))
    }

    /// What follows the prefix and its colon, in lower case.
    private func data(_ text: [UInt8]) throws(AddressError) -> [UInt8] {
        let isLower = text.contains { (0x61...0x7a).contains($0) }
        let isUpper = text.contains { (0x41...0x5a).contains($0) }
        guard !(isLower && isUpper) else { throw AddressError(reason: "mixed upper and lower case") }
        let lower = text.map { (0x41...0x5a).contains($0) ? $0 + 0x20 : $0 }
        guard let colon = lower.firstIndex(of: UInt8(ascii: ":")) else { return lower }
        guard lower[..<colon].elementsEqual(prefix.utf8) else {
            throw AddressError(reason: "has another prefix than \(prefix)")
        }
        return Array(lower[(colon + 1)...])
    }

    /// Kinds: 0 pays to a key's hash, 1 to a script's. Those of CashTokens (2 and 3) are the same accounts.
    private func decode(_ text: [UInt8]) throws(AddressError) -> (kind: UInt8, hash: [UInt8]) {
        var groups: [UInt8] = []
        for code in try data(text) {
            let value = Bech32.values[Int(code)]
            guard value >= 0 else {
                throw AddressError(
                    reason: "contains the character \(String(decoding: [code], as: UTF8.self)) which cashaddr never uses")
            }
            groups.append(UInt8(value))
        }
        guard groups.count > 8 else { throw AddressError(reason: "it is too short for an address: \(text.count) characters") }
        guard Self.residue(expandedPrefix + groups) == 0 else { throw AddressError(reason: "the checksum does not match") }
        guard let payload = Bech32.bytes(of: groups.dropLast(8)), let version = payload.first else {
            throw AddressError(reason: "its last character before the checksum carries bits that must not be there")
        }
        let kind = version >> 3
        let hash = Array(payload.dropFirst())
        guard version & 0x80 == 0, kind < 4, Self.sizes[Int(version & 7)] == hash.count else {
            throw AddressError(reason: "has the version byte \(version) before \(hash.count) bytes, which no rule allows")
        }
        return (kind & 1, hash)
    }

    private func text(kind: UInt8, hash: [UInt8]) -> String {
        let size = Self.sizes.firstIndex(of: hash.count) ?? 0
        let data = Bech32.groups(of: [kind << 3 | UInt8(size)] + hash)
        let residue = Self.residue(expandedPrefix + data + [UInt8](repeating: 0, count: 8))
        let sum = (0..<8).map { UInt8(residue >> UInt64(5 * (7 - $0)) & 31) }
        return prefix + ":" + String(decoding: (data + sum).map { Bech32.alphabet[Int($0)] }, as: UTF8.self)
    }

    private var expandedPrefix: [UInt8] { prefix.utf8.map { $0 & 31 } + [0] }

    /// Bytes of the hash by the lower three bits of the version.
    private static let sizes = [20, 24, 28, 32, 40, 48, 56, 64]

    /// The BCH residue over 40 bits; a valid text leaves 0.
    private static func residue(_ groups: [UInt8]) -> UInt64 {
        var sum: UInt64 = 1
        for group in groups {
            let top = sum >> 35
            sum = (sum & 0x07_ffff_ffff) << 5 ^ UInt64(group)
            for (bit, generator) in generators.enumerated() where top >> UInt64(bit) & 1 == 1 { sum ^= generator }
        }
        return sum ^ 1
    }

    private static let generators: [UInt64] = [
        0x98_f2bc_8e61, 0x79_b76d_99e2, 0xf3_3e5f_b3c4, 0xae_2eab_e2a8, 0x1e_4f43_e470,
    ]
}
