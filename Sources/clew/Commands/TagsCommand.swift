import ArgumentParser
import Attribution
import Encoding

/// `clew tags ...`: the claims about addresses that all cases share.
struct TagsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tags", abstract: "Import, show and compare claims about who is behind addresses.",
        discussion: "Tags are somebody's claims, never facts of a ledger. They live in the user's data, shared by all cases.",
        subcommands: [
            TagsImportCommand.self, TagsListCommand.self, TagsShowCommand.self, TagsSourcesCommand.self,
            TagsHistoryCommand.self, TagsConflictsCommand.self, TagsDigestCommand.self, TagsExportCommand.self,
        ])
}

/// The document of a command that asked the tags and no ledger.
func tagsDocument(_ schema: String, _ store: TagStore, _ members: [String: JSONValue]) throws -> String {
    let digest: [UInt8]
    do throws(TagError) { digest = try store.digest } catch { throw failure(error) }
    return JSONValue.object(
        members.merging([
            "schema": .string(schema), "ledger": .null, "tag_set": .string(Hex.text(digest)), "incomplete": false,
            "incomplete_reasons": [],
        ]) { mine, _ in mine }
    ).pretty() + "\n"
}

/// `clew tags list SOURCE`
struct TagsListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "list", abstract: "List the tags of a source.")

    @Argument(help: ArgumentHelp("A source, or the part of its name before a /.", valueName: "source"))
    var source: String

    @Option(help: ArgumentHelp("Show this many at most.", valueName: "number"))
    var limit = 100

    @OptionGroup var format: JSONOptions

    func run() async throws {
        let store = try SharedTags.needed()
        do throws(TagError) {
            let records = try store.claims(of: source, limit: limit)
            if format.json {
                return answer(try document(records, store))
            }
            var lines = Lines()
            for record in records {
                lines.title(VisibleText.escape(record.tag.subject.text))
                lines.line(TagForm.line(record))
            }
            answer(records.isEmpty ? "No tags of \(VisibleText.escape(source)).\n" : lines.text)
        } catch { throw failure(error) }
    }

    private func document(_ records: [TagRecord], _ store: TagStore) throws(TagError) -> String {
        let text = try? tagsDocument(
            "clew-tags-list-1", store,
            ["options": ["source": .string(source), "limit": .integer(Int64(limit))],
                "tags": .array(records.map { .object(TagForm.json($0)) })])
        return text ?? ""
    }
}

/// `clew tags show ADDRESS...` and `clew tags history ADDRESS...`
struct TagsShowCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Show the tags of addresses as of a date.",
        discussion: "With their source, its edition, and how sure the source is. clew tags history shows all that ever were.")

    @Argument(help: ArgumentHelp("Addresses of any network.", valueName: "address"))
    var addresses: [String]

    @Option(name: .customLong("as-of"), help: ArgumentHelp("Only what held then (default: now).", valueName: "date"))
    var asOf: String?

    @OptionGroup var format: JSONOptions

    func run() async throws {
        let time = try SharedTags.time(asOf, option: "--as-of")
        try showTags(addresses, at: time, json: format.json, schema: "clew-tags-show-1")
    }
}

struct TagsHistoryCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "history", abstract: "Show every claim ever made of addresses, also those that a newer edition lacks.")

    @Argument(help: ArgumentHelp("Addresses of any network.", valueName: "address"))
    var addresses: [String]

    @OptionGroup var format: JSONOptions

    func run() async throws { try showTags(addresses, at: nil, json: format.json, schema: "clew-tags-history-1") }
}

