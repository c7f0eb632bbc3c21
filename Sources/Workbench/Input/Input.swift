import Casework

/// What has the keyboard instead of the panes.
public enum Input: Hashable, Sendable {
    /// One line in the last row.
    case prompt(Prompt)
    /// The help sheet, narrowed by what was typed.
    case help(ChoiceSheet)
    /// The command palette.
    case palette(ChoiceSheet)
    /// A note being written.
    case note(NoteSheet)
}

/// A question of one line.
public struct Prompt: Hashable, Sendable {
    public enum Purpose: Hashable, Sendable {
        case add
        case filter
        case label(CaseSubject)
        case role(CaseSubject)
    }

    public var purpose: Purpose
    public var line: LineEditor
    /// What is wrong with the text as it stands; shown until the next key.
    public var complaint: String?
    /// A text that `Tab` puts in place of what was typed.
    public var suggestion: String?

    public init(_ purpose: Purpose, text: String = "") {
        self.purpose = purpose
        line = LineEditor(text)
    }
}

/// A list of commands to choose from.
public struct ChoiceSheet: Hashable, Sendable {
    public var line = LineEditor()
    public var cursor = 0

    public init() {}
}

/// A note being written in the workbench.
public struct NoteSheet: Hashable, Sendable {
    public var target: NoteTarget
    public var subject: CaseSubject
    public var editor: TextEditor

    public init(target: NoteTarget, subject: CaseSubject, text: String) {
        self.target = target
        self.subject = subject
        editor = TextEditor(text)
    }
}
