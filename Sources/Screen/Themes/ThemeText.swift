/// What is refused before a theme reaches the YAML reader.
///
/// A theme is a few kilobytes of short lines. Anchors, aliases and tags have no use in one and are how YAML files grow
/// without bound while they are read, so they are refused in the text; the reader itself refuses deep nesting.
enum ThemeText {
    static let largestFile = 64 * 1024
    static let longestLine = 200

    /// Throws for the first thing that no theme needs.
    static func check(_ bytes: [UInt8], file: String) throws(ThemeError) {
        guard bytes.count <= largestFile else {
            throw ThemeError(file: file, reason: "It has \(bytes.count) bytes; \(largestFile) are allowed.")
        }
        var number = 0
        for line in bytes.split(separator: 0x0A, omittingEmptySubsequences: false) {
            number += 1
            if let reason = reasonToRefuse(line) { throw ThemeError(file: file, line: number, reason: reason) }
        }
    }

    private static func reasonToRefuse(_ line: ArraySlice<UInt8>) -> String? {
        guard line.count <= longestLine else { return "The line is longer than \(longestLine) bytes." }
        var quote: UInt8?
        var previous = UInt8(ascii: " ")
        for byte in line {
            guard byte >= 0x20, byte != 0x7F else { return "It has a tab or another control character." }
            let startsToken = tokenStarts.contains(previous)
            previous = byte
            if let open = quote {
                if byte == open { quote = nil }
                continue
            }
            guard startsToken else { continue }
            switch byte {
            case UInt8(ascii: "#"): return nil
            case UInt8(ascii: "\""), UInt8(ascii: "'"): quote = byte
            case UInt8(ascii: "&"), UInt8(ascii: "*"):
                return "Anchors and aliases (& and *) are not allowed; name the colour in the palette."
            case UInt8(ascii: "!"): return "YAML tags (!) are not allowed; put the text in quotes."
            default: break
            }
        }
        return nil
    }

    private static let tokenStarts = Set(" [{,:-?".utf8)
}
