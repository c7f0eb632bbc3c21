import Casework
import Workbench

/// A question of one line in the last row; what is wrong with the answer stands above it.
struct PromptView {
    let context: ScreenContext
    let prompt: Prompt

    func draw(into surface: inout Surface, y: Int) {
        let frame = FrameView(context: context)
        switch prompt.purpose {
        case .add:
            frame.editor(prompt.line, before: "add: ", hint: "type or paste an address or a transaction id", into: &surface, y: y)
            complaint(into: &surface, y)
        case .filter:
            frame.editor(prompt.line, before: "/ ", hint: "words, role:victim, flagged, noted, amount>0.1, not …", into: &surface, y: y)
            let rows = context.state.listRows.count
            hint(
                "\(rows) of \(context.theCase.items.count)   \(context.glyphs[.enterKey]) keep  Esc clear", after: "/ ",
                into: &surface, y)
        case .label(let subject):
            let question = "label of \(context.name(subject)): "
            frame.editor(prompt.line, before: question, hint: "", into: &surface, y: y)
            hint("\(context.glyphs[.enterKey]) save  Esc back", after: question, into: &surface, y)
        case .role(let subject):
            surface.put(
                " role of \(context.name(subject)):  s suspect  v victim  x service  o other  - none", x: 0, y: y,
                role: .prompt)
            surface.put(" Esc back ", endingAt: surface.width, y: y, role: .muted)
        }
    }

    /// What the keys do, at the right edge as long as what is typed leaves room.
    private func hint(_ text: String, after question: String, into surface: inout Surface, _ y: Int) {
        let typed = TextWidth.cells(of: question) + TextWidth.cells(of: context.outside(prompt.line.text)) + 3
        guard typed + TextWidth.cells(of: text) + 2 <= surface.width else { return }
        surface.put(" \(text) ", endingAt: surface.width, y: y, role: .muted)
    }

    /// The reason on rows of its own above the prompt, with the likely correction.
    private func complaint(into surface: inout Surface, _ y: Int) {
        guard let complaint = prompt.complaint else {
            hint("\(context.glyphs[.enterKey]) add  Esc back", after: "add: ", into: &surface, y)
            return
        }
        var lines = TextFit.wrap(context.outside(complaint), cells: surface.width - 2)
        if let suggestion = prompt.suggestion {
            lines.append("Tab takes the only address that one changed character explains:")
            lines.append(suggestion)
        }
        let top = y - 1 - lines.count - 1
        surface.fill(x: 0, y: top, width: surface.width, height: lines.count + 2, role: .sheet)
        surface.titleRule(
            Rect(x: 0, y: top, width: surface.width, height: 1), title: "Not added", figure: "nothing was changed",
            isFocused: true, glyphs: context.glyphs)
        for (row, line) in lines.enumerated() {
            surface.put(line, x: 1, y: top + 1 + row, role: line == prompt.suggestion ? .id : .warning)
        }
    }
}
