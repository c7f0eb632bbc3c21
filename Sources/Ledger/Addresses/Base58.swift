/// Base58, the alphabet of the older addresses, and base58check, which adds four bytes of checksum.
public enum Base58 {
    /// 58 characters: no `0`, `O`, `I`, `l`.
    public static let alphabet = Array("123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz".utf8)

    /// Longer texts are refused: an extended key has 111 characters, and the work grows with the square.
    public static let longestText = 1_024

    /// The digit of each ASCII code, -1 for characters that are not used.
    static let digits: [Int8] = {
        var digits = [Int8](repeating: -1, count: 256)
        for (digit, code) in alphabet.enumerated() { digits[Int(code)] = Int8(digit) }
        return digits
    }()

    /// The text of `bytes`; each leading zero byte is a leading `1`.
    public static func encode(_ bytes: [UInt8]) -> String {
        let zeros = bytes.prefix { $0 == 0 }.count
        var digits: [UInt8] = []  // the lowest first
        for byte in bytes.dropFirst(zeros) {
            var carry = Int(byte)
            for index in digits.indices {
                carry += Int(digits[index]) << 8
                digits[index] = UInt8(carry % 58)
                carry /= 58
            }
            while carry > 0 {
                digits.append(UInt8(carry % 58))
                carry /= 58
            }
        }
        let text = [UInt8](repeating: alphabet[0], count: zeros) + digits.reversed().map { alphabet[Int($0)] }
        return String(decoding: text, as: UTF8.self)
    }

    /// The bytes of `text`; nil when it has a character outside the alphabet or more than `longestText` characters.
    public static func decode(_ text: String) -> [UInt8]? { decode(Array(text.utf8)) }

    static func decode(_ text: [UInt8]) -> [UInt8]? {
        guard text.count <= longestText else { return nil }
        let ones = text.prefix { $0 == alphabet[0] }.count
        var words: [UInt32] = []  // the lowest first
        for index in ones..<text.count {
            let digit = digits[Int(text[index])]
            guard digit >= 0 else { return nil }
            var carry = UInt64(digit)
            for place in words.indices {
                carry += UInt64(words[place]) * 58
                words[place] = UInt32(truncatingIfNeeded: carry)
                carry >>= 32
            }
            if carry > 0 { words.append(UInt32(carry)) }
        }
        let bytes = words.flatMap { word in (0..<4).map { UInt8(truncatingIfNeeded: word >> UInt32($0 * 8)) } }
        return [UInt8](repeating: 0, count: ones) + bytes.reversed().drop { $0 == 0 }
    }

    /// The text of `payload` followed by the first four bytes of its double SHA-256.
    public static func encodeChecked(_ payload: [UInt8]) -> String {
        encode(payload + SHA256d.hash(payload).wire.prefix(4))
    }

    /// The payload of a base58check text; nil when it is not base58 or the checksum does not match.
    public static func decodeChecked(_ text: String) -> [UInt8]? { decodeChecked(Array(text.utf8)) }

    static func decodeChecked(_ text: [UInt8]) -> [UInt8]? {
        guard let bytes = decode(text), bytes.count >= 4 else { return nil }
        let payload = Array(bytes.dropLast(4))
        let sum = SHA256d.hash(payload).words.0
        for (index, byte) in bytes.suffix(4).enumerated()
        where byte != UInt8(truncatingIfNeeded: sum >> UInt64(index * 8)) { return nil }
        return payload
    }
}
