import Encoding

extension Address {
    /// Longer texts are no address of any chain and are not looked at.
    static let longestText = 120

    /// Reads the address `text` of `chain`: base58check with the chain's version bytes, or bech32 (witness version 0)
    /// and bech32m (1 to 16) with the chain's prefix, in lower or in upper case. On account chains `0x` and 40 hexadecimal
    /// digits, whose mixed case is checked (ERC-55).
    ///
    /// Throws what is wrong, and which address was probably meant where one slip explains it.
    public init(_ text: String, on chain: Chain) throws(AddressError) {
        let bytes = Array(text.utf8)
        if chain.kind == .balances {
            try self.init(account: text)
            return
        }
        guard let script = Self.script(bytes, on: chain) else {
            throw AddressDiagnosis.error(for: text, on: chain)
        }
        self.init(canonicalScript: script)
    }

    /// True when `text` is an address of `chain`. Unlike the initializer it looks for no reason when it is none.
    public static func isAddress(_ text: String, on chain: Chain) -> Bool {
        script(Array(text.utf8), on: chain) != nil
    }

    /// How the address is written on `chain`. A script that has no address text is written as its hexadecimal digits.
    public func text(on chain: Chain) -> String {
        if chain.kind == .balances { return HexAccount.checksummed(Hex.text(script), chainID: nil) }
        return switch LockingScript(script).template {
        case .keyHash(let hash): Base58.encodeChecked([chain.keyHashVersion] + hash)
        case .scriptHash(let hash): Base58.encodeChecked([chain.scriptHashVersion] + hash)
        case .witness(let version, let program):
            Bech32(
                version == 0 ? .bech32 : .bech32m, prefix: chain.segwitPrefix,
                groups: [version] + Bech32.groups(of: program)
            ).text
        default: Hex.text(script)
        }
    }

    /// The script of a well-formed address of `chain`; nil for everything else. Fast: correction calls it thousands of
    /// times.
    static func script(_ text: [UInt8], on chain: Chain) -> [UInt8]? {
        if chain.kind == .balances { return (try? Address(account: String(decoding: text, as: UTF8.self)))?.script }
        guard text.count <= longestText, !text.isEmpty else { return nil }
        return hasPrefix(text, of: chain) ? bech32Script(text, on: chain) : base58Script(text, on: chain)
    }

    /// An account of 20 bytes, as Ethereum writes it. The bytes stand where a chain of outputs has the script.
    private init(account text: String) throws(AddressError) {
        guard text.utf8.count <= Self.longestText else {
            throw AddressError(reason: "it is too long for an address: \(text.unicodeScalars.count) characters")
        }
        if let foreign = AddressDiagnosis.foreignCharacter(Array(text.unicodeScalars)) { throw AddressError(reason: foreign) }
        guard case .account(let bytes) = try HexAccount().read(Array(text.utf8)).identity else {
            throw AddressError(reason: "it is no account")
        }
        self.init(canonicalScript: bytes)
    }

    static func bech32Script(_ text: [UInt8], on chain: Chain) -> [UInt8]? {
        guard let decoded = try? Bech32(text), decoded.prefix.utf8.elementsEqual(chain.segwitPrefix.utf8) else {
            return nil
        }
        return try? witnessScript(decoded)
    }

    static func base58Script(_ text: [UInt8], on chain: Chain) -> [UInt8]? {
        guard let payload = Base58.decodeChecked(text), payload.count == 21 else { return nil }
        switch payload[0] {
        case chain.keyHashVersion: return LockingScript.keyHash(Array(payload.dropFirst()))
        case chain.scriptHashVersion: return LockingScript.scriptHash(Array(payload.dropFirst()))
        default: return nil
        }
    }

    /// True when `text` begins with the segwit prefix of `chain` and a `1`, in either case.
    static func hasPrefix(_ text: [UInt8], of chain: Chain) -> Bool {
        let prefix = Array((chain.segwitPrefix + "1").utf8)
        return text.count > prefix.count && zip(text, prefix).allSatisfy { $0 | 0x20 == $1 | 0x20 }
    }

    /// The locking script that a bech32 text stands for, by the rules of BIP 173 and 350; throws the reason it has none.
    static func witnessScript(_ decoded: Bech32) throws(AddressError) -> [UInt8] {
        guard let version = decoded.groups.first else { throw AddressError(reason: "it has no data after the prefix") }
        guard version <= 16 else {
            throw AddressError(reason: "its witness version is \(version), and there are only 0 to 16")
        }
        guard let program = Bech32.bytes(of: decoded.groups.dropFirst()) else {
            throw AddressError(reason: "its last character before the checksum carries bits that must not be there")
        }
        guard (2...40).contains(program.count), version != 0 || program.count == 20 || program.count == 32 else {
            throw AddressError(
                reason: "its witness program has \(program.count) bytes, which version \(version) does not allow")
        }
        guard decoded.variant == (version == 0 ? .bech32 : .bech32m) else {
            let (right, wrong) = version == 0 ? ("bech32", "bech32m") : ("bech32m", "bech32")
            throw AddressError(reason: "its checksum is of \(wrong), and witness version \(version) needs \(right)")
        }
        return LockingScript.witness(version, program)
    }
}
