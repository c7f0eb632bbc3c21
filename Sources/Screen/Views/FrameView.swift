import Encoding
import Ledger
import Workbench

/// First row, stubs, status and the conversation in the last row.
struct FrameView {
    let context: ScreenContext

    private var state: WorkbenchState { context.state }
    private var glyphs: GlyphSet { context.glyphs }

    func header(into surface: inout Surface) {
        guard state.hasCase else {
            surface.put(" Clew", x: 0, y: 0, role: .strong)
            surface.put("no case open ", endingAt: surface.width, y: 0, role: .muted)
            return
        }
        let (text, role) = savedText
        let isWide = surface.width >= 120
        let tabs = Pane.tabs.map { pane in
            let name = isWide ? "\(pane.rawValue) \(pane.title)" : "\(pane.rawValue)\(pane.shortTitle)"
            let isShown = pane == state.pane.tab
            let text = isShown ? "[\(name)]" : isWide ? " \(name) " : name
            return (pane: pane, text: text + (isWide ? "" : " "), role: isShown ? Role.strong : .muted)
        }
        let taken = tabs.reduce(0) { $0 + TextWidth.cells(of: $1.text) } + TextWidth.cells(of: text) + 5
        let name = TextFit.elide(context.outside(state.openCase.name), cells: max(4, min(24, surface.width - taken)), glyphs: glyphs)
        var x = surface.put(" \(name)" + (isWide ? " " : "  "), x: 0, y: 0, role: .strong)
        for tab in tabs {
            let begin = x
            x = surface.put(tab.text, x: x, y: 0, role: tab.role)
            if let command = CommandTable.toShow(tab.pane) { surface.spot(.command(command.name), x: begin, y: 0, width: x - begin) }
        }
        surface.put(text + " ", endingAt: surface.width, y: 0, role: role)
    }

    private var savedText: (String, Role) {
        switch state.saved {
        case .saved(let event): ("saved \(AmountText.grouped(event))", .ok)
        case .saving(let event): ("saving \(AmountText.grouped(event))", .changed)
        case .draft: ("draft", .changed)
        case .notSaved: ("NOT SAVED", .error)
        case .asOf(let event): ("as of \(AmountText.grouped(event))", .warning)
        case .readOnly: ("read-only", .warning)
        }
    }

    func stubs(_ layout: ScreenLayout, into surface: inout Surface) {
        for (pane, row) in layout.stubs {
            let (subject, figure) = stub(pane)
            surface.titleRule(
                row, title: "\(pane.rawValue) \(pane.title)", subject: subject, figure: figure, isFocused: false,
                glyphs: glyphs)
        }
    }

    private func stub(_ pane: Pane) -> (subject: String, figure: String) {
        switch pane {
        case .addresses:
            let names = state.listRows.prefix(8).map { context.name($0.subject) }.joined(separator: ", ")
            return (names, "\(state.openCase.items.count)")
        case .graph:
            guard let graph = state.graph else { return ("nothing shown", "") }
            let style = context.graphStyle(hasFocus: false)
            return (GraphTitle.subject(graph, style: style), GraphTitle.figure(graph, style: style))
        case .notes:
            let here = state.notesInOrder.here
            guard let first = here.first else { return ("", "none here") }
            let line = first.text.split(separator: "\n").first.map(String.init) ?? ""
            return (glyphs[.quoteOpen] + context.outside(line) + glyphs[.quoteClose], "\(here.count) here")
        case .trace: return (context.outside(state.openTrace?.title ?? ""), "")
        default: return ("", "")
        }
    }

    func status(_ layout: ScreenLayout, into surface: inout Surface) {
        let y = layout.statusRow
        surface.fill(x: 0, y: y, width: surface.width, height: 1, role: .status)
        guard let info = state.ledgerInfo else {
            surface.put(state.hasCase ? " \(context.chain.name)   no ledger" : " no ledger open", x: 0, y: y, role: .status)
            surface.put("offline ", endingAt: surface.width, y: y, role: .statusPolicy)
            return
        }
        var parts = [info.chain.name + " " + coverage(info)]
        if info.coverage.missing > 0 { parts[0] += " \(glyphs[.unknown])\(AmountText.grouped(info.coverage.missing)) missing" }
        if !info.coverage.heightsKnown { parts[0] += " heights not known" }
        if !info.coverage.wholeBlocks { parts[0] += " \(glyphs[.unknown]) not whole blocks" }
        if !info.coverage.assumed.isEmpty { parts[0] += " (height assumed)" }
        let tip = UTCTime(seconds: info.tipTime)
        parts.append("tip " + (surface.width >= 120 ? tip.evidence : tip.date))
        if surface.width >= 160 {
            parts.append("tip \(AmountText.grouped(UInt64(info.tip ?? 0)))")
            let digest = Hex.text(info.digest)
            parts.append("digest \(digest.prefix(6))\(glyphs[.elided])\(digest.suffix(4))")
        }
        if !state.marked.isEmpty { parts.append("\(state.marked.count) marked") }
        if state.macro.isRecording { parts.append("recording a macro") }
        surface.put(" " + parts.joined(separator: "   "), x: 0, y: y, role: .status, limit: surface.width - 10)
        surface.put("offline ", endingAt: surface.width, y: y, role: .statusPolicy)
    }

