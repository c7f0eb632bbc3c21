import CLedgerKernel
import Ledger

/// Blocks of segments as they were handed over, to build them again or to check their digest.
extension IndexView {
    /// What an input states is kept while its output is not in the ledger.
    func rows(ofBlock place: UInt32, in segment: Int) throws(LedgerError) -> BlockRows {
        let view = segments[segment]
        let block = try view.block(place).pointee
        var rows = BlockRows(
            height: block.height, hash: block.hash.hash, previous: block.previous.hash, time: block.time,
            heightAssumed: block.flags & BlockFlag.assumed != 0, isWhole: block.flags & BlockFlag.whole != 0,
            transactions: [])
        for transaction in try view.transactions(ofBlock: place) {
            var row = TransactionRows(
                txid: try view.txid(transaction), position: try view.reference(of: transaction).position,
                isCoinbase: try view.isCoinbase(transaction), inputs: [], outputs: [])
            for input in try view.inputs(of: transaction) {
                var given = TransactionRows.Input(previous: try outpoint(segment, input))
                if try view.at(view.inputPreviousTransaction, input) == Mark.none {
                    let outside = try outside(view, input)
                    if outside.kind == 1 {
                        given.stated = TransactionRows.Output(
                            value: try view.at(view.inputValue, input),
                            script: [UInt8](try view.script(outside.script, outside.length)))
                    }
                }
                row.inputs.append(given)
            }
            for output in try view.outputs(of: transaction) {
                row.outputs.append(
                    TransactionRows.Output(
                        value: try view.at(view.outputValue, output), script: try view.script(ofOutput: output)))
            }
            rows.transactions.append(row)
        }
        return rows
    }

    /// The place of the block at that height.
    func block(at height: UInt32) throws(LedgerError) -> (segment: Int, place: UInt32, row: clew_block)? {
        for segment in (0..<count).reversed() where segments[segment].firstHeight <= height {
            guard let place = try segments[segment].place(notAbove: height) else { return nil }
            let row = try segments[segment].block(place).pointee
            return row.height == height ? (segment, place, row) : nil
        }
        return nil
    }
}