/// Answers with the claims of addresses: those that hold at `time`, or all.
private func showTags(_ addresses: [String], at time: UTCTime?, json: Bool, schema: String) throws {
    let store = try SharedTags.needed()
    var found: [(text: String, records: [TagRecord])] = []
    do throws(TagError) {
        for text in addresses {
            var keys = AddressCodecs.readings(of: text).map(\.key) + [TagKey(.verbatim, Array(text.utf8))]
            keys = keys.enumerated().filter { !keys[..<$0.offset].contains($0.element) }.map(\.element)
            let records = try store.records(of: keys).joined().filter { record in
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

/// `clew tags sources`
struct TagsSourcesCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sources", abstract: "List the sources, or the journal of imports.")

    @Flag(help: "Every import, oldest first, with what it added, changed and removed.")
    var editions = false

    @OptionGroup var format: JSONOptions

    func run() async throws {
        let store = try SharedTags.needed()
        let (sources, journal): ([TagSourceSummary], [TagImportResult])
        do throws(TagError) {
            sources = try store.sources()
            journal = editions ? try store.editions() : []
        } catch { throw failure(error) }
        if format.json {
            return answer(
                try tagsDocument(
                    "clew-tags-sources-1", store,
                    [
                        "options": ["editions": .bool(editions)],
                        "sources": .array(
                            sources.map { source in
                                [
                                    "source": .string(source.newest.source), "claims": .integer(Int64(source.claims)),
                                    "actors": .integer(Int64(source.actors)), "editions": .integer(Int64(source.editions)),
                                    "newest": TagsImportCommand.json(source.newest),
                                ]
                            }),
                        "editions": .array(journal.map { TagsImportCommand.json($0) }),
                    ]))
        }
        var lines = Lines()
        for source in sources where !editions {
            lines.title(VisibleText.escape(source.newest.source))
            lines.line(
                "\(Form.count(UInt64(source.claims), "tag")), \(Form.count(UInt64(source.actors), "actor")), "
                    + "\(Form.count(UInt64(source.editions), "edition")), the newest of \(source.newest.date.date)")
        }
        for result in journal { lines.line(TagsImportCommand.line(result)) }
        answer(lines.text)
    }
}

/// `clew tags conflicts`
struct TagsConflictsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "conflicts", abstract: "List addresses about which sources contradict each other.",
        discussion: "None is settled by the program. Claims about an address and claims about its cluster are told apart.")

    @Option(name: .customLong("as-of"), help: ArgumentHelp("Among what held then (default: now).", valueName: "date"))
    var asOf: String?

    @Option(help: ArgumentHelp("Show this many at most.", valueName: "number"))
    var limit = 100

    @OptionGroup var format: JSONOptions

    func run() async throws {
        let store = try SharedTags.needed()
        let time = try SharedTags.time(asOf, option: "--as-of")
        let conflicts: [TagConflict]
        do throws(TagError) { conflicts = try store.conflicts(at: time, limit: limit) } catch { throw failure(error) }
        if format.json {
            return answer(
                try tagsDocument(
                    "clew-tags-conflicts-1", store,
                    [
                        "options": ["as_of": .string(time.rfc3339), "limit": .integer(Int64(limit))],
                        "conflicts": .array(
                            conflicts.map { conflict in
                                [
                                    "address": .string(conflict.subject.text), "network": .string(conflict.subject.network),
                                    "kind": .string(conflict.kind.rawValue), "sentence": .string(conflict.sentence),
                                    "tags": .array(conflict.records.map { .object(TagForm.json($0)) }),
                                ]
                            }),
                    ]))
        }
        var lines = Lines()
        for conflict in conflicts {
            lines.title(VisibleText.escape(conflict.subject.text))
            lines.line(conflict.sentence)
            for record in conflict.records { lines.line(TagForm.line(record)) }
        }
        answer(conflicts.isEmpty ? "No claims contradict each other.\n" : lines.text)
    }
}

/// `clew tags digest`
struct TagsDigestCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "digest", abstract: "Print the digest of the set of tags, which findings keep.")

    @OptionGroup var format: JSONOptions

    func run() async throws {
        let store = try SharedTags.needed()
        if format.json { return answer(try tagsDocument("clew-tags-digest-1", store, ["options": [:]])) }
        do throws(TagError) { answer(Hex.text(try store.digest) + "\n") } catch { throw failure(error) }
    }
}
