import Encoding
import Workbench
import Yams

/// Reads a theme from YAML.
///
/// ```yaml
/// name: dusk
/// about: Soft light on a dark ground.
/// glyphs: unicode                     # or ascii, or { base: ascii, flagged: "F" }
/// palette:
///   ground: "#15181d"
/// selected: { bg: "#2a3340", bold: true }
/// roles:
///   text: { fg: "#d5dae1", bg: ground }
///   amount.zeros: { fg: bright-black }
/// ```
///
/// Colours are a name from the palette, `#rrggbb`, or one of the terminal's own (`red`, `bright-red`). What is not known
/// is an error with its line: a misspelt role would otherwise look like a theme that does nothing.
struct ThemeReader {
    let file: String
    private var palette: [String: Colour] = [:]

    init(file: String) { self.file = file }

    /// The theme in `bytes`.
    mutating func read(_ bytes: [UInt8]) throws(ThemeError) -> Theme {
        try ThemeText.check(bytes, file: file)
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw ThemeError(file: file, reason: "It is not UTF-8 text.")
        }
        let root = try table(compose(text), "The theme")
        try allow(["name", "about", "glyphs", "palette", "selected", "roles"], in: root)
        guard let nameNode = root["name"] else { throw ThemeError(file: file, reason: "It has no name.") }
        let name = try scalar(nameNode)
        guard ThemeLibrary.isName(name) else {
            throw refusal(nameNode, "A name has small letters, digits and hyphens, 40 at most.")
        }
        if let node = root["palette"] {
            for (key, value) in try table(node, "palette") {
                palette[try scalar(key)] = try colour(value)
            }
        }
        return Theme(
            name: name,
            about: try root["about"].map(scalar) ?? "",
            glyphs: try root["glyphs"].map(glyphs) ?? .unicode,
            inks: try root["roles"].map(roles) ?? [:],
            selected: try root["selected"].map(ink) ?? Ink())
    }

    private func compose(_ text: String) throws(ThemeError) -> Node {
        do {
            guard let node = try Yams.compose(yaml: text) else {
                throw ThemeError(file: file, reason: "It is empty.")
            }
            return node
        } catch let error as ThemeError {
            throw error
        } catch let error as YamlError {
            throw Self.translate(error, file: file)
        } catch {
            throw ThemeError(file: file, reason: "It cannot be read as YAML.")
        }
    }

    private static func translate(_ error: YamlError, file: String) -> ThemeError {
        switch error {
        case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
            .composer(_, let problem, let mark, _):
            ThemeError(file: file, line: mark.line, reason: "It cannot be read as YAML: \(problem).")
        case .duplicatedKeysInMapping(let duplicates, let context):
            ThemeError(
                file: file, line: context.mark.line, reason: "\(quoted(duplicates.first ?? "")) is given twice.")
        case .reader(let problem, _, _, _):
            ThemeError(file: file, reason: "It cannot be read as YAML: \(problem).")
        default:
            ThemeError(file: file, reason: "It cannot be read as YAML.")
        }
    }

    private func roles(_ node: Node) throws(ThemeError) -> [Role: Ink] {
        var inks: [Role: Ink] = [:]
        for (key, value) in try table(node, "roles") {
            let name = try scalar(key)
            guard let role = Role(rawValue: name) else { throw refusal(key, "There is no role \(quoted(name)).") }
            inks[role] = try ink(value)
        }
        return inks
    }

    private func ink(_ node: Node) throws(ThemeError) -> Ink {
        var ink = Ink()
        for (key, value) in try table(node, "A look") {
            let name = try scalar(key)
            switch name {
            case "fg": ink.foreground = try colour(value)
            case "bg": ink.background = try colour(value)
            case "bold": ink.isBold = try flag(value)
            case "dim": ink.isDim = try flag(value)
            case "underline": ink.isUnderlined = try flag(value)
            case "reverse": ink.isReversed = try flag(value)
            default:
                throw refusal(key, "\(quoted(name)) is not one of fg, bg, bold, dim, underline, reverse.")
            }
        }
        return ink
    }

    private func glyphs(_ node: Node) throws(ThemeError) -> GlyphSet {
        if node.scalar != nil { return GlyphSet(base: try glyphBase(node)) }
        let table = try table(node, "glyphs")
        let base = try table["base"].map(glyphBase) ?? .unicode
        var replaced: [Glyph: String] = [:]
        for (key, value) in table {
            let name = try scalar(key)
            if name == "base" { continue }
            guard let glyph = Glyph(rawValue: name) else { throw refusal(key, "There is no sign \(quoted(name)).") }
            let text = try scalar(value)
            guard text.unicodeScalars.allSatisfy({ $0.isASCII || base == .unicode }),
                TextWidth.cells(of: text) == TextWidth.cells(of: GlyphSet(base: base)[glyph]),
                !text.utf8.contains(where: { $0 < 0x20 || $0 == 0x7F })
            else {
                let cells = TextWidth.cells(of: GlyphSet(base: base)[glyph])
                throw refusal(
                    value, "The sign \(quoted(name)) takes \(cells) \(base == .ascii ? "ASCII " : "")cell(s).")
            }
            replaced[glyph] = text
        }
        return GlyphSet(base: base, replacing: replaced)
    }

    private func glyphBase(_ node: Node) throws(ThemeError) -> GlyphSet.Base {
        let name = try scalar(node)
        guard let base = GlyphSet.Base(rawValue: name) else {
            throw refusal(node, "\(quoted(name)) is not one of unicode, ascii.")
        }
        return base
    }

    private func colour(_ node: Node) throws(ThemeError) -> Colour {
        let name = try scalar(node)
        guard let colour = palette[name] ?? Colour(name) else {
            throw refusal(
                node,
                "\(quoted(name)) is no colour: write \"#rrggbb\", a name from the palette, or a terminal colour like "
                    + "bright-red.")
        }
        return colour
    }

    private func flag(_ node: Node) throws(ThemeError) -> Bool {
        switch try scalar(node) {
        case "true": return true
        case "false": return false
        default: throw refusal(node, "It must be true or false.")
        }
    }

    private func table(_ node: Node, _ what: String) throws(ThemeError) -> Node.Mapping {
        guard let mapping = node.mapping else { throw refusal(node, "\(what) must be a table of names and values.") }
        return mapping
    }

    private func scalar(_ node: Node) throws(ThemeError) -> String {
        guard node.anchor == nil, let text = node.scalar?.string else {
            throw refusal(node, "A single text is needed here.")
        }
        return text
    }

    private func allow(_ names: [String], in table: Node.Mapping) throws(ThemeError) {
        for (key, _) in table {
            let name = try scalar(key)
            guard names.contains(name) else {
                throw refusal(key, "\(Self.quoted(name)) is not one of \(names.joined(separator: ", ")).")
            }
        }
    }

    private func refusal(_ node: Node, _ reason: String) -> ThemeError {
        ThemeError(file: file, line: node.mark?.line, reason: reason)
    }

    private func quoted(_ text: String) -> String { Self.quoted(text) }

    /// Text from the file in a message: short and harmless.
    private static func quoted(_ text: String) -> String {
        "\u{201C}" + TextFit.elide(VisibleText.escape(text), cells: 40) + "\u{201D}"
    }
}
