import Encoding
import Ledger

/// Asks what the tags say of addresses as of a date.
public struct Screening: Sendable {
    let store: any TagReader
    public let asOf: UTCTime
    /// Only claims of this network; nil: of every network that writes addresses so.
    public let network: String?
    /// Addresses of cases: what looks like one of them is said too. By their ends.
    private let known: [String: [String]]

    public init(store: any TagReader, asOf: UTCTime, network: String? = nil, caseAddresses: [String] = []) {
        self.store = store
        self.asOf = asOf
        self.network = network
        known = Dictionary(grouping: caseAddresses) { LookAlike.ends($0) }.filter { !$0.key.isEmpty }
    }

    /// The answers in the order asked. Memory is in proportion to `texts`: give long lists in parts.
    public func screen(_ texts: [String]) throws(TagError) -> [ScreenedAddress] {
        var answers = texts.map { answer($0) }
        let found = try store.records(of: answers.flatMap(\.keys))
        var place = 0
        for k in answers.indices {
            let records = found[place..<(place + answers[k].keys.count)].joined()
            place += answers[k].keys.count
            if records.isEmpty { continue }
            answers[k].claims = Self.current(records.filter { network == nil || $0.tag.subject.network == network })
                .map { ($0, $0.standing(at: asOf)) }
        }
        let near = try lookAlikes(of: texts)
        for k in answers.indices { answers[k].lookAlikes += near[k] }
        return answers
    }

    /// For each text the addresses that it could be taken for, those of the case first.
    public func lookAlikes(of texts: [String]) throws(TagError) -> [[LookAlike.Hit]] {
        let near = try store.lookAlikes(of: texts)
        return zip(texts, near).map { text, tagged in
            let own = known.isEmpty ? [] : known[LookAlike.ends(text)] ?? []
            let hits = own.filter { LookAlike.resemble(text, $0) }.map {
                LookAlike.Hit(text: $0, isOfCase: true, label: "", source: "")
            }
            return hits + tagged.filter { other in !hits.contains { $0.text == other.text } }
        }
    }

    private func isOfCase(_ text: String) -> Bool { known[LookAlike.ends(text)]?.contains(text) ?? false }

    private func answer(_ text: String) -> ScreenedAddress {
        var answer = ScreenedAddress(text: text)
        let readings = AddressCodecs.readings(of: text).filter { network == nil || $0.network == network }
        answer.networks = readings.map(\.network)
        answer.keys = AddressCodecs.keys(of: text, in: readings)
        guard readings.isEmpty else { return answer }
        if let latin = LookAlike.latin(text) {
            answer.problem = "it has letters of another script that look like Latin ones"
            answer.lookAlikes.append(
                .init(text: latin, isOfCase: isOfCase(latin), label: "the same in Latin letters", source: ""))
        } else {
            answer.problem =
                "no network that Clew knows writes addresses so (\(AddressError.reason(text, on: .bitcoin)))"
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
    /// As it was asked.
    public let text: String
    /// Networks of which it is a well-formed address.
    public var networks: [String] = []
    /// Why it is no address, as the end of a sentence; nil when it is one.
    public var problem: String?
    /// Every claim, with how it stands at the date asked for.
    public var claims: [(record: TagRecord, standing: TagStanding)] = []
    /// Addresses that this one could be taken for.
    public var lookAlikes: [LookAlike.Hit] = []
    var keys: [TagKey] = []

    init(text: String) { self.text = text }

    /// Entries of sanctions lists, whenever they held.
    public var listings: [(record: TagRecord, standing: TagStanding)] { claims.filter { $0.record.tag.listing != nil } }

    /// True when a list named it at the date asked for.
    public var isDesignated: Bool { claims.contains { $0.record.tag.listing != nil && $0.standing == .holds } }

    /// True when there is anything to say of it: a claim, whenever it held, a look-alike, or that it is no address.
    public var saysSomething: Bool { !claims.isEmpty || !lookAlikes.isEmpty || problem != nil }
}
