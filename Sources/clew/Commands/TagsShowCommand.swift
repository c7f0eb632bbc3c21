import ArgumentParser
import Attribution
import Encoding

/// `clew tags show ADDRESS...` and `clew tags history ADDRESS...`
struct TagsShowCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Show the tags of addresses as of a date.",
        discussion: """
            With their source, its edition, and how sure the source is. With a case, its labels and roles are claims too, marked \
            as the case's. clew tags history shows all that ever were.
            """)

    @Argument(help: ArgumentHelp("Addresses of any network.", valueName: "address"))
    var addresses: [String]

    @Option(name: .customLong("as-of"), help: ArgumentHelp("Only what held then (default: now).", valueName: "date"))
    var asOf: String?

    @Flag(help: "Take the labels and roles of your other cases as claims too, marked with the case; not those of victims.")
    var otherCases = false

    @OptionGroup var caseOptions: CaseOptions
    @OptionGroup var format: JSONOptions

    func run() async throws {
        let time = try SharedTags.time(asOf, option: "--as-of")
        let own = try CaseClaims.asked(caseOptions, others: otherCases)
        try showTags(addresses, at: time, own: own, json: format.json, schema: "clew-tags-show-1")
    }
}

struct TagsHistoryCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "history", abstract: "Show every claim ever made of addresses, also those that a newer edition lacks.")

    @Argument(help: ArgumentHelp("Addresses of any network.", valueName: "address"))
    var addresses: [String]

    @OptionGroup var format: JSONOptions

    func run() async throws { try showTags(addresses, at: nil, own: [], json: format.json, schema: "clew-tags-history-1") }
}

/// Answers with the claims of addresses: those that hold at `time`, or all.
private func showTags(_ addresses: [String], at time: UTCTime?, own: [TagRecord], json: Bool, schema: String) throws {
    let store = try SharedTags.needed()
    let tags = OwnTags(store, own: own)
    var found: [(text: String, records: [TagRecord])] = []
    do throws(TagError) {
        for text in addresses {
            let records = try tags.records(of: AddressCodecs.keys(of: text)).joined().filter { record in
                time.map { record.standing(at: $0) == .holds } ?? true
            }
            found.append((text, Array(records)))
        }
    } catch { throw failure(error) }
    if json {
        return answer(
            try tagsDocument(
                schema, store,
                [
                    "options": ["as_of": .optional(time?.rfc3339)],
                    "actors": .object(try actors(of: found.flatMap(\.records), in: tags)),
                    "addresses": .array(
                        found.map { ["address": .string($0.text), "tags": .array($0.records.map { .object(TagForm.json($0)) })] }),
                ]))
    }
    var lines = Lines()
    for (text, records) in found {
        lines.title(VisibleText.escape(text))
        if records.isEmpty { lines.line(time == nil ? "no claim was ever made of it" : "no tag") }
        for record in records {
            lines.line(TagForm.line(record))
            if time == nil {
                let from = record.begins.map { "from \($0.date)" } ?? "without a beginning"
                let until = record.ends.map { " until \($0.date)" } ?? ""
                let removed = record.removed.map { ", not in edition \($0.number) of \($0.date.date)" } ?? ""
                lines.line("  holds \(from)\(until); since edition \(record.added.number) of \(record.added.date.date)\(removed)")
            }
        }
    }
    answer(lines.text)
}

/// What the actors of claims stand for, by their ids, as far as an ActorPack names them.
private func actors(of records: [TagRecord], in tags: OwnTags) throws -> [String: JSONValue] {
    var found: [String: JSONValue] = [:]
    do throws(TagError) {
        for id in Set(records.map(\.tag.actor)) where !id.isEmpty {
            guard let actor = try tags.actor(id) else { continue }
            found[id] = [
                "label": .string(actor.label), "uri": .optional(actor.uri.isEmpty ? nil : actor.uri),
                "categories": .array(actor.categories.map { .string($0) }),
                "jurisdictions": .array(actor.jurisdictions.map { .string($0) }),
            ]
        }
    } catch { throw failure(error) }
    return found
}
