import ArgumentParser
import Attribution
import Encoding

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
