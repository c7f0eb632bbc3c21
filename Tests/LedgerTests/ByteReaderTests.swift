import Testing

@testable import Ledger

@Suite("Bytes of the wire format")
struct ByteReaderTests {
    @Test("Numbers are read with the lowest byte first")
    func numbers() throws {
        let bytes: [UInt8] = [0x01, 0x02, 0x03, 0x04, 0x05, 0x06, 0x07, 0x08, 0xff, 0xff, 0xff, 0xff]
        try ByteReader.read(bytes) { (reader: inout ByteReader) throws(ParseError) in
            #expect(try reader.u64() == 0x0807_0605_0403_0201)
            #expect(try reader.i32() == -1)
            try reader.end()
        }
    }

    @Test("A field beyond the end is an error with its place in the file", arguments: 0..<8)
    func truncated(length: Int) {
        let bytes = [UInt8](repeating: 7, count: length)
        #expect(throws: ParseError(.truncated(needed: 8, remaining: length), at: 1_000)) {
            try ByteReader.read(bytes, origin: 1_000) { (reader: inout ByteReader) throws(ParseError) in
                try reader.u64()
            }
        }
    }

    @Test(
        "A CompactSize is read back as written",
        arguments: [0, 1, 0xfc, 0xfd, 0xfffe, 0xffff, 0x1_0000, 0xffff_ffff, 0x1_0000_0000, Int.max])
    func compactSizes(value: Int) throws {
        var bytes: [UInt8] = []
        bytes.append(compactSize: value)
        try ByteReader.read(bytes) { (reader: inout ByteReader) throws(ParseError) in
            #expect(try reader.compactSize() == UInt64(value))
            try reader.end()
        }
    }

    @Test(
        "A CompactSize in a longer form than it needs is refused",
        arguments: [
            ([0xfd, 0xfc, 0x00], 0xfc), ([0xfe, 0xff, 0xff, 0, 0], 0xffff),
            ([0xff, 0xff, 0xff, 0xff, 0xff, 0, 0, 0, 0], 0xffff_ffff),
        ] as [([UInt8], UInt64)])
    func longForms(bytes: [UInt8], value: UInt64) {
        #expect(throws: ParseError(.longCount(value), at: 0)) {
            try ByteReader.read(bytes) { (reader: inout ByteReader) throws(ParseError) in try reader.compactSize() }
        }
    }

    @Test("A count that the rest cannot hold is refused before anything is allocated")
    func absurdCounts() {
        let bytes: [UInt8] = [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 1, 2, 3]
        #expect(throws: ParseError(.count(.max, remaining: 3), at: 0)) {
            try ByteReader.read(bytes) { (reader: inout ByteReader) throws(ParseError) in
                try reader.count(ofAtLeast: 36)
            }
        }
    }
}
