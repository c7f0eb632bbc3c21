import Casework
import Encoding

extension WorkbenchState {
    /// How far the text of the selected note scrolls: the screen stops at its last row, and so must the number that the
    /// next page is counted from.
    var furthestNoteScroll: Int {
        guard let note = selectedNote, let body = ScreenLayout(state: self).space(of: .notes)?.body else { return 0 }
        let notes = notesShown
        let list = ScreenLayout.noteList(in: body, notes: notes.count)
        let isBeside = list.width < body.width
        let cells = (isBeside ? body.width - list.width - 1 : body.width) - 2
        let room = isBeside ? body.height : body.height - list.height - 1
        // Its heading takes a row.
        return max(0, 1 + NoteRows.most(of: note.text, cells: cells) - room)
    }
}

/// How many rows a text takes when it is wrapped at words.
enum NoteRows {
    /// Never fewer rows than the screen needs: whatever is not ASCII counts as two cells wide.
    static func most(of text: String, cells: Int) -> Int {
        guard cells > 1 else { return text.count }
        var rows = 0
        for line in VisibleText.escape(text, keepingLines: true).split(separator: "\n", omittingEmptySubsequences: false) {
            rows += 1
            var used = 0
            for word in line.split(separator: " ", omittingEmptySubsequences: false) {
                let width = word.reduce(0) { $0 + ($1.isASCII ? 1 : 2) }
                let gap = used > 0 ? 1 : 0
                if used + gap + width <= cells {
                    used += gap + width
                } else if width <= cells {
                    rows += 1
                    used = width
                } else {
                    // A word longer than a row begins on one of its own; a wide character may leave a cell empty.
                    rows += 1 + width / (cells - 1)
                    used = cells
                }
            }
        }
        return rows
    }
}
