extension Block {
    /// The bytes of the wire: header, count, transactions with their witnesses. `Block.init(_:)` reads them back.
    public func serialized() -> [UInt8] {
        var bytes = header.serialized()
        bytes.append(compactSize: transactions.count)
        for transaction in transactions { bytes += transaction.serialized() }
        return bytes
    }
}
