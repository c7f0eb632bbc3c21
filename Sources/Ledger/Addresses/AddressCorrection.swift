/// Finds the address that was meant, when a single slip explains a text that is none.
enum AddressCorrection {
    /// The only address of `chain` that differs from `text` by one character changed, put in, left out, or by two
    /// neighbours swapped; nil when there is none or more than one.
    ///
    /// Some ten thousand candidates are tried, and a wrong one passes its 32-bit checksum with a chance of 2⁻³², so what
    /// comes back is almost surely what was meant.
    static func suggestion(for text: [Unicode.Scalar], on chain: Chain) -> String? {
        // Characters that fit in no byte cannot be right: each stands as 0 until it is replaced.
        let codes = text.map { (0x21...0x7e).contains($0.value) ? UInt8($0.value) : 0 }
        guard codes.count <= Address.longestText, codes.filter({ $0 == 0 }).count <= 1 else { return nil }
        var found: Set<[UInt8]> = []
        for letters in alphabets(for: codes, on: chain) {
            search(codes, letters, on: chain, into: &found)
        }
        guard found.count == 1, let only = found.first else { return nil }
        return String(decoding: only, as: UTF8.self)
    }

    /// Which characters to try. A text that begins like a segwit address is taken as one; any other may be either.
    private static func alphabets(for text: [UInt8], on chain: Chain) -> [[UInt8]] {
        let lower = Bech32.alphabet + Array((chain.segwitPrefix + "1").utf8)
        let isUpper = !text.contains { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0) }
        let bech32 = Array(Set(isUpper ? lower.map { $0 > 0x60 ? $0 - 32 : $0 } : lower)).sorted()
        if Address.hasPrefix(text, of: chain) { return [bech32] }
        return [Base58.alphabet, bech32]
    }

    private static func search(
        _ text: [UInt8], _ letters: [UInt8], on chain: Chain, into found: inout Set<[UInt8]>
    ) {
        func test(_ candidate: [UInt8]) {
            if Address.script(candidate, on: chain) != nil { found.insert(candidate) }
        }
        for index in text.indices {
            var changed = text
            for letter in letters where letter != text[index] {
                changed[index] = letter
                test(changed)
            }
            var shorter = text
            shorter.remove(at: index)
            test(shorter)
            if index > 0, text[index] != text[index - 1] {
                var swapped = text
                swapped.swapAt(index, index - 1)
                test(swapped)
            }
        }
        for index in 0...text.count {
            var longer = text
            longer.insert(0, at: index)
            for letter in letters {
                longer[index] = letter
                test(longer)
            }
        }
    }
}
