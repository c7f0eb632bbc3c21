import ArgumentParser
import Attribution
import Encoding
import Ledger

/// `clew tags import FILE...`
struct TagsImportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import", abstract: "Import tags: TagPacks, OFAC lists, label dumps, CSV, MISP and STIX.",
        discussion: """
            A newer file of the same source is its next edition: what it adds, changes and no longer has is recorded, and \
            nothing is forgotten. An import is kept whole or not at all. Packed files (.bz2) are read as they are.
            """)

    @Argument(help: ArgumentHelp("Files, or one folder of TagPacks.", valueName: "path"))
    var paths: [String]

    @Option(help: ArgumentHelp("The source's name, the same for all its editions (default: the file's).", valueName: "name"))
    var source: String?

    @Option(help: ArgumentHelp("What the files are (default: told by their names).", valueName: "format"))
    var format: TagFormat?

    @Option(help: ArgumentHelp("Where the files were got from, for the journal.", valueName: "text"))
    var origin = ""

    @Option(help: ArgumentHelp("The date of the edition, where the file does not say it.", valueName: "date"))
    var issued: String?

    @Option(help: ArgumentHelp("The currency or network of addresses, where the file does not say it.", valueName: "code"))
    var currency = ""

    @Option(help: ArgumentHelp("What a CSV column holds: label=\"Name Tag\".", valueName: "what=column"))
    var column: [String] = []

    @Option(help: "The label of tags that have none.")
    var label = ""

    @Option(help: "The actor of tags that have none.")
    var actor = ""

    @Option(help: "The category of tags that have none.")
    var category = ""

    @Option(help: ArgumentHelp("How sure the source is, where it does not say it.", valueName: "grade"))
    var confidence: TagConfidence?

    @Option(help: ArgumentHelp("The sanctions list that the file is of.", valueName: "name"))
    var list = ""

    @Flag(help: "Take addresses that their network would not write so as they stand, marked as not verified.")
    var keepUnverified = false

    @OptionGroup var output: JSONOptions

    func run() async throws {
        var columns: [String: String] = [:]
        for mapping in column {
            guard let cut = mapping.firstIndex(of: "=") else { throw failure("--column takes what=column.") }
            columns[String(mapping[mapping.index(after: cut)...])] = String(mapping[..<cut])
        }
        let date = try issued.map { try SharedTags.time($0, option: "--issued") }
        Interruption.watch()
        let line = ProgressLine()
        let results: [TagImportResult]
        do throws(TagError) {
            let work = try TagImport(
                paths: paths.map(absolute), source: source, format: format, origin: origin, issued: date,
                defaults: TagDefaults(
                    currency: currency, label: label, actor: actor, category: category, confidence: confidence, list: list,
                    columns: columns),
                keepsUnverified: keepUnverified)
            let store = try TagStore(folder: SharedTags.folder, create: true)
            results = try store.bringIn(work, now: .now) { name, done, total throws(TagError) in
                line.show("reading \(VisibleText.escape(name))", done, of: total, "bytes")
                if Interruption.isAsked { throw TagError("Interrupted. Nothing was imported.") }
            }
        } catch {
            line.end()
            throw failure(error, Interruption.isAsked ? ExitStatus.interrupted : ExitStatus.wrongUse)
        }
        line.end()
        if output.json {
            return answer(
                try tagsDocument(
                    "clew-tags-import-1", try SharedTags.needed(),
                    ["options": ["paths": .array(paths.map { .string($0) })], "imports": .array(results.map { Self.json($0) })]))
        }
        var lines = Lines()
        for result in results { lines.line(Self.line(result)) }
        let total = results.reduce(0) { $0 + $1.claims }
        answer(lines.text + "\(Form.count(UInt64(total), "tag")) in \(Form.count(UInt64(results.count), "file")).\n")
    }

    static func line(_ result: TagImportResult) -> String {
        let edition = result.edition
        var parts = ["\(VisibleText.escape(edition.source)), edition \(edition.number) of \(edition.date.date)"]
        if result.isRepeated { return parts[0] + ": the same file is there already, nothing to do" }
        parts.append(Form.count(UInt64(result.claims), "tag"))
        parts.append("\(result.added) added, \(result.changed) changed, \(result.removed) removed")
        if result.actors > 0 { parts.append("\(AmountText.grouped(UInt64(result.actors))) actors") }
        if result.unverified > 0 { parts.append("\(result.unverified) addresses not verified") }
        if result.empty > 0 { parts.append("\(Form.count(UInt64(result.empty), "entry")) without address") }
        return parts.joined(separator: "; ")
    }

    static func json(_ edition: TagEdition) -> JSONValue {
        [
            "edition": .integer(Int64(edition.number)), "source": .string(edition.source), "format": .string(edition.format),
            "file": .string(edition.file), "sha256": .string(edition.sha256), "origin": .string(edition.origin),
            "issued": .optional(edition.issued?.rfc3339), "imported": .string(edition.imported.rfc3339),
        ]
    }

    static func json(_ result: TagImportResult) -> JSONValue {
        .object([
            "edition": json(result.edition), "tags": .integer(Int64(result.claims)), "added": .integer(Int64(result.added)),
            "changed": .integer(Int64(result.changed)), "removed": .integer(Int64(result.removed)),
            "unverified": .integer(Int64(result.unverified)), "without_address": .integer(Int64(result.empty)),
            "actors": .integer(Int64(result.actors)), "repeated": .bool(result.isRepeated),
        ])
    }
}

extension TagFormat: ExpressibleByArgument {}
extension TagConfidence: ExpressibleByArgument {}
