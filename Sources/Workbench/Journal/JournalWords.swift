import Casework

import Glibc

/// What a filter looks for words in, of all events one after the other in one piece of memory, in lower case.
final class JournalWords: Sendable {
    private let bytes: [UInt8]
    /// Where the words of each event end.
    private let ends: [Int]
    private let numbers: [UInt64]

    init(_ events: [JournalEvent]) {
        var (bytes, ends): ([UInt8], [Int]) = ([], [])
        ends.reserveCapacity(events.count)
        for event in events {
            // A line feed is in no word: nothing is found across two texts or two events.
            bytes += "\(event.title)\n\(event.kind)\n\(event.author)\n".lowercased().utf8
            ends.append(bytes.count)
        }
        (self.bytes, self.ends) = (bytes, ends)
        numbers = events.map(\.number)
    }

    /// Events.
    var count: Int { ends.count }

    /// Whether an event's words contain one in lower case.
    func contain(_ word: String, at place: Int) -> Bool {
        var found = false
        search(for: word, from: place > 0 ? ends[place - 1] : 0, to: ends[place]) { _ in
            found = true
            return nil
        }
        return found
    }

    /// For each event, whether its words contain one in lower case, or it is its number.
    func places(of word: String) -> [Bool] {
        var places = [Bool](repeating: word.isEmpty, count: ends.count)
        var event = 0
        search(for: word, from: 0, to: bytes.count) { at in
            while ends[event] <= at { event += 1 }
            places[event] = true
            return ends[event]
        }
        if let number = UInt64(word) { for place in numbers.indices where numbers[place] == number { places[place] = true } }
        return places
    }

    /// Calls `body` with where a word was found; it answers where to look on, nil for nowhere.
    private func search(for word: String, from begin: Int, to end: Int, _ body: (Int) -> Int?) {
        var word = word
        word.withUTF8 { word in
            bytes.withUnsafeBufferPointer { bytes in
                guard let first = bytes.baseAddress, let wanted = word.baseAddress, let rare = Self.rarest(of: word) else { return }
                // Where the word's rarest byte is looked for next: the word begins so many before it.
                var at = begin + rare
                let last = end - word.count + rare
                while at <= last, let hit = memchr(first + at, Int32(word[rare]), last - at + 1) {
                    let place = UnsafeRawPointer(hit) - UnsafeRawPointer(first) - rare
                    if memcmp(first + place, wanted, word.count) == 0 {
                        guard let next = body(place) else { return }
                        at = next + rare
                    } else {
                        at = place + rare + 1
                    }
                }
            }
        }
    }

    /// The place of the byte that texts have least of: signs and digits before letters, letters by how often English has them.
    private static func rarest(of word: UnsafeBufferPointer<UInt8>) -> Int? {
        let frequent = Array("etaoinsrhldcumfpgwybvkxjqz".utf8)
        func rank(_ byte: UInt8) -> Int { frequent.firstIndex(of: byte) ?? (byte == UInt8(ascii: " ") ? -1 : frequent.count) }
        return word.indices.max { rank(word[$0]) < rank(word[$1]) }
    }
}
