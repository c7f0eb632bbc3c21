import Testing

@Suite("Where there can be no screen", .timeLimit(.minutes(10)))
struct NoScreenTests {
    @Test("Without a terminal, clew says so and ends with 2")
    func noTerminal() throws {
        for arguments in [["open"], []] {
            let outcome = try Clew.run(arguments, in: Workspace(), environment: ["TERM": "xterm-256color"])
            #expect(outcome.status == 2)
            #expect(outcome.output.isEmpty)
            #expect(outcome.errors.contains("needs a terminal"))
        }
    }

    @Test(
        "A terminal that cannot be driven is a sentence and 2, and the shell goes on",
        .enabled(if: TmuxTerminal.isPresent, "\(TmuxTerminal.absent)"),
        arguments: [("nonesuch", "is not known on this machine"), ("dumb", "cannot place its cursor")])
    func terminalType(name: String, sentence: String) throws {
        let terminal = try TmuxTerminal(width: 200, height: 24, in: Workspace())
        try terminal.start("open --sample", environment: "TERM=\(name)")
        try terminal.waitUntil(contains: "[exit 2]", sentence)
        try terminal.type(line: "echo still here")
        try terminal.waitUntil(contains: "still here")
    }

    @Test(
        "A terminal that is too small says what is needed, and works again when it is large enough",
        .enabled(if: TmuxTerminal.isPresent, "\(TmuxTerminal.absent)"))
    func tooSmall() throws {
        let terminal = try TmuxTerminal(width: 59, height: 14, in: Workspace())
        try terminal.start("open --sample")
        try terminal.waitUntil(contains: "needs at least 80 columns and 24 rows", "59 columns and 14 rows")
        try terminal.resize(width: 80, height: 24)
        try terminal.waitUntil(contains: "1 Addresses")
        try terminal.press("q")
        try terminal.waitUntil(contains: "[exit 0]")
    }

    @Test("It says its version")
    func version() throws {
        let outcome = try Clew.run(["--version"], in: Workspace())
        #expect(outcome.status == 0)
        #expect(outcome.output.hasPrefix("clew 0."))
    }
}
