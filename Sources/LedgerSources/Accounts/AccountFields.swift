import Encoding
import Ledger

/// The fields of one row of an export of an account chain, from a JSON object or a line of CSV; each is nil when absent,
/// null or empty, and an error when of the wrong kind.
struct AccountFields {
    private enum Source {
        case json(JSONValue)
        case csv([String: Int], [String])
    }

    private let source: Source
    let chain: Chain

    init(_ json: JSONValue, on chain: Chain) {
        source = .json(json)
        self.chain = chain
    }

    init(columns: [String: Int], _ fields: [String], on chain: Chain) {
        source = .csv(columns, fields)
        self.chain = chain
    }

    /// A field as text: numbers by their digits.
    func text(_ name: String) throws(EtlError) -> String? {
        switch source {
        case .csv(let columns, let fields):
            guard let column = columns[name], column < fields.count, !fields[column].isEmpty else { return nil }
            return fields[column]
        case .json(let json):
            switch json[name] {
            case nil, .null?: return nil
            case .string(let text)?: return text.isEmpty ? nil : text
            case .integer(let number)?: return String(number)
            case .decimal(let literal)?: return literal
            case .bool(let flag)?: return flag ? "true" : "false"
            default: throw EtlError(sentence: "\(name) is neither text nor a number")
            }
        }
    }

    func has(_ name: String) -> Bool {
        switch source {
        case .csv(let columns, _): columns[name] != nil
        case .json(let json): json[name] != nil
        }
    }

    func required<Value>(_ value: Value?, _ name: String) throws(EtlError) -> Value {
        guard let value else { throw EtlError(sentence: "the field \(name) is missing") }
        return value
    }

    func hash(_ name: String) throws(EtlError) -> Hash256? {
        guard let text = try text(name) else { return nil }
        guard text.hasPrefix("0x"), let hash = Hash256(String(text.dropFirst(2))) else {
            throw EtlError(sentence: "\(name) is not 0x and 64 hexadecimal digits")
        }
        return hash
    }

    func number(_ name: String) throws(EtlError) -> UInt32? {
        guard let text = try text(name) else { return nil }
        guard let number = UInt32(text) else { throw EtlError(sentence: "\(name) is \(VisibleText.escape(text)), no number of 32 bits") }
        return number
    }

    func amount(_ name: String) throws(EtlError) -> UInt256? {
        guard let text = try text(name) else { return nil }
        guard let amount = UInt256(text) else {
            throw EtlError(sentence: "\(name) is \(VisibleText.escape(text)), no whole number of 256 bits")
        }
        return amount
    }

    func flag(_ name: String) throws(EtlError) -> Bool? {
        switch try text(name)?.lowercased() {
        case nil: return nil
        case "1", "true": return true
        case "0", "false": return false
        case let text?: throw EtlError(sentence: "\(name) is \(VisibleText.escape(text)), neither 0 nor 1")
        }
    }

    func time(_ name: String) throws(EtlError) -> UInt32? {
        guard let text = try text(name) else { return nil }
        if let seconds = UInt32(text) { return seconds }
        var bytes = Array(text.utf8)
        if bytes.count > 10 { bytes[10] = UInt8(ascii: "T") }
        for zone in [" UTC", "+00:00"] where text.hasSuffix(zone) {
            bytes = bytes.dropLast(zone.utf8.count) + [UInt8(ascii: "Z")]
        }
        guard let time = UTCTime(rfc3339: String(decoding: bytes, as: UTF8.self)),
            let seconds = UInt32(exactly: time.milliseconds / 1000)
        else { throw EtlError(sentence: "\(name) is no time") }
        return seconds
    }

    func address(_ name: String) throws(EtlError) -> Address? {
        guard let text = try text(name) else { return nil }
        do throws(AddressError) { return try Address(text, on: chain) } catch {
            throw EtlError(sentence: "\(name) is \(VisibleText.escape(text)), no address: \(error.reason)")
        }
    }

    /// An address at one end of a token's transfer: the account 0 stands for no owner.
    func owner(_ name: String) throws(EtlError) -> Address? {
        let address = try required(try address(name), name)
        return address.script.allSatisfy { $0 == 0 } ? nil : address
    }

    /// The numbers of the calls on the way to a trace: `0,2,1`, or a list; empty for the first call.
    func calls(_ name: String) throws(EtlError) -> [UInt32] {
        if case .json(let json) = source, let list = json[name]?.arrayValue {
            var calls: [UInt32] = []
            for item in list {
                guard let call = item.integerValue.flatMap({ UInt32(exactly: $0) }) else {
                    throw EtlError(sentence: "\(name) is no list of numbers")
                }
                calls.append(call)
            }
            return calls
        }
        guard let text = try text(name) else { return [] }
        let parts = text.split(separator: ",").map { UInt32($0.trimmingSpaces) }
        guard !parts.contains(nil) else { throw EtlError(sentence: "\(name) is no list of numbers") }
        return parts.compactMap(\.self)
    }

    /// Topics of a log: a list, or texts separated by commas.
    func topics(_ name: String) throws(EtlError) -> [String] {
        if case .json(let json) = source, let list = json[name]?.arrayValue { return list.compactMap(\.stringValue) }
        return try text(name)?.split(separator: ",").map { String($0.trimmingSpaces) } ?? []
    }
}

extension Substring {
    fileprivate var trimmingSpaces: Substring { drop { $0 == " " } }
}
