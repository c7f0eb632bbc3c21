/// Which keys mean which command: the table's own, where the user's configuration does not say otherwise.
public struct Keymap: Sendable {
    /// The keys of the table.
    public static let standard = Keymap()

    /// Keys by the name of their command, where they differ from the table.
    private var chosen: [String: [KeyStroke]] = [:]
    /// What is wrong with the configuration, and which key lost its meaning to another command: one sentence each.
    public private(set) var complaints: [String] = []

    private init() {}

    /// The table with other keys for some commands.
    ///
    /// A key that is given to a command is taken from whatever has it in the same pane, which is reported. Of two commands
    /// that ask for one key the first has it.
    ///
    /// - Parameter choices: names of commands and of keys (`KeyStroke.name`), in the order of the file. No key at all takes
    ///   a command's keys away; `:` still reaches it.
    public init(_ choices: [(command: String, keys: [String])]) {
        for (name, keys) in choices {
            guard CommandTable.command(named: name) != nil else {
                complaints.append("keys: there is no command “\(name)”; docs/keys.md lists them.")
                continue
            }
            var strokes: [KeyStroke] = []
            for key in keys {
                guard let stroke = KeyStroke(name: key) else {
                    complaints.append("keys: “\(key)” of \(name) is no key. Write it as j, Ctrl-r, F10, Space or PgDn.")
                    continue
                }
                strokes.append(stroke)
            }
            chosen[name] = strokes
        }
        settle(choices.map(\.command))
    }

    /// The keys of a command, the usual one first.
    public func keys(of command: Command) -> [KeyStroke] { chosen[command.name] ?? command.keys }

    /// The command a key means in a pane; nil when it means nothing there.
    public func command(for key: KeyStroke, in pane: Pane) -> Command? {
        if chosen.isEmpty { return CommandTable.command(for: key, in: pane) }
        return CommandTable.all.first { $0.panes.contains(pane) && keys(of: $0).contains(key) }
    }

    /// True when a digit means no command anywhere, so that it begins a count.
    func isFree(_ key: KeyStroke) -> Bool { !CommandTable.all.contains { keys(of: $0).contains(key) } }

    /// Leaves each key to one command a pane: to the one that asked for it first.
    private mutating func settle(_ order: [String]) {
        for name in order {
            guard let winner = CommandTable.command(named: name), let keys = chosen[name] else { continue }
            for other in CommandTable.all where other.name != name && !other.panes.isDisjoint(with: winner.panes) {
                let lost = self.keys(of: other).filter(keys.contains)
                let isLater = (order.firstIndex(of: other.name) ?? .max) > (order.firstIndex(of: name) ?? 0)
                guard !lost.isEmpty, isLater else { continue }
                chosen[other.name] = self.keys(of: other).filter { !keys.contains($0) }
                let names = lost.map(\.name).joined(separator: " and ")
                complaints.append("keys: \(names) is \(name) now and no longer \(other.name).")
            }
        }
    }
}
