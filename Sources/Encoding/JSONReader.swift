extension JSONValue {
    /// Reads one document of RFC 8259, strictly, and nothing after it but white space.
    ///
    /// Refuses what two readers could understand differently: duplicate keys (also those that differ only in how an
    /// accent is composed), a byte order mark, invalid UTF-8, half surrogate pairs, `-0`, and what `limits` excludes.
    public static func parse(_ bytes: [UInt8], limits: JSONLimits = .evidence) throws(JSONError) -> JSONValue {
        try bytes.withUnsafeBufferPointer { pointer throws(JSONError) in
            try parse(pointer, limits: limits)
        }
    }

    /// The same for bytes that are not in an array of their own, such as one line of a file.
    public static func parse(_ bytes: ArraySlice<UInt8>, limits: JSONLimits = .evidence) throws(JSONError) -> JSONValue {
        try bytes.withUnsafeBufferPointer { pointer throws(JSONError) in
            try parse(pointer, limits: limits)
        }
    }

    /// The same for text.
    public static func parse(_ text: String, limits: JSONLimits = .evidence) throws(JSONError) -> JSONValue {
        try parse(Array(text.utf8), limits: limits)
    }

    /// The same for mapped or borrowed memory; offsets of errors count from the start of `bytes`.
    public static func parse(
        _ bytes: UnsafeBufferPointer<UInt8>, limits: JSONLimits = .evidence
    ) throws(JSONError) -> JSONValue {
        guard bytes.count <= limits.documentBytes else {
            throw JSONError(
                offset: limits.documentBytes,
                reason: "the document has \(bytes.count) bytes; at most \(limits.documentBytes) are read.")
        }
        var reader = JSONReader(bytes: bytes, limits: limits)
        return try reader.document()
    }
}

/// A cursor over the bytes of one document. Recursion is bounded by `JSONLimits.depth`.
struct JSONReader {
    let bytes: UnsafeBufferPointer<UInt8>
    let limits: JSONLimits
    var offset = 0

    init(bytes: UnsafeBufferPointer<UInt8>, limits: JSONLimits) {
        self.bytes = bytes
        self.limits = limits
    }

    mutating func document() throws(JSONError) -> JSONValue {
        if bytes.count >= 3, bytes[0] == 0xEF, bytes[1] == 0xBB, bytes[2] == 0xBF {
            throw error("the document begins with a byte order mark; save it as UTF-8 without one.")
        }
        skipSpace()
        guard offset < bytes.count else { throw error("the document is empty.") }
        let value = try value(depth: 0)
        skipSpace()
        guard offset == bytes.count else { throw error("something follows the end of the document.") }
        return value
    }

    func error(_ reason: String, at place: Int? = nil) -> JSONError { JSONError(offset: place ?? offset, reason: reason) }

    /// The next byte; nil at the end.
    var next: UInt8? { offset < bytes.count ? bytes[offset] : nil }

    private mutating func skipSpace() {
        while let byte = next, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { offset += 1 }
    }

