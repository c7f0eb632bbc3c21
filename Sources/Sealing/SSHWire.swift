import Foundation

/// Strings and numbers as the SSH protocol writes them (RFC 4251, section 5): big-endian, with a length of four bytes.
struct SSHReader {
    private let bytes: [UInt8]
    private(set) var offset = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    var isAtEnd: Bool { offset == bytes.count }
    var rest: [UInt8] { Array(bytes[offset...]) }

    mutating func number() -> UInt32? {
        guard bytes.count - offset >= 4 else { return nil }
        defer { offset += 4 }
        return bytes[offset..<(offset + 4)].reduce(0) { $0 << 8 | UInt32($1) }
    }

    mutating func string() -> [UInt8]? {
        guard let length = number(), Int(length) <= bytes.count - offset else { return nil }
        defer { offset += Int(length) }
        return Array(bytes[offset..<(offset + Int(length))])
    }

    mutating func text() -> String? { string().flatMap { String(validating: $0, as: UTF8.self) } }

    /// Takes `prefix` if it comes next.
    mutating func take(_ prefix: [UInt8]) -> Bool {
        guard bytes[offset...].starts(with: prefix) else { return false }
        offset += prefix.count
        return true
    }
}

enum SSHWire {
    static func number(_ value: Int) -> [UInt8] {
        let value = UInt32(truncatingIfNeeded: value)
        return [UInt8(value >> 24 & 255), UInt8(value >> 16 & 255), UInt8(value >> 8 & 255), UInt8(value & 255)]
    }

    static func string(_ bytes: [UInt8]) -> [UInt8] { number(bytes.count) + bytes }
    static func string(_ text: String) -> [UInt8] { string(Array(text.utf8)) }
}

/// Base64 between the lines `-----BEGIN X-----` and `-----END X-----`.
enum Armour {
    static func text(_ bytes: [UInt8], _ label: String, width: Int) -> String {
        let line = Data(bytes).base64EncodedString()
        var lines: [Substring] = []
        var rest = line[...]
        while !rest.isEmpty {
            lines.append(rest.prefix(width))
            rest = rest.dropFirst(width)
        }
        return (["-----BEGIN \(label)-----"] + lines + ["-----END \(label)-----"]).joined(separator: "\n") + "\n"
    }

    static func bytes(_ text: String, _ label: String) -> [UInt8]? {
        let lines = text.split(whereSeparator: \.isNewline).map { $0.filter { $0 != "\r" } }
        guard let start = lines.firstIndex(of: "-----BEGIN \(label)-----"),
            let end = lines.firstIndex(of: "-----END \(label)-----"), start < end
        else { return nil }
        let line = lines[(start + 1)..<end].joined()
        // The last digit has bits to spare: written in another way than this it would stand for the same bytes.
        guard let data = Data(base64Encoded: line), data.base64EncodedString() == line else { return nil }
        return [UInt8](data)
    }
}
