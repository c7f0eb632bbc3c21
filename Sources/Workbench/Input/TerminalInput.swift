import Casework
import Ledger

/// What the terminal reports: keys, pastes, the mouse, a new size.
func receive(_ event: TerminalEvent, _ state: inout WorkbenchState) -> [Effect] {
    switch event {
    case .resize(let columns, let rows):
        state.columns = columns
        state.rows = rows
        return state.feedGraph()
    case .key, .paste: return state.take(event)
    case .pasteCut(let limit):
        state.toast = .warning("The pasted text is longer than \(limit) bytes; only that much of it was taken.")
        return []
    case .click(let column, let row):
        state.toast = nil
        return state.click(column: column, row: row)
    case .doubleClick(let column, let row):
        return state.doubleClick(column: column, row: row)
    case .drag(let from, let to):
        return state.drag(from: from, to: to)
    case .wheel(let column, let row, let step):
        return state.wheel(column: column, row: row, by: step)
    }
}

extension WorkbenchState {
    /// The smallest screen that holds the workbench.
    public static let minimumColumns = 80
    public static let minimumRows = 24

    /// Takes a key or a paste, typed or played.
    mutating func take(_ event: TerminalEvent) -> [Effect] {
        if !macro.note(event) {
            macro.end()
            toast = .warning("The macro has \(Macro.limit) keys and takes no more.")
            return []
        }
        switch event {
        case .key(let key):
            toast = nil
            return take(key)
        case .paste(let text):
            toast = nil
            return paste(text)
        default: return []
        }
    }

    private mutating func take(_ key: KeyStroke) -> [Effect] {
        // Nobody types blindly: what is open is not shown on so small a screen, and stays as it is.
        guard columns >= Self.minimumColumns, rows >= Self.minimumRows else {
            return key == .character("q") ? perform("quit") : []
        }
        if let tour, input == nil, let effects = takeTour(key, step: tour) { return effects }
        if input != nil { return handleInput(key) }
        if let awaitsLetter { return take(letter: key, for: awaitsLetter) }
        if takeDigit(key) { return [] }
        defer { count = nil }
        if ![.left, .right, .character("h"), .character("l")].contains(key) { stepsAhead = [] }
        if key == .escape, count != nil { return [] }
        guard let command = keymap.command(for: key, in: pane) else {
            toast = .news("\(key.description) means nothing here. ? shows what does.")
            return []
        }
        return perform(command)
    }

    /// Takes a digit of a count. `0` begins one, and so does any digit that is no command's key; then all go on.
    private mutating func takeDigit(_ key: KeyStroke) -> Bool {
        guard case .character(let character) = key, character.isASCII, let digit = character.wholeNumberValue,
            count != nil || keymap.isFree(key)
        else { return false }
        count = min((count ?? 0) * 10 + digit, Self.largestCount)
        return true
    }

    /// The greatest count that can be typed.
    static let largestCount = 9_999

    /// Runs a command, or says why not.
    mutating func perform(_ command: Command) -> [Effect] {
        if let obstacle = command.obstacle(self) {
            // Leaving nothing to clear with Esc is no event worth a sentence.
            if command.name != "clear-filter" { toast = .warning("Not now: \(obstacle).") }
            return []
        }
        return command.run(&self)
    }

    mutating func perform(_ name: String) -> [Effect] {
        CommandTable.command(named: name).map { perform($0) } ?? []
    }

    /// Text pasted outside any prompt is taken as something to add.
    mutating func paste(_ text: String) -> [Effect] {
        switch input {
        case .prompt(var prompt)?:
            prompt.complaint = nil
            prompt.paste(text)
            input = .prompt(prompt)
            if prompt.purpose == .filter { return setFilter(prompt.line.text) }
        case .help(var sheet)?:
            sheet.line.insert(text)
            input = .help(sheet)
        case .palette(var sheet)?:
            sheet.line.insert(text)
            input = .palette(sheet)
        case .find(var sheet)?:
            sheet.line.insert(text.trimmingEdges)
            sheet.cursor = 0
            input = .find(sheet)
        case .menu?, .pasted?: break
        case .note(var sheet)?:
            let room = TextEditor.limit - sheet.editor.text.count
            sheet.editor.insert(text)
            if text.count > room { toast = .warning("A note has \(TextEditor.limit) characters; the rest of the pasted text was left out.") }
            input = .note(sheet)
            return [.keepView]
        case nil:
            if isPage(text), hasCase, CommandTable.writable(self) == nil {
                toast = .news("Looking through what was pasted …")
                return [.scanPaste(text)]
            }
            let effects = perform("add")
            guard case .prompt(var prompt)? = input else { return effects }
            prompt.paste(text)
            input = .prompt(prompt)
        }
        return []
    }
}

extension String {
    /// Without white space and line breaks at either end.
    var trimmingEdges: String {
        var slice = self[...]
        while slice.first?.isWhitespace == true { slice.removeFirst() }
        while slice.last?.isWhitespace == true { slice.removeLast() }
        return String(slice)
    }
}
