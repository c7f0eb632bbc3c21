import Encoding

/// Text made safe for HTML and SVG, inside elements and inside quoted attributes.
enum MarkupText {
    /// Hidden characters shown, the five characters of markup as entities.
    static func escape(_ text: String, keepingLines: Bool = false) -> String {
        var out: [UInt8] = []
        for byte in VisibleText.escape(text, keepingLines: keepingLines).utf8 {
            switch byte {
            case UInt8(ascii: "&"): out += "&amp;".utf8
            case UInt8(ascii: "<"): out += "&lt;".utf8
            case UInt8(ascii: ">"): out += "&gt;".utf8
            case UInt8(ascii: "\""): out += "&quot;".utf8
            case UInt8(ascii: "'"): out += "&#39;".utf8
            default: out.append(byte)
            }
        }
        return String(decoding: out, as: UTF8.self)
    }
}
