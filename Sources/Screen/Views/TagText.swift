import Encoding
import Workbench

/// A claim about an address in one line: who says it, when, how surely, and whether others say something else.
enum TagText {
    /// `[Exchange K] graphsense, 2024-01-02, confidence 50, 1 of 2 tags, contradicting`; where there are fewer cells, the
    /// label is elided first, then the source.
    static func line(_ tags: AddressTags, cells: Int = .max, glyphs: GlyphSet) -> String {
        var tail = ", \(tags.date.date), confidence \(tags.confidence)"
        if tags.isOfCluster { tail += ", of its \(glyphs[.inference])cluster" }
        if tags.count > 1 { tail += ", 1 of \(tags.count) tags" }
        if tags.contradict { tail += ", contradicting" }
        let room = max(16, cells - TextWidth.cells(of: tail))
        let source = TextFit.elide(VisibleText.escape(tags.source), cells: room - 8, glyphs: glyphs)
        let label = TextFit.elide(
            VisibleText.escape(tags.name), cells: room - 1 - TextWidth.cells(of: source), glyphs: glyphs)
        return label + " " + source + tail
    }
}