    private mutating func value(depth: Int) throws(JSONError) -> JSONValue {
        guard let first = next else { throw error("the document ends where a value is expected.") }
        switch first {
        case UInt8(ascii: "{"): return .object(try object(depth: depth + 1))
        case UInt8(ascii: "["): return .array(try array(depth: depth + 1))
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "t"): return try word("true", .bool(true))
        case UInt8(ascii: "f"): return try word("false", .bool(false))
        case UInt8(ascii: "n"): return try word("null", .null)
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return try number()
        default: throw error("no value begins like this.")
        }
    }

    private mutating func word(_ word: StaticString, _ value: JSONValue) throws(JSONError) -> JSONValue {
        for index in 0..<word.utf8CodeUnitCount {
            guard offset + index < bytes.count, bytes[offset + index] == word.utf8Start[index] else {
                throw error("no value begins like this; only true, false and null are words.")
            }
        }
        offset += word.utf8CodeUnitCount
        return value
    }

    private func checkDepth(_ depth: Int) throws(JSONError) {
        guard depth <= limits.depth else {
            throw error("more than \(limits.depth) objects and arrays are inside each other.")
        }
    }

    private mutating func array(depth: Int) throws(JSONError) -> [JSONValue] {
        try checkDepth(depth)
        offset += 1
        var values: [JSONValue] = []
        skipSpace()
        if next == UInt8(ascii: "]") {
            offset += 1
            return values
        }
        while true {
            skipSpace()
            values.append(try value(depth: depth))
            skipSpace()
            switch next {
            case UInt8(ascii: ","): offset += 1
            case UInt8(ascii: "]"):
                offset += 1
                return values
            case nil: throw error("the document ends inside an array.")
            default: throw error("a comma or ] is expected in the array.")
            }
        }
    }

    private mutating func object(depth: Int) throws(JSONError) -> [String: JSONValue] {
        try checkDepth(depth)
        offset += 1
        var members: [String: JSONValue] = [:]
        skipSpace()
        if next == UInt8(ascii: "}") {
            offset += 1
            return members
        }
        while true {
            skipSpace()
            guard next == UInt8(ascii: "\"") else {
                throw error(next == nil ? "the document ends inside an object." : "a key in quotation marks is expected.")
            }
            let start = offset
            let key = try string()
            skipSpace()
            guard next == UInt8(ascii: ":") else { throw error("a colon is expected after the key.") }
            offset += 1
            skipSpace()
            // Dictionary keys are compared by canonical equivalence, so this also catches look-alike spellings.
            guard members.updateValue(try value(depth: depth), forKey: key) == nil else {
                throw error("the key \"\(VisibleText.escape(key))\" appears twice in one object.", at: start)
            }
            skipSpace()
            switch next {
            case UInt8(ascii: ","): offset += 1
            case UInt8(ascii: "}"):
                offset += 1
                return members
            case nil: throw error("the document ends inside an object.")
            default: throw error("a comma or } is expected in the object.")
            }
        }
    }

    private mutating func digits() -> Int {
        let start = offset
        while let byte = next, byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") { offset += 1 }
        return offset - start
    }

    private mutating func number() throws(JSONError) -> JSONValue {
        let start = offset
        if next == UInt8(ascii: "-") { offset += 1 }
        let first = offset
        let count = digits()
        guard count > 0 else { throw error("a digit is expected after the minus sign.") }
        guard count == 1 || bytes[first] != UInt8(ascii: "0") else {
            throw error("a number does not begin with 0.", at: first)
        }
        var isInteger = true
        if next == UInt8(ascii: ".") {
            isInteger = false
            offset += 1
            guard digits() > 0 else { throw error("a digit is expected after the decimal point.") }
        }
        if next == UInt8(ascii: "e") || next == UInt8(ascii: "E") {
            isInteger = false
            offset += 1
            if next == UInt8(ascii: "+") || next == UInt8(ascii: "-") { offset += 1 }
            guard digits() > 0 else { throw error("a digit is expected in the exponent.") }
        }
        let literal = String(decoding: bytes[start..<offset], as: UTF8.self)
        let isMinusZero = literal == "-0"
        if isInteger, !isMinusZero, let value = Int64(literal) {
            let widest: Int64 = 1 << 53 - 1
            guard limits.allowsWideIntegers || (-widest...widest).contains(value) else {
                throw error(
                    "\(literal) is beyond 2^53 - 1, where other programs round; write it as a string.", at: start)
            }
            return .integer(value)
        }
        guard limits.allowsDecimals else {
            let why = isMinusZero ? "minus zero is not an integer." : isInteger
                ? "the integer has more than 64 bits; write it as a string."
                : "only integers are read here; write other numbers as strings."
            throw error(why, at: start)
        }
        return .decimal(literal)
    }
}
