/// Bech32 (BIP 173) as age uses it for its keys, without the length limit of addresses.
enum Bech32Text {
    private static let digits = Array("qpzry9x8gf2tvdw0s3jn54khce6mua7l".utf8)

    static func text(_ bytes: [UInt8], prefix: String) -> String {
        let values = regroup(bytes, from: 8, to: 5, pads: true) ?? []
        let sum = polymod(expand(prefix) + values + [0, 0, 0, 0, 0, 0]) ^ 1
        let check = (0..<6).map { UInt8(sum >> (5 * (5 - UInt32($0))) & 31) }
        return prefix + "1" + String(decoding: (values + check).map { digits[Int($0)] }, as: UTF8.self)
    }

    static func bytes(_ text: String, prefix: String) -> [UInt8]? {
        let lower = text.lowercased()
        guard lower == text || text.uppercased() == text, lower.hasPrefix(prefix + "1") else { return nil }
        var values: [UInt8] = []
        for digit in lower.utf8.dropFirst(prefix.utf8.count + 1) {
            guard let value = digits.firstIndex(of: digit) else { return nil }
            values.append(UInt8(value))
        }
        guard values.count >= 6, polymod(expand(prefix) + values) == 1 else { return nil }
        return regroup(values.dropLast(6), from: 5, to: 8, pads: false)
    }

    private static func expand(_ prefix: String) -> [UInt8] {
        prefix.utf8.map { $0 >> 5 } + [0] + prefix.utf8.map { $0 & 31 }
    }

    private static func polymod(_ values: [UInt8]) -> UInt32 {
        let generator: [UInt32] = [0x3b6a_57b2, 0x2650_8e6d, 0x1ea1_19fa, 0x3d42_33dd, 0x2a14_62b3]
        var sum: UInt32 = 1
        for value in values {
            let top = sum >> 25
            sum = (sum & 0x1ff_ffff) << 5 ^ UInt32(value)
            for index in 0..<5 where top >> UInt32(index) & 1 == 1 { sum ^= generator[index] }
        }
        return sum
    }

    private static func regroup(_ values: some Sequence<UInt8>, from: Int, to: Int, pads: Bool) -> [UInt8]? {
        var bits: UInt32 = 0
        var count = 0
        var out: [UInt8] = []
        for value in values {
            bits = (bits << UInt32(from) | UInt32(value)) & 0xFFFF
            count += from
            while count >= to {
                count -= to
                out.append(UInt8(bits >> UInt32(count) & ((1 << UInt32(to)) - 1)))
            }
        }
        if pads {
            if count > 0 { out.append(UInt8(bits << UInt32(to - count) & ((1 << UInt32(to)) - 1))) }
        } else if count >= from || bits & ((1 << UInt32(count)) - 1) != 0 {
            return nil
        }
        return out
    }
}
