/// One JSON value, as strict as evidence needs it: no duplicate keys, no floating point, text compared by its bytes.
public indirect enum JSONValue: Hashable, Sendable {
    case null
    case bool(Bool)
    case integer(Int64)
    /// A number that is no 64-bit integer, exactly as it was written; only where `JSONLimits.allowsDecimals`.
    case decimal(String)
    case string(String)
    case array([JSONValue])
    case object([String: JSONValue])

    /// Equal when the canonical bytes are: `é` in one character is not `e` with an accent, unlike in `String`.
    public static func == (a: Self, b: Self) -> Bool {
        switch (a, b) {
        case (.null, .null): true
        case (.bool(let x), .bool(let y)): x == y
        case (.integer(let x), .integer(let y)): x == y
        case (.decimal(let x), .decimal(let y)): x == y
        case (.string(let x), .string(let y)): x.utf8.elementsEqual(y.utf8)
        case (.array(let x), .array(let y)): x == y
        case (.object(let x), .object(let y)):
            x.count == y.count
                && x.allSatisfy { key, value in
                    guard let place = y.index(forKey: key) else { return false }
                    return y[place].key.utf8.elementsEqual(key.utf8) && y[place].value == value
                }
        default: false
        }
    }
}

extension JSONValue {
    /// The member of that name; nil when this is no object or has none.
    public subscript(_ key: String) -> JSONValue? { objectValue?[key] }

    /// True or false; nil of another kind, as with those below.
    public var boolValue: Bool? { if case .bool(let value) = self { value } else { nil } }
    /// The 64-bit integer.
    public var integerValue: Int64? { if case .integer(let value) = self { value } else { nil } }
    /// The text.
    public var stringValue: String? { if case .string(let value) = self { value } else { nil } }
    /// The elements.
    public var arrayValue: [JSONValue]? { if case .array(let value) = self { value } else { nil } }
    /// The members.
    public var objectValue: [String: JSONValue]? { if case .object(let value) = self { value } else { nil } }
    /// True for null only; a missing member is nil, not null.
    public var isNull: Bool { self == .null }

    /// An amount in base units or another count that may exceed 2^53 − 1: a string of decimal digits.
    public static func amount(_ value: some BinaryInteger) -> JSONValue { .string(String(value)) }

    /// The text, or null.
    public static func optional(_ text: String?) -> JSONValue { text.map { .string($0) } ?? .null }
}

extension JSONValue: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByBooleanLiteral,
    ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
    public init(stringLiteral value: String) { self = .string(value) }
    public init(integerLiteral value: Int64) { self = .integer(value) }
    public init(booleanLiteral value: Bool) { self = .bool(value) }
    public init(arrayLiteral elements: JSONValue...) { self = .array(elements) }
    public init(dictionaryLiteral elements: (String, JSONValue)...) {
        self = .object(Dictionary(elements, uniquingKeysWith: { $1 }))
    }
}
