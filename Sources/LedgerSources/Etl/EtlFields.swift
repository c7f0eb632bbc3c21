import Encoding
import Ledger

/// The fields of one JSON object of an export, each nil when absent or null and an error when of the wrong kind.
struct EtlFields {
    private let json: JSONValue

    init(_ json: JSONValue) { self.json = json }

    private func field(_ name: String) -> JSONValue? {
        guard let value = json[name], !value.isNull else { return nil }
        return value
    }

    func has(_ name: String) -> Bool { field(name) != nil }

    func required<Value>(_ value: Value?, _ name: String) throws(EtlError) -> Value {
        guard let value else { throw EtlError(sentence: "the field \(name) is missing") }
        return value
    }

    func hash(_ name: String) throws(EtlError) -> Hash256? {
        guard let value = field(name) else { return nil }
        guard let hash = value.stringValue.flatMap({ Hash256($0) }) else {
            throw EtlError(sentence: "\(name) is not 64 hexadecimal digits")
        }
        return hash
    }

    func requiredHash(_ name: String) throws(EtlError) -> Hash256 { try required(try hash(name), name) }

    /// A whole number of 32 bits; as text in some exports.
    func number(_ name: String) throws(EtlError) -> UInt32? {
        guard let value = try whole(name) else { return nil }
        guard let number = UInt32(exactly: value) else {
            throw EtlError(sentence: "\(name) is \(value), which is out of range")
        }
        return number
    }

    /// An amount in base units, at most 21 million coins.
    func value(_ name: String) throws(EtlError) -> UInt64? {
        guard let value = try whole(name) else { return nil }
        guard value <= Transaction.greatestValue else {
            throw EtlError(sentence: "a value of \(value) satoshi is more than can exist")
        }
        return value
    }

    /// Seconds since 1970, or `2021-08-21 01:19:44 UTC` as BigQuery writes it.
    func time(_ name: String) throws(EtlError) -> UInt32? {
        if let text = field(name)?.stringValue, text.utf8.count > 10 {
            var bytes = Array(text.utf8)
            bytes[10] = UInt8(ascii: "T")
            for zone in [" UTC", "+00:00"] where text.hasSuffix(zone) {
                bytes = bytes.dropLast(zone.utf8.count) + [UInt8(ascii: "Z")]
            }
            guard let time = UTCTime(rfc3339: String(decoding: bytes, as: UTF8.self)),
                let seconds = UInt32(exactly: time.milliseconds / 1000)
            else { throw EtlError(sentence: "\(name) is no time") }
            return seconds
        }
        return try number(name)
    }

    func bytes(_ name: String) throws(EtlError) -> [UInt8]? {
        guard let value = field(name) else { return nil }
        guard let bytes = value.stringValue.flatMap({ Hex.bytes($0) }) else {
            throw EtlError(sentence: "\(name) is not hexadecimal")
        }
        return bytes
    }

    func texts(_ name: String) -> [String] { field(name)?.arrayValue?.compactMap(\.stringValue) ?? [] }

    func rows(_ name: String) throws(EtlError) -> [EtlFields]? {
        guard let value = field(name) else { return nil }
        guard let rows = value.arrayValue, rows.allSatisfy({ $0.objectValue != nil }) else {
            throw EtlError(sentence: "\(name) is not a list of objects")
        }
        return rows.map(EtlFields.init)
    }

    private func whole(_ name: String) throws(EtlError) -> UInt64? {
        guard let value = field(name) else { return nil }
        if let number = value.integerValue.flatMap({ UInt64(exactly: $0) }) { return number }
        if let text = value.stringValue, text.utf8.allSatisfy({ (48...57).contains($0) }), let number = UInt64(text) {
            return number
        }
        throw EtlError(sentence: "\(name) is not a whole number")
    }
}
