import Encoding
import Yams

/// What the user decided once, in `config.yaml` of the configuration folder.
///
/// ```yaml
/// theme: light
/// ascii: false
/// mouse: true
/// keys:
///   report: X              # one key
///   flag: [f, F3]          # several, the usual one first
///   theme: Ctrl-t          # a command that has no key of its own
///   graph: []              # none: then digits that nothing has begin a count
/// ```
public struct UserSettings: Sendable {
    /// The largest file that is read, in bytes.
    public static let largestFile = ThemeText.largestFile

    public private(set) var theme: String?
    public private(set) var isASCII: Bool?
    public private(set) var usesMouse: Bool?
    /// Names of commands and their keys, in the order of the file.
    public private(set) var keys: [(command: String, keys: [String])] = []

    /// What nobody decided.
    public init() {}

    /// Reads the file; `file` names it in errors. Names that are not known are errors, with their line.
    public init(_ bytes: [UInt8], file: String) throws(ThemeError) {
        try ThemeText.check(bytes, file: file)
        let root: Node?
        do {
            root = try Yams.compose(yaml: String(decoding: bytes, as: UTF8.self))
        } catch {
            throw ThemeError(file: file, reason: "It cannot be read as YAML.")
        }
        guard let root else { return }
        guard let table = root.mapping else { throw ThemeError(file: file, reason: "It must be a table of names and values.") }
        for (key, value) in table {
            func refuse(_ reason: String) -> ThemeError { ThemeError(file: file, line: key.mark?.line, reason: reason) }
            switch key.scalar?.string {
            case "theme": theme = value.scalar?.string
            case "ascii", "mouse":
                guard let isOn = ["true": true, "false": false][value.scalar?.string ?? ""] else { throw refuse("It must be true or false.") }
                if key.scalar?.string == "ascii" { isASCII = isOn } else { usesMouse = isOn }
            case "keys":
                guard let table = value.mapping else { throw refuse("keys must be a table of commands and keys.") }
                for (command, value) in table {
                    let names = value.scalar.map { [$0.string] } ?? value.sequence?.compactMap { $0.scalar?.string }
                    guard let name = command.scalar?.string, let names else {
                        throw ThemeError(file: file, line: command.mark?.line, reason: "A command has one key, or several in brackets.")
                    }
                    keys.append((name, names))
                }
            default: throw refuse("This is not one of theme, ascii, mouse, keys.")
            }
        }
    }
}
