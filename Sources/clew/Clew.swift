import ArgumentParser
import Evidence
import Foundation

@main
struct Clew: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "clew", abstract: "A terminal workbench for people who follow crypto money.",
        version: "clew \(ClewVersion.current)",
        subcommands: [
            OpenCommand.self, CasesCommand.self, LedgerCommand.self, AddressCommand.self, TxCommand.self, FindCommand.self,
            NeighboursCommand.self,
            GraphCommand.self, DetectCommand.self, ClusterCommand.self, TraceCommand.self, CommonCommand.self, PathCommand.self,
            ExposureCommand.self, PricesCommand.self, TagsCommand.self, ScreenCommand.self,
            CaseCommand.self, VerifyCommand.self, ReportCommand.self, SimulateCommand.self, ManualCommand.self,
        ],
        defaultSubcommand: CasesCommand.self)

    /// Runs the command named on the command line; wrong use ends with the code of DESIGN section 8, not the parser's.
    static func main() async {
        do {
            var command = try parseAsRoot()
            if var command = command as? any AsyncParsableCommand {
                try await command.run()
            } else {
                try command.run()
            }
        } catch where exitCode(for: error) == .validationFailure {
            say(fullMessage(for: error))
            Foundation.exit(ExitStatus.wrongUse.rawValue)
        } catch {
            exit(withError: error)
        }
    }
}
