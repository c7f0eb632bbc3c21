import ArgumentParser
import Attribution
import Encoding

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
