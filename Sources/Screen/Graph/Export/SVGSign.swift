/// A sign that is drawn rather than written: lines, bars, circles and arrows.
enum SVGSign: Hashable {
    case lines(north: BoxWeight, east: BoxWeight, south: BoxWeight, west: BoxWeight)
    /// Eighths of a cell from its left edge.
    case bar(Int)
    case disc, ring, dashedRing, diamond, triangle, pointer

    /// How a glyph is drawn; nil for one that is written as text.
    static func shape(_ glyph: String) -> SVGSign? { table[glyph] }

    private static let table: [String: SVGSign] = {
        var table: [String: SVGSign] = [
            "●": .disc, "○": .ring, "◌": .dashedRing, "◆": .diamond, "▶": .pointer, "▸": .triangle,
        ]
        let weights: [BoxWeight] = [.none, .light, .heavy]
        for north in weights {
            for east in weights {
                for south in weights {
                    for west in weights {
                        let glyph = GlyphSet.unicode.box(north: north, east: east, south: south, west: west)
                        if glyph != " " { table[glyph] = .lines(north: north, east: east, south: south, west: west) }
                    }
                }
            }
        }
        for eighths in 1...8 { table[GlyphSet.unicode.eighth(eighths)] = .bar(eighths) }
        return table
    }()

    /// The shapes in the cell whose top left corner is at `x`, `y`.
    func svg(x: Int, y: Int, role: Role) -> [String] {
        let (width, height) = (SVGWriter.cell.width, SVGWriter.cell.height)
        let (cx, cy) = (x + width / 2, y + height / 2)
        let colour = SVGWriter.colour(of: role)
        switch self {
        case .lines(let north, let east, let south, let west):
            var parts: [String] = []
            for (weight, strokes) in [BoxWeight.light, .heavy].map({ weight in
                (weight, [
                    (north, "M\(cx) \(cy)V\(y)"), (east, "M\(cx) \(cy)H\(x + width)"), (south, "M\(cx) \(cy)V\(y + height)"),
                    (west, "M\(cx) \(cy)H\(x)"),
                ].filter { $0.0 == weight }.map(\.1))
            }) where !strokes.isEmpty {
                parts.append(
                    "<path d=\"\(strokes.joined())\" stroke=\"\(colour)\" stroke-width=\"\(weight == .heavy ? 3 : 1)\" "
                        + "stroke-linecap=\"square\" fill=\"none\" shape-rendering=\"crispEdges\"/>")
            }
            return parts
        case .bar(let eighths):
            return ["<rect x=\"\(x)\" y=\"\(y + 4)\" width=\"\(eighths * width / 8)\" height=\"\(height - 8)\" fill=\"\(colour)\"/>"]
        case .disc: return ["<circle cx=\"\(cx)\" cy=\"\(cy)\" r=\"3\" fill=\"#1a1a1a\"/>"]
        case .ring: return ["<circle cx=\"\(cx)\" cy=\"\(cy)\" r=\"3\" fill=\"none\" stroke=\"#1a1a1a\" stroke-width=\"1\"/>"]
        case .dashedRing:
            return [
                "<circle cx=\"\(cx)\" cy=\"\(cy)\" r=\"3\" fill=\"none\" stroke=\"#1a1a1a\" stroke-width=\"1\" stroke-dasharray=\"2 2\"/>"
            ]
        case .diamond:
            return ["<path d=\"M\(cx) \(cy - 5)L\(cx + 4) \(cy)L\(cx) \(cy + 5)L\(cx - 4) \(cy)Z\" fill=\"#1a1a1a\"/>"]
        case .triangle: return ["<path d=\"M\(x + 2) \(cy - 4)L\(x + 7) \(cy)L\(x + 2) \(cy + 4)Z\" fill=\"#1a1a1a\"/>"]
        case .pointer:
            return ["<path d=\"M\(x) \(cy - 4)L\(x + width) \(cy)L\(x) \(cy + 4)Z\" fill=\"\(colour)\"/>"]
        }
    }
}
