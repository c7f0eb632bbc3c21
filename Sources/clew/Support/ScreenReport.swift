import Attribution
import Encoding

/// What screening answers, in each form, one address at a time.
struct ScreenReport {
    let asOf: UTCTime
    /// Whether exposures were asked for.
    let hasExposure: Bool

    /// The head of the CSV form.
    var columns: String {
        "address,as_of,designated,list,party,listed,delisted,standing,relation,label,category,actor,source,"
            + "confidence,level,problem,look_alikes" + (hasExposure ? ",exposure" : "") + "\r\n"
    }

    func json(_ one: ScreenedAddress, _ exposure: ScreenExposure.Answer?) -> JSONValue {
        [
            "address": .string(one.text), "networks": .array(one.networks.map { .string($0) }),
            "problem": .optional(one.problem), "designated": .bool(one.isDesignated),
            "listings": .array(
                one.listings.map { claim in
                    .object(
                        TagForm.listing(claim.record).merging([
                            "standing": .string(claim.standing.word), "relation": .optional(relation(claim.record)),
                        ]) { $1 })
                }),
            "tags": .array(one.claims.filter { $0.standing == .holds }.map { .object(TagForm.json($0.record)) }),
            "exposure": exposure?.json ?? .null,
            "exposure_missing": .array((exposure?.shortfalls ?? []).map { .string($0) }),
            "look_alikes": .array(
                one.lookAlikes.map {
                    [
                        "address": .string($0.text), "of_case": .bool($0.isOfCase), "label": .string($0.label),
                        "source": .string($0.source),
                    ]
                }),
        ]
    }

    func text(_ one: ScreenedAddress, _ exposure: ScreenExposure.Answer?) -> String {
        var lines = Lines()
        lines.title(VisibleText.escape(one.text))
        if let problem = one.problem { lines.line("Warning: \(VisibleText.escape(problem)).") }
        lines.line(one.isDesignated ? "DESIGNATED on \(asOf.date)" : "not designated on \(asOf.date), as far as these tags say")
        for claim in one.listings {
            let party = VisibleText.escape(claim.record.tag.listing?.party ?? "")
            lines.line([party + ": " + (relation(claim.record) ?? "listed"), claim.record.source].joined(separator: "; "))
        }
        for claim in one.claims where claim.standing == .holds { lines.line("Tag: " + TagForm.line(claim.record)) }
        for sentence in exposure?.sentences ?? [] { lines.line("Exposure: " + sentence) }
        for hit in one.lookAlikes {
            lines.line(VisibleText.escape("Warning: looks like \(hit.text) \(hit.whose), and is not it."))
        }
        return lines.text
    }

    func rows(_ one: ScreenedAddress, _ exposure: ScreenExposure.Answer?) -> String {
        var out = ""
        let exposed = hasExposure ? [exposure?.sentences.joined(separator: "; ") ?? ""] : []
        let near = one.lookAlikes.map(\.text).joined(separator: " ")
        func row(_ middle: [String]) {
            let fields = [one.text, asOf.rfc3339, one.isDesignated ? "yes" : "no"] + middle + [one.problem ?? "", near] + exposed
            out += fields.map(Self.cell).joined(separator: ",") + "\r\n"
        }
        if one.claims.isEmpty { row(Array(repeating: "", count: 12)) }
        for (record, standing) in one.claims {
            let (tag, listing) = (record.tag, record.tag.listing)
            row([
                listing?.list ?? "", listing?.party ?? "", listing?.listed?.date ?? "", record.ends?.date ?? "",
                standing.word, relation(record) ?? "", tag.label, tag.category, tag.actor, record.source,
                tag.confidence.rawValue, tag.level.rawValue,
            ])
        }
        return out
    }

    /// How an entry of a list stands to the day asked for; nil for other claims.
    private func relation(_ record: TagRecord) -> String? {
        record.tag.listing == nil ? nil : record.period.sentence(at: asOf, asOf.date)
    }

    /// Quoted, hidden characters escaped, and with an apostrophe before what a spreadsheet would take for a formula.
    private static func cell(_ text: String) -> String {
        let plain = VisibleText.escape(text)
        let starts = plain.utf8.first.map { "=+-@".utf8.contains($0) } ?? false
        return "\"" + (starts ? "'" : "") + (plain.utf8.contains(UInt8(ascii: "\"")) ? plain.replacing("\"", with: "\"\"") : plain) + "\""
    }
}

extension TagStanding {
    /// One word for documents.
    var word: String {
        switch self {
        case .holds: "holds"
        case .notYet: "not-yet"
        case .noLonger: "no-longer"
        case .undated: "unknown"
        }
    }
}
