import Foundation

/// A real terminal with a real program in it: a tmux server of its own, driven by keys and read as text.
///
/// Keys are pressed when the program has nothing left to do, so that what they find does not depend on how fast the
/// machine is. Every wait is for something to be seen, never for time to pass; a wait that fails throws with the whole
/// screen.
final class TmuxTerminal {
    /// What a skipped test says.
    static let absent = "tmux is not installed; `make setup-test` installs it"

    /// True when tmux can be run.
    static let isPresent: Bool = {
        let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin").split(separator: ":")
        return folders.contains { FileManager.default.isExecutableFile(atPath: "\($0)/tmux") }
    }()

    /// How long to wait for something to be seen before the test fails.
    static let patience: TimeInterval = 60

    private let socket: String
    private let workspace: Workspace
    /// The shell and what it runs are children of the server.
    private var shell: Int32 = 0
    private var server: Int32 = 0

    /// Opens a terminal of the given size with a shell in it; prompt `$ `, environment of the workspace.
    init(width: Int = 80, height: Int = 24, in workspace: Workspace) throws {
        self.workspace = workspace
        socket = workspace.path("tmux-\(UUID().uuidString.prefix(8))")
        let settings = """
            set -g default-terminal tmux-256color
            set -g status off
            set -g escape-time 0
            set -g set-clipboard on
            set -g default-size \(width)x\(height)
            set -g history-limit 0
            """
        try Data(settings.utf8).write(to: URL(fileURLWithPath: workspace.path("tmux.conf")))
        try tmux(
            "-f", workspace.path("tmux.conf"), "new-session", "-d", "-x", "\(width)", "-y", "\(height)",
            "PS1='$ ' exec bash --noprofile --norc")
        let ids = try tmux("display-message", "-p", "#{pane_pid} #{pid}").split { $0.isWhitespace }.compactMap { Int32($0) }
        (shell, server) = (ids[0], ids[1])
        try waitUntil(contains: "$")
    }

    deinit { _ = try? tmux("kill-server") }

    /// Types a line into the shell.
    func type(line: String) throws {
        try type(line)
        try press("Enter")
    }

    /// Starts `clew` with arguments that need no quoting, in the foreground of the shell.
    func start(_ arguments: String, environment: String = "") throws {
        // What an earlier program left on the screen must not be taken for what this one shows.
        try type(line: "clear")
        try waitUntil("is clear") { $0.trimmingCharacters(in: .whitespacesAndNewlines) == "$" }
        try type(line: "\(environment) \(Clew.path) \(arguments); echo \"[exit $?]\"")
    }

    /// Types text as it is.
    func type(_ text: String) throws {
        try rest()
        try tmux("send-keys", "-l", "--", text)
    }

    /// Presses keys by tmux's names: `Enter`, `Escape`, `C-r`, `Up`, `F1`, or single characters; each once the one
    /// before is done with.
    func press(_ keys: String...) throws {
        for key in keys {
            try rest()
            try pressAtOnce(key)
        }
    }

    /// Presses a key whatever the program is doing.
    func pressAtOnce(_ key: String) throws { try tmux("send-keys", "--", key) }

    /// Pastes text as a terminal does, between the marks of bracketed paste.
    func paste(_ text: String) throws {
        try rest()
        let file = workspace.path("paste-\(UUID().uuidString)")
        try Data(text.utf8).write(to: URL(fileURLWithPath: file))
        try tmux("load-buffer", file, ";", "paste-buffer", "-p")
    }

    /// Sends bytes as they are, in one write.
    func send(_ text: String) throws {
        try rest()
        try send(Array(text.utf8))
    }

    private func send(_ bytes: [UInt8]) throws {
        try tmux(["send-keys", "-H"] + bytes.map { String($0, radix: 16) })
    }

    /// Pastes bytes as they are between the marks, without what tmux would do to them.
    func paste(bytes: [UInt8]) throws {
        try rest()
        for part in stride(from: 0, to: bytes.count, by: 4_000) {
            let piece = Array(bytes[part..<min(bytes.count, part + 4_000)])
            try send((part == 0 ? Array("\u{1B}[200~".utf8) : []) + piece)
        }
        try send("\u{1B}[201~")
    }

