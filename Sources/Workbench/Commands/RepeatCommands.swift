import Casework

extension CommandTable {
    /// Doing something again, and on many at once.
    static let repeatCommands: [Command] = [
        Command(
            "mark", [.character(" ")], "mark the row; commands then act on all marked", place: .selection,
            panes: [.addresses, .graph, .trace], unless: needsSubject
        ) { state in
            guard let subject = state.subject else { return [] }
            if state.marked.remove(subject) == nil { state.marked.insert(subject) }
            return state.moveCursor(by: 1)
        },
        Command(
            "unmark-all", [.character("U")], "take all marks away", place: .view, hint: "unmark", hintedFirst: true,
            unless: { $0.marked.isEmpty ? "nothing is marked" : nil }
        ) { state in
            state.marked = []
            return []
        },
        Command(
            "repeat-change", [.character(".")], "do the last change again, here", place: .everywhere,
            unless: { state in
                writable(state) ?? needsSubject(state)
                    ?? (state.lastChange == nil ? "nothing was changed yet that fits elsewhere" : nil)
            }
        ) { state in
            guard let change = state.lastChange else { return [] }
            return state.targets.flatMap { subject in change.on(subject).map { state.change($0) } ?? [] }
        },
        Command("record-macro", [.character("Q")], "begin to record a macro, or end it", place: .everywhere) { state in
            state.recordMacro()
        },
        Command(
            "play-macro", [.character("@")], "replay the macro, as often as the count says", place: .everywhere,
            unless: { state in
                state.macro.isRecording ? "the macro is still being recorded; Q ends it"
                    : state.macro.events.isEmpty ? "no macro was recorded yet; Q begins one" : nil
            }
        ) { state in
            state.macro.play(times: state.times)
            return []
        },
        Command(
            "keep-place", [.character("\"")], "keep this place under a letter", place: .everywhere,
            unless: { $0.graph == nil ? "the graph shows nothing yet" : nil }
        ) { state in
            state.awaitsLetter = .keep
            return []
        },
        Command(
            "go-to-place", [.character("'")], "go to a place kept under a letter", place: .everywhere,
            unless: { $0.places.isEmpty ? "no place was kept yet; \" keeps one" : nil }
        ) { state in
            state.awaitsLetter = .go
            return []
        },
    ]
}

extension CaseChange {
    /// The same change to something else; nil when it makes no sense there.
    func on(_ subject: CaseSubject) -> CaseChange? {
        switch self {
        case .label(_, let text): .label(subject, text)
        case .role(_, let role): .role(subject, role)
        case .flag(_, let isOn): .flag(subject, isOn)
        case .colour(_, let colour): .colour(subject, colour)
        case .note(_, let text): .note(subject, text: text)
        default: nil
        }
    }
}
