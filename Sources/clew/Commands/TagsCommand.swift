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
