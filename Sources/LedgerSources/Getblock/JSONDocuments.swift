import Ledger

/// The JSON objects of a file, one after the other, whether each stands on a line of its own or on many: found by their
/// brackets, in bounded memory.
struct JSONDocuments {
    struct Place {
        let offset: Int
        let length: Int
    }

    /// A block of 4 MB with every script twice, in hexadecimal digits and as words, with what its inputs spend.
    static let longest = 256 << 20
    private static let chunk = 1 << 18

    private let file: SourceFile
    private var offset = 0

    init(_ file: SourceFile) { self.file = file }

    /// The next object; nil at the end of the file.
    mutating func next() throws(LedgerError) -> Place? {
        guard let start = try skipSpace() else { return nil }
        var buffer: [UInt8] = []
        var depth = 0
        var isText = false
        var isEscaped = false
        offset = start
        while offset < file.size {
            try file.read(at: offset, count: min(Self.chunk, file.size - offset), into: &buffer)
            for (index, byte) in buffer.enumerated() {
                if isText {
                    if isEscaped {
                        isEscaped = false
                    } else if byte == 92 {
                        isEscaped = true
                    } else if byte == 34 {
                        isText = false
                    }
                } else if byte == 34 {
                    isText = true
                } else if byte == 123 || byte == 91 {
                    depth += 1
                } else if byte == 125 || byte == 93 {
                    depth -= 1
                    if depth == 0 {
                        offset += index + 1
                        return Place(offset: start, length: offset - start)
                    }
                }
            }
            offset += buffer.count
            guard offset - start <= Self.longest else {
                throw file.error("a JSON document of more than \(Self.longest) bytes", at: start)
            }
        }
        throw file.error("the file ends inside this JSON document", at: start)
    }

    private func skipSpace() throws(LedgerError) -> Int? {
        var place = offset
        while place < file.size {
            let bytes = try file.peek(at: place, count: 4096)
            guard let index = bytes.firstIndex(where: { $0 != 32 && !(9...13).contains($0) }) else {
                place += bytes.count
                continue
            }
            guard bytes[index] == 123 else { throw file.error("a JSON object was expected here", at: place + index) }
            return place + index
        }
        return nil
    }
}
