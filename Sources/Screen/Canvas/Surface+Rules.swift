extension Surface {
    /// Draws a horizontal rule of `length` cells.
    public mutating func horizontalRule(
        x: Int, y: Int, length: Int, heavy: Bool = false, role: Role = .rule, glyphs: GlyphSet = .unicode
    ) {
        let weight: BoxWeight = heavy ? .heavy : .light
        fill(x: x, y: y, width: length, height: 1, glyph: glyphs.box(east: weight, west: weight), role: role)
    }

    /// Draws a vertical rule of `length` cells.
    public mutating func verticalRule(
        x: Int, y: Int, length: Int, heavy: Bool = false, role: Role = .separator, glyphs: GlyphSet = .unicode
    ) {
        let weight: BoxWeight = heavy ? .heavy : .light
        fill(x: x, y: y, width: 1, height: length, glyph: glyphs.box(north: weight, south: weight), role: role)
    }

    /// Draws a box along the edge of a rectangle of at least 2 by 2 cells; rounded when light.
    public mutating func box(
        x: Int, y: Int, width: Int, height: Int, heavy: Bool = false, role: Role = .rule, glyphs: GlyphSet = .unicode
    ) {
        guard width >= 2, height >= 2 else { return }
        let weight: BoxWeight = heavy ? .heavy : .light
        horizontalRule(x: x + 1, y: y, length: width - 2, heavy: heavy, role: role, glyphs: glyphs)
        horizontalRule(x: x + 1, y: y + height - 1, length: width - 2, heavy: heavy, role: role, glyphs: glyphs)
        verticalRule(x: x, y: y + 1, length: height - 2, heavy: heavy, role: role, glyphs: glyphs)
        verticalRule(x: x + width - 1, y: y + 1, length: height - 2, heavy: heavy, role: role, glyphs: glyphs)
        put(glyphs.box(east: weight, south: weight), x: x, y: y, role: role)
        put(glyphs.box(south: weight, west: weight), x: x + width - 1, y: y, role: role)
        put(glyphs.box(north: weight, east: weight), x: x, y: y + height - 1, role: role)
        put(glyphs.box(north: weight, west: weight), x: x + width - 1, y: y + height - 1, role: role)
    }
}
