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
            surface.put(
                " \(rows) of \(context.theCase.items.count)   \(context.glyphs[.enterKey]) keep  Esc clear ",
                endingAt: surface.width, y: y, role: .muted)
        case .label(let subject):
            frame.editor(prompt.line, before: "label of \(context.name(subject)): ", hint: "", into: &surface, y: y)
            surface.put(" \(context.glyphs[.enterKey]) save  Esc back ", endingAt: surface.width, y: y, role: .muted)
        case .role(let subject):
            surface.put(
                " role of \(context.name(subject)):  s suspect  v victim  x service  o other  - none", x: 0, y: y,
                role: .prompt)
            surface.put(" Esc back ", endingAt: surface.width, y: y, role: .muted)
        }
    }

    /// The reason on rows of its own above the prompt, with the likely correction.
    private func complaint(into surface: inout Surface, _ y: Int) {
        guard let complaint = prompt.complaint else {
            surface.put(" \(context.glyphs[.enterKey]) add  Esc back ", endingAt: surface.width, y: y, role: .muted)
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
