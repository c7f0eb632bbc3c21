import Encoding
import Ledger

/// What a pasted page of text holds: every address of every network whose checksum or form holds, transaction ids,
/// words that look like an address and are none, with the reason, and what somebody shortened to its ends.
public struct PastedText: Hashable, Sendable {
    public struct Row: Hashable, Sendable {
        public enum What: Hashable, Sendable {
            /// An address of the case's chain, in the chain's own writing.
            case address(String)
            /// 64 hexadecimal digits: a transaction id, or any other hash.
            case transaction(TxID)
            /// An address of other networks, which the case cannot hold; by their names. False where nothing but the form
            /// speaks for it.
            case foreign([String], isChecked: Bool)
            /// Looks like an address of the case's chain; why it is none, and what was probably meant.
            case nearMiss(String, suggestion: String?)
            /// The ends of an address or transaction id, its middle left out.
            case shortened(ShortenedID)
        }

        /// As it was written.
        public let text: String
        public let what: What
        /// The line it stands in first, from 1.
        public let line: Int
        /// How often it is there.
        public internal(set) var count: Int
    }

    /// In the order of the text, each once.
    public private(set) var rows: [Row] = []
    /// True when there was more than is kept.
    public private(set) var isCut = false

    /// Rows that are kept.
    public static let limit = 2_000
    /// Near misses for which a correction is looked for: each costs some milliseconds.
    static let corrections = 20

