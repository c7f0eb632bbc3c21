/// The 80 bytes that a block's hash and its proof of work stand on.
public struct BlockHeader: Hashable, Sendable {
    /// Bytes of a header.
    public static let size = 80

    public var version: Int32
    public var previous: BlockHash
    public var merkleRoot: Hash256
    /// Seconds since 1970, as the miner claims.
    public var time: UInt32
    /// The target it claims to meet, in compact form.
    public var bits: UInt32
    public var nonce: UInt32

    public init(
        version: Int32, previous: BlockHash, merkleRoot: Hash256, time: UInt32, bits: UInt32, nonce: UInt32
    ) {
        self.version = version
        self.previous = previous
        self.merkleRoot = merkleRoot
        self.time = time
        self.bits = bits
        self.nonce = nonce
    }

    public init(parsing reader: inout ByteReader) throws(ParseError) {
        version = try reader.i32()
        previous = try reader.hash()
        merkleRoot = try reader.hash()
        time = try reader.u32()
        bits = try reader.u32()
        nonce = try reader.u32()
    }

    /// The 80 bytes.
    public func serialized() -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(Self.size)
        bytes.append(littleEndian: version)
        bytes.append(previous)
        bytes.append(merkleRoot)
        bytes.append(littleEndian: time)
        bytes.append(littleEndian: bits)
        bytes.append(littleEndian: nonce)
        return bytes
    }

    /// The block's hash: the double SHA-256 of the 80 bytes.
    public var hash: BlockHash { SHA256d.hash(serialized()) }

    /// True when `hash`, which must be this header's, meets the target the header claims, and `chain` allows that
    /// target. Whether it is the target that the chain demanded at that height is not asked.
    public func provesWork(_ hash: BlockHash, on chain: Chain) -> Bool {
        guard let target = Target(bits: bits), let limit = Target(bits: chain.limitBits) else { return false }
        return target <= limit && target.isMet(by: hash)
    }
}
