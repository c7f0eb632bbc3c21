import CNcurses
import Workbench

/// What ncurses reads, as the workbench knows it.
enum KeyDecoder {
    /// The codes that a session gives to the marks around pasted text; above `KEY_MAX`.
    static let pasteBegins: Int32 = 0x1000
    static let pasteEnds: Int32 = 0x1001
    /// The codes for what begins a report of the mouse.
    static let mouseNumbers: Int32 = 0x1002
    static let mouseCharacters: Int32 = 0x1003

    /// The stroke for a character that was typed; nothing for one that has no meaning.
    static func stroke(character value: UInt32) -> KeyStroke? {
        switch value {
        case 0x09: return .tab
        case 0x0A, 0x0D: return .enter
        case 0x08, 0x7F: return .backspace
        case 0x1B: return .escape
        case 0x01...0x1A: return .control(Character(Unicode.Scalar(UInt8(value + 0x60))))
        case 0x00...0x1F, 0x80...0x9F: return nil
        default: return Unicode.Scalar(value).map { .character(Character($0)) }
        }
    }

    /// The stroke for a function key's code; nothing for one that Clew has no use for.
    static func stroke(code: Int32) -> KeyStroke? {
        if let stroke = strokes[code] { return stroke }
        let first = clew_function_key(1)
        return (first..<first + 12).contains(code) ? .function(Int(code - first) + 1) : nil
    }

    private static let strokes: [Int32: KeyStroke] = [
        KEY_UP: .up, KEY_DOWN: .down, KEY_LEFT: .left, KEY_RIGHT: .right, KEY_HOME: .home, KEY_END: .end,
        KEY_PPAGE: .pageUp, KEY_NPAGE: .pageDown, KEY_BACKSPACE: .backspace, KEY_DC: .delete, KEY_IC: .insert,
        KEY_ENTER: .enter, KEY_BTAB: .backTab, KEY_A1: .home, KEY_A3: .pageUp, KEY_C1: .end, KEY_C3: .pageDown,
        KEY_FIND: .home, KEY_SELECT: .end,
    ]
}