    /// Looks at every word of `text`; time in proportion to its length.
    public init(_ text: String, on chain: Chain) {
        var places: [String: Int] = [:]
        var nearMisses = 0
        for (number, line) in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).enumerated() {
            for word in line.split(whereSeparator: Self.isSeparator) {
                let candidates = Self.candidates(String(word))
                if let at = candidates.lazy.compactMap({ places[$0] }).first {
                    rows[at].count += 1
                    continue
                }
                // What holds goes before what only looks like it.
                let corrects = nearMisses < Self.corrections
                guard let (text, what) = Self.first(candidates, { Self.valid($0, on: chain) })
                    ?? Self.first(candidates, { Self.nearMiss($0, on: chain, corrects: corrects) })
                    ?? Self.first(candidates, { Self.shortened($0, on: chain) })
                else { continue }
                guard rows.count < Self.limit else {
                    isCut = true
                    return
                }
                if case .nearMiss = what { nearMisses += 1 }
                places[text] = rows.count
                rows.append(Row(text: text, what: what, line: number + 1, count: 1))
            }
        }
    }

    // MARK: Words

    private static func isSeparator(_ character: Character) -> Bool {
        character.isWhitespace || ",;|\"'“”„«»<>()[]{}*`".contains(character)
    }

    /// A word as it stands, then without the punctuation of a sentence, then what stands behind `bitcoin:`, `=`, `/`.
    private static func candidates(_ word: String) -> [String] {
        var all: [String] = []
        func add(_ text: Substring) {
            let text = String(text)
            if (20...120).contains(text.utf8.count) || isShortened(text), !all.contains(text) { all.append(text) }
        }
        add(word[...])
        let bare = word.trimmingSuffix { ".:!?…。、，".contains($0) }
        add(bare)
        for part in bare.split(whereSeparator: { ":=/?&#@→".contains($0) }) { add(part.trimmingSuffix { ".,".contains($0) }) }
        return all
    }

    private static func first(_ candidates: [String], _ what: (String) -> Row.What?) -> (String, Row.What)? {
        for text in candidates { if let what = what(text) { return (text, what) } }
        return nil
    }

    /// True for letters and digits with one mark for what was left out between them.
    private static func isShortened(_ text: String) -> Bool {
        (7...120).contains(text.utf8.count) && text.contains { "\u{2026}\u{22EF}.".contains($0) }
    }

    /// Three characters or more at both ends, a digit among them, of which something on the chain can begin so.
    private static func shortened(_ text: String, on chain: Chain) -> Row.What? {
        guard isShortened(text), text.contains("..") || !text.contains("."), let shortened = ShortenedID(text), shortened.beginning.utf8.count >= 3, shortened.ending.utf8.count >= 3,
            text.contains(where: \.isNumber), LedgerSearch.mayFind(shortened, on: chain)
        else { return nil }
        return .shortened(shortened)
    }

    private static func valid(_ text: String, on chain: Chain) -> Row.What? {
        if let id = TxID(text.lowercased().hasPrefix("0x") ? String(text.dropFirst(2)) : text) { return .transaction(id) }
        if let address = Address.isAddress(text, on: chain) ? try? Address(text, on: chain) : nil { return .address(address.text(on: chain)) }
        let owners = Chain.all.filter { $0 != chain && Address.isAddress(text, on: $0) }.map(\.name)
        var checked = owners
        var formed: [String] = []
        for verdict in AddressReading.verdicts(on: text) where !Chain.all.contains(where: { $0.name == verdict.format.chain }) {
            guard case .success(let reading) = verdict.result else { continue }
            if reading.check == .checksum { checked.append(verdict.format.chain) } else { formed.append(verdict.format.chain) }
        }
        if !checked.isEmpty { return .foreign(checked, isChecked: true) }
        return formed.isEmpty ? nil : .foreign(formed, isChecked: false)
    }

    private static func nearMiss(_ text: String, on chain: Chain, corrects: Bool) -> Row.What? {
        guard text.utf8.allSatisfy({ isLetterOrDigit($0) || $0 == UInt8(ascii: ":") }) else { return nil }
        if let (network, reason) = foreignMiss(text) { return .nearMiss("\(network): \(reason)", suggestion: nil) }
        guard looksMeant(text, on: chain) else { return nil }
        guard corrects else { return .nearMiss("no address of \(chain): a character or the checksum is wrong", suggestion: nil) }
        do throws(AddressError) {
            return .address(try Address(text, on: chain).text(on: chain))
        } catch { return .nearMiss(error.reason, suggestion: error.suggestion) }
    }

    /// What begins as only one other network writes its addresses and does not hold there, and why.
    private static func foreignMiss(_ text: String) -> (network: String, reason: String)? {
        let lowered = text.lowercased()
        let signs = [
            ("ltc1", "litecoin"), ("dgb1", "digibyte"), ("btg1", "bitcoin-gold"), ("bnb1", "bnb"), ("cosmos1", "cosmos"),
            ("bitcoincash:", "bitcoin-cash"), ("ecash:", "ecash"),
        ]
        var network = signs.first { lowered.hasPrefix($0.0) }?.1
        if text.hasPrefix("0x"), text.utf8.count == 42, text.utf8.dropFirst(2).allSatisfy(isHexadecimal) { network = "ethereum" }
        if text.hasPrefix("T"), text.utf8.count == 34, text.utf8.allSatisfy(isLetterOrDigit) { network = "tron" }
        guard let network, let format = AddressFormat(chain: network) else { return nil }
        do throws(AddressError) {
            _ = try format.read(text)
            return nil
        } catch { return (network, error.reason) }
    }

    /// True for what somebody may have taken for an address: letters and digits mixed, as long as one.
    private static func looksMeant(_ text: String, on chain: Chain) -> Bool {
        let bytes = Array(text.utf8)
        if text.lowercased().hasPrefix(chain.segwitPrefix + "1") { return bytes.count <= 95 }
        // Base58: its first characters follow from the version bytes, and capitals and small letters are mixed.
        guard (25...36).contains(bytes.count), bytes.allSatisfy(isLetterOrDigit), let first = text.first, "123mnLMDXr".contains(first)
        else { return false }
        return text.contains(where: \.isUppercase) && text.contains(where: \.isLowercase) && text.contains(where: \.isNumber)
    }

    private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
    }

    private static func isHexadecimal(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || (0x41...0x46).contains(byte) || (0x61...0x66).contains(byte)
    }
}

extension StringProtocol {
    fileprivate func trimmingSuffix(_ isDropped: (Character) -> Bool) -> SubSequence {
        var slice = self[...]
        while let last = slice.last, isDropped(last) { slice.removeLast() }
        return slice
    }
}
