import Attribution
import Casework
import Encoding
import Ledger

/// Everything that others, and cases, ever said of one address. Claims, never facts of a ledger.
public struct AddressClaims: Sendable {
    /// Those that hold now first, then the others; in each the surest first.
    public var records: [TagRecord]
    /// What actors' ids stand for, as far as an ActorPack names them.
    public var actors: [String: Actor]
    /// Tagged addresses, and those of cases, that could be taken for this one.
    public var lookAlikes: [String]
    /// The moment that "now" is.
    public var asOf: UTCTime

    public init(records: [TagRecord], actors: [String: Actor] = [:], lookAlikes: [String] = [], asOf: UTCTime) {
        let order = records.enumerated().sorted { a, b in
            let (first, second) = (a.element.standing(at: asOf) == .holds, b.element.standing(at: asOf) == .holds)
            return first != second ? first : a.offset < b.offset
        }
        self.records = order.map(\.element)
        self.actors = actors
        self.lookAlikes = lookAlikes
        self.asOf = asOf
    }

    /// The claims that hold now.
    public var held: [TagRecord] { records.filter { $0.standing(at: asOf) == .holds } }

    /// What cannot all be right among those that hold; nil when they agree.
    public var conflict: TagConflict? { TagConflict.among(held) }

    /// What the actor of a claim is called, else the claim's label.
    public func name(of record: TagRecord) -> String {
        record.tag.actor.isEmpty ? record.tag.label : actors[record.tag.actor]?.label ?? record.tag.actor
    }
}

extension TagChoice.Claim {
    /// A claim as a choice keeps it.
    public init(_ record: TagRecord) {
        self.init(
            source: record.source, edition: UInt64(max(0, record.added.number)), label: record.tag.label,
            actor: record.tag.actor, category: record.tag.category, level: record.tag.level.rawValue)
    }
}

extension TagChoice {
    /// True while the claims are still those that it was made about.
    func covers(_ records: [TagRecord]) -> Bool { Set(claims) == Set(records.map(Claim.init)) }
}

extension WorkbenchState {
    /// What the case decided about contradicting claims on an address, where it still covers them.
    func choice(on address: Address, _ held: [TagRecord]) -> TagChoice? {
        let subject = CaseSubject.address(address.text(on: openCase.chain))
        guard let choice = openCase.tagChoice(on: subject)?.choice, choice.covers(held) else { return nil }
        return choice
    }

    /// Sentences on how the tags at hand differ from those that the case pinned; empty when they do not.
    public var tagSetDifferences: [String] {
        guard let pinned = openCase.tagSet?.pin, let present = known.tagSet else { return [] }
        return pinned.differences(from: present)
    }
}
