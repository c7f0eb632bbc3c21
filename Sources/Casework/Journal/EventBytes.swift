import Crypto
import Encoding

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// One event as the journal has it: the canonical JSON (RFC 8785) of its members, written once, and where in it those
/// stand that the chain does not cover.
struct EventBytes {
    /// With the newline.
    private(set) var line: [UInt8] = []
    private var body = 0..<0
    /// What is left out of the record that is hashed: `body`, `hash` and `salt`, each with what separates it.
    private var uncovered: [Range<Int>] = []

    init(_ event: JournalEvent) {
        line.reserveCapacity(640)
        // In the order of RFC 8785. `author` is always first, so every other member has a comma before it.
        put("{\"author\":", .string(event.author))
        if let value = event.body {
            let start = line.count
            put(",\"body\":", value)
            body = (start + 8)..<line.count
            uncovered.append(start..<line.count)
        }
        put(",\"commitment\":", .string(event.commitment))
        let hash = line.count
        put(",\"hash\":", .string(event.hash))
        uncovered.append(hash..<line.count)
        put(",\"kind\":", .string(event.kind))
        put(",\"previous\":", event.isEarlierForm ? EarlierForm.written(event.previous) : .texts(event.previous))
        if let salt = event.salt {
            let start = line.count
            put(",\"salt\":", .string(salt))
            uncovered.append(start..<line.count)
        }
        put(",\"schema\":", .integer(event.schema))
        put(",\"sequence\":", .count(event.sequence))
        put(",\"time\":", .string(event.time.rfc3339))
        line.append(UInt8(ascii: "}"))
        line.append(UInt8(ascii: "\n"))
    }

    private mutating func put(_ key: StaticString, _ value: JSONValue) {
        key.withUTF8Buffer { line.append(contentsOf: $0) }
        value.appendCanonical(to: &line)
    }

    /// True when `other` are these bytes without the newline.
    func isLine(_ other: ArraySlice<UInt8>) -> Bool {
        line.withUnsafeBytes { own in
            other.withUnsafeBytes { other in
                guard own.count == other.count + 1, let start = own.baseAddress, let otherStart = other.baseAddress else { return false }
                return memcmp(start, otherStart, other.count) == 0
            }
        }
    }

    /// SHA-256("clew-journal-1\n" ‖ canonical JSON of the members that the chain covers).
    var hash: SHA256.Digest {
        var sha = SHA256()
        sha.update(data: Array(JournalEvent.domain.utf8))
        line.withUnsafeBytes { bytes in
            var start = 0
            for range in uncovered {
                sha.update(bufferPointer: UnsafeRawBufferPointer(rebasing: bytes[start..<range.lowerBound]))
                start = range.upperBound
            }
            sha.update(bufferPointer: UnsafeRawBufferPointer(rebasing: bytes[start..<(bytes.count - 1)]))
        }
        return sha.finalize()
    }

    /// SHA-256(salt ‖ canonical body); of an event whose body was erased it means nothing.
    func commitment(salt: [UInt8]) -> SHA256.Digest {
        var sha = SHA256()
        sha.update(data: salt)
        line.withUnsafeBytes { sha.update(bufferPointer: UnsafeRawBufferPointer(rebasing: $0[body])) }
        return sha.finalize()
    }
}