    private func coverage(_ info: LedgerInfo) -> String {
        guard let first = info.coverage.ranges.first?.lowerBound, let last = info.tip else { return "empty" }
        let start = AmountText.grouped(UInt64(first))
        return first == last ? "block " + start : start + glyphs[.rangeDash] + AmountText.grouped(UInt64(last))
    }

    /// Prompt, toast or hints.
    func lastRow(_ layout: ScreenLayout, into surface: inout Surface) {
        let y = layout.lastRow
        if case .note? = state.input, let toast = state.toast {
            say(toast, into: &surface, y: y)
            return
        }
        switch state.input {
        case .prompt(let prompt)?: PromptView(context: context, prompt: prompt).draw(into: &surface, y: y)
        case .help(let sheet)?:
            editor(sheet.line, before: "", hint: "type a word or a key to filter", into: &surface, y: y)
            keys("\(glyphs[.enterKey]) does it   Esc back ", atEnd: true, into: &surface, y)
        case .find(let sheet)?:
            editor(sheet.line, before: "find ", hint: "a label, a word, an address, id or block, or its ends", into: &surface, y: y)
            keys("\(glyphs[.enterKey]) go  Esc back ", atEnd: true, into: &surface, y)
        case .pasted(let sheet)?: keys(PastedView.keys(sheet, glyphs), into: &surface, y)
        case .menu?:
            keys(" h l menu  j k row  \(glyphs[.enterKey]) do  Esc back", into: &surface, y)
        case .palette(let sheet)?:
            editor(sheet.line, before: ":", hint: "", into: &surface, y: y)
            keys("\(glyphs[.enterKey]) do  Tab complete  Esc back ", atEnd: true, into: &surface, y)
        case .note(let sheet)?:
            let isLinking = !state.linkChoices(for: sheet).isEmpty
            let keys = isLinking ? "Tab take  Up Down choose  " : sheet.editor.isEmpty ? "Ctrl-t template  @ link  " : "@ link  "
            self.keys(" \(keys)Ctrl-s save  Ctrl-e editor  Esc keep as draft", into: &surface, y)
        case nil:
            if let toast = state.toast {
                say(toast, into: &surface, y: y)
            } else if let count = state.count {
                surface.put(" \(count)", x: 0, y: y, role: .prompt)
                surface.put("the next command, that often  Esc forgets it ", endingAt: surface.width, y: y, role: .muted)
            } else if let letter = state.awaitsLetter {
                surface.put(letter == .keep ? " a letter to keep this place under" : " the letter of the place to go to", x: 0, y: y, role: .prompt)
                surface.put("Esc back ", endingAt: surface.width, y: y, role: .muted)
            } else if state.tour != nil {
                // Enter and Esc are the tour's, so no hint may say otherwise.
                keys(" \(glyphs[.enterKey]) next  Bksp back  Esc leave  other keys do what they always do", into: &surface, y)
            } else {
                hints(into: &surface, y: y)
            }
        }
    }

    /// Words about keys in the last row; a click on one is the key.
    private func keys(_ text: String, atEnd: Bool = false, into surface: inout Surface, _ y: Int) {
        let enter = glyphs[.enterKey]
        let keys: [(words: String, key: KeyStroke)] =
            ["\(enter) does it", "\(enter) do", "\(enter) go", "\(enter) add", "\(enter) next"].map { ($0, .enter) }
            + ["Tab complete", "Tab correct", "Tab take"].map { ($0, .tab) } + ["Esc back", "Esc keep as draft", "Esc leave"].map { ($0, .escape) }
            + [("Space choose", .character(" ")), ("a all", .character("a")), ("n note the others", .character("n")), ("Bksp back", .backspace)]
            + [("Ctrl-s save", .control("s")), ("Ctrl-e editor", .control("e")), ("Ctrl-t template", .control("t"))]
        if atEnd { surface.putKeys(text, endingAt: surface.width, y: y, keys) } else { surface.putKeys(text, x: 0, y: y, keys) }
    }

