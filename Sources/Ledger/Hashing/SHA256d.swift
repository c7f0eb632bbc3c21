import Crypto

/// SHA-256 applied twice: the hash of transactions, block headers, Merkle nodes and base58check.
public enum SHA256d {
    public static func hash(_ bytes: [UInt8]) -> Hash256 { bytes.withUnsafeBytes { hash($0) } }

    public static func hash(_ bytes: UnsafeRawBufferPointer) -> Hash256 {
        twice(SHA256.hash(data: bytes))
    }

    /// The hash of `first`, `second` and `third` one after the other, without joining them in memory.
    static func hash(
        _ first: UnsafeRawBufferPointer, _ second: UnsafeRawBufferPointer, _ third: UnsafeRawBufferPointer
    ) -> Hash256 {
        var hasher = SHA256()
        hasher.update(bufferPointer: first)
        hasher.update(bufferPointer: second)
        hasher.update(bufferPointer: third)
        return twice(hasher.finalize())
    }

    /// The hash of two hashes: a node of the Merkle tree.
    public static func node(_ left: Hash256, _ right: Hash256) -> Hash256 {
        let (a, b) = (left.words, right.words)
        let words = (
            a.0.littleEndian, a.1.littleEndian, a.2.littleEndian, a.3.littleEndian,
            b.0.littleEndian, b.1.littleEndian, b.2.littleEndian, b.3.littleEndian
        )
        return withUnsafeBytes(of: words) { hash($0) }
    }

    private static func twice(_ once: SHA256Digest) -> Hash256 {
        let digest = once.withUnsafeBytes { SHA256.hash(data: $0) }
        return digest.withUnsafeBytes { Hash256(loading: $0) }
    }
}

extension Hash256 {
    /// The 32 bytes at `bytes` in wire order; the caller has checked that there are as many.
    init(loading bytes: UnsafeRawBufferPointer) {
        func word(_ index: Int) -> UInt64 {
            UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: index * 8, as: UInt64.self))
        }
        self.init(words: (word(0), word(1), word(2), word(3)))
    }
}
