import Testing

@testable import Screen

@Suite("The user's settings")
struct UserSettingsTests {
    private static func read(_ text: String) throws -> UserSettings { try UserSettings(Array(text.utf8), file: "config.yaml") }

    @Test("theme, signs, mouse and keys, one or several")
    func all() throws {
        let settings = try Self.read("theme: light\nascii: true\nmouse: false\nkeys:\n  report: X\n  flag: [f, F3]\n  graph: []\n")
        #expect(settings.theme == "light" && settings.isASCII == true && settings.usesMouse == false)
        #expect(settings.keys.map(\.command) == ["report", "flag", "graph"])
        #expect(settings.keys.map(\.keys) == [["X"], ["f", "F3"], []])
    }

    @Test("an empty file decides nothing")
    func empty() throws { #expect(try Self.read("# nothing\n").keys.isEmpty) }

    @Test("what is wrong is refused with its line", arguments: [
        ("them: light", 1), ("theme: dark\nmouse: perhaps", 2), ("keys:\n  flag: {a: b}", 2), ("keys: &a [x]", 1), ("keys: f", 1),
    ])
    func wrong(text: String, line: Int) {
        #expect { try Self.read(text) } throws: { ($0 as? ThemeError)?.line == line }
    }
}
