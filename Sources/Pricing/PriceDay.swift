import Encoding

/// A day of the calendar in UTC, as the number of days since 1970-01-01.
public struct PriceDay: Hashable, Comparable, Sendable, CustomStringConvertible {
    public let number: Int32

    public init(number: Int32) { self.number = number }

    /// The day of a block time, seconds since 1970.
    public init(of seconds: UInt32) { number = Int32(seconds / 86_400) }

    /// Reads `2024-02-21`, or an RFC 3339 time, of which the day counts; nil for anything else.
    public init?(_ text: String) {
        guard let time = UTCTime(rfc3339: text) ?? UTCTime(rfc3339: text + "T00:00:00Z") else { return nil }
        let seconds = time.milliseconds / 1000
        guard seconds >= 0, let number = Int32(exactly: seconds / 86_400) else { return nil }
        self.number = number
    }

    public static func < (a: Self, b: Self) -> Bool { a.number < b.number }

    /// `2024-02-21`
    public var description: String { UTCTime(milliseconds: Int64(number) * 86_400_000).date }
}

/// What one coin costs: a decimal number, exact to ten decimals.
public struct Price: Hashable, Sendable {
    /// Decimals that count; further ones are dropped.
    public static let decimals = 10

    /// In units of 10⁻¹⁰.
    public let units: UInt64
    /// As the source writes it.
    public let text: String

    /// Reads `67609.015625`; nil for anything that is no decimal number above zero, or too great.
    public init?(_ text: String) {
        let parts = text.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
        guard text.utf8.count <= 40, let whole = parts.first, Self.isDigits(whole), parts.count == 1 || Self.isDigits(parts[1])
        else { return nil }
        let decimals = parts.count == 2 ? String(parts[1].prefix(Self.decimals)) : ""
        let padded = decimals + String(repeating: "0", count: Self.decimals - decimals.utf8.count)
        guard let units = UInt64(whole + padded), units > 0 else { return nil }
        self.units = units
        self.text = text
    }

    private static func isDigits(_ text: Substring) -> Bool {
        !text.isEmpty && text.utf8.allSatisfy { (0x30...0x39).contains($0) }
    }
}
