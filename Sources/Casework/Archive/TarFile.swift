import Encoding

/// A folder as one file in the format of POSIX ustar, so that `tar xf` unpacks what `age -d` opens.
///
/// Only plain files with plain names are written or read: no links, no owners, no times, so the same case gives the same
/// bytes.
enum TarFile {
    struct Entry: Hashable {
        /// Relative, with slashes.
        var path: String
        var bytes: [UInt8]
    }

    private static let block = 512

    static func bytes(of entries: [Entry]) throws(CaseError) -> [UInt8] {
        var out: [UInt8] = []
        for entry in entries {
            guard isPlain(entry.path), let header = header(entry) else {
                throw .refused("\(VisibleText.escape(entry.path)) cannot be put into an archive: its name is too long or odd.")
            }
            out += header
            out += entry.bytes
            out += [UInt8](repeating: 0, count: padding(entry.bytes.count))
        }
        return out + [UInt8](repeating: 0, count: 2 * block)
    }

    /// Reads what `bytes(of:)` wrote; anything else a tar file may hold is refused before a byte is written anywhere.
    static func entries(of tar: [UInt8]) throws(CaseError) -> [Entry] {
        var entries: [Entry] = []
        var seen = Set<String>()
        var place = 0
        while true {
            guard tar.count - place >= block else { throw .refused("The archive is cut short at byte \(place).") }
            let header = tar[place..<(place + block)]
            if header.allSatisfy({ $0 == 0 }) { break }
            let sum = header.enumerated().reduce(0) { $0 + ((148..<156).contains($1.offset) ? 32 : Int($1.element)) }
            guard octal(header, 148, 8) == sum, text(header, 257, 5) == "ustar", let size = octal(header, 124, 12),
                let name = text(header, 0, 100), let prefix = text(header, 345, 155)
            else { throw .refused("The archive is damaged at byte \(place).") }
            let path = prefix.isEmpty ? name : "\(prefix)/\(name)"
            let kind = header[place + 156]
            guard kind == UInt8(ascii: "0"), isPlain(path), seen.insert(path.lowercased()).inserted else {
                throw .refused("The archive holds \(VisibleText.escape(path)), which no archive of a case holds; nothing was unpacked.")
            }
            place += block
            guard size <= tar.count - place else { throw .refused("The archive is cut short at byte \(place).") }
            entries.append(Entry(path: path, bytes: Array(tar[place..<(place + size)])))
            place += size + padding(size)
        }
        guard tar[place...].allSatisfy({ $0 == 0 }) else { throw .refused("Something follows the end of the archive.") }
        return entries
    }

    /// Letters, digits, dot, hyphen and underscore between slashes; no part begins with a dot.
    private static func isPlain(_ path: String) -> Bool {
        path.split(separator: "/", omittingEmptySubsequences: false).allSatisfy { part in
            !part.isEmpty && part.utf8.first != UInt8(ascii: ".")
                && part.utf8.allSatisfy { byte in
                    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
                        || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || "._-".utf8.contains(byte)
                }
        }
    }

    private static func padding(_ count: Int) -> Int { (block - count % block) % block }

    private static func header(_ entry: Entry) -> [UInt8]? {
        var parts = entry.path.split(separator: "/").map(String.init)
        guard let last = parts.popLast() else { return nil }
        let prefix = parts.joined(separator: "/")
        guard last.utf8.count <= 100, prefix.utf8.count <= 155, entry.bytes.count < 1 << 33 else { return nil }
        var header = [UInt8](repeating: 0, count: block)
        func put(_ text: String, _ at: Int) { header.replaceSubrange(at..<(at + text.utf8.count), with: text.utf8) }
        func digits(_ value: Int, _ count: Int) -> String {
            let text = String(value, radix: 8)
            return String(repeating: "0", count: max(0, count - text.count)) + text
        }
        put(last, 0)
        put(digits(0o600, 7), 100)
        put(digits(0, 7), 108)
        put(digits(0, 7), 116)
        put(digits(entry.bytes.count, 11), 124)
        put(digits(0, 11), 136)
        put("        ", 148)
        put("0", 156)
        put("ustar", 257)
        put("00", 263)
        put(prefix, 345)
        put(digits(header.reduce(0) { $0 + Int($1) }, 6), 148)
        header[154] = 0
        return header
    }

    private static func text(_ header: ArraySlice<UInt8>, _ offset: Int, _ count: Int) -> String? {
        let start = header.startIndex + offset
        return String(validating: header[start..<(start + count)].prefix { $0 != 0 }, as: UTF8.self)
    }

    private static func octal(_ header: ArraySlice<UInt8>, _ offset: Int, _ count: Int) -> Int? {
        guard let text = text(header, offset, count) else { return nil }
        return Int(text.filter { $0 != " " }, radix: 8)
    }
}
