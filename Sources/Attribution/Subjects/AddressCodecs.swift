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
        table.sorted { $0.key < $1.key }.compactMap { network, codec in
            (try? codec.key(of: text)).map { (network, $0) }
        }
    }
}

/// Addresses of a network that there is a published rule for.
private struct FormatCodec: AddressCodec {
    let format: AddressFormat

    func key(of text: String) throws(AddressError) -> TagKey {
        let reading = try format.read(text)
        return switch reading.identity {
        case .script(let script): TagKey(.script, script)
        case .account(let account): TagKey(.account, account)
        case .payload(let payload): TagKey(.payload, payload)
        }
    }
}
