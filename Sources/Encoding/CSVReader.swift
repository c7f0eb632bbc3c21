/// Why a CSV text was refused.
public struct CSVError: Error, Hashable, Sendable {
    /// From 1.
    public let line: Int
    /// What was wrong there, without the place, as a sentence.
    public let reason: String
}

/// Reads the rows of a CSV text (RFC 4180) one after the other, in UTF-8, with or without a byte order mark.
///
/// Empty lines are passed over. The blanks around a field that is not quoted do not count.
public struct CSVReader {
    /// One row: the line it begins on, and its fields.
    public typealias Row = (line: Int, fields: [String])

    /// A longer field is refused: 4,096 bytes, or what `longestField` says.
    public static let usualLongestField = 4096

    private let bytes: [UInt8]
    private let comments: Bool
    private let longestField: Int
    private var place = 0
    private var line = 1

    /// - Parameter comments: lines that begin with `#` are passed over.
    public init(_ bytes: [UInt8], comments: Bool, longestField: Int = CSVReader.usualLongestField) {
        self.bytes = bytes
        self.comments = comments
        self.longestField = longestField
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { place = 3 }
    }

    /// The bytes read so far.
    public var offset: Int { place }

    /// The next row; nil after the last.
    public mutating func next() throws(CSVError) -> Row? {
        while place < bytes.count {
            let start = line
            if comments, bytes[place] == UInt8(ascii: "#") {
                while place < bytes.count, bytes[place] != 0x0A { place += 1 }
                skipLineEnd()
                continue
            }
            var fields: [String] = []
            repeat { fields.append(try field()) } while skipComma()
            skipLineEnd()
            if fields.count > 1 || !fields[0].isEmpty { return (start, fields) }
        }
        return nil
    }

    private mutating func skipComma() -> Bool {
        guard place < bytes.count, bytes[place] == UInt8(ascii: ",") else { return false }
        place += 1
        return true
    }

    private mutating func skipLineEnd() {
        if place < bytes.count, bytes[place] == 0x0D { place += 1 }
        if place < bytes.count, bytes[place] == 0x0A { place += 1 }
        line += 1
    }

    private func isEnd(_ k: Int) -> Bool {
        k >= bytes.count || bytes[k] == 0x0A || (bytes[k] == 0x0D && (k + 1 >= bytes.count || bytes[k + 1] == 0x0A))
    }

    /// Up to the comma or line end.
    private mutating func field() throws(CSVError) -> String {
        let first = line
        var content: [UInt8] = []
        if place < bytes.count, bytes[place] == UInt8(ascii: "\"") {
            place += 1
            while true {
                guard place < bytes.count else { throw CSVError(line: first, reason: "a quotation mark is not closed.") }
                let byte = bytes[place]
                place += 1
                if byte == UInt8(ascii: "\"") {
                    guard place < bytes.count, bytes[place] == byte else { break }
                    place += 1
                }
                if byte == 0x0A { line += 1 }
                content.append(byte)
                try check(content.count)
            }
            // Some programs leave a blank between the closing mark and the comma.
            while place < bytes.count, bytes[place] == 0x20 { place += 1 }
            guard isEnd(place) || bytes[place] == UInt8(ascii: ",") else {
                throw CSVError(line: line, reason: "there is text after a closing quotation mark.")
            }
        } else {
            while !isEnd(place), bytes[place] != UInt8(ascii: ",") {
                content.append(bytes[place])
                place += 1
                try check(content.count)
            }
            while content.last == 0x20 { content.removeLast() }
            content.removeFirst(content.prefix { $0 == 0x20 }.count)
        }
        guard let text = String(validating: content, as: UTF8.self) else {
            throw CSVError(line: first, reason: "it is not valid UTF-8.")
        }
        return text
    }

    private func check(_ count: Int) throws(CSVError) {
        guard count <= longestField else {
            throw CSVError(line: line, reason: "a field is longer than \(longestField) bytes. Is a quotation mark open?")
        }
    }
}