    /// A sentence in the last row; one that is too long for it rises above it whole.
    private func say(_ toast: Toast, into surface: inout Surface, y: Int) {
        let lines = TextFit.wrap(glyphs.sentence(VisibleText.escape(toast.text, keepingLines: true)), cells: surface.width - 2)
        let role: Role = toast.kind == .warning ? .warning : .prompt
        guard lines.count > 1 else {
            surface.put(" " + (lines.first ?? ""), x: 0, y: y, role: role)
            return
        }
        message(toast.kind == .warning ? "Warning" : "Message", figure: "", lines.map { ($0, role) }, above: y, into: &surface)
        surface.put(" Any key goes on.", x: 0, y: y, role: .muted)
    }

    /// Lines on a sheet that ends above the status row.
    func message(
        _ title: String, figure: String, _ lines: [(text: String, role: Role)], above y: Int, into surface: inout Surface
    ) {
        let shown = lines.prefix(max(0, y - 4))
        let top = y - 2 - shown.count
        surface.fill(x: 0, y: top, width: surface.width, height: shown.count + 1, role: .sheet)
        surface.titleRule(
            Rect(x: 0, y: top, width: surface.width, height: 1), title: title, figure: figure, isFocused: true,
            glyphs: glyphs)
        for (row, line) in shown.enumerated() { surface.put(line.text, x: 1, y: top + 1 + row, role: line.role) }
    }

    /// A line being typed: its text before the cursor stays in sight, whatever its length.
    func editor(_ line: LineEditor, before: String, hint: String, into surface: inout Surface, y: Int) {
        var x = surface.put(" " + TextFit.elide(before, cells: surface.width / 2, glyphs: glyphs), x: 0, y: y, role: .prompt)
        if line.text.isEmpty, !hint.isEmpty { surface.put(hint, x: x + 2, y: y, role: .muted) }
        let under = line.tail.first.map { context.outside(String($0)) } ?? " "
        let cells = max(1, TextWidth.cells(of: under))
        let room = surface.width - x - cells - 1
        let head = context.outside(line.head)
        let isCut = TextWidth.cells(of: head) > room
        if isCut { x = surface.put(glyphs[.elided], x: x, y: y, role: .muted) }
        let left = room - (isCut ? TextWidth.cells(of: glyphs[.elided]) : 0)
        x = surface.put(TextFit.suffix(of: head, cells: left), x: x, y: y, role: .prompt)
        surface.put(under, x: x, y: y, role: .cursor, selected: true)
        surface.cursor = Surface.Position(column: x, row: y)
        x += cells
        surface.put(context.outside(String(line.tail.dropFirst())), x: x, y: y, role: .prompt, limit: max(0, surface.width - x - 1))
    }

    /// What is possible with the row under the cursor first, then the view; what does not fit falls off.
    private func hints(into surface: inout Surface, y: Int) {
        let tail = ": commands  ? help "
        let tailX = surface.put(tail, endingAt: surface.width, y: y, role: .muted)
        surface.spot(.command("palette"), x: tailX, y: y, width: 11)
        surface.spot(.command("help"), x: tailX + 12, y: y, width: 7)
        let end = surface.width - tail.count - 1
        var x = 1
        for command in CommandTable.inHintOrder
        where command.panes.contains(state.pane) && command.obstacle(state) == nil {
            guard let hint = command.hint(state) else { continue }
            let keys = state.keymap.keys(of: command)
            guard let first = keys.first else { continue }
            let isUsual = command.keys.first == first
            let key = isUsual ? command.hintKeys ?? KeyText.text(first, glyphs) : KeyText.text(first, glyphs)
            let cells = TextWidth.cells(of: key) + 1 + hint.count
            guard x + cells <= end else { break }
            surface.spot(.command(command.name), x: x, y: y, width: cells)
            x = surface.put(key, x: x, y: y, role: .key)
            x = surface.put(" " + hint, x: x, y: y, role: .muted) + 2
        }
    }
}

/// How a key is written on the screen.
enum KeyText {
    static func text(_ key: KeyStroke, _ glyphs: GlyphSet) -> String {
        switch key {
        case .enter: glyphs[.enterKey]
        case .up: glyphs.base == .unicode ? key.description : "Up"
        case .down: glyphs.base == .unicode ? key.description : "Down"
        case .left: glyphs.base == .unicode ? key.description : "Left"
        case .right: glyphs.base == .unicode ? key.description : "Right"
        default: key.description
        }
    }
}
