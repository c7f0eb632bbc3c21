import ArgumentParser
import Encoding
import Foundation
import Ledger

/// Which ledger to ask.
struct LedgerOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The folder of the ledger (default: $CLEW_LEDGER, else the chain's folder in the user's data).",
            valueName: "folder"))
    var ledger: String?

    /// The folder that was named, in the order option, environment, default of `chain`.
    func folder(chain: String = "bitcoin") -> String {
        if let ledger { return absolute(ledger) }
        if let named = ProcessInfo.processInfo.environment["CLEW_LEDGER"], !named.isEmpty { return absolute(named) }
        return UserFolders().ledger(of: chain)
    }

    /// True when the user named a ledger rather than left it to the default.
    var isNamed: Bool { ledger != nil || !(ProcessInfo.processInfo.environment["CLEW_LEDGER"] ?? "").isEmpty }
}

/// Which case to work on.
struct CaseOptions: ParsableArguments {
    @Option(
        name: .customLong("case"),
        help: ArgumentHelp("The case, by its name or folder (default: $CLEW_CASE).", valueName: "case"),
        completion: CaseOptions.completion)
    var caseFolder: String?

    /// The case named by argument, option or environment; a bare name is looked for among the user's cases too.
    func folder(_ argument: String? = nil) throws -> String {
        let environment = ProcessInfo.processInfo.environment["CLEW_CASE"].flatMap { $0.isEmpty ? nil : $0 }
        guard let named = argument ?? caseFolder ?? environment else {
            throw failure("No case was named. Name its folder, or set CLEW_CASE.")
        }
        return Self.resolve(named)
    }

    /// A path as given, or with `.clew` after it; a bare name also among the user's cases.
    static func resolve(_ named: String) -> String {
        let path = absolute(named)
        var candidates = [path, path + ".clew"]
        if !named.contains("/") {
            let cases = UserFolders().cases
            candidates += ["\(cases)/\(named)", "\(cases)/\(named).clew"]
        }
        return candidates.first { FileManager.default.fileExists(atPath: $0) } ?? path
    }
}

/// How to print the answer.
struct JSONOptions: ParsableArguments {
    @Flag(help: "Print one JSON document with sorted keys.")
    var json = false
}

/// `path` made absolute against the working folder, with a leading `~` left alone (the shell expands it).
func absolute(_ path: String) -> String {
    path.hasPrefix("/") ? path : FileManager.default.currentDirectoryPath + "/" + path
}
