import Casework
import Encoding
import Workbench

/// The notes: those on what is selected, then the others of the case.
struct NotesView {
    let context: ScreenContext
    let isFocused: Bool

    private var state: WorkbenchState { context.state }
    private var glyphs: GlyphSet { context.glyphs }

    func draw(into surface: inout Surface, title: Rect, body: Rect) {
        let notes = state.notesShown
        let filter = TextFit.elide(context.outside(state.noteFilter.text), cells: 24, glyphs: glyphs)
        let figure =
            !filter.isEmpty
            ? "\(notes.count) of \(state.openCase.notes.count) \(glyphs[.between]) filter \(filter)"
            : notes.here.isEmpty
            ? "none here \(glyphs[.between]) \(state.openCase.notes.count) in case"
            : "\(notes.here.count) here \(glyphs[.between]) \(state.openCase.notes.count) in case"
        surface.titleRule(
            title, title: "3 Notes", subject: context.name(state.notesSubject), figure: figure, isFocused: isFocused,
            glyphs: glyphs)
        guard !notes.isEmpty || filter.isEmpty else {
            surface.put("Nothing passes the filter. Esc shows all again.", x: body.x + 1, y: body.y + 1, role: .muted, limit: body.width - 2)
            return
        }
        guard !state.openCase.notes.isEmpty else {
            surface.put("No notes yet. Press n to write one on what is selected.", x: body.x + 1, y: body.y + 1, role: .muted, limit: body.width - 2)
            return
        }
        if body.width >= 110 {
            let area = ScreenLayout.noteList(in: body, notes: notes.count)
            let listWidth = area.width
            list(notes, into: &surface, area)
            surface.verticalRule(x: body.x + listWidth, y: body.y, length: body.height, glyphs: glyphs)
            text(of: shown(notes), into: &surface, Rect(x: body.x + listWidth + 1, y: body.y, width: body.width - listWidth - 1, height: body.height))
        } else if isFocused {
            let area = ScreenLayout.noteList(in: body, notes: notes.count)
            let listRows = area.height
            list(notes, into: &surface, area)
            surface.horizontalRule(x: body.x, y: body.y + listRows, length: body.width, role: .separator, glyphs: glyphs)
            text(of: shown(notes), into: &surface, Rect(x: body.x, y: body.y + listRows + 1, width: body.width, height: body.height - listRows - 1))
        } else {
            texts(notes.here, into: &surface, body)
        }
    }

    /// The note under the cursor; without the focus the newest one here.
    private func shown(_ notes: NotesInOrder) -> CaseNote? {
        isFocused ? state.selectedNote : notes.here.first
    }

    private func list(_ notes: NotesInOrder, into surface: inout Surface, _ area: Rect) {
        surface.put("written UTC", x: area.x + 1, y: area.y, role: .muted)
        surface.put("by    on                note", x: area.x + 19, y: area.y, role: .muted, limit: area.width - 19)
        let cursor = shown(notes)?.id
        let at = notes.place(ofID: cursor) ?? 0
        let height = area.height - 1
        let top = Scroll.top(keeping: at, of: notes.count, in: height, from: 0)
        for (row, note) in notes.dropFirst(top).prefix(height).enumerated() {
            let y = area.y + 1 + row
            surface.put(note.written.minute, x: area.x + 1, y: y, role: .muted)
            surface.put(TextFit.elide(context.outside(note.author), cells: 5, glyphs: glyphs), x: area.x + 19, y: y, role: .muted)
            surface.put(TextFit.elide(context.name(note.subject), cells: 16, glyphs: glyphs), x: area.x + 25, y: y, role: .strong)
            let first = note.text.split(separator: "\n").first.map(String.init) ?? ""
            surface.put(
                TextFit.elide(context.outside(first), cells: area.width - 44, glyphs: glyphs), x: area.x + 43, y: y,
                role: .note)
            if note.id == cursor {
                surface.put(glyphs[isFocused ? .cursor : .cursorOther], x: area.x, y: y, role: isFocused ? .cursor : .cursorOther)
                if isFocused { surface.mark(x: area.x + 1, y: y, width: area.width - 1, selected: true) }
            }
        }
    }

    private func text(of note: CaseNote?, into surface: inout Surface, _ area: Rect) {
        guard let note else {
            surface.put("No note on \(context.name(state.notesSubject)). Press n to write one.", x: area.x + 1, y: area.y, role: .muted, limit: area.width - 2)
            return
        }
        put(paragraphs(note, area.width - 2, full: true), from: state.noteScroll, into: &surface, area)
    }

    private func texts(_ notes: [CaseNote], into surface: inout Surface, _ area: Rect) {
        guard !notes.isEmpty else {
            text(of: nil, into: &surface, area)
            return
        }
        var lines: [(String, Role)] = []
        for note in notes.reversed() {
            if !lines.isEmpty { lines.append(("", .text)) }
            lines += paragraphs(note, area.width - 2, full: false)
        }
        put(lines, into: &surface, area)
    }

    private func paragraphs(_ note: CaseNote, _ cells: Int, full: Bool) -> [(String, Role)] {
        let written = full ? note.written.evidence : note.written.minute + " UTC"
        let edited = note.edited.map { "   changed \($0.minute)" } ?? ""
        let heading = "\(written)  \(context.outside(note.author))" + (full ? "  on \(context.name(note.subject))" : "") + edited
        let body = VisibleText.escape(note.text, keepingLines: true)
        return [(TextFit.elide(heading, cells: cells, glyphs: glyphs), .muted)] + TextFit.wrap(body, cells: cells).map { ($0, .text) }
    }

    private func put(_ lines: [(String, Role)], from scroll: Int = 0, into surface: inout Surface, _ area: Rect) {
        let top = min(scroll, max(0, lines.count - area.height))
        let rest = lines.count - top - area.height
        for (row, line) in lines.dropFirst(top).prefix(area.height).enumerated() {
            let isCut = row == area.height - 1 && rest > 0
            let more = "\(glyphs[.elided]) \(rest + 1) lines more; \(isFocused ? "PgDn" : "3, then PgDn,") shows them"
            surface.put(isCut ? more : line.0, x: area.x + 1, y: area.y + row, role: isCut ? .muted : line.1, limit: area.width - 2)
        }
    }
}
