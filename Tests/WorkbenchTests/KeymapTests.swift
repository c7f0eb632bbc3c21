import Testing

@testable import Workbench

@Suite("Keys of the user's own")
struct KeymapTests {
    private static func keys(of name: String, in keymap: Keymap) -> [KeyStroke] {
        CommandTable.command(named: name).map { keymap.keys(of: $0) } ?? []
    }

    @Test("every key has a name that is read back as the same key")
    func names() {
        for key in CommandTable.all.flatMap(\.keys) + [.character("é"), .control("x"), .function(12), .pageDown, .character(" ")] {
            #expect(KeyStroke(name: key.name) == key, "\(key.name)")
        }
        for wrong in ["", "Ctrl-", "Ctrl-xx", "F13", "F0", "jj", "Ctrl-ä"] { #expect(KeyStroke(name: wrong) == nil, "\(wrong)") }
    }

    @Test("a command has the keys the user gives it, and the prompt bar, help and dispatch say so")
    func remapped() {
        let keymap = Keymap([("flag", ["X", "F3"])])
        #expect(keymap.complaints.isEmpty)
        #expect(keymap.command(for: .character("X"), in: .addresses)?.name == "flag")
        #expect(keymap.command(for: .function(3), in: .addresses)?.name == "flag")
        #expect(keymap.command(for: .character("f"), in: .addresses) == nil)
    }

    @Test("a key that another command had is taken from it, and that is said")
    func conflict() {
        let keymap = Keymap([("flag", ["t"])])
        #expect(keymap.command(for: .character("t"), in: .addresses)?.name == "flag")
        #expect(keymap.complaints == ["keys: t is flag now and no longer trace."])
        #expect(Self.keys(of: "trace", in: keymap).isEmpty)
    }

    @Test("of two commands that ask for one key the first has it")
    func two() {
        let keymap = Keymap([("flag", ["t"]), ("label", ["t", "F4"])])
        #expect(keymap.command(for: .character("t"), in: .addresses)?.name == "flag")
        #expect(Self.keys(of: "label", in: keymap) == [.function(4)])
        #expect(keymap.complaints.contains("keys: t is flag now and no longer label."))
    }

    @Test("what is no command or no key is said, and the rest holds")
    func wrong() {
        let keymap = Keymap([("flga", ["f"]), ("flag", ["Hyper-f", "X"])])
        #expect(keymap.complaints.count == 2)
        #expect(Self.keys(of: "flag", in: keymap) == [.character("X")])
    }
}
