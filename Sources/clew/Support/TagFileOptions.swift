import ArgumentParser
import Encoding
import Foundation
import Ledger
import TraceEngine

/// Tags from files, for every command that ends at tags.
struct TagFileOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Tags to end at: a CSV file whose first row names the columns, address and category among them.",
            valueName: "file"))
    var tags: [String] = []

    /// The tags of all the files, then those of the user's data.
    func table(on chain: Chain) throws -> QuestionTags {
        var table = TagTable()
        for file in tags {
            let path = absolute(file)
            let size = (try? FileManager.default.attributesOfItem(atPath: path)[.size] as? UInt64) ?? 0
            guard size <= UInt64(TagFile.largestFile) else {
                throw failure("\(VisibleText.escape(file)) has \(size) bytes; \(TagFile.largestFile) are read at most.")
            }
            guard let data = FileManager.default.contents(atPath: path) else {
                throw failure("\(VisibleText.escape(file)) cannot be read. Check its name and your rights.")
            }
            do { table.merge(try TagFile.read([UInt8](data), on: chain)) } catch {
                throw failure("\(VisibleText.escape(file)): \(error)")
            }
        }
        return QuestionTags(table: table, store: try SharedTags.open(), chain: chain)
    }

    /// The files as documents repeat them.
    var json: JSONValue { .array(tags.map { .string($0) }) }
}
