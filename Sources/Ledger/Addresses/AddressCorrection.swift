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
        if (25...36).contains(codes.count), !Address.hasPrefix(codes, of: chain) {
            search(codes, Base58.alphabet, into: &found) { Address.base58Script($0, on: chain) != nil }
        }
        if codes.count <= 91 {
            search(codes, bech32Letters(for: codes, on: chain), into: &found) {
                Address.hasPrefix($0, of: chain) && Address.bech32Script($0, on: chain) != nil
            }
        }
        guard found.count == 1, let only = found.first else { return nil }
        return String(decoding: only, as: UTF8.self)
    }

    /// The characters of a segwit address of `chain`, in upper case when `text` has no lower-case letter.
    private static func bech32Letters(for text: [UInt8], on chain: Chain) -> [UInt8] {
        let lower = Set(Bech32.alphabet + Array((chain.segwitPrefix + "1").utf8)).sorted()
        let isUpper = !text.contains { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0) }
        return isUpper ? lower.map { $0 > 0x60 ? $0 - 32 : $0 } : lower
    }

    /// Puts every text that is one slip away from `text` and that `isAddress` accepts into `found`.
    private static func search(
        _ text: [UInt8], _ letters: [UInt8], into found: inout Set<[UInt8]>, isAddress: ([UInt8]) -> Bool
    ) {
        for index in text.indices {
            var changed = text
            for letter in letters where letter != text[index] {
                changed[index] = letter
                if isAddress(changed) { found.insert(changed) }
            }
            var shorter = text
            shorter.remove(at: index)
            if isAddress(shorter) { found.insert(shorter) }
            if index > 0, text[index] != text[index - 1] {
                var swapped = text
                swapped.swapAt(index, index - 1)
                if isAddress(swapped) { found.insert(swapped) }
            }
        }
        for index in 0...text.count {
            var longer = text
            longer.insert(0, at: index)
            for letter in letters {
                longer[index] = letter
                if isAddress(longer) { found.insert(longer) }
            }
        }
    }
}
