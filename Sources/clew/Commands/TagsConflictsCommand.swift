import ArgumentParser
import Attribution
import Encoding

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
