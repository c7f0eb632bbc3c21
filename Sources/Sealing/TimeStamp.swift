import Crypto

/// A request for a time stamp (RFC 3161), to be carried to any time-stamping authority; `openssl ts -verify` checks the
/// answer against the same bytes.
public enum TimeStamp {
    /// The DER of a request over the SHA-256 of `message`, asking for the authority's certificate. `nonce` are eight random
    /// bytes that the answer must repeat.
    public static func request(for message: [UInt8], nonce: [UInt8]) -> [UInt8] {
        let algorithm = sequence([0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x01, 0x05, 0x00])
        let imprint = sequence(algorithm + element(0x04, [UInt8](SHA256.hash(data: message))))
        // A DER integer is the shortest that stays positive.
        var number = Array(nonce.drop { $0 == 0 })
        if number.first.map({ $0 >= 0x80 }) ?? true { number.insert(0, at: 0) }
        return sequence(element(0x02, [1]) + imprint + element(0x02, number) + element(0x01, [0xFF]))
    }

    /// True when a DER answer names the SHA-256 of `message`. It says nothing about who answered: that takes the
    /// authority's certificate, and `openssl ts -verify`.
    public static func answer(_ answer: [UInt8], names message: [UInt8]) -> Bool {
        let imprint = element(0x04, [UInt8](SHA256.hash(data: message)))
        guard answer.first == 0x30, answer.count >= imprint.count else { return false }
        return (0...(answer.count - imprint.count)).contains { answer[$0..<($0 + imprint.count)].elementsEqual(imprint) }
    }

    private static func sequence(_ content: [UInt8]) -> [UInt8] { element(0x30, content) }

    private static func element(_ tag: UInt8, _ content: [UInt8]) -> [UInt8] {
        // All elements of a request are shorter than 128 bytes.
        [tag, UInt8(truncatingIfNeeded: content.count)] + content
    }
}
