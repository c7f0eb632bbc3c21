/// Addresses as Bitcoin and the coins that descend from it write them: base58check of a version byte and a hash of 20
/// bytes, and where the network has it bech32 (BIP 173) or bech32m (BIP 350).
struct Base58Address: AddressScheme {
    let keyHash: UInt8
    let scriptHash: UInt8
    /// Version bytes that are still read, and those they are written with today.
    let formerly: [UInt8: UInt8]
    let segwit: String?

    init(_ keyHash: UInt8, or scriptHash: UInt8, formerly: [UInt8: UInt8] = [:], segwit: String? = nil) {
        self.keyHash = keyHash
        self.scriptHash = scriptHash
        self.formerly = formerly
        self.segwit = segwit
    }

    var rule: String {
        "base58check, versions \(keyHash) and \(scriptHash)"
            + (segwit.map { "; bech32 and bech32m with the prefix \($0) (BIP 173, BIP 350)" } ?? "")
    }

    func read(_ text: [UInt8]) throws(AddressError) -> AddressParts {
        if let segwit, Self.begins(text, segwit) {
            let decoded = try Bech32.reading(text)
            return AddressParts(text: decoded.text, identity: .script(try Address.witnessScript(decoded)))
        }
        let payload = try Self.payload(text, of: 21)
        let version = formerly[payload[0]] ?? payload[0]
        guard version == keyHash || version == scriptHash else {
            throw AddressError(reason: "has the version byte \(payload[0]), and this network has \(keyHash) and \(scriptHash)")
        }
        let hash = Array(payload.dropFirst())
        return AddressParts(
            text: Base58.encodeChecked([version] + hash),
            identity: .script(version == keyHash ? LockingScript.keyHash(hash) : LockingScript.scriptHash(hash)))
    }

    /// The payload of a base58check text of `count` bytes, its version bytes among them; throws what is wrong with it.
    static func payload(_ text: [UInt8], of count: Int) throws(AddressError) -> [UInt8] {
        if let bad = text.first(where: { Base58.digits[Int($0)] < 0 }) {
            throw AddressError(reason: "contains the character \(String(decoding: [bad], as: UTF8.self)) which base58 never uses")
        }
        guard let payload = Base58.decodeChecked(text) else { throw AddressError(reason: "the checksum does not match") }
        guard payload.count == count else {
            throw AddressError(reason: "holds \(payload.count) bytes where an address holds \(count)")
        }
        return payload
    }

    /// True when `text` begins with `prefix` and a `1`, in either case.
    static func begins(_ text: [UInt8], _ prefix: String) -> Bool {
        let prefix = Array((prefix + "1").utf8)
        return text.count > prefix.count && zip(text, prefix).allSatisfy { $0 | 0x20 == $1 | 0x20 }
    }
}

extension Bech32 {
    /// Reads `text`; throws what is wrong as the end of a sentence.
    static func reading(_ text: [UInt8]) throws(AddressError) -> Bech32 {
        do throws(Failure) { return try Bech32(text) } catch { throw AddressError(reason: error.reason(in: text)) }
    }
}

extension Bech32.Failure {
    /// What is wrong with `text`, as the end of a sentence.
    func reason(in text: [UInt8]) -> String {
        switch self {
        case .tooLong: "it is too long for an address: \(text.count) characters, at most 90"
        case .mixedCase: "mixed upper and lower case"
        case .noPrefix: "it has no prefix before a 1"
        case .tooShort: "it is too short: the checksum alone has six characters"
        case .character(let offset):
            "contains the character \(String(decoding: [text[offset]], as: UTF8.self)) which bech32 never uses"
        case .checksum: "the checksum does not match"
        }
    }
}

/// Bech32 of an account of 20 bytes, as chains of the Cosmos SDK and BNB Beacon Chain (BEP 2) write it; 32 bytes for
/// module accounts.
struct Bech32Account: AddressScheme {
    let prefix: String

    var rule: String { "bech32 with the prefix \(prefix), 20 or 32 bytes" }

    func read(_ text: [UInt8]) throws(AddressError) -> AddressParts {
        guard Base58Address.begins(text, prefix) else { throw AddressError(reason: "does not begin with \(prefix)1") }
        let decoded = try Bech32.reading(text)
        guard decoded.variant == .bech32, let bytes = Bech32.bytes(of: decoded.groups), [20, 32].contains(bytes.count)
        else { throw AddressError(reason: "holds no account of 20 or 32 bytes") }
        return AddressParts(text: decoded.text, identity: .payload(bytes))
    }
}
