import ArgumentParser
import Encoding
import Workbench

/// Prints the manual page; `make install` puts it in its place.
struct ManualCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "manual-page", abstract: "Print the manual page.", shouldDisplay: false)

    @Flag(help: "Print docs/keys.md instead.")
    var keys = false

    func run() throws {
        guard !keys else {
            answer(KeyTable.markdown())
            return
        }
        let help: JSONValue
        do {
            help = try JSONValue.parse(Array(Clew._dumpHelp().utf8))
        } catch {
            throw failure("The declarations of the commands cannot be read: \(error)")
        }
        let keys = CommandTable.all.map { command in
            (keys: (command.keys.map(\.name) + [":\(command.name)"]).joined(separator: ", "), help: command.help)
        }
        answer(ManualPage(help: help, keys: keys).troff())
    }
}
