import Workbench

/// docs/keys.md: the table of commands for reading.
enum KeyTable {
    static func markdown() -> String {
        var text = """
            # Keys and commands

            Written by `make docs` from the table of commands; do not edit. Every command can be called by name with `:`, and has
            another key if `config.yaml` says so (see the end of this page). A count typed before a command does it that often:
            `05j` is five rows down. A count begins with `0`, because `1` to `9` are the views; digits that no command has begin one too.

            """
        for (place, heading) in [(Command.Place.selection, "On what is selected"), (.view, "In a view"), (.everywhere, "Everywhere")] {
            text += "\n## \(heading)\n\n| keys | command | what it does | where |\n| --- | --- | --- | --- |\n"
            for command in CommandTable.all where command.place == place {
                let keys = command.keys.map { code($0.name) }.joined(separator: " ")
                let panes = command.panes.count == Pane.allCases.count
                    ? "" : Pane.allCases.filter(command.panes.contains).map(\.title).joined(separator: ", ")
                text += "| \(keys) | \(code(command.name)) | \(command.help) | \(panes) |\n"
            }
        }
        return text + """

            ## Other keys

            `~/.config/clew/config.yaml` (or `$XDG_CONFIG_HOME/clew/config.yaml`):

            ```yaml
            theme: light
            ascii: false
            mouse: true
            keys:
              report: X              # one key
              flag: [f, F3]          # several, the usual one first
              theme: Ctrl-t          # a command that has no key of its own
            ```

            Keys are written `j`, `Space`, `Ctrl-r`, `F10`, `PgDn`, `Enter`, `Esc`, `Tab`, `Shift-Tab`. A key that is taken from another
            command is said at the start.

            """
    }

    private static func code(_ text: String) -> String {
        let shown = text.replacing("|", with: "\\|")
        return text == "`" ? "`` ` ``" : "`\(shown)`"
    }
}
