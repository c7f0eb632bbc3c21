import Encoding
import Ledger

/// Answers for people: names on the left, values on the right, in one column.
struct Lines {
    private(set) var text = ""

    mutating func title(_ title: String) { text += (text.isEmpty ? "" : "\n") + title + "\n" }

    mutating func line(_ line: String) { text += "  " + line + "\n" }

    mutating func pair(_ name: String, _ value: String) {
        text += "  " + name + String(repeating: " ", count: max(2, 16 - name.count)) + value + "\n"
    }
}

/// The command line's forms of amounts, times and identifiers.
enum Form {
    /// `50.00000000 BTC`
    static func coin(_ value: UInt64, _ chain: Chain) -> String {
        AmountText.coin(value, decimals: chain.decimals) + " " + chain.ticker
    }

    /// Amounts of a list, ending in one column.
    static func column(_ values: [UInt64], _ chain: Chain) -> [String] {
        let texts = values.map { coin($0, chain) }
        let width = texts.map(\.utf8.count).max() ?? 0
        return texts.map { String(repeating: " ", count: width - $0.utf8.count) + $0 }
    }

    /// RFC 3339, or null.
    static func time(_ seconds: UInt32?) -> JSONValue { seconds.map { .string(UTCTime(seconds: $0).rfc3339) } ?? .null }

    static func address(_ address: Address?, _ chain: Chain) -> JSONValue { .optional(address?.text(on: chain)) }

    /// `1,234 transactions`, `1 transaction`
    static func count(_ number: UInt64, _ noun: String, _ many: String? = nil) -> String {
        AmountText.grouped(number) + " " + (number == 1 ? noun : many ?? noun + "s")
    }
}

extension Address {
    /// The address that a user typed; what is wrong with it ends the command.
    static func typed(_ text: String, on chain: Chain) throws -> Address {
        do throws(AddressError) {
            return try Address(text, on: chain)
        } catch {
            let stop = error.reason.hasSuffix(".") ? "" : "."
            let hint = error.suggestion.map { " Did you mean \($0)?" } ?? ""
            throw failure("\(VisibleText.escape(text)) is no address of \(chain): \(error.reason)\(stop)\(hint)")
        }
    }
}
