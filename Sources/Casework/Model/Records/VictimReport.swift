import Encoding

/// What a victim reported, as the victim reported it. What the ledger says about it is a finding.
public struct VictimReport: Hashable, Sendable {
    /// One payment that the victim speaks of.
    public struct Claim: Hashable, Sendable {
        /// `on-chain`, `wire`, `card`, `kiosk`, `exchange-internal`, or whatever else was paid with.
        public var kind: String
        /// What was paid, in the unit's own name: `BTC`, `EUR`.
        public var asset: String
        /// In base units (sat, cent); a whole number. Nil when it is not known.
        public var amount: UInt64?
        /// Amount and time as the victim wrote them, with zone.
        public var asWritten: String
        /// The transaction or output it was found to be; nil while it was not found.
        public var transfer: CaseSubject?

        public init(kind: String, asset: String, amount: UInt64?, asWritten: String, transfer: CaseSubject? = nil) {
            self.kind = kind
            self.asset = asset
            self.amount = amount
            self.asWritten = asWritten
            self.transfer = transfer
        }

        var json: JSONValue {
            [
                "kind": .string(kind), "asset": .string(asset), "amount": amount.map { .amount($0) } ?? .null,
                "as_written": .string(asWritten), "transfer": transfer?.json ?? .null,
            ]
        }

        init?(json: JSONValue) {
            guard let kind = json["kind"]?.stringValue, let asset = json["asset"]?.stringValue,
                let asWritten = json["as_written"]?.stringValue, let amount = json["amount"],
                let transfer = json["transfer"]
            else { return nil }
            self.init(
                kind: kind, asset: asset, amount: amount.stringValue.flatMap(UInt64.init), asWritten: asWritten,
                transfer: transfer.isNull ? nil : CaseSubject(json: transfer))
        }
    }

    /// A pseudonym that stays the same in every document: `V-001`.
    public var reference: String
    /// The person or company; the first thing to be purged when the law orders it.
    public var name: String
    /// Where the report was made: an authority and its file number.
    public var source: String
    /// The day it was received, `2024-03-11`; nil when it is not known.
    public var received: String?
    public var claims: [Claim]

    public init(reference: String, name: String = "", source: String = "", received: String? = nil, claims: [Claim]) {
        self.reference = reference
        self.name = name
        self.source = source
        self.received = received
        self.claims = claims
    }

    var json: JSONValue {
        [
            "reference": .string(reference), "name": .string(name), "source": .string(source),
            "received": .optional(received), "claims": .array(claims.map(\.json)),
        ]
    }

    init?(json: JSONValue) {
        guard let reference = json["reference"]?.stringValue, let name = json["name"]?.stringValue,
            let source = json["source"]?.stringValue, let claims = json["claims"]?.values(Claim.init(json:))
        else { return nil }
        self.init(
            reference: reference, name: name, source: source, received: json["received"]?.stringValue, claims: claims)
    }
}

/// What allows an act: an order, a warrant, a consent.
public struct LegalAuthority: Hashable, Sendable {
    /// `order`, `warrant`, `consent`, `request`, ...
    public var kind: String
    /// Its file number.
    public var reference: String
    /// Who issued it.
    public var issuer: String
    /// The day it was issued and the last day it holds, `2024-04-30`; nil when not stated.
    public var issued: String?
    public var until: String?
    /// What it allows.
    public var scope: String
    /// The exhibit that holds its text, by SHA-256; nil when it is kept elsewhere.
    public var exhibit: String?

    public init(
        kind: String, reference: String, issuer: String, issued: String? = nil, until: String? = nil, scope: String,
        exhibit: String? = nil
    ) {
        self.kind = kind
        self.reference = reference
        self.issuer = issuer
        self.issued = issued
        self.until = until
        self.scope = scope
        self.exhibit = exhibit
    }

    var json: JSONValue {
        [
            "kind": .string(kind), "reference": .string(reference), "issuer": .string(issuer),
            "issued": .optional(issued), "until": .optional(until), "scope": .string(scope),
            "exhibit": .optional(exhibit),
        ]
    }

    init?(json: JSONValue) {
        guard let kind = json["kind"]?.stringValue, let reference = json["reference"]?.stringValue,
            let issuer = json["issuer"]?.stringValue, let scope = json["scope"]?.stringValue
        else { return nil }
        self.init(
            kind: kind, reference: reference, issuer: issuer, issued: json["issued"]?.stringValue,
            until: json["until"]?.stringValue, scope: scope, exhibit: json["exhibit"]?.stringValue)
    }
}
