import Casework
import Ledger

extension WorkbenchState {
    /// A key while a prompt or sheet has the keyboard.
    mutating func handleInput(_ key: KeyStroke) -> [Effect] {
        if key == .control("c") { return cancelInput() }
        switch input {
        case .prompt(let prompt)?: return handle(key, in: prompt)
        case .help(let sheet)?: return handle(key, in: sheet, commands: Self.helpChoices) { .help($0) }
        case .palette(let sheet)?: return handle(key, in: sheet, commands: Self.paletteChoices) { .palette($0) }
        case .find(let sheet)?: return find(key, in: sheet)
        case .menu(let menu, let sheet)?: return choose(key, in: menu, sheet)
        case .note(let sheet)?: return handle(key, in: sheet)
        case .pasted(let sheet)?: return choose(key, in: sheet)
        case nil: return []
        }
    }

    /// `Esc` is the answer that changes nothing; a note begun is put aside, not lost.
    mutating func cancelInput() -> [Effect] {
        defer { input = nil }
        switch input {
        case .note(let sheet)?:
            putAside(sheet)
            return [.keepView]
        case .prompt(let prompt)? where prompt.purpose == .filter:
            return setFilter("")
        default: return []
        }
    }

    // MARK: Prompts

    private mutating func handle(_ key: KeyStroke, in prompt: Prompt) -> [Effect] {
        var prompt = prompt
        switch key {
        case .escape: return cancelInput()
        case .enter: return answer(prompt)
        case .tab:
            if let suggestion = prompt.suggestion { prompt.line = LineEditor(suggestion) }
            prompt.suggestion = nil
            prompt.complaint = nil
        case _ where prompt.isUntouched && Self.arrows.contains(key):
            // What is proposed goes into the line, to be changed there.
            prompt.line = LineEditor(prompt.suggestion ?? "")
            prompt.suggestion = nil
            if key == .left || key == .home { _ = prompt.line.handle(key) }
        default:
            if case .role(let subject) = prompt.purpose { return answerRole(key, subject) }
            if case .colour(let subject) = prompt.purpose { return answerColour(key, subject) }
            let isEdited = prompt.line.handle(key)
            if isEdited {
                prompt.complaint = nil
                prompt.suggestion = nil
            }
        }
        input = .prompt(prompt)
        return prompt.purpose == .filter ? setFilter(prompt.line.text) : []
    }

    private static let arrows: Set<KeyStroke> = [.left, .right, .up, .down, .home, .end]

    private mutating func answer(_ prompt: Prompt) -> [Effect] {
        input = nil
        let text = prompt.line.text.trimmingEdges
        switch prompt.purpose {
        case .filter: return setFilter(text)
        case .label where prompt.isUntouched: return []
        case .label(let subject):
            guard text.utf8.count <= Case.labelLimit else {
                var prompt = prompt
                prompt.complaint = "The label has \(text.utf8.count) bytes; at most \(Case.labelLimit) are kept. Write a note for more."
                input = .prompt(prompt)
                return []
            }
            return text == label(of: subject) && marked.isEmpty ? [] : targets(of: subject).flatMap { change(.label($0, text)) }
        case .role, .colour: return []
        case .hypothesis:
            let evidence = targets.map { CaseHypothesis.Evidence(speaksFor: true, subject: $0, remark: "") }
            return text.isEmpty ? [] : change(.record(.hypothesis(CaseHypothesis(statement: text, evidence: evidence))))
        case .task:
            let task = CaseTask(typed: text, about: targets)
            return task.title.isEmpty ? [] : change(.record(.task(task)))
        case .importFile: return text.isEmpty ? [] : [.readFile(text)]
        case .add: return add(text, prompt)
        case .saveElsewhere: return saveElsewhere(text)
        case .openFolder: return openCase(named: text)
        case .newCase: return nameCase(text)
        case .newCaseChain(let name): return chooseChain(text, of: name)
        case .newCaseQuestion(let name, let chain): return [.createCase(name: name, question: text, chain: chain)]
        case .finding(let draft):
            name(draft, prompt.isUntouched ? draft.title : text)
            return []
        case .findingRemark(var draft):
            draft.remark = text
            return [.makeFinding(draft)]
        case .tagChoice(var choice):
            choice.reason = text
            return change(openCase.change(to: choice))
        }
    }

    private mutating func answerRole(_ key: KeyStroke, _ subject: CaseSubject) -> [Effect] {
        let role: CaseRole? =
            switch key {
            case .character("s"): .suspect
            case .character("v"): .victim
            case .character("x"): .service
            case .character("o"): .other
            default: nil
            }
        guard role != nil || key == .character("-") else { return [] }
        input = nil
        return targets(of: subject).filter { role != index.items[$0]?.role }.flatMap { change(.role($0, role)) }
    }

    /// What the answer to a question about `subject` is for: all that is marked, else that alone.
    func targets(of subject: CaseSubject) -> [CaseSubject] { marked.isEmpty ? [subject] : targets }

