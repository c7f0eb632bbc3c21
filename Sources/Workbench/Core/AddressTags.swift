import Attribution
import Casework
import Encoding
import Ledger
import TraceEngine

/// What others say of an address: the surest claim in words, the rest as a number. Never a fact of a ledger.
public struct AddressTags: Hashable, Sendable {
    /// What the source calls it; not escaped.
    public var label: String
    /// The source's short name; not escaped.
    public var source: String
    /// When the source made the claim, else the date of its edition.
    public var date: UTCTime
    /// How sure the source is, 0–100.
    public var confidence: Int
    /// What kind of party the claim names.
    public var kind: TagKind
    /// True when the claim is about every address that a clustering puts together with this one: an inference.
    public var isOfCluster: Bool
    /// Claims that hold, this one among them.
    public var count: Int
    /// True when the claims cannot all be right.
    public var contradict: Bool
    /// What the case decided about claims that contradict each other; nil while nothing is decided.
    public var decision: TagChoice.Decision?

    public init(
        label: String, source: String, date: UTCTime, confidence: Int, kind: TagKind = .other, isOfCluster: Bool = false,
        count: Int = 1, contradict: Bool = false
    ) {
        self.label = label
        self.source = source
        self.date = date
        self.confidence = confidence
        self.kind = kind
        self.isOfCluster = isOfCluster
        self.count = count
        self.contradict = contradict
    }

    /// The claims that hold, the surest first; nil where there are none.
    public init?(_ held: [TagRecord]) {
        guard let first = held.first else { return nil }
        self.init(first, of: held)
    }

    private init(_ record: TagRecord, of held: [TagRecord]) {
        self.init(
            label: record.tag.label, source: record.source, date: record.tag.claimed ?? record.added.date,
            confidence: record.tag.confidence.level, kind: TagKind(record.tag), isOfCluster: record.tag.level == .cluster,
            count: held.count, contradict: TagConflict.among(held) != nil)
        // A listing is never hidden behind a surer claim of another kind.
        if let listed = held.map({ TagKind($0.tag) }).first(where: { $0 == .sanctioned }) { kind = listed }
    }

    /// The same as the case decided about them.
    func decided(_ choice: TagChoice, _ held: [TagRecord]) -> AddressTags {
        let followed = choice.followed.flatMap { claim in held.first { TagChoice.Claim($0) == claim } }
        var tags = followed.map { AddressTags($0, of: held) } ?? self
        tags.decision = choice.decision
        return tags
    }

    /// `[Exchange K]`: brackets tell somebody's claim from the case's own names.
    public var name: String { "[\(label)]" }
}

extension WorkbenchState {
    /// Asks once for the tags of each address.
    mutating func loadTags(of addresses: some Sequence<Address>) -> [Effect] {
        let wanted = addresses.filter { askedTags.insert($0).inserted }
        return wanted.isEmpty ? [] : [.loadTags(wanted)]
    }

    mutating func loadTags(of views: [TransactionView]) -> [Effect] {
        loadTags(of: views.flatMap { $0.inputs.compactMap(\.owner) + $0.outputs.compactMap(\.owner) })
    }

    /// Tags of an address as the case decided about them; nil while none is known.
    public func tags(of address: String) -> AddressTags? {
        guard !known.tags.isEmpty, let key = index.addresses[address] ?? (try? Address(address, on: openCase.chain)),
            let tags = known.tags[key]
        else { return nil }
        guard tags.contradict, let held = known.contested[key], let choice = choice(on: key, held) else { return tags }
        return tags.decided(choice, held)
    }

    /// All tags known as the case decided about them.
    var decidedTags: [Address: AddressTags] {
        var shown = known.tags
        for (address, held) in known.contested {
            if let tags = shown[address], let choice = choice(on: address, held) { shown[address] = tags.decided(choice, held) }
        }
        return shown
    }

    /// Takes what the tags say of addresses.
    mutating func learn(_ found: [Address: AddressTags], contested: [Address: [TagRecord]]) {
        known.learn(tags: found, contested: contested)
        index.take(decidedTags.filter { found[$0.key] != nil })
    }

    /// Takes which addresses could be taken for others, and warns of the one that is looked at.
    mutating func learn(lookAlikes found: [Address: [LookAlike.Hit]]) {
        known.learn(lookAlikes: found)
        guard toast == nil, let address = tagAddress, let hit = found[address]?.first else { return }
        toast = .warning("\(address.text(on: openCase.chain))\nlooks like\n\(hit.text) \(hit.whose), and is not it.")
    }
}
