/// Appends the fields of the wire format to bytes.
extension [UInt8] {
    /// `value`, the lowest byte first.
    mutating func append(littleEndian value: some FixedWidthInteger) {
        Swift.withUnsafeBytes(of: value.littleEndian) { append(contentsOf: $0) }
    }

    /// `value` as a CompactSize, in its shortest form.
    mutating func append(compactSize value: Int) {
        switch UInt64(clamping: value) {
        case let count where count < 0xfd: append(UInt8(count))
        case let count where count <= 0xffff:
            append(0xfd)
            append(littleEndian: UInt16(count))
        case let count where count <= 0xffff_ffff:
            append(0xfe)
            append(littleEndian: UInt32(count))
        case let count:
            append(0xff)
            append(littleEndian: count)
        }
    }

    /// `bytes` behind their CompactSize length.
    mutating func append(variable bytes: [UInt8]) {
        append(compactSize: bytes.count)
        append(contentsOf: bytes)
    }

    /// The 32 bytes of `hash` in wire order.
    mutating func append(_ hash: Hash256) {
        append(littleEndian: hash.words.0)
        append(littleEndian: hash.words.1)
        append(littleEndian: hash.words.2)
        append(littleEndian: hash.words.3)
    }
}
