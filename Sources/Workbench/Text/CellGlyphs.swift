/// What a terminal can be trusted to show of a grapheme cluster, cell by cell.
///
/// Terminals disagree about clusters: flags lose a half, joined emoji leak their joiner into the next cell. So a cluster
/// is reduced to base characters with at most four nonspacing marks each. What is dropped is only decoration (skin
/// tones, joined pictures, presentation selectors); letters never are. Control characters become `?`: outside text is
/// escaped before it is drawn, and this is the second lock on that door.
public enum CellGlyphs {
    /// Marks kept per base; ncurses holds five code points in a cell.
    public static let marksPerBase = 4

    /// Calls `body` with each glyph of `character` and its width of 1 or 2 cells; not at all for what is invisible.
    public static func forEach(of character: Character, _ body: (String, Int) -> Void) {
        if let ascii = character.asciiValue, character.unicodeScalars.count == 1 {
            body(ascii >= 0x20 && ascii < 0x7F ? String(character) : "?", 1)
            return
        }
        var glyph = String.UnicodeScalarView()
        var width = 0
        var marks = 0
        var joined = false
        func flush() {
            if width > 0 { body(String(glyph), width) }
            glyph.removeAll(keepingCapacity: true)
            width = 0
            marks = 0
        }
        for scalar in character.unicodeScalars {
            switch kind(of: scalar) {
            case .joiner:
                joined = true
            case .invisible:
                continue
            case .mark:
                // A mark without a base has no cell of its own.
                guard width > 0, marks < marksPerBase else { continue }
                glyph.append(scalar)
                marks += 1
            case .decoration where width > 0:
                continue
            case .base(let cells), .picture(let cells):
                if joined, width == 2, case .picture = kind(of: scalar) { continue }
                flush()
                glyph.append(scalar)
                width = cells
            case .decoration:
                flush()
                glyph.append(scalar)
                width = 2
            case .letter(let plain):
                flush()
                glyph.append(plain)
                width = 1
            case .control:
                // CR LF is one cluster and one mistake.
                guard glyph.last != "?" || width == 0 else { continue }
                flush()
                glyph.append("?")
                width = 1
            }
        }
        flush()
    }

    private enum Kind {
        case base(Int), picture(Int), letter(Unicode.Scalar)
        case mark, decoration, joiner, invisible, control
    }

    private static func kind(of scalar: Unicode.Scalar) -> Kind {
        let value = scalar.value
        // Regional indicators as the letters they stand for: half a flag says less than its country code.
        if (0x1F1E6...0x1F1FF).contains(value) {
            return .letter(Unicode.Scalar(UInt8(0x41 + value - 0x1F1E6)))
        }
        if value == 0x200D { return .joiner }
        if (0x1F3FB...0x1F3FF).contains(value) { return .decoration }
        // Hangul vowels and finals are drawn into the cells of their initial.
        if (0x1160...0x11FF).contains(value) || (0xD7B0...0xD7FF).contains(value) { return .mark }
        let properties = scalar.properties
        if properties.isDefaultIgnorableCodePoint { return .invisible }
        switch properties.generalCategory {
        case .nonspacingMark, .enclosingMark: return .mark
        case .control, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator: return .control
        case .format: return .invisible
        default:
            let cells = WideScalars.contains(value) ? 2 : 1
            return properties.isEmojiPresentation ? .picture(cells) : .base(cells)
        }
    }
}
