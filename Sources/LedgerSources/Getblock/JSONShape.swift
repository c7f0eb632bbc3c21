import Ledger

/// Which program wrote a JSON file, told by the names of the first object's members.
enum JSONShape {
    /// Bytes looked at: the names that tell stand before the transactions, or after the first few thousand bytes of them.
    static let look = 1 << 16

    /// The kind of the file whose first bytes these are. What is known and cannot be imported is an error with the reason.
    static func kind(_ head: [UInt8], _ file: SourceFile) throws(LedgerError) -> SourceKind {
        let names = names(head)
        for shape in refused where names.contains(where: shape.names.contains) {
            throw LedgerError("\(file.name) is \(shape.what): it cannot be imported. \(shape.advice)")
        }
        let isAnswer = names.contains("result") || !names.isDisjoint(with: ["merkleroot", "strippedsize", "nTx", "tx"])
        return isAnswer ? .getblock : .etl
    }

    private static let fromNode = "Ask a node for the block with getblock and verbosity 2 or 3."

    private static let refused: [(names: Set<String>, what: String, advice: String)] = [
        (["chain_state"], "a test file of raito (chain_state, blocks, expected)", fromNode),
        (["mrkl_root", "prev_block", "mrkl_tree"], "a block in the form of blockchain.info or blockexplorer", fromNode),
        (["vin", "vout"], "a single transaction of a node or an explorer, and says no block's whole content", fromNode),
        (["page", "itemsOnPage"], "an answer of a Blockbook server about an address", fromNode),
    ]

    /// Names of the members of the first object, as far as the bytes reach; escapes are left as they stand.
    static func names(_ bytes: [UInt8]) -> Set<String> {
        var names: Set<String> = []
        var depth = 0
        var text: [UInt8]?
        var isEscaped = false
        var last: [UInt8] = []
        for byte in bytes {
            if var open = text {
                if isEscaped { isEscaped = false } else if byte == 92 { isEscaped = true } else if byte == 34 {
                    last = open
                    text = nil
                    continue
                }
                if open.count < 64 { open.append(byte) }
                text = open
            } else if byte == 34 {
                text = []
            } else if byte == 58, depth == 1 {
                names.insert(String(decoding: last, as: UTF8.self))
            } else if byte == 123 || byte == 91 {
                depth += 1
            } else if byte == 125 || byte == 93 {
                depth -= 1
                if depth == 0 { break }
            }
        }
        return names
    }
}
