/// One report of the mouse: buttons as xterm numbers them, and the cell from 0.
struct MouseReport: Hashable {
    /// 0 to 2 for the buttons, 64 and 65 for the wheel; 4, 8 and 16 are added for Shift, Alt and Ctrl, 32 for motion.
    var code: Int
    var column: Int
    var row: Int
    /// The button was let go; otherwise it went down or moved.
    var isRelease: Bool
}

/// Reads the mouse's reports from the characters of the terminal, which may hand one out in pieces.
///
/// ncurses would make one event of a press and a release that it reads together, so it only finds where a report begins:
/// `ESC [ <` of xterm's mode 1006 (`buttons ; column ; row`, then `M`, or `m` for a release), or `ESC [ M` of terminals that
/// know the older mode alone (three characters, each with 32 added). Source: XTerm Control Sequences, "Mouse Tracking".
struct MouseDecoder {
    enum Form {
        case numbers, characters
    }

    enum Answer: Hashable {
        case unfinished
        case report(MouseReport)
        /// This is no report; the character is what it is.
        case broken
    }

    private var form: Form?
    private var numbers: [Int] = []
    /// Greater than any screen; a number that would be larger is no report.
    private static let most = 99_999

    /// True between the beginning of a report and its end.
    var isReading: Bool { form != nil }

    mutating func begin(_ form: Form) {
        self.form = form
        numbers = form == .numbers ? [0] : []
    }

    /// Gives up the report that was begun.
    mutating func abandon() { form = nil }

    /// Takes the next character of a report that was begun.
    mutating func add(_ value: UInt32) -> Answer {
        switch form {
        case .numbers?: addNumber(value)
        case .characters?: addCharacter(value)
        case nil: .broken
        }
    }

    private mutating func addNumber(_ value: UInt32) -> Answer {
        switch value {
        case 0x30...0x39 where numbers[numbers.count - 1] <= Self.most:
            numbers[numbers.count - 1] = numbers[numbers.count - 1] * 10 + Int(value - 0x30)
            return .unfinished
        case 0x3B where numbers.count < 3:
            numbers.append(0)
            return .unfinished
        case 0x4D where numbers.count == 3, 0x6D where numbers.count == 3:
            form = nil
            return report(code: numbers[0], column: numbers[1], row: numbers[2], isRelease: value == 0x6D)
        default:
            form = nil
            return .broken
        }
    }

    private mutating func addCharacter(_ value: UInt32) -> Answer {
        guard (0x20...0x7FF).contains(value) else {
            form = nil
            return .broken
        }
        numbers.append(Int(value) - 0x20)
        guard numbers.count == 3 else { return .unfinished }
        form = nil
        // The older mode does not say which button was let go.
        let isRelease = numbers[0] & 0x43 == 3
        return report(code: isRelease ? numbers[0] & ~3 : numbers[0], column: numbers[1], row: numbers[2], isRelease: isRelease)
    }

    /// Cells count from 1 in a report; one outside any screen says nothing.
    private func report(code: Int, column: Int, row: Int, isRelease: Bool) -> Answer {
        guard (1...Self.most).contains(column), (1...Self.most).contains(row) else { return .unfinished }
        return .report(MouseReport(code: code, column: column - 1, row: row - 1, isRelease: isRelease))
    }
}
