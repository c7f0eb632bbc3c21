/// Bech32 (BIP 173) and bech32m (BIP 350): a readable prefix, data in 5-bit groups, a checksum of six characters.
public struct Bech32: Hashable, Sendable {
    /// Which constant the checksum ends in: witness version 0 uses `bech32`, all later ones `bech32m`.
    public enum Variant: UInt32, Sendable {
        case bech32 = 1
        case bech32m = 0x2bc8_30a3
    }

    /// Why a text is neither.
    public enum Failure: Error, Hashable, Sendable {
        /// More than 90 characters.
        case tooLong
        case mixedCase
        /// No `1`, or nothing before the last one.
        case noPrefix
        /// Fewer than six characters after the last `1`.
        case tooShort
        /// A byte that the place does not allow; `offset` counts bytes.
        case character(offset: Int)
        case checksum
    }

    public let variant: Variant
    /// The part before the last `1`, in lower case.
    public let prefix: String
    /// The data, five bits each, without the checksum.
    public let groups: [UInt8]

    /// The 32 characters of the data part, by value.
    public static let alphabet = Array("qpzry9x8gf2tvdw0s3jn54khce6mua7l".utf8)

    static let values: [Int8] = {
        var values = [Int8](repeating: -1, count: 256)
        for (value, code) in alphabet.enumerated() { values[Int(code)] = Int8(value) }
        return values
    }()

    public init(_ variant: Variant, prefix: String, groups: [UInt8]) {
        self.variant = variant
        self.prefix = prefix
        self.groups = groups
    }

    /// Reads `text`, all lower or all upper case.
    public init(_ text: String) throws(Failure) { try self.init(Array(text.utf8)) }

    init(_ text: [UInt8]) throws(Failure) {
        guard text.count <= 90 else { throw .tooLong }
        let lower = UInt8(ascii: "a")...UInt8(ascii: "z")
        let upper = UInt8(ascii: "A")...UInt8(ascii: "Z")
        if text.contains(where: lower.contains) && text.contains(where: upper.contains) { throw .mixedCase }
        let folded = text.map { upper.contains($0) ? $0 + 32 : $0 }
        guard let separator = folded.lastIndex(of: UInt8(ascii: "1")), separator > 0 else { throw .noPrefix }
        if let bad = folded[..<separator].firstIndex(where: { !(33...126).contains($0) }) {
            throw .character(offset: bad)
        }
        var groups: [UInt8] = []
        for index in (separator + 1)..<folded.endIndex {
            let value = Self.values[Int(folded[index])]
            guard value >= 0 else { throw .character(offset: index) }
            groups.append(UInt8(value))
        }
        guard groups.count >= 6 else { throw .tooShort }
        let residue = Self.residue(Array(folded[..<separator]), groups)
        guard let variant = Variant(rawValue: residue) else { throw .checksum }
        self.variant = variant
        prefix = String(decoding: folded[..<separator], as: UTF8.self)
        self.groups = Array(groups.dropLast(6))
    }

    /// The text, in lower case, with its checksum.
    public var text: String {
        let name = Array(prefix.utf8)
        let residue = Self.residue(name, groups + [0, 0, 0, 0, 0, 0]) ^ variant.rawValue
        let sum = (0..<6).map { UInt8(residue >> UInt32(5 * (5 - $0)) & 31) }
        let data = (groups.map { $0 & 31 } + sum).map { Self.alphabet[Int($0)] }
        return String(decoding: name + [UInt8(ascii: "1")] + data, as: UTF8.self)
    }

    /// `bytes` in groups of five bits, the last one filled with zeros.
    public static func groups(of bytes: [UInt8]) -> [UInt8] {
        var out: [UInt8] = []
        var (pending, bits) = (UInt32(0), 0)
        for byte in bytes {
            pending = (pending << 8 | UInt32(byte)) & 0xfff
            bits += 8
            while bits >= 5 {
                bits -= 5
                out.append(UInt8(pending >> UInt32(bits) & 31))
            }
        }
        if bits > 0 { out.append(UInt8(pending << UInt32(5 - bits) & 31)) }
        return out
    }

    /// The bytes of `groups`; nil when more than four bits are left over, or a left-over bit is set.
    public static func bytes(of groups: some Sequence<UInt8>) -> [UInt8]? {
        var out: [UInt8] = []
        var (pending, bits) = (UInt32(0), 0)
        for group in groups {
            pending = (pending << 5 | UInt32(group & 31)) & 0xfff
            bits += 5
            if bits >= 8 {
                bits -= 8
                out.append(UInt8(truncatingIfNeeded: pending >> UInt32(bits)))
            }
        }
        guard bits < 5, pending & ((1 << UInt32(bits)) - 1) == 0 else { return nil }
        return out
    }

    /// The BCH residue of BIP 173; a valid text leaves the constant of its variant.
    private static func residue(_ prefix: [UInt8], _ groups: [UInt8]) -> UInt32 {
        var sum: UInt32 = 1
        for code in prefix { sum = step(sum, code >> 5) }
        sum = step(sum, 0)
        for code in prefix { sum = step(sum, code & 31) }
        for group in groups { sum = step(sum, group) }
        return sum
    }

    private static func step(_ sum: UInt32, _ value: UInt8) -> UInt32 {
        let top = sum >> 25
        var next = (sum & 0x1ff_ffff) << 5 ^ UInt32(value)
        if top & 1 != 0 { next ^= 0x3b6a_57b2 }
        if top & 2 != 0 { next ^= 0x2650_8e6d }
        if top & 4 != 0 { next ^= 0x1ea1_19fa }
        if top & 8 != 0 { next ^= 0x3d42_33dd }
        if top & 16 != 0 { next ^= 0x2a14_62b3 }
        return next
    }
}
