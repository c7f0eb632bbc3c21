/// How the roles of the screen look, and which signs are drawn.
///
/// A theme never carries meaning: `mono` gives no role a colour and loses nothing.
public struct Theme: Hashable, Sendable {
    public let name: String
    /// One sentence for a list of themes.
    public let about: String
    /// The signs; a terminal that does not speak UTF-8 uses ASCII whatever the theme says.
    public let glyphs: GlyphSet
    private let inks: [Role: Ink]
    private let selectedInks: [Role: Ink]

    /// - Parameters:
    ///   - inks: by role. A role that is not given looks like the head of its dotted name, else like `text`; colours
    ///     that a given ink leaves open come from there too.
    ///   - selected: what the selection bar adds. With a background it replaces the role's; without one the bar is
    ///     reverse video.
    public init(
        name: String, about: String = "", glyphs: GlyphSet = .unicode, inks given: [Role: Ink] = [:],
        selected: Ink = Ink()
    ) {
        self.name = name
        self.about = about
        self.glyphs = glyphs
        var resolved: [Role: Ink] = [:]
        for role in Role.allCases { resolved[role] = Self.resolve(role, given) }
        inks = resolved
        selectedInks = resolved.mapValues { Self.select($0, selected) }
    }

    /// How a role looks, outside and inside the selection bar.
    public func ink(for role: Role, selected: Bool = false) -> Ink {
        (selected ? selectedInks : inks)[role] ?? Ink()
    }

    /// The head of a dotted role; nothing for one without a dot.
    static func head(of role: Role) -> Role? {
        role.rawValue.firstIndex(of: ".").flatMap { Role(rawValue: String(role.rawValue[..<$0])) }
    }

    private static func resolve(_ role: Role, _ given: [Role: Ink]) -> Ink {
        let above: Ink
        if let head = head(of: role) {
            above = resolve(head, given)
        } else {
            above = role == .text ? Ink() : given[.text] ?? Ink()
        }
        guard var ink = given[role] else {
            // Plain roles share only the colours of `text`, dotted ones are their head.
            if head(of: role) != nil { return above }
            return Ink(foreground: above.foreground, background: above.background)
        }
        ink.foreground = ink.foreground ?? above.foreground
        ink.background = ink.background ?? above.background
        return ink
    }

    private static func select(_ ink: Ink, _ selected: Ink) -> Ink {
        var result = ink
        if let background = selected.background {
            result.background = background
            result.foreground = selected.foreground ?? ink.foreground
        } else {
            result.isReversed.toggle()
        }
        result.isBold = ink.isBold || selected.isBold
        result.isUnderlined = ink.isUnderlined || selected.isUnderlined
        return result
    }
}
