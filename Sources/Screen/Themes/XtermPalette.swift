/// The 256 colours of xterm: sixteen of the user's, a cube of 6 by 6 by 6, and 24 greys.
enum XtermPalette {
    /// The sRGB parts of colour `number`, 0 to 255; of the first sixteen xterm's defaults.
    static func parts(of number: Int) -> (red: UInt8, green: UInt8, blue: UInt8) {
        switch number {
        case 0..<16: return sixteen[number]
        case 16..<232:
            let cube = number - 16
            return (steps[cube / 36], steps[cube / 6 % 6], steps[cube % 6])
        default:
            let grey = UInt8(clamping: 8 + 10 * (number - 232))
            return (grey, grey, grey)
        }
    }

    /// The colour of `candidates` that looks most like `colour`; the first of equals.
    static func nearest(to colour: Colour, among candidates: some Sequence<Int>) -> Int? {
        let wanted = colour.parts
        var best: (number: Int, distance: Int)?
        for number in candidates {
            let distance = distance(wanted, parts(of: number))
            if best.map({ distance < $0.distance }) ?? true { best = (number, distance) }
        }
        return best?.number
    }

    /// Squared distance, weighted by the mean red ("redmean"): close to what eyes say, in integers.
    private static func distance(
        _ one: (red: UInt8, green: UInt8, blue: UInt8), _ other: (red: UInt8, green: UInt8, blue: UInt8)
    ) -> Int {
        let mean = (Int(one.red) + Int(other.red)) / 2
        let red = Int(one.red) - Int(other.red)
        let green = Int(one.green) - Int(other.green)
        let blue = Int(one.blue) - Int(other.blue)
        return (512 + mean) * red * red / 256 + 4 * green * green + (767 - mean) * blue * blue / 256
    }

    private static let steps: [UInt8] = [0, 95, 135, 175, 215, 255]

    private static let sixteen: [(red: UInt8, green: UInt8, blue: UInt8)] = [
        (0, 0, 0), (205, 0, 0), (0, 205, 0), (205, 205, 0), (0, 0, 238), (205, 0, 205), (0, 205, 205), (229, 229, 229),
        (127, 127, 127), (255, 0, 0), (0, 255, 0), (255, 255, 0), (92, 92, 255), (255, 0, 255), (0, 255, 255),
        (255, 255, 255),
    ]
}
