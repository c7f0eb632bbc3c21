import Foundation
import Testing

/// What a terminal and its user may do to a full-screen program.
@Suite("In the terminal", .timeLimit(.minutes(10)), .enabled(if: TmuxTerminal.isPresent, "\(TmuxTerminal.absent)"))
struct TerminalBehaviourTests {
    @Test("Ctrl-Z gives the shell back as it was, and fg goes on where it stopped")
    func suspend() throws {
        let terminal = try TmuxTerminal.sample(in: Workspace())
        try terminal.press("j", "j")
        let before = try terminal.settled()
        try terminal.press("C-z")
        try terminal.waitUntil(contains: "Stopped")
        #expect(try !terminal.isAlternate())
        #expect(try !terminal.usesMouse())
        try terminal.type(line: "stty -a | grep -ow -e icanon -e echo | tr '\\n' ' '")
        try terminal.waitUntil(contains: "icanon echo")
        // The window may have another size by then.
        try terminal.resize(width: 120, height: 40)
        try terminal.type(line: "fg")
        try terminal.waitUntil("is 120 columns of the workbench") { $0.contains("[1 Addresses]") && $0.contains("2 Graph") }
        try terminal.resize(width: 80, height: 24)
        try terminal.waitUntil("is as before") { $0 == before }
        #expect(try terminal.usesMouse())
        // Again, by a signal and while something is typed
        try terminal.press("n")
        try terminal.type("Half a thought")
        try terminal.waitUntil(contains: "Half a thought")
        Foundation.kill(try terminal.programID(), SIGTSTP)
        try terminal.waitUntil(contains: "Stopped")
        try terminal.type(line: "fg")
        try terminal.waitUntil(contains: "Half a thought")
        try terminal.press("Escape")
        try terminal.waitUntil(contains: "draft")
    }

    @Test("Sizes from one cell to 300 by 100 while keys are pressed: nothing breaks, and the screen is right at the end")
    func resizes() throws {
        let workspace = try Workspace()
        let session = workspace.path("session")
        let terminal = try TmuxTerminal.sample(in: workspace, "--record \(session)")
        /// A terminal tells of its size when it likes; keys pressed before belong to the earlier one, which may be too small for them.
        func resize(width: Int, height: Int) throws {
            try terminal.resize(width: width, height: height)
            try terminal.waitUntil("is known to be \(width) by \(height)") { _ in
                let events = (try? String(contentsOfFile: session, encoding: .utf8)) ?? ""
                return events.split(separator: "\n").last { $0.contains("\"size\"") }?.contains("[\(width),\(height)]") == true
            }
        }
        var random = SystemRandomNumberGenerator()
        let keys = ["j", "k", "l", "h", "2", "1", "3", "z", "Tab", "?", "Escape", ":", "Escape", "t", "4", "+", "-", "F10", "Escape", "G", "g"]
        for round in 0..<120 {
            let isExtreme = round % 10 == 0
            let width = isExtreme ? [1, 2, 300, 79, 80][round / 10 % 5] : Int.random(in: 1...300, using: &random)
            let height = isExtreme ? [1, 100, 1, 23, 24][round / 10 % 5] : Int.random(in: 1...100, using: &random)
            try terminal.resize(width: width, height: height)
            for _ in 0..<2 { try terminal.pressAtOnce(keys.randomElement(using: &random) ?? "j") }
        }
        // None of the sizes above, so that it is news.
        try resize(width: 301, height: 101)
        try resize(width: 80, height: 24)
        _ = try terminal.programID()
        try terminal.press("Escape", "Escape", "1", "g")
        let one = try terminal.waitUntil(contains: "[1Addr]")
        #expect(one.split(separator: "\n").allSatisfy { $0.count == 80 })
        // Nothing of an earlier size is left: a screen drawn anew is the same.
        let settled = try terminal.settled()
        try resize(width: 100, height: 30)
        try resize(width: 80, height: 24)
        try terminal.waitUntil("is the same again") { $0 == settled }
    }

    @Test("At rest nothing wakes", .enabled(if: KillTests.canTrace, "strace is not installed or may not trace"))
    func rest() throws {
        let workspace = try Workspace()
        let terminal = try TmuxTerminal.sample(in: workspace)
        // Work in the background, and its end.
        try terminal.press("t")
        try terminal.waitUntil(contains: "reconciles")
        try terminal.press("1", "j")
        try terminal.rest(for: 1)
        let trace = workspace.path("trace")
        let look = try Spawn.run(
            ["timeout", "-s", "INT", "3", "strace", "-f", "-o", trace, "-p", "\(try terminal.programID())"],
            environment: workspace.environment, folder: workspace.root.path)
        #expect(look.errors.contains("attached"))
        let calls = try String(contentsOfFile: trace, encoding: .utf8).split(separator: "\n")
        // What slept when strace came is listed as going on to sleep.
        #expect(calls.filter { !$0.contains("restart_syscall") && !$0.contains("<unfinished") && !$0.contains("<detached") } == [])
    }

