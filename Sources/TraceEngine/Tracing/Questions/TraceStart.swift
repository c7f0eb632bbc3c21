import Encoding
import Ledger

/// Where a trace sets out.
public enum TraceStart: Hashable, Sendable {
    /// `txid:n`; with a height, `txid@height:n`, where two transactions share an id (BIP 30).
    case output(TxID, height: UInt32?, index: UInt32)
    /// `txid` or `txid@height`: all its outputs.
    case transaction(TxID, height: UInt32?)
    /// `address` or `address@from..to`: the outputs it received.
    case address(Address, TraceSpan?)

    /// Reads one of the forms; throws what is wrong with it.
    public init(_ text: String, on chain: Chain) throws(TraceError) {
        let typed = text
        func fail(_ reason: String) -> TraceError {
            .question("\(VisibleText.escape(typed)) is no start: \(reason)")
        }
        // On account chains an id begins with 0x, and so does an address, which is shorter.
        let isPrefixed =
            chain.kind == .balances && text.hasPrefix("0x")
            && text.utf8.prefix { $0 != UInt8(ascii: ":") && $0 != UInt8(ascii: "@") }.count == 66
        let text = isPrefixed ? String(text.dropFirst(2)) : text
        let parts = text.split(separator: "@", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        if parts[0].utf8.count == 64 || parts[0].utf8.prefix(65).last == UInt8(ascii: ":") {
            let whole = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            let name = whole[0].split(separator: "@", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            guard let txid = TxID(name[0]) else { throw fail("its id is not 64 hexadecimal digits.") }
            var height: UInt32?
            if name.count == 2 {
                height = UInt32(name[1])
                if height == nil { throw fail("after @ comes the height of the transaction, a number.") }
            }
            guard whole.count == 2 else {
                self = .transaction(txid, height: height)
                return
            }
            guard let index = UInt32(whole[1]) else { throw fail("after : comes the number of an output, from 0.") }
            self = .output(txid, height: height, index: index)
            return
        }
        let address: Address
        do throws(AddressError) { address = try Address(parts[0], on: chain) } catch {
            let hint = error.suggestion.map { " Did you mean \($0)?" } ?? ""
            throw fail("\(error.reason)\(error.reason.hasSuffix(".") ? "" : ".")\(hint)")
        }
        guard parts.count == 2 else {
            self = .address(address, nil)
            return
        }
        guard let span = TraceSpan(parts[1]) else {
            throw fail(
                "after @ comes FROM..TO, two heights or two dates (2024-02-05 or 2024-02-05T10:00:00Z), both included; "
                    + "either may be left out.")
        }
        self = .address(address, span)
    }

    /// The form that `init` reads.
    public func text(on chain: Chain) -> String {
        func name(_ txid: TxID, _ height: UInt32?) -> String { "\(txid)" + (height.map { "@\($0)" } ?? "") }
        return switch self {
        case .output(let txid, let height, let index): name(txid, height) + ":\(index)"
        case .transaction(let txid, let height): name(txid, height)
        case .address(let address, let span): address.text(on: chain) + (span.map { "@\($0)" } ?? "")
        }
    }
}

/// Blocks or block times from one to another, both included; either may be open.
public enum TraceSpan: Hashable, Sendable, CustomStringConvertible {
    case heights(from: UInt32?, to: UInt32?)
    /// Seconds since 1970.
    case times(from: UInt32?, to: UInt32?)

    /// Reads `from..to`: heights, dates (a whole day) or RFC 3339 times in UTC. Nil for any other form.
    public init?(_ text: String) {
        let bytes = Array(text.utf8)
        guard let dots = bytes.indices.dropLast().first(where: { bytes[$0] == 0x2E && bytes[$0 + 1] == 0x2E }) else {
            return nil
        }
        let from = String(decoding: bytes[..<dots], as: UTF8.self)
        let to = String(decoding: bytes[(dots + 2)...], as: UTF8.self)
        guard !from.isEmpty || !to.isEmpty else { return nil }
        if from.isEmpty || UInt32(from) != nil, to.isEmpty || UInt32(to) != nil {
            self = .heights(from: UInt32(from), to: UInt32(to))
        } else {
            let (start, end) = (Self.seconds(from, endOfDay: false), Self.seconds(to, endOfDay: true))
            guard from.isEmpty || start != nil, to.isEmpty || end != nil else { return nil }
            self = .times(from: start, to: end)
        }
    }

    /// A date, from its first or to its last second, or an RFC 3339 time; nil when it is neither.
    public static func seconds(_ text: String, endOfDay: Bool) -> UInt32? {
        let time = UTCTime(rfc3339: text) ?? UTCTime(rfc3339: text + (endOfDay ? "T23:59:59Z" : "T00:00:00Z"))
        return time.flatMap { UInt32(exactly: $0.milliseconds / 1000) }
    }

    public var description: String {
        func time(_ seconds: UInt32?) -> String { seconds.map { UTCTime(seconds: $0).rfc3339 } ?? "" }
        return switch self {
        case .heights(let from, let to): "\(from.map { "\($0)" } ?? "")..\(to.map { "\($0)" } ?? "")"
        case .times(let from, let to): "\(time(from))..\(time(to))"
        }
    }

    func contains(_ row: TxRow) -> Bool {
        switch self {
        case .heights(let from, let to): (from ?? 0) <= row.at.height && row.at.height <= (to ?? .max)
        case .times(let from, let to): (from ?? 0) <= row.time && row.time <= (to ?? .max)
        }
    }
}
