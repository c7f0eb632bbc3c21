/// Collects pasted text between the marks that a terminal sends around it (bracketed paste, xterm's mode 2004).
///
/// Nothing in it is a key: a `q` inside never quits. Carriage returns, which terminals send for line ends, become line
/// feeds. Beyond `limit` bytes the rest is dropped up to the end mark and `isCut` says so.
struct PasteCollector {
    /// The most that is kept, in bytes of UTF-8.
    static let limit = 1 << 20

    private(set) var isCut = false
    private var scalars = String.UnicodeScalarView()
    private var bytes = 0
    private var followsReturn = false

    /// The end mark as it is written: on a slow line ncurses may give up waiting for it and hand it out in pieces.
    private static let endMark = "\u{1B}[201~".unicodeScalars

    /// Takes a character; answers true when it completed the end mark.
    mutating func add(_ value: UInt32) -> Bool {
        guard var scalar = Unicode.Scalar(value) else { return false }
        let isSecondHalf = followsReturn && scalar == "\n"
        followsReturn = scalar == "\r"
        if isSecondHalf { return false }
        if scalar == "\r" { scalar = "\n" }
        scalars.append(scalar)
        bytes += UTF8.width(scalar)
        if scalar == "~", scalars.suffix(Self.endMark.count).elementsEqual(Self.endMark) {
            scalars.removeLast(Self.endMark.count)
            return true
        }
        if bytes > Self.limit {
            // The tail is kept aside, so that the end mark is still recognised.
            isCut = true
            if kept == nil { kept = text }
            scalars.removeSubrange(scalars.startIndex..<scalars.index(scalars.endIndex, offsetBy: -Self.endMark.count))
            bytes = 0
        }
        return false
    }

    /// The beginning of a text that is too long.
    private var kept: String?

    /// The text so far.
    var text: String { kept ?? String(scalars) }
}
