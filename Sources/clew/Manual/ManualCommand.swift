import ArgumentParser
import Encoding

/// Prints the manual page; `make install` puts it in its place.
struct ManualCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "manual-page", abstract: "Print the manual page.", shouldDisplay: false)

    func run() throws {
        let help: JSONValue
        do {
            help = try JSONValue.parse(Array(Clew._dumpHelp().utf8))
        } catch {
            throw failure("The declarations of the commands cannot be read: \(error)")
        }
        answer(ManualPage(help: help).troff())
    }
}
