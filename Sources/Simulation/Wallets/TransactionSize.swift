/// The size that fees are counted on, before a transaction is signed.
enum TransactionSize {
    /// Virtual bytes (BIP 141: weight / 4, rounded up) of a transaction that spends outputs of these keys.
    static func virtual(of keys: [SimulatedKey], outputs scripts: [[UInt8]]) -> UInt64 {
        var base = 8 + countSize(keys.count) + countSize(scripts.count)
        var witness = 0
        for key in keys {
            let size = key.style.unlockingSize
            base += 41 + size.script
            witness += size.witness
        }
        for script in scripts { base += 8 + countSize(script.count) + script.count }
        if witness > 0 {
            // Marker and flag, and a zero count for each input without a witness.
            witness += 2 + keys.count { $0.style.unlockingSize.witness == 0 }
        }
        return UInt64((base * 4 + witness + 3) / 4)
    }

    private static func countSize(_ count: Int) -> Int { count < 253 ? 1 : 3 }
}

extension ScriptStyle {
    /// Bytes of script and witness in an input, with 71-byte signatures and compressed keys.
    fileprivate var unlockingSize: (script: Int, witness: Int) {
        switch self {
        case .payToKeyHash: (106, 0)
        case .nestedKeyHash: (23, 107)
        case .multisig: (252, 0)
        case .witnessKeyHash: (0, 107)
        case .witnessMultisig: (0, 252)
        case .taproot: (0, 66)
        }
    }
}
