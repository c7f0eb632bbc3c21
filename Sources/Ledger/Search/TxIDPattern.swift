import Encoding

/// What a shortened identifier asks of a transaction's id: hexadecimal digits at both ends, in either case, with or without
/// `0x` before them.
public struct TxIDPattern: Sendable {
    /// Bits that are known, and what they are; words as in `Hash256`.
    private let mask: Hash256
    private let wanted: Hash256

    /// Nil where it has other characters than hexadecimal digits, or more than 64.
    public init?(_ shortened: ShortenedID) {
        let short = shortened.folded
        let beginning = short.beginning.hasPrefix("0x") ? String(short.beginning.dropFirst(2)) : short.beginning
        let gap = 64 - beginning.utf8.count - short.ending.utf8.count
        guard gap >= 0 else { return nil }
        func digits(_ known: (String) -> String, _ unknown: Character) -> Hash256? {
            Hash256(known(beginning) + String(repeating: unknown, count: gap) + known(short.ending))
        }
        guard let wanted = digits({ $0 }, "0"),
            let mask = digits({ String(repeating: "f", count: $0.utf8.count) }, "0")
        else { return nil }
        self.wanted = wanted
        self.mask = mask
    }

    @inline(__always)
    public func fits(_ id: TxID) -> Bool {
        (id.words.3 & mask.words.3 ^ wanted.words.3) | (id.words.0 & mask.words.0 ^ wanted.words.0)
            | (id.words.2 & mask.words.2 ^ wanted.words.2) | (id.words.1 & mask.words.1 ^ wanted.words.1) == 0
    }
}
