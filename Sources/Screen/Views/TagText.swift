import Attribution
import Casework
import Encoding
import Workbench

/// A claim about an address in one line: who says it, when, how surely, and whether others say something else.
enum TagText {
    /// `$[Exchange K] graphsense, 2024-01-02, confidence 50, 1 of 2 tags, contradicting`; where there are fewer cells, the
    /// label is elided first, then the source.
    static func line(_ tags: AddressTags, cells: Int = .max, glyphs: GlyphSet) -> String {
        var tail = ", \(tags.date.date), confidence \(tags.confidence)"
        if tags.isOfCluster { tail += ", of its \(glyphs[.inference])cluster" }
        if tags.count > 1 { tail += ", 1 of \(tags.count) tags" }
        if tags.contradict { tail += ", " + word(tags.decision) }
        let room = max(16, cells - TextWidth.cells(of: tail))
        let source = TextFit.elide(VisibleText.escape(tags.source), cells: room - 8, glyphs: glyphs)
        let label = TextFit.elide(
            sign(tags.kind, glyphs) + VisibleText.escape(tags.name), cells: room - 1 - TextWidth.cells(of: source), glyphs: glyphs)
        return label + " " + source + tail
    }

    /// What became of tags that contradict each other.
    static func word(_ decision: TagChoice.Decision?) -> String {
        switch decision {
        case nil: "contradicting"
        case .follow?: "followed"
        case .keepBoth?: "contradicting, kept"
        case .dismiss?: "no contradiction"
        }
    }

    /// The sign of a kind of party, so that none is told by colour alone; none for the others.
    static func sign(_ kind: TagKind, _ glyphs: GlyphSet) -> String {
        switch kind {
        case .sanctioned: glyphs[.tagSanctioned]
        case .abuse: glyphs[.tagAbuse]
        case .mixer: glyphs[.tagMixer]
        case .bridge: glyphs[.tagBridge]
        case .service: glyphs[.tagService]
        case .other: ""
        }
    }

    /// How a kind of party is drawn.
    static func role(_ kind: TagKind) -> Role {
        switch kind {
        case .sanctioned, .abuse, .mixer: .tagRisk
        case .bridge, .service: .tagService
        case .other: .tag
        }
    }
}