    @Test("A megabyte is pasted: it is cut where it is too long, and the next key is answered")
    func largePaste() throws {
        let terminal = try TmuxTerminal.sample(in: Workspace())
        try terminal.press("n")
        try terminal.paste(String(repeating: "All work and no play. ", count: 50_000))
        try terminal.waitUntil(contains: "longer than")
        try terminal.press("C-s")
        try terminal.waitUntilSaved(46)
        // As something to add: no address in it, so nothing is
        try terminal.paste(String(repeating: "0123456789abcdefghijklmnopqrstu ", count: 40_000))
        try terminal.waitUntil("answers") { $0.contains("Pasted") || $0.contains("add:") || $0.contains("longer than") }
        try terminal.press("Escape", "Escape", "Escape")
        try terminal.press("?")
        try terminal.waitUntil(contains: "possible")
    }

    @Test("Hostile bytes in a paste are text: none is a key, none reaches the terminal")
    func hostilePaste() throws {
        let terminal = try TmuxTerminal.sample(in: Workspace())
        let start = try #require(TmuxTerminal.saved(try terminal.settled()))
        var bytes = Array("q\u{1B}[2J\u{1B}]0;title\u{07}\u{1B}c\u{1B}[?1049l\rfq:quit\r\u{9B}31m\u{202E}evil\u{200B}\u{1B}[20".utf8)
        bytes += [0x00, 0x01, 0x03, 0x1A, 0x11, 0x13, 0x7F, 0xFF, 0xFE, 0xC0, 0x80, 0xED, 0xA0, 0x80, 0xF5, 0x0C]
        try terminal.press("n")
        try terminal.waitUntil(contains: "Ctrl-s save")
        try terminal.paste(bytes: bytes)
        try terminal.waitUntil(contains: "evil")
        let screen = try terminal.settled()
        #expect(screen.contains("Ctrl-s save"))
        #expect(TmuxTerminal.saved(screen) == nil || TmuxTerminal.saved(screen) == start)
        #expect(!screen.unicodeScalars.contains { $0.properties.isBidiControl || ($0.value < 0x20 && $0 != "\n") || $0.value == 0x200B })
        #expect(try terminal.isAlternate())
        try terminal.press("C-s")
        try terminal.waitUntilSaved(start + 1)
        // The same with nothing open, where each byte could be a command
        try terminal.paste(bytes: bytes)
        _ = try terminal.settled()
        try terminal.press("Escape", "Escape")
        try terminal.waitUntilSaved(start + 1)
        #expect(try terminal.isAlternate())
    }

    @Test("After a crash the terminal is as it was, and one sentence says what is safe", arguments: [SIGSEGV, SIGABRT, SIGTRAP])
    func crash(signal: Int32) throws {
        let terminal = try TmuxTerminal.sample(in: Workspace())
        Foundation.kill(try terminal.programID(), signal)
        try terminal.waitUntil(
            contains: "[exit \(128 + signal)]", "Clew was ended by an error of its own (signal \(signal)).",
            "What it said was saved is on disk")
        #expect(try !terminal.isAlternate())
        #expect(try !terminal.usesMouse())
        try terminal.type(line: "stty -a | grep -ow -e icanon -e echo | tr '\\n' ' '; echo typed")
        try terminal.waitUntil(contains: "icanon echo typed")
    }

    @Test("NO_COLOR: no colour is sent, and what the cursor is on is still told")
    func noColour() throws {
        let terminal = try TmuxTerminal(in: Workspace())
        try terminal.start("open --sample", environment: "NO_COLOR=1")
        try terminal.waitUntil(contains: TmuxTerminal.opened)
        _ = try terminal.settled()
        let screen = try terminal.captureStyled()
        #expect(!screen.contains(#/\u{1B}\[([0-9;:]*;)?(3[0-8]|4[0-8]|9[0-7]|10[0-7])(;[0-9;:]*)?m/#))
        #expect(screen.contains(#/\u{1B}\[([0-9;]*;)?7m/#))
    }

    @Test("Terminals of many types show the same", arguments: ["xterm", "xterm-256color", "screen", "screen-256color", "tmux", "tmux-256color", "linux", "vt220"])
    func types(name: String) throws {
        let terminal = try TmuxTerminal(in: Workspace())
        try terminal.start("open --sample", environment: "TERM=\(name)")
        try terminal.waitUntil(contains: TmuxTerminal.opened)
        try terminal.press("Escape", "Enter")
        try terminal.waitUntil("shows the graph") { $0.contains("[2Graph]") && $0.contains("◆ Collector") }
        try terminal.press("Right", "Left", "1")
        try terminal.waitUntil("is back in the list") { $0.contains("[1Addr]") && $0.contains("▌○ Collector") }
        try terminal.press("q")
        try terminal.waitUntil(contains: "[exit 0]")
        #expect(try !terminal.isAlternate())
    }
}
