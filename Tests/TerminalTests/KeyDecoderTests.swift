import CNcurses
import Testing
import Workbench

@testable import Terminal

@Suite("Keys as ncurses reads them")
struct KeyDecoderTests {
    @Test(
        "Characters",
        arguments: [
            (0x61, .character("a")), (0x20, .character(" ")), (0xE9, .character("é")), (0x6F22, .character("漢")),
            (0x01, .control("a")), (0x12, .control("r")), (0x1A, .control("z")), (0x09, .tab), (0x0D, .enter),
            (0x0A, .enter), (0x1B, .escape), (0x7F, .backspace), (0x08, .backspace), (0x00, nil), (0x1D, nil),
            (0x9B, nil), (0xD800, nil), (0x110000, nil),
        ] as [(UInt32, KeyStroke?)])
    func characters(value: UInt32, stroke: KeyStroke?) {
        #expect(KeyDecoder.stroke(character: value) == stroke)
    }

    @Test(
        "Codes",
        arguments: [
            (KEY_UP, .up), (KEY_NPAGE, .pageDown), (KEY_BTAB, .backTab), (KEY_DC, .delete), (KEY_ENTER, .enter),
            (clew_function_key(1), .function(1)), (clew_function_key(12), .function(12)), (clew_function_key(13), nil),
            (clew_function_key(0), nil), (KEY_RESIZE, nil), (KEY_MOUSE, nil), (565, nil), (0x1000, nil),
        ] as [(Int32, KeyStroke?)])
    func codes(code: Int32, stroke: KeyStroke?) {
        #expect(KeyDecoder.stroke(code: code) == stroke)
    }
}
