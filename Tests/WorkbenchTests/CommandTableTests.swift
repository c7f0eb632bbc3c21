import Testing

@testable import Workbench

@Suite("The one table of commands")
struct CommandTableTests {
    @Test("no key means two things in one pane", arguments: Pane.allCases)
    func keysAreUnique(pane: Pane) {
        var owner: [KeyStroke: String] = [:]
        for command in CommandTable.all where command.panes.contains(pane) {
            for key in command.keys {
                #expect(owner[key] == nil, "\(key) means \(owner[key] ?? "") and \(command.name) in \(pane)")
                owner[key] = command.name
            }
        }
    }

    @Test("a letter that changes the case means the same in every pane where it means something")
    func lettersKeepTheirMeaning() {
        let families = [
            ["drop", "remove-note"], [
                "show-in-graph", "right", "focus", "go-to-subject", "show-stop", "show-row-in-graph", "open-transaction", "follow",
                "as-of", "show-row", "open-event", "open-finding", "open-task", "open-claims", "show-member",
            ],
            // More and less of what is shown.
            ["expand", "zoom-in"], ["fold", "zoom-out"],
            ["clear-filter", "stop-tracing", "leave-cluster", "stop-path", "stop-reading"], ["edit-note", "decide-anew"],
            ["other-method", "other-path"], ["choose-first", "follow-first"], ["choose-second", "follow-second"],
            ["choose-both", "keep-claims"], ["verify", "mode", "branch", "path-tree"], ["why-together", "why-marked"], ["verify-all", "origins"], ["reverse", "reverse-path"],
            ["mark", "pull-in", "pin"],
        ]
        var owner: [KeyStroke: String] = [:]
        // The list of cases has nothing of a case to change: its letters are its own.
        for command in CommandTable.all where command.panes != [.cases] {
            for key in command.keys {
                if let other = owner[key], other != command.name {
                    #expect(
                        families.contains { $0.contains(other) && $0.contains(command.name) },
                        "\(key) means \(other) and \(command.name)")
                }
                owner[key] = command.name
            }
        }
    }

    @Test("the menu of the case has what saves it and what leads to others")
    func menuOfTheCase() {
        let names = Menu.theCase.commands(in: .addresses).map(\.name)
        for name in ["save-again", "save-elsewhere", "leave-unsaved", "take-over", "cases", "undo", "redo", "quit"] {
            #expect(names.contains(name), "\(name)")
        }
        #expect(names.first == "cases" && names.last == "quit")
    }

    @Test("names are unique and in kebab case; help is a fragment that fits a row of 80 cells")
    func wording() {
        var names: Set<String> = []
        for command in CommandTable.all {
            #expect(names.insert(command.name).inserted, "\(command.name) twice")
            #expect(command.name.allSatisfy { $0.isLowercase || $0 == "-" })
            #expect(!command.help.isEmpty && command.help.count <= 64, "\(command.name): \(command.help.count)")
            #expect(!command.help.hasSuffix("."))
        }
    }

    @Test("a disabled command says why and changes nothing")
    func obstacles() {
        var session = Session()
        for command in CommandTable.all where command.panes.contains(.addresses) {
            guard command.obstacle(session.state) != nil, let key = command.keys.first, key != .escape else { continue }
            session.press(key)
            #expect(session.effects.isEmpty, "\(command.name)")
            #expect(session.state.toast?.text.hasPrefix("Not now: ") == true, "\(command.name)")
        }
    }
}
