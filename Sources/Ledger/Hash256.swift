import Encoding

/// 32 bytes: a transaction id or a block hash, kept in the byte order of the wire and shown reversed, as is the custom.
public struct Hash256: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// The bytes in wire order, eight a word, the first byte in the lowest place.
    public let words: (UInt64, UInt64, UInt64, UInt64)

    public static let zero = Hash256(words: (0, 0, 0, 0))

    public init(words: (UInt64, UInt64, UInt64, UInt64)) { self.words = words }

    /// `bytes` in wire order; nil unless there are exactly 32.
    public init?(wire bytes: some Sequence<UInt8>) {
        var words: [UInt64] = [0, 0, 0, 0]
        var count = 0
        for byte in bytes {
            guard count < 32 else { return nil }
            words[count / 8] |= UInt64(byte) << UInt64(count % 8 * 8)
            count += 1
        }
        guard count == 32 else { return nil }
        self.words = (words[0], words[1], words[2], words[3])
    }

    /// 64 hexadecimal digits as block explorers show them; nil for anything else.
    public init?(_ text: String) {
        guard text.utf8.count == 64, let bytes = Hex.bytes(text) else { return nil }
        self.init(wire: bytes.reversed())
    }

    /// The 32 bytes in wire order.
    public var wire: [UInt8] {
        [words.0, words.1, words.2, words.3].flatMap { word in (0..<8).map { UInt8(truncatingIfNeeded: word >> ($0 * 8)) } }
    }

    /// 64 lower-case digits in display order.
    public var description: String { Hex.text(wire.reversed()) }

    /// Whether the 64 digits begin with `digits`, which are in lower case. Makes no text: lists of any length are filtered
    /// by what was typed.
    public func hasPrefix(_ digits: String) -> Bool {
        var place = 0
        for code in digits.utf8 {
            let digit: UInt64
            switch code {
            case 0x30...0x39: digit = UInt64(code - 0x30)
            case 0x61...0x66: digit = UInt64(code - 0x61) + 10
            default: return false
            }
            guard place < 64 else { return false }
            let word = place < 32 ? (place < 16 ? words.3 : words.2) : (place < 48 ? words.1 : words.0)
            guard word >> UInt64(60 - place % 16 * 4) & 15 == digit else { return false }
            place += 1
        }
        return true
    }

    public static func == (a: Self, b: Self) -> Bool { a.words == b.words }
    public func hash(into hasher: inout Hasher) { hasher.combine(words.0); hasher.combine(words.1) }

    /// Order of the displayed text, so that lists sort as they read.
    public static func < (a: Self, b: Self) -> Bool {
        for (x, y) in [(a.words.3, b.words.3), (a.words.2, b.words.2), (a.words.1, b.words.1), (a.words.0, b.words.0)]
        where x != y { return x < y }
        return false
    }
}

public typealias TxID = Hash256
public typealias BlockHash = Hash256
