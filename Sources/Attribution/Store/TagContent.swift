import Encoding

/// What a claim says beside whom it is about, as the store keeps it: canonical JSON without what is empty.
enum TagContent {
    static func json(_ tag: Tag) -> JSONValue {
        var members: [String: JSONValue] = [
            "label": .string(tag.label), "confidence": .string(tag.confidence.rawValue), "level": .string(tag.level.rawValue),
        ]
        func put(_ name: String, _ text: String) { if !text.isEmpty { members[name] = .string(text) } }
        func put(_ name: String, _ time: UTCTime?) { if let time { members[name] = .string(time.rfc3339) } }
        put("actor", tag.actor)
        put("category", tag.category)
        put("abuse", tag.abuse)
        put("reference", tag.reference)
        put("context", tag.context)
        put("claimed", tag.claimed)
        put("valid_from", tag.validFrom)
        put("valid_until", tag.validUntil)
        if !tag.concepts.isEmpty { members["concepts"] = .array(tag.concepts.map { .string($0) }) }
        if let listing = tag.listing {
            members["listing"] = [
                "list": .string(listing.list), "party": .string(listing.party), "party_id": .string(listing.partyID),
                "aliases": .array(listing.aliases.map { .string($0) }),
                "programs": .array(listing.programs.map { .string($0) }),
                "listed": .optional(listing.listed?.rfc3339), "delisted": .optional(listing.delisted?.rfc3339),
            ]
        }
        return .object(members)
    }

    /// The tag of `subject` with a content that `json` wrote; nil for anything else.
    static func tag(_ json: JSONValue, of subject: TagSubject) -> Tag? {
        guard let label = json["label"]?.stringValue,
            let confidence = json["confidence"]?.stringValue.flatMap({ TagConfidence(rawValue: $0) }),
            let level = json["level"]?.stringValue.flatMap({ Tag.Level(rawValue: $0) })
        else { return nil }
        func text(_ name: String) -> String { json[name]?.stringValue ?? "" }
        func time(_ value: JSONValue?) -> UTCTime? { value?.stringValue.flatMap { UTCTime(rfc3339: $0) } }
        func texts(_ value: JSONValue?) -> [String] { value?.arrayValue?.compactMap(\.stringValue) ?? [] }
        let listing = json["listing"].map { listing in
            TagListing(
                list: listing["list"]?.stringValue ?? "", party: listing["party"]?.stringValue ?? "",
                partyID: listing["party_id"]?.stringValue ?? "", aliases: texts(listing["aliases"]),
                programs: texts(listing["programs"]), listed: time(listing["listed"]), delisted: time(listing["delisted"]))
        }
        return Tag(
            subject: subject, label: label, actor: text("actor"), category: text("category"), abuse: text("abuse"),
            concepts: texts(json["concepts"]), confidence: confidence, level: level, reference: text("reference"),
            claimed: time(json["claimed"]), validFrom: time(json["valid_from"]), validUntil: time(json["valid_until"]),
            listing: listing, context: text("context"))
    }
}
