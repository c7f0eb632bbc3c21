import Ledger

/// The lines of a file, one at a time, in bounded memory.
struct LineReader {
    struct Line {
        /// Counted from 1.
        let number: Int
        let offset: Int
        /// Without the line feed.
        let length: Int
    }

    /// No JSON row comes near it: the greatest transaction has 4 MB, twice that in hexadecimal digits.
    static let longestLine = 64 << 20
    private static let chunk = 1 << 18

    private let file: SourceFile
    private var buffer: [UInt8] = []
    private var bufferOffset = 0
    private var position = 0
    private var number = 0

    init(_ file: SourceFile) { self.file = file }

    /// The next line's bytes are put into `bytes`; nil at the end of the file.
    mutating func next(into bytes: inout [UInt8]) throws(LedgerError) -> Line? {
        bytes.removeAll(keepingCapacity: true)
        let start = bufferOffset + position
        while true {
            if let end = buffer[position...].firstIndex(of: 10) {
                bytes += buffer[position..<end]
                position = end + 1
                break
            }
            bytes += buffer[position...]
            guard bytes.count <= Self.longestLine else {
                throw file.error("line \(number + 1) is longer than \(Self.longestLine) bytes", at: start)
            }
            bufferOffset += buffer.count
            position = 0
            let count = min(Self.chunk, file.size - bufferOffset)
            try file.read(at: bufferOffset, count: max(count, 0), into: &buffer)
            if buffer.isEmpty {
                if bytes.isEmpty { return nil }
                break
            }
        }
        number += 1
        return Line(number: number, offset: start, length: bytes.count)
    }
}
