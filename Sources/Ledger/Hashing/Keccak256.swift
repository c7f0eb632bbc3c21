/// Keccak-256 as Ethereum, Tron and Monero use it: the submission of G. Bertoni, J. Daemen, M. Peeters and G. Van Assche,
/// "The Keccak reference", version 3.0 (2011), with its own padding. SHA3-256 pads with other bits and gives other
/// digests; swift-crypto has neither form of Keccak.
public enum Keccak256 {
    /// Bytes that go in before the state is mixed.
    private static let rate = 136

    /// The 32 bytes of the digest.
    public static func hash(_ message: some Collection<UInt8>) -> [UInt8] {
        var padded = Array(message)
        padded.append(0x01)
        padded.append(contentsOf: repeatElement(0, count: (rate - padded.count % rate) % rate))
        padded[padded.count - 1] |= 0x80
        var state = [UInt64](repeating: 0, count: 25)
        var columns = [UInt64](repeating: 0, count: 5)
        padded.withUnsafeBytes { bytes in
            for block in stride(from: 0, to: bytes.count, by: rate) {
                for lane in 0..<rate / 8 {
                    let word = bytes.loadUnaligned(fromByteOffset: block + lane * 8, as: UInt64.self)
                    state[lane] ^= UInt64(littleEndian: word)
                }
                permute(&state, &columns)
            }
        }
        var digest: [UInt8] = []
        for word in state[..<4] { digest.append(littleEndian: word) }
        return digest
    }

    /// Keccak-f[1600]: 24 rounds of theta, rho, pi, chi and iota.
    private static func permute(_ lanes: inout [UInt64], _ columns: inout [UInt64]) {
        for constant in roundConstants {
            for x in 0..<5 { columns[x] = lanes[x] ^ lanes[x + 5] ^ lanes[x + 10] ^ lanes[x + 15] ^ lanes[x + 20] }
            for x in 0..<5 {
                let mix = columns[(x + 4) % 5] ^ rotate(columns[(x + 1) % 5], 1)
                for y in stride(from: 0, to: 25, by: 5) { lanes[x + y] ^= mix }
            }
            var moving = lanes[1]
            for (place, turn) in zip(order, turns) {
                (moving, lanes[place]) = (lanes[place], rotate(moving, turn))
            }
            for y in stride(from: 0, to: 25, by: 5) {
                for x in 0..<5 { columns[x] = lanes[y + x] }
                for x in 0..<5 { lanes[y + x] = columns[x] ^ (~columns[(x + 1) % 5] & columns[(x + 2) % 5]) }
            }
            lanes[0] ^= constant
        }
    }

    private static func rotate(_ word: UInt64, _ count: UInt64) -> UInt64 { word &<< count | word &>> (64 &- count) }

    /// The way of one lane through the 24 others, and how far it turns before each.
    private static let order = [
        10, 7, 11, 17, 18, 3, 5, 16, 8, 21, 24, 4, 15, 23, 19, 13, 12, 2, 20, 14, 22, 9, 6, 1,
    ]
    private static let turns: [UInt64] = [
        1, 3, 6, 10, 15, 21, 28, 36, 45, 55, 2, 14, 27, 41, 56, 8, 25, 43, 62, 18, 39, 61, 20, 44,
    ]
    private static let roundConstants: [UInt64] = [
        0x0000_0000_0000_0001, 0x0000_0000_0000_8082, 0x8000_0000_0000_808a, 0x8000_0000_8000_8000,
        0x0000_0000_0000_808b, 0x0000_0000_8000_0001, 0x8000_0000_8000_8081, 0x8000_0000_0000_8009,
        0x0000_0000_0000_008a, 0x0000_0000_0000_0088, 0x0000_0000_8000_8009, 0x0000_0000_8000_000a,
        0x0000_0000_8000_808b, 0x8000_0000_0000_008b, 0x8000_0000_0000_8089, 0x8000_0000_0000_8003,
        0x8000_0000_0000_8002, 0x8000_0000_0000_0080, 0x0000_0000_0000_800a, 0x8000_0000_8000_000a,
        0x8000_0000_8000_8081, 0x8000_0000_0000_8080, 0x0000_0000_8000_0001, 0x8000_0000_8000_8008,
    ]
}
