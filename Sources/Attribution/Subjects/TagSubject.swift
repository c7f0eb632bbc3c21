import Ledger

/// What a tag is about: an address or a transaction of one network.
public struct TagSubject: Hashable, Sendable {
    public var key: TagKey
    /// `bitcoin`, `ethereum`, `tron`, ...: see `TagNetwork`.
    public var network: String
    /// As the source writes it.
    public var text: String
    /// What the source says the address holds, in its own code: `XBT`, `USDT`; empty when it does not say.
    public var asset: String
    /// True when a codec of the network read the text and its checksum, where it has one.
    public var isVerified: Bool

    public init(key: TagKey, network: String, text: String, asset: String = "", isVerified: Bool) {
        self.key = key
        self.network = network
        self.text = text
        self.asset = asset
        self.isVerified = isVerified
    }

    /// Reads an address of `network` with its codec; a network without one keeps the text, marked as not verified.
    ///
    /// Throws why the codec does not accept the text: a wrong checksum, mixed case, a look-alike letter.
    public init(address text: String, network: String, asset: String = "") throws(AddressError) {
        guard let codec = AddressCodecs.codec(of: network) else {
            self.init(
                key: TagKey(.verbatim, Array(text.utf8)), network: network, text: text, asset: asset, isVerified: false)
            return
        }
        self.init(key: try codec.key(of: text), network: network, text: text, asset: asset, isVerified: true)
    }
}
