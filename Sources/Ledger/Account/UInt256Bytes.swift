extension UInt256 {
    /// 32 bytes, the highest first.
    public var bytes: [UInt8] {
        (0..<16).map { UInt8(truncatingIfNeeded: high >> UInt128(120 - $0 * 8)) }
            + (0..<16).map { UInt8(truncatingIfNeeded: low >> UInt128(120 - $0 * 8)) }
    }

    /// At most 32 bytes, the highest first; nil for more.
    public init?(bytes: some Collection<UInt8>) {
        guard bytes.count <= 32 else { return nil }
        self = .zero
        for byte in bytes {
            high = high << 8 | low >> 120
            low = low << 8 | UInt128(byte)
        }
    }
}
