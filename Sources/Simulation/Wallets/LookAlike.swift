/// Finds an address that looks like another: the attacker's part in address poisoning.
///
/// The check symbols of a bech32 address are linear in its data (BIP 173): adding a multiple of the generator polynomial
/// to the data leaves all six of them as they were. So a different program with the same first and the same last
/// characters needs no search. A real attacker searches keys for a few matching characters instead; nobody holds a key
/// to what this gives.
enum LookAlike {
    /// The generator of the bech32 checksum over GF(32), highest power first (BIP 173, "Checksum design").
    private static let generator: [UInt8] = [1, 29, 22, 20, 21, 29, 18]

    /// A 20-byte program whose version 0 address shares the first `prefix` and the last `suffix` of its 32 data
    /// characters, and all six check characters, with that of `program`. Nil when the middle is too short to differ.
    static func program(
        like program: [UInt8], prefix: Int, suffix: Int, using stream: inout RandomStream
    ) -> [UInt8]? {
        let width = generator.count
        let lastStart = 32 - suffix - width
        guard program.count == 20, prefix >= 0, suffix >= 0, lastStart >= prefix else { return nil }
        var symbols = split(program)
        for start in prefix...lastStart where start == prefix || start == lastStart || stream.chance(1, outOf: 2) {
            for (place, coefficient) in generator.enumerated() { symbols[start + place] ^= coefficient }
        }
        return joined(symbols)
    }

    /// 160 bits as 32 symbols of five bits.
    private static func split(_ bytes: [UInt8]) -> [UInt8] {
        (0..<32).map { symbol in
            (0..<5).reduce(0) { value, bit in
                let place = symbol * 5 + bit
                return value << 1 | (bytes[place / 8] >> UInt8(7 - place % 8) & 1)
            }
        }
    }

    private static func joined(_ symbols: [UInt8]) -> [UInt8] {
        (0..<20).map { byte in
            (0..<8).reduce(0) { value, bit in
                let place = byte * 8 + bit
                return value << 1 | (symbols[place / 5] >> UInt8(4 - place % 5) & 1)
            }
        }
    }
}
