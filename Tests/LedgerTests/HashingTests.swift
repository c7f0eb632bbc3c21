import Encoding
import Testing

@testable import Ledger

@Suite("Hashes")
struct HashingTests {
    @Test(
        "RIPEMD-160 gives the digests of its specification, appendix B",
        arguments: [
            ("", "9c1185a5c5e9fc54612808977ee8f548b2258d31"),
            ("a", "0bdc9d2d256b3ee9daae347be6f4dc835a467ffe"),
            ("abc", "8eb208f7e05d987a9b044a8e98c6b087f15a0bfc"),
            ("message digest", "5d0689ef49d2fae572b881b123a85ffa21595f36"),
            ("abcdefghijklmnopqrstuvwxyz", "f71c27109c692c1b56bbdceb5b9d2865b3708dbc"),
            (
                "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
                "12a053384a9c0c88e405a06c27dcf49ada62eb2b"
            ),
            (
                "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789",
                "b0e20b6e3116640286ed3a87a5713079b21f5189"
            ),
            (String(repeating: "1234567890", count: 8), "9b752e45573d4b39f4dbd3323cab82bf63326bfb"),
            (String(repeating: "a", count: 1_000_000), "52783243c1697bdbe16d37f97f68f08325dc1528"),
        ])
    func ripemd160(message: String, digest: String) {
        #expect(Hex.text(RIPEMD160.hash(Array(message.utf8))) == digest)
    }

    @Test("SHA-256 twice of nothing")
    func doubleSHA256() {
        let expected = "5df6e0e2761359d30a8275058e299fcc0381534545f55cf43e41983f5d4c9456"
        #expect(Hex.text(SHA256d.hash([]).wire) == expected)
    }

    @Test("A Merkle node is the double hash of its two children joined")
    func node() throws {
        let left = SHA256d.hash([1])
        let right = SHA256d.hash([2])
        #expect(SHA256d.node(left, right) == SHA256d.hash(left.wire + right.wire))
    }

    @Test("an id is told by the beginning of its digits")
    func prefix() throws {
        let text = "f4184fc596403b9d638783cf57adfe4c75c605f6356fbc91338530e9831e9e16"
        let id = try #require(TxID(text))
        for count in 0...64 { #expect(id.hasPrefix(String(text.prefix(count)))) }
        for wrong in [text + "0", "f5", "F4", "0f41", "g", "f4184fc596403b9d638783cf57adfe4c75c605f6356fbc91338530e9831e9e17"] {
            #expect(!id.hasPrefix(wrong))
        }
    }
}
