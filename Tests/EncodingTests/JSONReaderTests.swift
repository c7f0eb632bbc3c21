import Encoding
import Testing

@Suite("Strict JSON reader")
struct JSONReaderTests {
    @Test("takes every kind of value")
    func values() throws {
        let value = try JSONValue.parse(#" {"a":[1,-2,true,false,null,"x"],"b":{},"c":[]} "#)
        #expect(value == ["a": [1, -2, true, false, .null, "x"], "b": [:], "c": []])
        #expect(value["a"]?.arrayValue?.count == 6)
        #expect(value["a"]?.arrayValue?.first?.integerValue == 1)
        #expect(value["missing"] == nil)
    }

    @Test("says where and why a document is refused", arguments: [
        (#""#, 0, "empty"),
        (#"{"a":1,"a":2}"#, 7, "appears twice"),
        (#"{"a":1} x"#, 8, "follows the end"),
        (#"[1,]"#, 3, "no value begins"),
        (#"{"a":1,}"#, 7, "key in quotation marks"),
        (#"{a:1}"#, 1, "key in quotation marks"),
        (#"{"a" 1}"#, 5, "colon"),
        (#"[1 2]"#, 3, "comma or ]"),
        (#"[1"#, 2, "ends inside an array"),
        (#"{"a":1"#, 6, "ends inside an object"),
        (#"{"a":"#, 5, "ends where a value"),
        (#"tru"#, 0, "words"),
        (#"NaN"#, 0, "no value begins"),
        (#""abc"#, 0, "no end"),
        ("\"a\nb\"", 2, "control character"),
        ("\"a\u{1B}b\"", 2, "control character"),
        (#""\x""#, 1, "no escape"),
        (#""\u12G4""#, 3, "four hexadecimal"),
        (#""\ud800""#, 1, "surrogate"),
        (#""\ud800\u0041""#, 1, "surrogate"),
        (#""\udc00""#, 1, "surrogate"),
        (#"01"#, 0, "begin with 0"),
        (#"-"#, 1, "digit"),
        (#"+1"#, 0, "no value begins"),
        (#"1.5"#, 0, "only integers"),
        (#"1e3"#, 0, "only integers"),
        (#"1e400"#, 0, "only integers"),
        (#"-0"#, 0, "minus zero"),
        (#"1."#, 2, "digit"),
        (#"9007199254740992"#, 0, "2^53"),
        (#"-9007199254740992"#, 0, "2^53"),
        (#"9223372036854775808"#, 0, "64 bits"),
    ])
    func refusals(text: String, offset: Int, reason: String) {
        let error = #expect(throws: JSONError.self) { try JSONValue.parse(text) }
        #expect(error?.offset == offset)
        #expect(error?.sentence.contains(reason) == true, "\(error?.sentence ?? "accepted")")
    }

    @Test("refuses bytes that are not UTF-8, at their offset", arguments: [
        [0x80], [0xC0, 0xAF], [0xC3], [0xE0, 0x80, 0x80], [0xED, 0xA0, 0x80], [0xF0, 0x80, 0x80, 0x80],
        [0xF4, 0x90, 0x80, 0x80], [0xF5, 0x80, 0x80, 0x80], [0xE2, 0x28, 0xA1], [0xF0, 0x9F, 0x98],
    ] as [[UInt8]])
    func invalidUTF8(bytes: [UInt8]) {
        let error = #expect(throws: JSONError.self) {
            try JSONValue.parse(Array("[\"ok".utf8) + bytes + Array("\"]".utf8))
        }
        #expect(error?.offset == 4)
        #expect(error?.sentence.contains("UTF-8") == true)
    }

    @Test("refuses a byte order mark and UTF-16")
    func marks() {
        #expect(throws: JSONError.self) { try JSONValue.parse([0xEF, 0xBB, 0xBF, 0x31]) }
        #expect(throws: JSONError.self) { try JSONValue.parse([0xFF, 0xFE, 0x31, 0x00]) }
        #expect(throws: JSONError.self) { try JSONValue.parse([0x00, 0x31]) }
    }

    @Test("takes 64 levels and refuses 65, also five million of them")
    func depth() throws {
        func nested(_ count: Int) -> [UInt8] {
            Array(repeating: UInt8(ascii: "["), count: count) + Array(repeating: UInt8(ascii: "]"), count: count)
        }
        _ = try JSONValue.parse(nested(64))
        let error = #expect(throws: JSONError.self) { try JSONValue.parse(nested(65)) }
        #expect(error?.offset == 64)
        #expect(throws: JSONError.self) { try JSONValue.parse(nested(5_000_000)) }
    }

    @Test("takes strings of one MiB and refuses longer ones, escaped or not")
    func longStrings() throws {
        func quoted(_ count: Int, _ unit: String = "a") -> [UInt8] {
            let bytes = Array(unit.utf8)
            return Array("\"".utf8) + (0..<(count * bytes.count)).map { bytes[$0 % bytes.count] } + Array("\"".utf8)
        }
        #expect(try JSONValue.parse(quoted(1 << 20)).stringValue?.utf8.count == 1 << 20)
        #expect(throws: JSONError.self) { try JSONValue.parse(quoted(1 << 20 + 1)) }
        #expect(throws: JSONError.self) { try JSONValue.parse(quoted(1 << 20 + 1, "\\n")) }
        #expect(throws: JSONError.self) { try JSONValue.parse(quoted(8 << 20)) }
        #expect(throws: JSONError.self) {
            try JSONValue.parse(quoted(100), limits: JSONLimits(documentBytes: 100))
        }
    }

    @Test("refuses two keys that differ only in how an accent is composed")
    func equivalentKeys() {
        #expect(throws: JSONError.self) { try JSONValue.parse("{\"\u{E9}\":1,\"e\u{301}\":2}") }
    }

    @Test("tells text apart by its bytes")
    func byteEquality() {
        #expect(JSONValue.string("\u{E9}") != JSONValue.string("e\u{301}"))
        #expect(JSONValue.object(["\u{E9}": 1]) != JSONValue.object(["e\u{301}": 1]))
    }

    @Test("keeps foreign numbers exactly as written where they are allowed", arguments: [
        "1.50", "1e3", "-0", "-0.0", "115792089237316195423570985008687907853269984665640564039457584007913129639935",
    ])
    func decimals(literal: String) throws {
        #expect(try JSONValue.parse(literal, limits: .foreign) == .decimal(literal))
        #expect(try JSONValue.parse(literal, limits: .foreign).canonical() == Array(literal.utf8))
    }

    @Test("takes wide integers where they are allowed")
    func wideIntegers() throws {
        #expect(try JSONValue.parse("9007199254740991") == 9_007_199_254_740_991)
        #expect(try JSONValue.parse("9223372036854775807", limits: .foreign) == .integer(.max))
        #expect(try JSONValue.parse("-9223372036854775808", limits: .foreign) == .integer(.min))
    }

    @Test("decodes every escape, and surrogate pairs")
    func escapes() throws {
        let text = #""\"\\\/\b\f\n\r\t\u00e9\uD83D\uDE00\u0000""#
        #expect(try JSONValue.parse(text).stringValue == "\"\\/\u{8}\u{C}\n\r\t\u{E9}\u{1F600}\u{0}")
    }

    @Test("counts offsets of a slice from its own start")
    func slices() {
        let line = Array("junk{\"a\":}".utf8)
        let error = #expect(throws: JSONError.self) { try JSONValue.parse(line[4...]) }
        #expect(error?.offset == 5)
    }

    @Test("never traps on any truncation or any single changed byte")
    func mutations() {
        let document = Array(#"{"a":[1,-2,"é\ud83d\ude00\n",{"b":null}],"c":true}"#.utf8)
        for length in 0..<document.count {
            #expect(throws: JSONError.self) { try JSONValue.parse(Array(document.prefix(length))) }
        }
        for place in document.indices {
            for byte in UInt8.min...UInt8.max {
                var changed = document
                changed[place] = byte
                guard let value = try? JSONValue.parse(changed) else { continue }
                #expect((try? JSONValue.parse(value.canonical())) == value)
            }
        }
    }
}
