/// What a shortened identifier asks of an address of one chain.
///
/// To write an address out takes a checksum and, in base58, a division of its length squared; so `mayFit` rules out by the
/// payload's first bytes nearly all that cannot begin as wanted, and `fits` compares the text of the rest.
public struct AddressPattern: Sendable {
    /// First eight bytes of a payload, the first byte highest: what they must lie in for the text to begin as wanted.
    public typealias Leads = [ClosedRange<UInt64>]

    public let keyHash: Leads
    public let scriptHash: Leads
    public let witness0: Leads
    public let witness1: Leads
    private let account: Leads

    private let chain: Chain
    private let exact: ShortenedID
    private let folded: ShortenedID

    public init(_ shortened: ShortenedID, on chain: Chain) {
        self.chain = chain
        exact = shortened
        if chain.kind == .balances {
            let digits = shortened.folded
            folded = digits
            account = Self.leads(hex: digits.beginning)
            (keyHash, scriptHash, witness0, witness1) = ([], [], [], [])
            return
        }
        folded = shortened.folded
        account = []
        keyHash = Self.leads(base58: exact.beginning, version: chain.keyHashVersion)
        scriptHash = Self.leads(base58: exact.beginning, version: chain.scriptHashVersion)
        witness0 = Self.leads(bech32: folded.beginning, prefix: chain.segwitPrefix, version: 0)
        witness1 = Self.leads(bech32: folded.beginning, prefix: chain.segwitPrefix, version: 1)
    }

    /// Whether any address of the chain can begin as wanted.
    public var mayFitAny: Bool { [keyHash, scriptHash, witness0, witness1, account].contains { !$0.isEmpty } }

    /// False only when the address certainly does not fit. `script` is canonical.
    public func mayFit(_ script: UnsafeRawBufferPointer) -> Bool {
        guard let bytes = script.baseAddress else { return false }
        func lies(_ offset: Int, in leads: Leads) -> Bool { Self.contains(leads, Self.lead(bytes + offset)) }
        if chain.kind == .balances { return script.count < 8 || lies(0, in: account) }
        return switch (script.count, script[0], script[1]) {
        case (25, 0x76, 0xa9): lies(3, in: keyHash)
        case (23, 0xa9, 20): lies(2, in: scriptHash)
        case (22, 0, 20), (34, 0, 32): lies(2, in: witness0)
        case (34, 0x51, 32): lies(2, in: witness1)
        default: true
        }
    }

    /// Whether the address, written out, begins and ends as wanted.
    public func fits(_ address: Address) -> Bool {
        let text = address.text(on: chain)
        if chain.kind == .balances { return folded.fits(text.lowercased()) }
        return Address.hasPrefix(Array(text.utf8), of: chain) ? folded.fits(text) : exact.fits(text)
    }

    /// The first eight bytes at `bytes`, the first highest.
    @inline(__always)
    public static func lead(_ bytes: UnsafeRawPointer) -> UInt64 { UInt64(bigEndian: bytes.loadUnaligned(as: UInt64.self)) }

    @inline(__always)
    public static func contains(_ leads: Leads, _ lead: UInt64) -> Bool {
        for range in leads where range.contains(lead) { return true }
        return false
    }

    // MARK: What begins so

    private static let all: Leads = [0...UInt64.max]

    /// Texts of one length sort as the numbers they stand for; so for each length the least and the greatest text that begin
    /// so bound the 25 bytes. Each `1` at the beginning stands for a byte of zeros.
    private static func leads(base58 beginning: String, version: UInt8) -> Leads {
        guard !beginning.isEmpty else { return all }
        let text = Array(beginning.utf8)
        let ones = text.prefix { $0 == Base58.alphabet[0] }.count
        guard ones <= 25 else { return [] }
        let zeros = [UInt8](repeating: 0, count: ones)
        // After the zeros comes another byte, unless more of them may follow.
        let floor = ones == text.count || ones == 25 ? [] : zeros + [1]
        let ceiling = zeros + [UInt8](repeating: .max, count: 25 - ones)
        var leads: Leads = []
        for length in max(text.count, 25)...max(text.count, 36) {
            func padded(_ digit: UInt8) -> [UInt8]? {
                Base58.decode(text + [UInt8](repeating: digit, count: length - text.count)).map { Array($0.drop { $0 == 0 }) }
            }
            guard let least = padded(Base58.alphabet[0]), let greatest = padded(Base58.alphabet[57]) else { return [] }
            guard least.count <= 25 else { continue }
            let low = greater([UInt8](repeating: 0, count: 25 - least.count) + least, floor + [UInt8](repeating: 0, count: 25 - floor.count))
            let high = greatest.count > 25 ? ceiling : less([UInt8](repeating: 0, count: 25 - greatest.count) + greatest, ceiling)
            guard low[0] <= version, high[0] >= version else { continue }
            let from = low[0] < version ? 0 : number(low[1..<9])
            let to = high[0] > version ? UInt64.max : number(high[1..<9])
            if from <= to { leads.append(from...to) }
        }
        return leads
    }

    private static func leads(bech32 beginning: String, prefix: String, version: UInt8) -> Leads {
        let head = prefix + "1"
        if head.hasPrefix(beginning) { return all }
        guard beginning.hasPrefix(head) else { return [] }
        var bits: [UInt8] = []
        for (place, code) in beginning.utf8.dropFirst(head.utf8.count).enumerated() {
            let value = Bech32.values[Int(code)]
            guard value >= 0 else { return [] }
            if place == 0 {
                guard UInt8(value) == version else { return [] }
            } else {
                bits += (0..<5).map { UInt8(value) >> (4 - $0) & 1 }
            }
        }
        return leads(bits: bits.prefix(64))
    }

    private static func leads(hex beginning: String) -> Leads {
        if "0x".hasPrefix(beginning) { return all }
        guard beginning.hasPrefix("0x") else { return [] }
        var bits: [UInt8] = []
        for character in beginning.dropFirst(2) {
            guard let digit = character.hexDigitValue else { return [] }
            bits += (0..<4).map { UInt8(digit) >> (3 - $0) & 1 }
        }
        return leads(bits: bits.prefix(64))
    }

    private static func leads(bits: some Collection<UInt8>) -> Leads {
        let low = bits.reduce(UInt64(0)) { $0 << 1 | UInt64($1) }
        let free = UInt64(64 - bits.count)
        return [low << free...(low << free | (free == 64 ? .max : (1 << free) - 1))]
    }

    private static func less(_ a: [UInt8], _ b: [UInt8]) -> [UInt8] { a.lexicographicallyPrecedes(b) ? a : b }
    private static func greater(_ a: [UInt8], _ b: [UInt8]) -> [UInt8] { a.lexicographicallyPrecedes(b) ? b : a }

    private static func number(_ bytes: ArraySlice<UInt8>) -> UInt64 { bytes.reduce(0) { $0 << 8 | UInt64($1) } }
}
