import ArgumentParser

@main
struct Clew: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "clew", abstract: "A terminal workbench for people who follow crypto money.",
        subcommands: [
            OpenCommand.self, LedgerCommand.self, AddressCommand.self, TxCommand.self, NeighboursCommand.self,
            CaseCommand.self, ReportCommand.self, SimulateCommand.self,
        ],
        defaultSubcommand: OpenCommand.self)
}
