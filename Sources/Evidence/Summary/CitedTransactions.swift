import Ledger

/// Transaction ids that a text names.
enum CitedTransactions {
    /// Every run of exactly 64 hexadecimal digits that no letter or digit touches, in order, once each.
    static func ids(in text: String) -> [TxID] {
        var ids: [TxID] = []
        for word in text.utf8.split(whereSeparator: { !isWord($0) }) where word.count == 64 {
            if let id = TxID(String(decoding: word, as: UTF8.self)), !ids.contains(id) { ids.append(id) }
        }
        return ids
    }

    private static func isWord(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"),
            UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "_"), 0x80...:
            true
        default: false
        }
    }
}
