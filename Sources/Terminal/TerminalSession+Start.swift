import CNcurses
import CTerminal
import Encoding
import Screen

import Glibc

extension TerminalSession {
    /// Refuses a terminal that a full screen cannot be drawn on. ncurses itself would end the process.
    static func checkType() throws(TerminalError) {
        let name = environmentValue("TERM").map { TextFit.elide(VisibleText.escape($0), cells: 40) }
        guard let name else {
            throw TerminalError(
                "The variable TERM is not set, so how to drive this terminal is not known. Try TERM=xterm-256color.")
        }
        var problem: Int32 = 0
        guard setupterm(nil, STDOUT_FILENO, &problem) == OK else {
            throw TerminalError(
                "The terminal type \u{201C}\(name)\u{201D} (TERM) is not known on this machine. "
                    + "Install its description (package ncurses-term) or try TERM=xterm-256color.")
        }
        guard clew_has("cup") != 0 else {
            throw TerminalError(
                "A terminal of type \u{201C}\(name)\u{201D} (TERM) cannot place its cursor, which the workbench needs. "
                    + "Use another terminal, or the other commands.")
        }
    }

    /// What undoes the full screen when ncurses cannot: sent by the crash guard.
    static func resetBytes() -> [CChar] {
        var bytes: [CChar] = []
        func append(_ capability: String) {
            guard clew_has(capability) != 0, let text = tigetstr(capability) else { return }
            // Padding is written as $<5>; a crash does not wait.
            var index = 0
            while text[index] != 0, bytes.count < 300 {
                if text[index] == 0x24, text[index + 1] == 0x3C {
                    while text[index] != 0, text[index] != 0x3E { index += 1 }
                    if text[index] == 0 { break }
                } else {
                    bytes.append(text[index])
                }
                index += 1
            }
        }
        if isXtermLike {
            // Mouse reports in all their modes and bracketed paste.
            bytes += "\u{1B}[?1000l\u{1B}[?1002l\u{1B}[?1003l\u{1B}[?1006l\u{1B}[?2004l".utf8.map { CChar($0) }
        }
        for capability in ["sgr0", "op", "rmkx", "cnorm", "rmcup"] { append(capability) }
        bytes += [0x0D, 0x0A]
        return bytes
    }

    /// True when the terminal takes xterm's private modes; others would show them as letters.
    static var isXtermLike: Bool {
        guard let name = environmentValue("TERM") else { return false }
        if clew_has("kmous") != 0 { return true }
        return ["xterm", "tmux", "screen", "rxvt", "alacritty", "foot", "kitty", "wezterm", "vte", "st-", "konsole"]
            .contains { name.hasPrefix($0) }
    }

    /// Starts colours when they are wanted and answers how many there are.
    static func startColours() -> ColourDepth {
        var environment: [String: String] = [:]
        if let asked = environmentValue("NO_COLOR") { environment["NO_COLOR"] = asked }
        guard environment.isEmpty, has_colors(), start_color() == OK else { return .mono }
        use_default_colors()
        return ColourDepth.resolve(
            colours: Int(clew_colours()), isDirect: tigetflag("RGB") > 0, environment: environment)
    }

    /// The file for standard error: private, kept small; one in memory when it cannot be had. -1 when that fails too.
    static func openLog(_ path: String?) -> Int32 {
        if let path {
            let file = open(path, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC | O_NOFOLLOW, 0o600)
            if file >= 0 {
                if lseek(file, 0, SEEK_END) > 1 << 20 { ftruncate(file, 0) }
                return file
            }
        }
        return clew_memory_file()
    }
}
