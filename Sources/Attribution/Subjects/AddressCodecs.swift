import Ledger

/// Reads the addresses of a network: form, alphabet and checksum.
public protocol AddressCodec: Sendable {
    /// What `text` stands for; throws why it is no address of the network.
    func key(of text: String) throws(AddressError) -> TagKey
}

/// The codecs there are. A network that is not here is kept verbatim and never verified.
public enum AddressCodecs {
    /// By the names of `TagNetwork`.
    private static let table: [String: any AddressCodec] = Dictionary(
        uniqueKeysWithValues: AddressFormat.all.map { ($0.chain, FormatCodec(format: $0)) })

    public static func codec(of network: String) -> (any AddressCodec)? { table[network] }

    /// Every network of which `text` is a well-formed address, with its key; sorted by name.
    public static func readings(of text: String) -> [(network: String, key: TagKey)] {
        AddressIdentities(of: text).found.map { ($0.chain, TagKey($0.identity)) }
    }

    /// Every key under which claims about `text` may stand: that of each form, and the characters as they are, which is
    /// how claims on networks without a codec are kept. No key twice.
    public static func keys(of text: String, on network: String? = nil) -> [TagKey] {
        keys(of: text, in: readings(of: text).filter { network == nil || $0.network == network })
    }

    static func keys(of text: String, in readings: [(network: String, key: TagKey)]) -> [TagKey] {
        var keys: [TagKey] = []
        for (_, key) in readings where !keys.contains(key) { keys.append(key) }
        keys.append(TagKey(.verbatim, Array(text.utf8)))
        return keys
    }
}

/// Addresses of a network that there is a published rule for.
private struct FormatCodec: AddressCodec {
    let format: AddressFormat

    func key(of text: String) throws(AddressError) -> TagKey { TagKey(try format.read(text).identity) }
}

extension TagKey {
    init(_ identity: AddressReading.Identity) {
        switch identity {
        case .script(let script): self.init(.script, script)
        case .account(let account): self.init(.account, account)
        case .payload(let payload): self.init(.payload, payload)
        }
    }
}
