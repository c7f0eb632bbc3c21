import Encoding
import Testing

@Suite("Hexadecimal text")
struct HexTests {
    @Test("writes lower case and reads either")
    func both() {
        #expect(Hex.text([0, 0x1F, 0xAB, 0xFF]) == "001fabff")
        #expect(Hex.bytes("001FabFf") == [0, 0x1F, 0xAB, 0xFF])
        #expect(Hex.bytes("") == [])
    }

    @Test("refuses odd lengths and other characters", arguments: ["0", "0g", "0x00", " 00", "００"])
    func refusals(text: String) { #expect(Hex.bytes(text) == nil) }
}
