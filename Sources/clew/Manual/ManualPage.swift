import Encoding

/// The manual page, written from the declarations of the commands: what the program accepts and what the page says
/// cannot differ.
struct ManualPage {
    /// What `_dumpHelp()` of the root command gives.
    let help: JSONValue
    /// The keys of the workbench: how they are pressed and what they do. The section is left out when there are none.
    var keys: [(keys: String, help: String)] = []

    /// The page as troff source with the macros of man(7). The same program gives the same bytes.
    func troff() -> String {
        let root = help["command"] ?? .null
        let name = root["commandName"]?.stringValue ?? "clew"
        var page = [".TH \(Self.plain(name.uppercased())) 1 \"\" \"Clew\" \"User Commands\""]
        page += [".SH NAME", "\(Self.plain(name)) \\- \(Self.plain(Self.lowerFirst(root["abstract"])))"]
        page += [".SH SYNOPSIS", ".B \(Self.plain(name))", "[\\fIcommand\\fR] [\\fIoptions\\fR]"]
        if let discussion = root["discussion"]?.stringValue, !discussion.isEmpty {
            page += [".SH DESCRIPTION", Self.plain(discussion)]
        }
        page.append(".SH COMMANDS")
        page += commands(of: root, path: name)
        if !keys.isEmpty {
            page.append(".SH KEYS")
            for key in keys { page += [".TP", ".B \(Self.plain(key.keys))", Self.plain(key.help)] }
        }
        page += Self.endings
        return page.joined(separator: "\n") + "\n"
    }

    /// Every command that help shows, with its arguments, depth first.
    private func commands(of command: JSONValue, path: String) -> [String] {
        let subcommands = (command["subcommands"]?.arrayValue ?? []).filter(Self.isShown)
        return subcommands.flatMap { subcommand -> [String] in
            let name = subcommand["commandName"]?.stringValue ?? ""
            guard name != "help" else { return [] }
            let full = path + " " + name
            if subcommand["subcommands"]?.arrayValue?.isEmpty == false { return commands(of: subcommand, path: full) }
            var lines = [".SS \"\(Self.plain(full))\"", Self.plain(subcommand["abstract"]?.stringValue ?? "")]
            if let discussion = subcommand["discussion"]?.stringValue, !discussion.isEmpty {
                lines += [".PP", Self.plain(discussion)]
            }
            for argument in (subcommand["arguments"]?.arrayValue ?? []).filter(Self.isShown) {
                lines += [".TP", Self.label(of: argument), Self.sentence(of: argument)]
            }
            return lines
        }
    }

    private static func isShown(_ value: JSONValue) -> Bool {
        if case .bool(false)? = value["shouldDisplay"] { return false }
        return true
    }

    /// `\fB--json\fR`, `\fB--ledger\fR \fIfolder\fR`, or `\fIpath\fR`.
    private static func label(of argument: JSONValue) -> String {
        let value = argument["valueName"]?.stringValue ?? ""
        let names = (argument["names"]?.arrayValue ?? []).map { name -> String in
            let dashes = name["kind"]?.stringValue == "short" ? "-" : "--"
            return "\\fB\(plain(dashes + (name["name"]?.stringValue ?? "")))\\fR"
        }
        switch argument["kind"]?.stringValue {
        case "positional": return "\\fI\(plain(value))\\fR"
        case "option": return names.joined(separator: ", ") + " \\fI\(plain(value))\\fR"
        default: return names.joined(separator: ", ")
        }
    }

    private static func sentence(of argument: JSONValue) -> String {
        let abstract = argument["abstract"]?.stringValue ?? ""
        guard let standard = argument["defaultValue"]?.stringValue, !standard.isEmpty else { return plain(abstract) }
        return plain("\(abstract) (default: \(standard))")
    }

    private static func lowerFirst(_ value: JSONValue?) -> String {
        var text = value?.stringValue ?? ""
        if text.hasSuffix(".") { text.removeLast() }
        return text.prefix(1).lowercased() + text.dropFirst()
    }

    /// Text without meaning to troff: backslashes, hyphens that are typed, and points that would begin a request.
    static func plain(_ text: String) -> String {
        var lines: [String] = []
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            var result = ""
            for character in line {
                switch character {
                case "\\": result += "\\e"
                case "-": result += "\\-"
                case "\"": result += "\\(dq"
                default: result.append(character)
                }
            }
            if result.hasPrefix(".") || result.hasPrefix("'") { result = "\\&" + result }
            lines.append(result.isEmpty ? ".PP" : result)
        }
        return lines.joined(separator: "\n")
    }

    private static let endings: [String] = [
        ".SH EXIT STATUS",
        ".TP", ".B 0", "Done. What was found never changes the code.",
        ".TP", ".B 1", "A check failed.",
        ".TP", ".B 2", "Wrong use, or input that cannot be read.",
        ".TP", ".B 3", "Refused by the policy of the case.",
        ".TP", ".B 4", "Interrupted.",
        ".SH ENVIRONMENT",
        ".TP", ".B CLEW_LEDGER, CLEW_CASE", "The ledger and the case to use when none is named.",
        ".TP", ".B CLEW_DATA", "Where the sample cases are.",
        ".TP", ".B XDG_DATA_HOME, XDG_CONFIG_HOME, XDG_STATE_HOME", "Where ledgers and cases, themes, and views are kept.",
        ".TP", ".B NO_COLOR", "When not empty, no colour is used.",
        ".TP", ".B VISUAL, EDITOR", "The editor for notes.",
        ".TP", ".B ESCDELAY", "How long to wait, in milliseconds, whether Esc begins another key; 25 when not set.",
        ".SH FILES",
        ".TP", ".I $XDG_CONFIG_HOME/clew/themes/NAME.yaml", "Own themes, in front of those that come with Clew.",
    ]
}
