/// How many colours a terminal can show.
public enum ColourDepth: Int, CaseIterable, Comparable, Sendable {
    /// None: weight, underline and reverse video only.
    case mono
    case eight
    case sixteen
    /// xterm's 256.
    case indexed
    /// 24 bits, where the terminal description has direct colour.
    case direct

    public static func < (one: ColourDepth, other: ColourDepth) -> Bool { one.rawValue < other.rawValue }

    /// What to use of what the terminal offers.
    ///
    /// - Parameters:
    ///   - colours: the number of colours in the terminal's description; negative when it has none.
    ///   - isDirect: whether a colour's number is its 24 bits.
    ///   - environment: `NO_COLOR`, when present and not empty, turns colour off (no-color.org).
    public static func resolve(colours: Int, isDirect: Bool, environment: [String: String]) -> ColourDepth {
        if let asked = environment["NO_COLOR"], !asked.isEmpty { return .mono }
        if isDirect, colours >= 1 << 24 { return .direct }
        switch colours {
        case ..<8: return .mono
        case ..<16: return .eight
        case ..<256: return .sixteen
        default: return .indexed
        }
    }
}

/// The colour numbers that a terminal is told.
public struct ColourPair: Hashable, Sendable {
    /// A number, or -1 for the terminal's own.
    public var foreground: Int
    public var background: Int

    public init(foreground: Int = -1, background: Int = -1) {
        self.foreground = foreground
        self.background = background
    }
}

extension ColourDepth {
    /// The numbers for an ink at this depth.
    ///
    /// With 256 colours the nearest of the cube and the greys, never of the first sixteen, which look as the user
    /// likes. With sixteen or eight the nearest that can be read on the background: a contrast of 3 at least.
    public func pair(for ink: Ink) -> ColourPair {
        guard self != .mono else { return ColourPair() }
        let background = ink.background.map { number(of: $0, on: nil) } ?? -1
        guard let colour = ink.foreground else { return ColourPair(background: background) }
        return ColourPair(foreground: number(of: colour, on: background), background: background)
    }

    private func number(of colour: Colour, on background: Int?) -> Int {
        switch (self, colour) {
        case (.mono, _): return -1
        case (.direct, .rgb(let red, let green, let blue)):
            let value = Int(red) << 16 | Int(green) << 8 | Int(blue)
            // Direct-colour descriptions read numbers below 8 as the terminal's own colours.
            return max(8, value)
        case (.direct, .terminal(let number)), (.eight, .terminal(let number)): return number & 7
        case (.indexed, .terminal(let number)), (.sixteen, .terminal(let number)): return number & 15
        case (.indexed, .rgb): return XtermPalette.nearest(to: colour, among: 16..<256) ?? -1
        case (.eight, .rgb), (.sixteen, .rgb):
            let all = 0..<(self == .eight ? 8 : 16)
            guard let background, background >= 0 else { return XtermPalette.nearest(to: colour, among: all) ?? -1 }
            let readable = all.filter { Colour.terminal($0).contrast(with: .terminal(background)) >= 3 }
            return XtermPalette.nearest(to: colour, among: readable) ?? -1
        }
    }
}
