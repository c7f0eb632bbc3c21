import Encoding

/// What one text can be on every network, with the work that networks share done once.
///
/// Reading a text by each network's rule decodes it once a network; lists of a hundred thousand lines need it once a line.
/// The answers are those of `AddressFormat.read`.
public struct AddressIdentities {
    /// Networks of which the text is a well-formed address, by name, with what it stands for there.
    public private(set) var found: [(chain: String, identity: AddressReading.Identity)] = []

    /// Takes some microseconds; a text that no network writes so takes less.
    public init(of text: String) {
        let bytes = Array(text.utf8)
        guard !bytes.isEmpty, bytes.count <= Address.longestText, bytes.allSatisfy({ (0x21...0x7e).contains($0) }) else { return }
        var shared = SharedReading(bytes)
        for format in Self.byName {
            if let identity = format.scheme.identity(&shared) { found.append((format.chain, identity)) }
        }
    }

    private static let byName = AddressFormat.all.sorted { $0.chain < $1.chain }
}

extension AddressError {
    /// Why `text` is no address of a chain, without looking for what it should have been, which takes milliseconds.
    public static func reason(_ text: String, on chain: Chain) -> String {
        AddressDiagnosis.error(for: text, on: chain, suggests: false).reason
    }
}

/// A text with what several rules need of it, made when it is first asked for.
struct SharedReading {
    let text: [UInt8]

    init(_ text: [UInt8]) { self.text = text }

    /// The bytes of its base58; nil where it is none.
    lazy var base58: [UInt8]? = Base58.decode(text)

    /// The payload of its base58check; nil where it is none.
    lazy var checked: [UInt8]? = {
        guard let bytes = base58, bytes.count >= 4 else { return nil }
        let payload = Array(bytes.dropLast(4))
        return SHA256d.hash(payload).wire.prefix(4).elementsEqual(bytes.suffix(4)) ? payload : nil
    }()

    /// The account of an Ethereum address checked by ERC-55; nil where it is none.
    lazy var account: AddressReading.Identity? = (try? HexAccount().read(text))?.identity
}

extension AddressScheme {
    func identity(_ shared: inout SharedReading) -> AddressReading.Identity? { (try? read(shared.text))?.identity }
}

extension Base58Address {
    func identity(_ shared: inout SharedReading) -> AddressReading.Identity? {
        if let segwit, Self.begins(shared.text, segwit) { return (try? read(shared.text))?.identity }
        guard let payload = shared.checked, payload.count == 21 else { return nil }
        let version = formerly[payload[0]] ?? payload[0]
        if version == keyHash { return .script(LockingScript.keyHash(Array(payload.dropFirst()))) }
        return version == scriptHash ? .script(LockingScript.scriptHash(Array(payload.dropFirst()))) : nil
    }
}

extension CashAddress {
    func identity(_ shared: inout SharedReading) -> AddressReading.Identity? {
        guard let first = shared.text.first else { return nil }
        if first == UInt8(ascii: "1") || first == UInt8(ascii: "3") {
            guard let payload = shared.checked, payload.count == 21, payload[0] == 0 || payload[0] == 5 else { return nil }
            let hash = Array(payload.dropFirst())
            return .script(payload[0] == 0 ? LockingScript.keyHash(hash) : LockingScript.scriptHash(hash))
        }
        // A hash of 20 bytes has 42 characters; a prefix ends in a colon.
        let mayBe = shared.text.contains(UInt8(ascii: ":")) || "qpzrQPZR".utf8.contains(first)
        return mayBe && shared.text.count >= 42 ? (try? read(shared.text))?.identity : nil
    }
}

extension Bech32Account {
    func identity(_ shared: inout SharedReading) -> AddressReading.Identity? {
        Base58Address.begins(shared.text, prefix) ? (try? read(shared.text))?.identity : nil
    }
}

extension HexAccount {
    func identity(_ shared: inout SharedReading) -> AddressReading.Identity? {
        guard shared.text.count == 42, shared.text.starts(with: "0x".utf8) else { return nil }
        return chainID == nil ? shared.account : (try? read(shared.text))?.identity
    }
}

extension TronAddress {
    func identity(_ shared: inout SharedReading) -> AddressReading.Identity? {
        if shared.text.count == 42 || shared.text.count == 44 { return (try? read(shared.text))?.identity }
        guard let payload = shared.checked, payload.count == 21, payload[0] == 0x41 else { return nil }
        return .payload(payload)
    }
}

extension RippleAddress {
    func identity(_ shared: inout SharedReading) -> AddressReading.Identity? {
        shared.text.first == UInt8(ascii: "r") ? (try? read(shared.text))?.identity : nil
    }
}

extension SolanaAddress {
    func identity(_ shared: inout SharedReading) -> AddressReading.Identity? {
        guard (32...44).contains(shared.text.count), let key = shared.base58, key.count == 32 else { return nil }
        return .payload(key)
    }
}

extension StellarAddress {
    func identity(_ shared: inout SharedReading) -> AddressReading.Identity? {
        shared.text.count == 56 && shared.text.first == UInt8(ascii: "G") ? (try? read(shared.text))?.identity : nil
    }
}

extension MoneroAddress {
    func identity(_ shared: inout SharedReading) -> AddressReading.Identity? {
        shared.text.count == 95 || shared.text.count == 106 ? (try? read(shared.text))?.identity : nil
    }
}

extension ZcashAddress {
    func identity(_ shared: inout SharedReading) -> AddressReading.Identity? {
        guard let first = shared.text.first, first | 0x20 == UInt8(ascii: "z") || first == UInt8(ascii: "t") else { return nil }
        return (try? read(shared.text))?.identity
    }
}