    private mutating func answerColour(_ key: KeyStroke, _ subject: CaseSubject) -> [Effect] {
        guard case .character(let letter) = key else { return [] }
        let colour = CaseColour.allCases.first { $0.rawValue.first == letter }
        guard colour != nil || letter == "-" else { return [] }
        input = nil
        return targets(of: subject).filter { index.items[$0]?.colour != colour }.flatMap { change(.colour($0, colour)) }
    }

    // MARK: Find and menus

    private mutating func find(_ key: KeyStroke, in sheet: ChoiceSheet) -> [Effect] {
        var sheet = sheet
        let places = found(sheet.line.text)
        switch key {
        case .escape:
            if ledgerSearch(for: sheet.line.text)?.isRunning == true { return stopLedgerSearch() }
            input = nil
            return stopLedgerSearch()
        case .enter:
            guard places.indices.contains(sheet.cursor) else { return [] }
            let stopped = stopLedgerSearch()
            if case .inLedger(let shortened) = places[sheet.cursor] {
                sheet.cursor = 0
                input = .find(sheet)
                return searchLedger(shortened)
            }
            input = nil
            return stopped + go(to: places[sheet.cursor])
        default: sheet.handle(key, choices: places.count)
        }
        input = .find(sheet)
        return []
    }

    private mutating func choose(_ key: KeyStroke, in menu: Menu, _ sheet: ChoiceSheet) -> [Effect] {
        var sheet = sheet
        let commands = menu.commands(in: pane)
        switch key {
        case .escape, .function(10):
            input = nil
            return []
        case .enter:
            input = nil
            return commands.indices.contains(sheet.cursor) ? perform(commands[sheet.cursor]) : []
        case .left, .backTab, .character("h"): input = .menu(menu.next(by: -1), ChoiceSheet())
        case .right, .tab, .character("l"): input = .menu(menu.next(by: 1), ChoiceSheet())
        case .character("j"): input = .menu(menu, sheet.moved(by: 1, of: commands.count))
        case .character("k"): input = .menu(menu, sheet.moved(by: -1, of: commands.count))
        case .character: break
        default:
            sheet.handle(key, choices: commands.count)
            input = .menu(menu, sheet)
        }
        return []
    }

    // MARK: Help and palette

    /// What the help lists: selection and view commands of the pane, then those of everywhere.
    public static func helpChoices(_ state: WorkbenchState) -> [Command] {
        let text = state.sheetText
        let here = CommandTable.all.filter { $0.panes.contains(state.pane) && !state.keymap.keys(of: $0).isEmpty }
        return Command.Place.allCases.flatMap { place in here.filter { $0.place == place } }
            .filter { text.isEmpty || $0.matches(text, state.keymap) }
    }

    /// What the palette lists: every command of the pane, best match first.
    public static func paletteChoices(_ state: WorkbenchState) -> [Command] {
        let text = state.sheetText
        let here = CommandTable.all.filter { $0.panes.contains(state.pane) }
        guard !text.isEmpty else { return here.sorted { $0.name < $1.name } }
        return here.compactMap { command in command.score(text).map { (command, $0) } }
            .sorted { ($0.1, $0.0.name) < ($1.1, $1.0.name) }.map(\.0)
    }

    /// What was typed into the open sheet.
    public var sheetText: String {
        switch input {
        case .help(let sheet)?, .palette(let sheet)?: sheet.line.text.lowercased()
        default: ""
        }
    }

    private mutating func handle(
        _ key: KeyStroke, in sheet: ChoiceSheet, commands: (WorkbenchState) -> [Command],
        _ wrap: (ChoiceSheet) -> Input
    ) -> [Effect] {
        var sheet = sheet
        let choices = commands(self)
        switch key {
        case .escape:
            input = nil
            return []
        case .enter:
            input = nil
            guard choices.indices.contains(sheet.cursor) else {
                toast = .warning("No command matches “\(sheet.line.text)”.")
                return []
            }
            return perform(choices[sheet.cursor])
        case .tab:
            if choices.indices.contains(sheet.cursor) { sheet.line = LineEditor(choices[sheet.cursor].name) }
        default: sheet.handle(key, choices: choices.count)
        }
        input = wrap(sheet)
        return []
    }

}

extension Command {
    /// Whether the help keeps it for what was typed: part of name or help, or one of its keys.
    func matches(_ text: String, _ keymap: Keymap) -> Bool {
        name.contains(text) || help.lowercased().contains(text) || keymap.keys(of: self).contains { $0.description.lowercased() == text }
    }

    /// How well a typed text fits, lower is better: prefix, part of the name, letters in order, part of the help.
    func score(_ text: String) -> Int? {
        if let score = FuzzyMatch.score(text, in: name) { return score }
        return help.lowercased().contains(text) ? 1_000 : nil
    }
}
