/// How the addresses of one network are written and checked: a published rule.
public struct AddressFormat: Sendable {
    /// The network: `bitcoin`, `litecoin`, `ethereum`, ...
    public let chain: String
    let scheme: any AddressScheme

    init(_ chain: String, _ scheme: any AddressScheme) {
        self.chain = chain
        self.scheme = scheme
    }

    /// The rule in words, with its source.
    public var rule: String { scheme.rule }

    /// The address that `text` is on this network; throws why it is none.
    public func read(_ text: String) throws(AddressError) -> AddressReading {
        let bytes = Array(text.utf8)
        guard !bytes.isEmpty else { throw AddressError(reason: "it is empty") }
        guard bytes.count <= Address.longestText else {
            throw AddressError(reason: "it is too long for an address: \(text.unicodeScalars.count) characters")
        }
        if let foreign = AddressDiagnosis.foreignCharacter(Array(text.unicodeScalars)) {
            throw AddressError(reason: foreign)
        }
        let parts = try scheme.read(bytes)
        return AddressReading(chain: chain, text: parts.text, identity: parts.identity, check: parts.check)
    }

    /// The rule of a network by its name; nil where there is none.
    public init?(chain: String) {
        guard let format = Self.all.first(where: { $0.chain == chain }) else { return nil }
        self = format
    }
}

/// A way of writing addresses, shared by the networks that differ in a prefix only.
protocol AddressScheme: Sendable {
    /// In words, with its source.
    var rule: String { get }
    /// What `text`, which is printable ASCII, stands for; throws why it is none.
    func read(_ text: [UInt8]) throws(AddressError) -> AddressParts
    /// What `read` says the text stands for, with what several rules need of it done once; nil where it throws.
    func identity(_ shared: inout SharedReading) -> AddressReading.Identity?
}

/// What a scheme reads: the one form, what it stands for, and how far it proves itself.
struct AddressParts {
    var text: String
    var identity: AddressReading.Identity
    var check: AddressReading.Check = .checksum
}
