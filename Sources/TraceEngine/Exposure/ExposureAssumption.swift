import Encoding
import Ledger

/// Something that an exposure rests on and that is not in the ledger: tags, or a rule. Left out, it shows what remains.
public enum ExposureAssumption: Hashable, Sendable {
    /// Tags of this source, actor, label or category, as the tag writes it.
    case source(String), actor(String), label(String), category(String)
    /// Every tag of an address.
    case address(Address)
    /// A detector by its name, or all whose names begin so: `coinjoin.wasabi2`, `coinjoin`.
    case detector(String)
    /// The rule that put addresses together: the first address alone remains.
    case cluster

    /// Reads `source:NAME`, `actor:NAME`, `label:NAME`, `category:NAME`, `address:A`, `rule:DETECTOR` or
    /// `rule:multi-input`; throws what is wrong with it.
    public init(_ text: String, on chain: Chain) throws(TraceError) {
        func fail(_ reason: String) -> TraceError { .question("\(VisibleText.escape(text)): \(reason)") }
        guard let colon = text.firstIndex(of: ":") else {
            throw fail("an assumption is source:, actor:, label:, category:, address: or rule: and a name.")
        }
        let name = String(text[text.index(after: colon)...])
        guard !name.isEmpty else { throw fail("the name after the colon is missing.") }
        switch text[..<colon] {
        case "source": self = .source(name)
        case "actor": self = .actor(name)
        case "label": self = .label(name)
        case "category": self = .category(StopSet.plain(name))
        case "address":
            do throws(AddressError) { self = .address(try Address(name, on: chain)) } catch { throw fail("\(error.reason).") }
        case "rule":
            if name == ClusterRule.name {
                self = .cluster
            } else if !Self.detectors(named: name).isEmpty {
                self = .detector(name)
            } else {
                let known = Detectors.coinJoins.map(\.name) + [ClusterRule.name]
                throw fail("there is no such rule; there is \(known.joined(separator: ", ")).")
            }
        default: throw fail("an assumption is source:, actor:, label:, category:, address: or rule: and a name.")
        }
    }

    /// The detectors that `name` means.
    static func detectors(named name: String) -> [String] {
        Detectors.coinJoins.map(\.name).filter { $0 == name || $0.hasPrefix(name + ".") }
    }

    /// True when it is this tag of `address` that is left out.
    func covers(_ tag: StopTag, of address: Address?) -> Bool {
        switch self {
        case .source(let name): tag.source == name
        case .actor(let name): tag.actor == name
        case .label(let name): tag.label == name
        case .category(let name): StopSet.plain(tag.category) == name
        case .address(let named): address == named
        case .detector, .cluster: false
        }
    }
}

/// Tags without those of the subject itself and without what is left out.
struct ExposureTags: StopTags {
    let base: any StopTags
    let subjects: Set<Address>
    let without: [ExposureAssumption]

    var isEmpty: Bool { base.isEmpty }

    func tags(of address: Address) -> [StopTag] {
        subjects.contains(address) ? [] : remaining(base.tags(of: address), address)
    }

    func tags(of transaction: TxID) -> [StopTag] { remaining(base.tags(of: transaction), nil) }

    private func remaining(_ tags: [StopTag], _ address: Address?) -> [StopTag] {
        without.isEmpty ? tags : tags.filter { tag in !without.contains { $0.covers(tag, of: address) } }
    }
}
