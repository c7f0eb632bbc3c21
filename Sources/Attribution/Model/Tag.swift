import Encoding

/// A claim that somebody makes about an address or a transaction. Never a fact of a ledger.
public struct Tag: Hashable, Sendable {
    /// What the claim speaks of. The two are never mixed in words: a claim about one address says nothing of others.
    public enum Level: String, Hashable, Sendable {
        /// The one address or transaction.
        case address
        /// Every address that a clustering puts together with it; that is how the source means it, and an inference.
        case cluster
    }

    public var subject: TagSubject
    /// What the source calls it: `Internet Archive`.
    public var label: String
    /// The source's id or name of the party behind it; empty when it names none.
    public var actor: String
    /// Lower case with `_`: `exchange`, `mixing_service`; empty when the source gives none.
    public var category: String
    /// The abuse it was part of: `ransomware`, `sanction`; empty for none.
    public var abuse: String
    /// Every concept that the source gives, category and abuse among them, sorted.
    public var concepts: [String]
    public var confidence: TagConfidence
    public var level: Level
    /// Where the source has the claim from: an address on the web, a document. Empty when it does not say.
    public var reference: String
    /// When the claim was made or last changed, as the source says.
    public var claimed: UTCTime?
    /// From when on the claim holds; nil: the source sets no beginning.
    public var validFrom: UTCTime?
    /// Until when it holds, that moment not included; nil: the source sets no end.
    public var validUntil: UTCTime?
    /// Set for entries of sanctions lists.
    public var listing: TagListing?
    /// What else the source says, as it says it; empty for nothing.
    public var context: String

    public init(
        subject: TagSubject, label: String, actor: String = "", category: String = "", abuse: String = "",
        concepts: [String] = [], confidence: TagConfidence = .unknown, level: Level = .address, reference: String = "",
        claimed: UTCTime? = nil, validFrom: UTCTime? = nil, validUntil: UTCTime? = nil, listing: TagListing? = nil,
        context: String = ""
    ) {
        self.subject = subject
        self.label = label
        self.actor = actor
        self.category = category
        self.abuse = abuse
        self.concepts = concepts
        self.confidence = confidence
        self.level = level
        self.reference = reference
        self.claimed = claimed
        self.validFrom = validFrom
        self.validUntil = validUntil
        self.listing = listing
        self.context = context
    }

    /// Whom the claim names: the actor, else the label.
    public var name: String { actor.isEmpty ? label : actor }
}

/// What a sanctions list says of the party that an address stands under.
public struct TagListing: Hashable, Sendable {
    /// `OFAC SDN`
    public var list: String
    /// The listed party's name, as the list writes it first.
    public var party: String
    /// The party's number in the list; empty when it has none.
    public var partyID: String
    /// Other names of the party.
    public var aliases: [String]
    /// The programmes it is listed under: `CYBER2`, `DPRK3`.
    public var programs: [String]
    /// When the party was listed. The list does not date single addresses: one may have been added later.
    public var listed: UTCTime?
    /// When it was taken off, as a list says, or the date of the first edition without it.
    public var delisted: UTCTime?

    public init(
        list: String, party: String, partyID: String = "", aliases: [String] = [], programs: [String] = [],
        listed: UTCTime? = nil, delisted: UTCTime? = nil
    ) {
        self.list = list
        self.party = party
        self.partyID = partyID
        self.aliases = aliases
        self.programs = programs
        self.listed = listed
        self.delisted = delisted
    }
}
