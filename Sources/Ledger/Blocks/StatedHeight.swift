/// The height that a coinbase states in its first push (BIP 34).
public enum StatedHeight {
    /// The number that `coinbaseScript` begins with, in the form that BIP 34 demands; nil for another form. Early
    /// blocks begin with other numbers by chance: only `binding` may be relied on.
    public static func claimed(coinbaseScript script: [UInt8]) -> UInt32? {
        guard let first = script.first else { return nil }
        if (Opcode.number1...Opcode.number16).contains(first) { return UInt32(first - Opcode.number1) + 1 }
        let length = Int(first)
        guard (1...4).contains(length), script.count > length else { return nil }
        let digits = script[1...length]
        // The shortest form of a number with a sign bit: a leading zero only where the next byte would read negative.
        guard let top = digits.last, top < 0x80 else { return nil }
        if top == 0, length == 1 || script[length - 1] < 0x80 { return nil }
        let value = digits.reversed().reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
        return value > 16 ? value : nil
    }

    /// The stated height where the rules of `chain` make it binding: block version 2 or later, from the height on at
    /// which BIP 34 is buried in the rules; nil elsewhere.
    public static func binding(header: BlockHeader, coinbaseScript: [UInt8], on chain: Chain) -> UInt32? {
        guard header.version >= 2, let height = claimed(coinbaseScript: coinbaseScript),
            height >= chain.statedHeightsFrom
        else { return nil }
        return height
    }
}
