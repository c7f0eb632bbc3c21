import Encoding

extension TerminalEvent {
    /// The event as one line of a recorded session.
    public var json: JSONValue {
        switch self {
        case .key(let key): ["key": .string(key.name)]
        case .paste(let text): ["paste": .string(text)]
        case .pasteCut(let limit): ["cut": .integer(Int64(limit))]
        case .resize(let columns, let rows): ["size": .array([.integer(Int64(columns)), .integer(Int64(rows))])]
        case .click(let column, let row): ["click": .array([.integer(Int64(column)), .integer(Int64(row))])]
        case .doubleClick(let column, let row): ["double": .array([.integer(Int64(column)), .integer(Int64(row))])]
        case .drag(let from, let to):
            ["drag": .array([from.column, from.row, to.column, to.row].map { .integer(Int64($0)) })]
        case .wheel(let column, let row, let step):
            ["wheel": .array([column, row, step].map { .integer(Int64($0)) })]
        }
    }

    /// Reads such a line; nil for anything else.
    public init?(json: JSONValue) {
        guard let members = json.objectValue, members.count == 1, let (name, value) = members.first else { return nil }
        let numbers = (value.arrayValue ?? []).compactMap { $0.integerValue.flatMap { Int(exactly: $0) } }
        switch (name, numbers.count) {
        case ("key", _):
            guard let key = value.stringValue.flatMap(KeyStroke.init(name:)) else { return nil }
            self = .key(key)
        case ("paste", _):
            guard let text = value.stringValue else { return nil }
            self = .paste(text)
        case ("cut", _):
            guard let limit = value.integerValue else { return nil }
            self = .pasteCut(limit: Int(limit))
        case ("size", 2): self = .resize(columns: numbers[0], rows: numbers[1])
        case ("click", 2): self = .click(column: numbers[0], row: numbers[1])
        case ("double", 2): self = .doubleClick(column: numbers[0], row: numbers[1])
        case ("drag", 4):
            self = .drag(from: Cell(column: numbers[0], row: numbers[1]), to: Cell(column: numbers[2], row: numbers[3]))
        case ("wheel", 3): self = .wheel(column: numbers[0], row: numbers[1], by: numbers[2])
        default: return nil
        }
    }
}
