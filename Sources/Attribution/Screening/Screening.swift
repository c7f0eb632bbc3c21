import Encoding
import Ledger

/// Asks what the tags say of addresses as of a date.
public struct Screening: Sendable {
    let store: TagStore
    public let asOf: UTCTime
    /// Only claims of this network; nil: of every network that writes addresses so.
    public let network: String?
    /// Addresses of a case: what looks like one of them is said too. By their ends.
    private let known: [String: [String]]

    public init(store: TagStore, asOf: UTCTime, network: String? = nil, caseAddresses: [String] = []) {
        self.store = store
        self.asOf = asOf
        self.network = network
        known = Dictionary(grouping: caseAddresses) { LookAlike.ends($0) }
    }

    /// The answers in the order asked.
    public func screen(_ texts: [String]) throws(TagError) -> [ScreenedAddress] {
        var answers = texts.map { answer($0) }
        let found = try store.records(of: answers.flatMap(\.keys))
        var place = 0
        for k in answers.indices {
            let records = found[place..<(place + answers[k].keys.count)].joined()
            place += answers[k].keys.count
            answers[k].claims = Self.current(records.filter { network == nil || $0.tag.subject.network == network })
                .map { ($0, $0.standing(at: asOf)) }
        }
        let ends = texts.map { LookAlike.ends($0) }
        let near = try store.subjects(ending: Array(Set(ends.filter { !$0.isEmpty })))
        for k in answers.indices {
            for other in near[ends[k]] ?? [] where LookAlike.resemble(texts[k], other.text) {
                answers[k].lookAlikes.append(.init(text: other.text, isOfCase: false, label: other.label, source: other.source))
            }
            for other in known[ends[k]] ?? [] where LookAlike.resemble(texts[k], other) {
                answers[k].lookAlikes.append(.init(text: other, isOfCase: true, label: "", source: ""))
            }
        }
        return answers
    }

    private func answer(_ text: String) -> ScreenedAddress {
        var answer = ScreenedAddress(text: text)
        let readings = AddressCodecs.readings(of: text).filter { network == nil || $0.network == network }
        answer.networks = readings.map(\.network)
        // Networks may share a form, and claims on networks without a codec are kept verbatim.
        answer.keys = Set(readings.map(\.key)).sorted { $0.packed.lexicographicallyPrecedes($1.packed) }
        answer.keys.append(TagKey(.verbatim, Array(text.utf8)))
        guard readings.isEmpty else { return answer }
        if let latin = LookAlike.latin(text) {
            answer.problem = "it has letters of another script that look like Latin ones"
            answer.lookAlikes.append(.init(text: latin, isOfCase: false, label: "the same in Latin letters", source: ""))
        } else {
            do throws(AddressError) {
                _ = try Address(text, on: .bitcoin)
            } catch { answer.problem = "no network that Clew knows writes addresses so (\(error.reason))" }
        }
        return answer
    }

    /// Without the claims that a later edition says in other words: their history is in `clew tags history`.
    public static func current(_ records: some Sequence<TagRecord>) -> [TagRecord] {
        let records = Array(records)
        return records.filter { record in
            guard let removed = record.removed else { return true }
            return !records.contains { other in
                other.added.number == removed.number && other.tag.subject == record.tag.subject
                    && (record.tag.listing?.partyID ?? record.tag.label) == (other.tag.listing?.partyID ?? other.tag.label)
            }
        }
    }
}

/// What the tags say of one address.
public struct ScreenedAddress: Sendable {
    /// Another address that this one could be taken for.
    public struct LookAlikeHit: Hashable, Sendable {
        public var text: String
        public var isOfCase: Bool
        public var label: String
        public var source: String
    }

    /// As it was asked.
    public let text: String
    /// Networks of which it is a well-formed address.
    public var networks: [String] = []
    /// Why it is no address, as the end of a sentence; nil when it is one.
    public var problem: String?
    /// Every claim, with how it stands at the date asked for.
    public var claims: [(record: TagRecord, standing: TagStanding)] = []
    public var lookAlikes: [LookAlikeHit] = []
    var keys: [TagKey] = []

    init(text: String) { self.text = text }

    /// Entries of sanctions lists, whenever they held.
    public var listings: [(record: TagRecord, standing: TagStanding)] { claims.filter { $0.record.tag.listing != nil } }

    /// True when a list named it at the date asked for.
    public var isDesignated: Bool { listings.contains { $0.standing == .holds } }
}