    /// Whether the program asks for reports of the mouse.
    func usesMouse() throws -> Bool {
        try rest()
        return try tmux("display-message", "-p", "#{mouse_any_flag}").hasPrefix("1")
    }

    /// Whether a full-screen program has the screen.
    func isAlternate() throws -> Bool {
        try rest()
        return try tmux("display-message", "-p", "#{alternate_on}").hasPrefix("1")
    }

    /// The screen with its colours and attributes, as escape sequences.
    func captureStyled() throws -> String {
        try rest()
        return try tmux("capture-pane", "-p", "-e")
    }

    /// The text that the program put into the clipboard last (OSC 52).
    func clipboard() throws -> String {
        try rest()
        return try tmux("show-buffer")
    }

    func resize(width: Int, height: Int) throws {
        try tmux("resize-window", "-x", "\(width)", "-y", "\(height)")
    }

    /// The screen as it is: every row to its full width, joined by line feeds.
    func capture() throws -> String {
        let text = try tmux("capture-pane", "-p", "-N")
        return text.hasSuffix("\n") ? String(text.dropLast()) : text
    }

    /// Waits until the screen satisfies `condition`, and answers it.
    @discardableResult
    func waitUntil(_ what: String, _ condition: (String) -> Bool) throws -> String {
        let end = Date(timeIntervalSinceNow: Self.patience)
        while true {
            let screen = try capture()
            if condition(screen) { return screen }
            guard Date() < end else { throw TimedOut(what: what, screen: screen) }
            Thread.sleep(forTimeInterval: 0.02)
        }
    }

    /// Waits until all of the texts are on the screen at once.
    @discardableResult
    func waitUntil(contains texts: String...) throws -> String {
        try waitUntil("contains \u{201C}\(texts.joined(separator: "\u{201D} and \u{201C}"))\u{201D}") { texts.allSatisfy($0.contains) }
    }

    @discardableResult
    func waitUntil(lacks text: String) throws -> String {
        try waitUntil("no longer contains \u{201C}\(text)\u{201D}") { !$0.contains(text) }
    }

    /// The screen once nothing is left to do, for comparing it whole.
    func settled() throws -> String {
        try rest()
        return try capture()
    }

    /// Waits until every thread of the program, its shell and tmux sleeps and none has woken for longer than a key that
    /// may begin a sequence is waited for.
    func rest(for pause: TimeInterval = 0.05) throws {
        let end = Date(timeIntervalSinceNow: Self.patience)
        var last = Activity.of(server)
        var since = Date()
        while Date().timeIntervalSince(since) < pause || !last.isAsleep {
            Thread.sleep(forTimeInterval: 0.01)
            let now = Activity.of(server)
            if now != last { (last, since) = (now, Date()) }
            guard Date() < end else { throw TimedOut(what: "comes to rest", screen: try capture()) }
        }
    }

    /// The process id of the program in the foreground of the shell: the shell's only child.
    func programID() throws -> Int32 {
        guard let child = Activity.children(of: shell).first else {
            throw TimedOut(what: "has a program in the foreground", screen: try capture())
        }
        return child
    }

    /// Kills the program in the foreground the hard way and waits for the shell.
    func kill(_ signal: Int32 = SIGKILL) throws {
        Foundation.kill(try programID(), signal)
        try waitUntil(contains: "[exit \(128 + signal)]")
    }

    struct TimedOut: Error, CustomStringConvertible {
        let what: String
        let screen: String
        var description: String { "The screen never \(what). It shows:\n\(screen)" }
    }

    @discardableResult
    private func tmux(_ arguments: String...) throws -> String { try tmux(arguments) }

    @discardableResult
    private func tmux(_ arguments: [String]) throws -> String {
        let outcome = try Spawn.run(
            ["tmux", "-u", "-S", socket] + arguments,
            environment: workspace.environment.merging(["TERM": "xterm-256color"]) { $1 }, folder: workspace.root.path)
        guard outcome.status == 0 else {
            throw Spawn.Failed(description: "tmux \(arguments.joined(separator: " ")): \(outcome.errors)")
        }
        return outcome.output
    }
}
