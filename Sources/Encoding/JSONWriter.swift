extension JSONValue {
    /// The canonical bytes of RFC 8785: no white space, keys in the order of their UTF-16 code units, the shortest
    /// escapes.
    ///
    /// Decimals and integers beyond ±(2^53 − 1), which `JSONLimits.evidence` refuses, are written as they stand.
    public func canonical() -> [UInt8] {
        var writer = JSONWriter(isIndented: false, showsHidden: false)
        writer.write(self)
        return writer.out
    }

    /// Writes `canonical()` behind `out`.
    public func appendCanonical(to out: inout [UInt8]) {
        var writer = JSONWriter(isIndented: false, showsHidden: false, out: out)
        out = []
        writer.write(self)
        out = writer.out
    }

    /// The canonical form laid out over lines, two spaces a level, ending in a newline.
    ///
    /// Taking the white space between tokens out again gives `canonical()`, byte for byte.
    public func indented() -> [UInt8] {
        var writer = JSONWriter(isIndented: true, showsHidden: false)
        writer.write(self)
        return writer.out + [UInt8(ascii: "\n")]
    }

    /// For `--json`: the same order and layout, with every character that could hide or move text on a terminal
    /// escaped. Without a newline at the end.
    public func pretty() -> String {
        var writer = JSONWriter(isIndented: true, showsHidden: true)
        writer.write(self)
        return String(decoding: writer.out, as: UTF8.self)
    }

    /// The bytes of `pretty()` in parts, so that a long document never stands whole beside its value.
    ///
    /// - Parameter take: takes the next part; false ends it.
    /// - Returns: false where it was ended.
    public func pretty(inParts take: @escaping ([UInt8]) -> Bool) -> Bool {
        var writer = JSONWriter(isIndented: true, showsHidden: true, take: take)
        writer.write(self)
        return !writer.isEnded && take(writer.out)
    }

    /// For `--jsonl`: one line, hidden characters escaped as in `pretty()`. Without a newline at the end.
    public func line() -> String {
        var writer = JSONWriter(isIndented: false, showsHidden: true)
        writer.write(self)
        return String(decoding: writer.out, as: UTF8.self)
    }
}

struct JSONWriter {
    let isIndented: Bool
    /// Escape C1 controls, direction controls and the like, which JSON allows to stand raw.
    let showsHidden: Bool
    private(set) var out: [UInt8]
    private var level = 0
    /// Takes what was written so far, in parts.
    private let take: (([UInt8]) -> Bool)?
    fileprivate private(set) var isEnded = false
    private static let part = 1 << 16

    init(isIndented: Bool, showsHidden: Bool, out: [UInt8] = [], take: (([UInt8]) -> Bool)? = nil) {
        self.take = take
        self.isIndented = isIndented
        self.showsHidden = showsHidden
        self.out = out
    }

    mutating func write(_ value: JSONValue) {
        switch value {
        case .null: put("null")
        case .bool(let flag): put(flag ? "true" : "false")
        case .integer(let number): put(String(number))
        case .decimal(let literal): put(literal)
        case .string(let text): write(text)
        case .array(let values):
            between("[", "]", count: values.count) { writer, index in writer.write(values[index]) }
        case .object(let members):
            let sorted = members.sorted { Self.precedes($0.key, $1.key) }
            between("{", "}", count: sorted.count) { writer, index in
                writer.write(sorted[index].key)
                writer.put(writer.isIndented ? ": " : ":")
                writer.write(sorted[index].value)
            }
        }
    }

    private mutating func between(
        _ opening: String, _ closing: String, count: Int, _ element: (inout JSONWriter, Int) -> Void
    ) {
        put(opening)
        level += 1
        for index in 0..<count {
            if index > 0 { put(",") }
            newLine()
            element(&self, index)
            if let take, !isEnded, out.count >= Self.part {
                isEnded = !take(out)
                out.removeAll(keepingCapacity: true)
            }
            if isEnded { return }
        }
        level -= 1
        if count > 0 { newLine() }
        put(closing)
    }

    private mutating func newLine() {
        guard isIndented else { return }
        out.append(UInt8(ascii: "\n"))
        out.append(contentsOf: repeatElement(UInt8(ascii: " "), count: 2 * level))
    }

    private mutating func put(_ text: String) { out.append(contentsOf: text.utf8) }

    private mutating func write(_ text: String) {
        out.append(UInt8(ascii: "\""))
        if showsHidden, text.utf8.contains(where: { $0 >= 0x7F }) {
            for scalar in text.unicodeScalars {
                if scalar.value >= 0x7F, VisibleText.isHidden(scalar) {
                    for unit in String(scalar).utf16 { escape(unit) }
                } else if scalar.value < 0x80 {
                    write(UInt8(truncatingIfNeeded: scalar.value))
                } else {
                    put(String(scalar))
                }
            }
        } else {
            var text = text
            text.withUTF8 { bytes in
                // Most texts need no escape and are taken in one piece.
                var start = 0
                for place in bytes.indices where Self.needsEscape(bytes[place]) {
                    out.append(contentsOf: bytes[start..<place])
                    write(bytes[place])
                    start = place + 1
                }
                out.append(contentsOf: bytes[start...])
            }
        }
        out.append(UInt8(ascii: "\""))
    }

    private static func needsEscape(_ byte: UInt8) -> Bool {
        byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\")
    }

    /// One byte of a string, escaped as RFC 8785, section 3.2.2.2 says.
    private mutating func write(_ byte: UInt8) {
        switch byte {
        case UInt8(ascii: "\""): put("\\\"")
        case UInt8(ascii: "\\"): put("\\\\")
        case 0x08: put("\\b")
        case 0x09: put("\\t")
        case 0x0A: put("\\n")
        case 0x0C: put("\\f")
        case 0x0D: put("\\r")
        case 0..<0x20: escape(UInt16(byte))
        default: out.append(byte)
        }
    }

    private mutating func escape(_ unit: UInt16) {
        put("\\u" + Hex.text([UInt8(unit >> 8), UInt8(truncatingIfNeeded: unit)]))
    }

    /// The order of UTF-16 code units, read off the UTF-8: the two differ only where U+E000 to U+FFFF meets a surrogate.
    static func precedes(_ a: String, _ b: String) -> Bool {
        var (left, right) = (a.utf8.makeIterator(), b.utf8.makeIterator())
        while true {
            guard let y = right.next() else { return false }
            guard let x = left.next() else { return true }
            if x != y { return rank(x) < rank(y) }
        }
    }

    private static func rank(_ byte: UInt8) -> Int { byte == 0xEE || byte == 0xEF ? Int(byte) + 0x10 : Int(byte) }
}
