import Encoding
import Workbench

/// What is seen while a case is being opened: which, and how far that is where it takes long.
public enum OpeningScreen {
    /// - Parameters:
    ///   - name: the folder of the case.
    ///   - progress: one line; empty while there is nothing to tell.
    public static func draw(name: String, progress: String, width: Int, height: Int, glyphs: GlyphSet) -> Surface {
        var surface = Surface(width: width, height: height)
        guard width > 0, height > 0 else { return surface }
        surface.put(" Clew", x: 0, y: 0, role: .strong)
        let lines = [("Opening " + VisibleText.escape(name), Role.text), (progress, .muted)]
        for (row, line) in lines.enumerated() where height > row + 4 {
            let text = TextFit.elide(line.0, cells: max(0, width - 4), glyphs: glyphs)
            surface.put(text, x: max(0, (width - TextWidth.cells(of: text)) / 2), y: height / 2 - 1 + row, role: line.1)
        }
        if height > 2 { surface.put(" q leave", x: 0, y: height - 1, role: .muted) }
        return surface
    }
}
