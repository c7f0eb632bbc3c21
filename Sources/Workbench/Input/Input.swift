import Casework

/// What has the keyboard instead of the panes.
public enum Input: Hashable, Sendable {
    /// One line in the last row.
    case prompt(Prompt)
    /// The help sheet, narrowed by what was typed.
    case help(ChoiceSheet)
    /// The command palette.
    case palette(ChoiceSheet)
    /// What was found for what is being typed.
    case find(ChoiceSheet)
    /// One of the menus.
    case menu(Menu, ChoiceSheet)
    /// A note being written.
    case note(NoteSheet)
    /// What a pasted page of text holds.
    case pasted(PastedSheet)
}

/// A question of one line.
public struct Prompt: Hashable, Sendable {
    public enum Purpose: Hashable, Sendable {
        case add
        case filter
        case label(CaseSubject)
        case role(CaseSubject)
        case colour(CaseSubject)
        /// On what is selected.
        case hypothesis
        case task
        /// The path of a file with addresses.
        case importFile
        /// The folder of the copy.
        case saveElsewhere
        /// A case by its folder or name.
        case openFolder
        /// A new case: its name, its chain, what it is to answer.
        case newCase
        case newCaseChain(String)
        case newCaseQuestion(String, chain: String)
        /// What a finding is called, then what it means.
        case finding(FindingDraft)
        case findingRemark(FindingDraft)
        /// Why it is decided so about tags that contradict each other.
        case tagChoice(TagChoice)

        /// What linear mode asks when the answer before led here; nil for questions that a command asks first.
        public var question: String? {
            switch self {
            case .findingRemark: "it means (or nothing)"
            case .newCaseChain: "chain (bitcoin)"
            case .newCaseQuestion: "what it is to answer (or nothing)"
            case .finding(let draft): "question (\(draft.title))"
            default: nil
            }
        }
    }

    public var purpose: Purpose
    public var line: LineEditor
    /// What is wrong with the text as it stands; shown until the next key.
    public var complaint: String?
    /// A text that `Tab` puts in place of what was typed: the label so far, the question proposed for a finding.
    public var suggestion: String?

    /// True as long as what is proposed stands and nothing was typed in its place.
    public var isUntouched: Bool {
        switch purpose {
        case .label, .finding: suggestion != nil && line.text.isEmpty
        default: false
        }
    }

    /// Takes pasted text, and says when not all of it has room.
    mutating func paste(_ text: String) {
        let text = text.trimmingEdges
        suggestion = nil
        line.insert(text, limit: LineEditor.pasteLimit)
        guard line.characters.count == LineEditor.pasteLimit, text.count > LineEditor.pasteLimit else { return }
        complaint = "The pasted text has more than \(LineEditor.pasteLimit) characters; only that much of it was taken."
    }

    public init(_ purpose: Purpose, text: String = "") {
        self.purpose = purpose
        line = LineEditor(text)
    }

    /// A question whose answer stands until another is typed.
    init(_ purpose: Purpose, proposing text: String) {
        self.init(purpose)
        suggestion = text
    }
}

/// A list of commands to choose from.
public struct ChoiceSheet: Hashable, Sendable {
    public var line = LineEditor()
    public var cursor = 0

    public init() {}

    /// Moves the cursor, or edits what was typed and goes back to the first choice.
    mutating func handle(_ key: KeyStroke, choices: Int) {
        switch key {
        case .down, .control("n"): self = moved(by: 1, of: choices)
        case .up, .control("p"): self = moved(by: -1, of: choices)
        case .pageDown: self = moved(by: 10, of: choices)
        case .pageUp: self = moved(by: -10, of: choices)
        default: if line.handle(key) { cursor = 0 }
        }
    }

    func moved(by step: Int, of choices: Int) -> ChoiceSheet {
        var sheet = self
        sheet.cursor = min(max(0, cursor + step), max(0, choices - 1))
        return sheet
    }
}

/// A note being written in the workbench.
public struct NoteSheet: Hashable, Sendable {
    public var target: NoteTarget
    public var subject: CaseSubject
    public var editor: TextEditor
    /// Which completion of an `@` link is chosen.
    public var choice = 0

    public init(target: NoteTarget, subject: CaseSubject, text: String) {
        self.target = target
        self.subject = subject
        editor = TextEditor(text)
    }

    /// Cells of a row of the text on a screen of that many columns.
    public static func cells(_ columns: Int) -> Int { max(2, min(columns - 2, 100)) }
}
