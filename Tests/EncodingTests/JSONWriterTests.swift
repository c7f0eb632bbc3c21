import Encoding
import Testing

@Suite("JSON writers")
struct JSONWriterTests {
    private func text(_ value: JSONValue) -> String { String(decoding: value.canonical(), as: UTF8.self) }

    @Test("orders keys by UTF-16 code units, so that an emoji comes before U+FFFF")
    func keyOrder() {
        let value: JSONValue = [
            "\u{FFFF}": 1, "\u{1F600}": 2, "\u{E000}": 3, "\u{D7FF}": 4, "b": 5, "a": 6, "aa": 7, "": 8,
        ]
        #expect(text(value) == "{\"\":8,\"a\":6,\"aa\":7,\"b\":5,\"\u{D7FF}\":4,\"\u{1F600}\":2,\"\u{E000}\":3,\"\u{FFFF}\":1}")
    }

    @Test("gives the sorted example of RFC 8785, section 3.2.3")
    func publishedOrder() throws {
        let value = try JSONValue.parse(
            #"{"\u20ac":"Euro Sign","\r":"Carriage Return","\ufb33":"Hebrew Letter Dalet With Dagesh","1":"One","\ud83d\ude00":"Emoji: Grinning Face","\u0080":"Control","\u00f6":"Latin Small Letter O With Diaeresis"}"#)
        #expect(
            text(value)
                == "{\"\\r\":\"Carriage Return\",\"1\":\"One\",\"\u{80}\":\"Control\",\"\u{F6}\":\"Latin Small Letter O With Diaeresis\",\"\u{20AC}\":\"Euro Sign\",\"\u{1F600}\":\"Emoji: Grinning Face\",\"\u{FB33}\":\"Hebrew Letter Dalet With Dagesh\"}")
    }

    @Test("escapes only what RFC 8785 escapes, each in its shortest form")
    func escapes() {
        #expect(text(.string("\u{20AC}$\u{F}\nA'B\"\\\\\"/\u{7F}\u{2028}")) == "\"\u{20AC}$\\u000f\\nA'B\\\"\\\\\\\\\\\"/\u{7F}\u{2028}\"")
        #expect(text(.string("\u{8}\t\u{C}\r\u{0}\u{1F}")) == #""\b\t\f\r\u0000\u001f""#)
    }

    @Test("lays the same bytes out over lines")
    func indented() throws {
        let value: JSONValue = ["b": [1, [:], []], "a": ["x": "y"]]
        let expected = """
            {
              "a": {
                "x": "y"
              },
              "b": [
                1,
                {},
                []
              ]
            }
            """
        #expect(value.pretty() == expected)
        #expect(value.indented() == Array((expected + "\n").utf8))
        #expect(try JSONValue.parse(value.indented()).canonical() == value.canonical())
    }

    @Test("hands a long document out in parts, and ends where they are taken no more")
    func parts() {
        let value: JSONValue = ["a": .array((0..<20_000).map { .string("member \($0)") }), "b": 1]
        nonisolated(unsafe) var parts: [[UInt8]] = []
        #expect(value.pretty(inParts: { parts.append($0); return true }))
        #expect(parts.count > 3 && Array(parts.joined()) == Array(value.pretty().utf8))
        nonisolated(unsafe) var taken = 0
        #expect(!value.pretty(inParts: { _ in taken += 1; return taken < 2 }))
        #expect(taken == 2)
    }

    @Test("lets nothing hidden through to a terminal, and still means the same")
    func hiddenCharacters() throws {
        let value: JSONValue = ["k\u{202E}": "a\u{9B}31m\u{200B}\u{FEFF}\u{E0041}é\u{1F600}\u{7F}"]
        for written in [value.pretty(), value.line()] {
            #expect(!VisibleText.hasHidden(written.replacing("\n", with: "")))
            #expect(try JSONValue.parse(written) == value)
        }
        #expect(value.line() == #"{"k\u202e":"a\u009b31m\u200b\ufeff\udb40\udc41é😀\u007f"}"#)
    }

    @Test("reads back what it writes: 2,000 random values")
    func roundTrip() throws {
        var random = Pebbles(state: 42)
        for _ in 0..<2_000 {
            let value = random.value(depth: 0)
            #expect(try JSONValue.parse(value.canonical()) == value)
            #expect(try JSONValue.parse(value.pretty()) == value)
            #expect(try JSONValue.parse(value.indented()).canonical() == value.canonical())
        }
    }
}

/// Small reproducible random numbers (SplitMix64) and JSON values made from them.
struct Pebbles: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }

    mutating func text() -> String {
        var scalars = String.UnicodeScalarView()
        for _ in 0..<Int.random(in: 0...6, using: &self) {
            let bound: UInt32 = [0x80, 0x800, 0x10000, 0x110000].randomElement(using: &self) ?? 0x80
            if let scalar = Unicode.Scalar(UInt32.random(in: 0..<bound, using: &self)) { scalars.append(scalar) }
        }
        return String(scalars)
    }

    mutating func value(depth: Int) -> JSONValue {
        switch Int.random(in: 0..<(depth > 4 ? 4 : 6), using: &self) {
        case 0: return .null
        case 1: return .bool(Bool.random(using: &self))
        case 2: return .integer(Int64.random(in: -9_007_199_254_740_991...9_007_199_254_740_991, using: &self))
        case 3: return .string(text())
        case 4: return .array((0..<Int.random(in: 0...4, using: &self)).map { _ in value(depth: depth + 1) })
        default:
            var members: [String: JSONValue] = [:]
            for _ in 0..<Int.random(in: 0...4, using: &self) { members[text()] = value(depth: depth + 1) }
            return .object(members)
        }
    }
}
