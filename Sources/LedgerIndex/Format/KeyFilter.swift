/// Says of most keys that are not in a set that they are not, by one read: a Bloom filter whose bits for a key lie in
/// one word (F. Putze, P. Sanders, J. Singler: Cache-, Hash- and Space-Efficient Bloom Filters, 2007).
///
/// A newer segment is asked for many addresses and outputs of older ones that it does not mention. Keys are 64 bits,
/// spread evenly.
enum KeyFilter {
    /// Sixteen bits a key, of which it sets four: fewer than one in a hundred absent keys pass.
    private static let keysInWord = 4
    /// A segment of more keys has no filter, so that building one stays small.
    static let greatest = 1 << 24

    /// Words of a filter for `count` keys.
    static func words(_ count: Int) -> Int { max(1, (count + keysInWord - 1) / keysInWord) }

    /// The word that tells of a key, of `words`.
    @inline(__always)
    static func place(_ key: UInt64, _ words: Int) -> Int {
        Int(truncatingIfNeeded: (key & 0xffff_ffff &* UInt64(words)) >> 32)
    }

    /// The bits that a key sets.
    @inline(__always)
    static func bits(_ key: UInt64) -> UInt64 {
        1 << (key >> 32 & 63) | 1 << (key >> 38 & 63) | 1 << (key >> 44 & 63) | 1 << (key >> 50 & 63)
    }

    /// A key for an output's number.
    @inline(__always)
    static func key(ofOutput output: UInt64) -> UInt64 {
        let mixed = (output ^ output >> 32) &* 0x9e37_79b9_7f4a_7c15
        return (mixed ^ mixed >> 29) &* 0xbf58_476d_1ce4_e5b9
    }
}
