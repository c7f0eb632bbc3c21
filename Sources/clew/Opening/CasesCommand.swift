import ArgumentParser

/// `clew` alone: the cases to choose from, or what the words and the environment name.
struct CasesCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "cases", abstract: "Show your cases in the workbench and open one of them.",
        discussion: """
            This is what clew does without a command. With a case it opens that, as clew open does; so it does with $CLEW_CASE.
            """)

    @OptionGroup var opening: OpenCommand

    @MainActor
    func run() async throws { try opening.start(choosing: !opening.namesCase) }
}
