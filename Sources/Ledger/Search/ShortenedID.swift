/// An identifier of which only the beginning and the end are at hand: `bc1qxy…0wlh`, as apps, statements and reports
/// shorten addresses and transaction ids. It proves nothing; what the ledger holds that fits are candidates.
public struct ShortenedID: Hashable, Sendable {
    /// As typed; ASCII letters and digits only, either may be empty.
    public let beginning: String
    public let ending: String

    /// Fewer characters than this, both ends together, say nothing.
    public static let fewest = 3

    /// Reads `bc1qxy…0wlh`, also with `...`, `..` or `*` for what was left out, and with nothing left of it for an
    /// identifier that breaks off. Nil for all else.
    public init?(_ text: String) {
        var parts = [""]
        var isGap = false
        for scalar in text.unicodeScalars {
            if scalar == "\u{2026}" || scalar == "\u{22EF}" || scalar == "." || scalar == "*" {
                if !isGap { parts.append("") }
                isGap = true
            } else {
                guard scalar.isASCII, scalar.properties.isAlphabetic || ("0"..."9").contains(scalar) else { return nil }
                parts[parts.count - 1].unicodeScalars.append(scalar)
                isGap = false
            }
        }
        guard parts.count <= 2, parts[0].utf8.count + (parts.count > 1 ? parts[1].utf8.count : 0) >= Self.fewest,
            text.utf8.count <= Address.longestText
        else { return nil }
        beginning = parts[0]
        ending = parts.count > 1 ? parts[1] : ""
    }

    /// Whether a whole identifier begins and ends so. Both in lower case where case means nothing.
    func fits(_ text: String) -> Bool {
        text.utf8.count >= beginning.utf8.count + ending.utf8.count && text.utf8.starts(with: beginning.utf8)
            && text.utf8.suffix(ending.utf8.count).elementsEqual(ending.utf8)
    }

    /// The same in lower case.
    var folded: ShortenedID { ShortenedID(beginning: beginning.lowercased(), ending: ending.lowercased()) }

    private init(beginning: String, ending: String) {
        self.beginning = beginning
        self.ending = ending
    }
}
