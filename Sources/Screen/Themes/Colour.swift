/// A colour as a theme names it.
public enum Colour: Hashable, Sendable {
    /// sRGB, 0 to 255 each.
    case rgb(UInt8, UInt8, UInt8)
    /// One of the terminal's own sixteen: 0 to 7 plain, 8 to 15 bright. Its look is the user's choice.
    case terminal(Int)

    /// The names of the terminal's sixteen colours, by number.
    public static let terminalNames = [
        "black", "red", "green", "yellow", "blue", "magenta", "cyan", "white",
        "bright-black", "bright-red", "bright-green", "bright-yellow", "bright-blue", "bright-magenta", "bright-cyan",
        "bright-white",
    ]

    /// Reads `#rrggbb` or one of `terminalNames`; nothing for any other text.
    public init?(_ text: String) {
        if let number = Self.terminalNames.firstIndex(of: text) {
            self = .terminal(number)
            return
        }
        let bytes = Array(text.utf8)
        guard bytes.count == 7, bytes[0] == UInt8(ascii: "#"), bytes.dropFirst().allSatisfy(Self.isHexadecimal),
            let value = UInt32(text.dropFirst(), radix: 16)
        else { return nil }
        self = .rgb(UInt8(value >> 16), UInt8(value >> 8 & 0xFF), UInt8(value & 0xFF))
    }

    private static func isHexadecimal(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "f"),
            UInt8(ascii: "A")...UInt8(ascii: "F"):
            true
        default: false
        }
    }

    /// The colour's sRGB parts; the terminal's own by xterm's defaults.
    public var parts: (red: UInt8, green: UInt8, blue: UInt8) {
        switch self {
        case .rgb(let red, let green, let blue): (red, green, blue)
        case .terminal(let number): XtermPalette.parts(of: number & 15)
        }
    }

    /// The contrast with another colour, 1 to 21, by WCAG 2.1.
    public func contrast(with other: Colour) -> Double {
        let mine = luminance
        let its = other.luminance
        return (max(mine, its) + 0.05) / (min(mine, its) + 0.05)
    }

    /// Relative luminance, 0 to 1, by WCAG 2.1.
    var luminance: Double {
        let (red, green, blue) = parts
        return 0.2126 * Self.linear[Int(red)] + 0.7152 * Self.linear[Int(green)] + 0.0722 * Self.linear[Int(blue)]
    }

    /// sRGB to linear light by value: piecewise in place of `pow`, so that no C library has a say in it.
    private static let linear: [Double] = (0...255).map { value in
        let share = Double(value) / 255
        guard share > 0.04045 else { return share / 12.92 }
        // x^2.4 = x^2 * x^0.4, and x^0.4 is the fifth root of x^2; Newton's method settles in a few steps.
        let base = (share + 0.055) / 1.055
        let square = base * base
        var root = 1.0
        for _ in 0..<60 { root -= (root * root * root * root * root - square) / (5 * root * root * root * root) }
        return square * root
    }
}
