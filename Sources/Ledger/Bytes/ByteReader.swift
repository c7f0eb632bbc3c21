/// A cursor over bytes of the wire format: little-endian numbers, CompactSize counts, each read checked against the end.
///
/// It borrows memory and must not outlive it; `read(_:origin:_:)` keeps that promise for an array. Every error carries
/// the offset of the field that could not be read.
public struct ByteReader {
    private let base: UnsafeRawBufferPointer
    /// Of the first byte, within the file: added to the offsets of errors.
    public let origin: Int
    /// Bytes read so far.
    public private(set) var position = 0

    /// A reader of `bytes`, which must stay valid while it is used. `origin` is where they begin in their file.
    public init(_ bytes: UnsafeRawBufferPointer, origin: Int = 0) {
        base = bytes
        self.origin = origin
    }

    /// Calls `body` with a reader of `bytes`.
    public static func read<Result, Failure: Error>(
        _ bytes: [UInt8], origin: Int = 0, _ body: (inout ByteReader) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try bytes.withUnsafeBufferPointer { (buffer) throws(Failure) -> Result in
            var reader = ByteReader(UnsafeRawBufferPointer(buffer), origin: origin)
            return try body(&reader)
        }
    }

    /// Bytes not read yet.
    public var remaining: Int { base.count - position }
    /// Where the next byte is in its file.
    public var offset: Int { origin + position }

    /// The bytes from `start`, an earlier `position`, up to here.
    public func consumed(from start: Int) -> UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(rebasing: base[min(max(start, 0), position)..<position])
    }

    /// The next byte, which stays unread; nil at the end.
    public func peek(_ ahead: Int = 0) -> UInt8? {
        ahead >= 0 && ahead < remaining ? base[position + ahead] : nil
    }

    public mutating func u8() throws(ParseError) -> UInt8 { try number() }
    public mutating func u16() throws(ParseError) -> UInt16 { try number() }
    public mutating func u32() throws(ParseError) -> UInt32 { try number() }
    public mutating func u64() throws(ParseError) -> UInt64 { try number() }
    public mutating func i32() throws(ParseError) -> Int32 { Int32(bitPattern: try number()) }

    /// 32 bytes in wire order.
    public mutating func hash() throws(ParseError) -> Hash256 { Hash256(loading: try slice(32)) }

    /// `count` bytes as borrowed memory.
    public mutating func slice(_ count: Int) throws(ParseError) -> UnsafeRawBufferPointer {
        guard count >= 0, count <= remaining else { throw short(UInt64(clamping: count)) }
        defer { position += count }
        return UnsafeRawBufferPointer(rebasing: base[position..<(position + count)])
    }

    /// `count` bytes as a copy.
    public mutating func bytes(_ count: Int) throws(ParseError) -> [UInt8] { [UInt8](try slice(count)) }

    public mutating func skip(_ count: Int) throws(ParseError) { _ = try slice(count) }

    /// A CompactSize, the count of the wire format: 1, 3, 5 or 9 bytes. The shortest form is the only one taken.
    public mutating func compactSize() throws(ParseError) -> UInt64 {
        let start = offset
        let first = try u8()
        let value: UInt64
        let least: UInt64
        switch first {
        case 0xfd: (value, least) = (UInt64(try u16()), 0xfd)
        case 0xfe: (value, least) = (UInt64(try u32()), 0x1_0000)
        case 0xff: (value, least) = (try u64(), 0x1_0000_0000)
        default: return UInt64(first)
        }
        guard value >= least else { throw ParseError(.longCount(value), at: start) }
        return value
    }

    /// A CompactSize that counts elements of at least `size` bytes each: refused before anything is allocated when the
    /// remaining bytes cannot hold as many.
    public mutating func count(ofAtLeast size: Int) throws(ParseError) -> Int {
        let start = offset
        let count = try compactSize()
        guard count <= UInt64(remaining / max(size, 1)) else {
            throw ParseError(.count(count, remaining: remaining), at: start)
        }
        return Int(count)
    }

    /// Bytes behind their CompactSize length, borrowed.
    public mutating func variableSlice() throws(ParseError) -> UnsafeRawBufferPointer {
        try slice(try count(ofAtLeast: 1))
    }

    /// Bytes behind their CompactSize length, copied.
    public mutating func variableBytes() throws(ParseError) -> [UInt8] { [UInt8](try variableSlice()) }

    /// An error unless everything was read.
    public func end() throws(ParseError) {
        guard remaining == 0 else { throw ParseError(.trailing(remaining), at: offset) }
    }

    private mutating func number<Value: FixedWidthInteger & BitwiseCopyable>() throws(ParseError) -> Value {
        let size = MemoryLayout<Value>.size
        guard size <= remaining else { throw short(UInt64(size)) }
        defer { position += size }
        return Value(littleEndian: base.loadUnaligned(fromByteOffset: position, as: Value.self))
    }

    private func short(_ needed: UInt64) -> ParseError {
        ParseError(.truncated(needed: needed, remaining: remaining), at: offset)
    }
}
