extension JSONReader {
    /// Reads a string from its opening quotation mark to past its closing one.
    mutating func string() throws(JSONError) -> String {
        let opening = offset
        offset += 1
        // Most strings hold neither escapes nor bytes beyond ASCII: those are taken in one piece.
        let start = offset
        while offset < bytes.count, bytes[offset] >= 0x20, bytes[offset] < 0x80, bytes[offset] != UInt8(ascii: "\""),
            bytes[offset] != UInt8(ascii: "\\"), offset - start <= limits.stringBytes
        {
            offset += 1
        }
        if next == UInt8(ascii: "\"") {
            let text = bytes[start..<offset]
            try checkLength(text.count, opening)
            offset += 1
            return String(decoding: text, as: UTF8.self)
        }
        return try longString(Array(bytes[start..<offset]), opening)
    }

    private func checkLength(_ count: Int, _ opening: Int) throws(JSONError) {
        guard count <= limits.stringBytes else {
            throw error("the string is longer than \(limits.stringBytes) bytes.", at: opening)
        }
    }

    /// The rest of a string of which `decoded` was read.
    private mutating func longString(_ decoded: [UInt8], _ opening: Int) throws(JSONError) -> String {
        var decoded = decoded
        while true {
            try checkLength(decoded.count, opening)
            guard let byte = next else { throw error("the string has no end.", at: opening) }
            switch byte {
            case UInt8(ascii: "\""):
                offset += 1
                return String(decoding: decoded, as: UTF8.self)
            case UInt8(ascii: "\\"):
                decoded.append(contentsOf: String(try escape()).utf8)
            case 0..<0x20:
                throw error("a control character stands in a string without being escaped.")
            case 0x20..<0x80:
                decoded.append(byte)
                offset += 1
            default:
                let length = try sequenceLength()
                decoded.append(contentsOf: bytes[offset..<(offset + length)])
                offset += length
            }
        }
    }

    /// Length of the UTF-8 sequence at `offset`; Unicode 15, table 3-7.
    private func sequenceLength() throws(JSONError) -> Int {
        let invalid = error("the bytes are not UTF-8.")
        let lead = bytes[offset]
        let (length, second): (Int, ClosedRange<UInt8>)
        switch lead {
        case 0xC2...0xDF: (length, second) = (2, 0x80...0xBF)
        case 0xE0: (length, second) = (3, 0xA0...0xBF)
        case 0xE1...0xEC, 0xEE, 0xEF: (length, second) = (3, 0x80...0xBF)
        case 0xED: (length, second) = (3, 0x80...0x9F)
        case 0xF0: (length, second) = (4, 0x90...0xBF)
        case 0xF1...0xF3: (length, second) = (4, 0x80...0xBF)
        case 0xF4: (length, second) = (4, 0x80...0x8F)
        default: throw invalid
        }
        guard offset + length <= bytes.count, second.contains(bytes[offset + 1]) else { throw invalid }
        for place in 2..<max(2, length) where !(0x80...0xBF).contains(bytes[offset + place]) { throw invalid }
        return length
    }

    /// The character of the escape at `offset`, which is left after it.
    private mutating func escape() throws(JSONError) -> Unicode.Scalar {
        let start = offset
        offset += 1
        guard let byte = next else { throw error("the document ends inside an escape.") }
        offset += 1
        switch byte {
        case UInt8(ascii: "\""): return "\""
        case UInt8(ascii: "\\"): return "\\"
        case UInt8(ascii: "/"): return "/"
        case UInt8(ascii: "b"): return "\u{8}"
        case UInt8(ascii: "f"): return "\u{C}"
        case UInt8(ascii: "n"): return "\n"
        case UInt8(ascii: "r"): return "\r"
        case UInt8(ascii: "t"): return "\t"
        case UInt8(ascii: "u"):
            let unit = try fourDigits()
            if let scalar = Unicode.Scalar(unit) { return scalar }
            guard (0xD800...0xDBFF).contains(unit), next == UInt8(ascii: "\\"), offset + 1 < bytes.count,
                bytes[offset + 1] == UInt8(ascii: "u")
            else { throw error("half of a surrogate pair stands alone.", at: start) }
            offset += 2
            let low = try fourDigits()
            guard (0xDC00...0xDFFF).contains(low),
                let scalar = Unicode.Scalar(0x10000 + (UInt32(unit) - 0xD800) << 10 + (UInt32(low) - 0xDC00))
            else { throw error("half of a surrogate pair stands alone.", at: start) }
            return scalar
        default: throw error("no escape begins like this.", at: start)
        }
    }

    private mutating func fourDigits() throws(JSONError) -> UInt16 {
        guard offset + 4 <= bytes.count,
            let pair = Hex.bytes(String(decoding: bytes[offset..<(offset + 4)], as: UTF8.self)), pair.count == 2
        else { throw error("four hexadecimal digits are expected after \\u.") }
        offset += 4
        return UInt16(pair[0]) << 8 | UInt16(pair[1])
    }
}
