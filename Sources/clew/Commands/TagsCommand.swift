import ArgumentParser

/// `clew tags ...`: claims about addresses and transactions, taken in and given out.
struct TagsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tags", abstract: "Pass on claims about addresses and transactions.",
        subcommands: [TagsExportCommand.self])
}
