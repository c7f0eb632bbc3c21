import CLedgerKernel
import Ledger

/// Inputs and outputs.
extension IndexView {
    /// The outputs of a transaction, as a range of output numbers.
    @inline(__always)
    public func outputs(of transaction: UInt64) throws(LedgerError) -> Range<UInt64> {
        let (place, local) = try segment(ofTransaction: transaction)
        let range = try segments[place].outputs(of: local)
        let first = segments[place].firstOutput
        return first + UInt64(range.lowerBound)..<first + UInt64(range.upperBound)
    }

    /// The inputs of a transaction, as a range of input numbers.
    @inline(__always)
    public func inputs(of transaction: UInt64) throws(LedgerError) -> Range<UInt64> {
        let (place, local) = try segment(ofTransaction: transaction)
        let range = try segments[place].inputs(of: local)
        let first = segments[place].firstInput
        return first + UInt64(range.lowerBound)..<first + UInt64(range.upperBound)
    }

    /// One output.
    @inline(__always)
    public func output(_ output: UInt64) throws(LedgerError) -> Output {
        let (place, local) = try segment(ofOutput: output)
        return try self.output(place, local)
    }

    @inline(__always)
    func output(_ place: Int, _ local: UInt32) throws(LedgerError) -> Output {
        let segment = segments + place
        let owner = try segment.pointee.at(segment.pointee.outputOwner, local)
        let spend = try spend(place, local)
        return Output(
            value: try segment.pointee.at(segment.pointee.outputValue, local),
            owner: owner == Mark.none ? Self.none : try segment.pointee.home(owner), spender: spend.transaction,
            spenderInput: spend.input & ~Mark.high, isUnspendable: spend.input & Mark.high != 0)
    }

    /// The spender of an output, `none` without; the highest bit of `input` marks an unspendable output.
    @inline(__always)
    func spend(_ place: Int, _ local: UInt32) throws(LedgerError) -> (transaction: UInt64, input: UInt32) {
        let segment = segments + place
        let spender = try segment.pointee.at(segment.pointee.outputSpender, local)
        let input = try segment.pointee.at(segment.pointee.outputSpenderInput, local)
        if spender != Mark.none {
            let transaction = segment.pointee.firstTransaction + UInt64(spender)
            return transaction < end ? (transaction, input) : (Self.none, input & Mark.high)
        }
        if place + 1 < count, let later = try mark(place, segment.pointee.firstOutput + UInt64(local)) {
            return (later.transaction, later.input | input & Mark.high)
        }
        return (Self.none, input & Mark.high)
    }

    /// The spend of an output in a segment newer than its own.
    @inline(__always)
    func mark(_ place: Int, _ output: UInt64) throws(LedgerError) -> (transaction: UInt64, input: UInt32)? {
        let key = KeyFilter.key(ofOutput: output)
        var newer = place + 1
        while newer < count {
            let segment = segments + newer
            if segment.pointee.firstTransaction >= end { return nil }
            if segment.pointee.markCount > 0,
                try segment.pointee.mayHold(key, segment.pointee.markFilter, segment.pointee.markFilterWords),
                let mark = try segment.pointee.mark(output) {
                let transaction = segment.pointee.firstTransaction + UInt64(mark.tx)
                return transaction < end ? (transaction, mark.input) : nil
            }
            newer += 1
        }
        return nil
    }

    /// One input.
    @inline(__always)
    public func input(_ input: UInt64) throws(LedgerError) -> Input {
        let (place, local) = try segment(ofInput: input)
        return try self.input(place, local)
    }

    @inline(__always)
    func input(_ place: Int, _ local: UInt32) throws(LedgerError) -> Input {
        let segment = segments + place
        let previous = try segment.pointee.at(segment.pointee.inputPreviousTransaction, local)
        let value = try segment.pointee.at(segment.pointee.inputValue, local)
        let owner = try segment.pointee.at(segment.pointee.inputOwner, local)
        let home = owner == Mark.none ? Self.none : try segment.pointee.home(owner)
        if previous < segment.pointee.transactionCount {
            let output = try segment.pointee.at(segment.pointee.inputPrevious, local)
            let outputs = try segment.pointee.outputs(of: previous)
            guard outputs.contains(output) else { throw segment.pointee.damaged("an input names no output") }
            return Input(
                previousTransaction: segment.pointee.firstTransaction + UInt64(previous),
                previousOutput: segment.pointee.firstOutput + UInt64(output),
                previousIndex: output - outputs.lowerBound, value: value, owner: home, known: .resolved)
        }
        if previous == Mark.external {
            let row = try external(segment.pointee, local)
            return Input(
                previousTransaction: row.tx, previousOutput: row.output, previousIndex: row.index, value: value,
                owner: home, known: .resolved)
        }
        let row = try outside(segment.pointee, local)
        return Input(
            previousTransaction: Self.none, previousOutput: Self.none, previousIndex: row.index, value: value,
            owner: home, known: row.kind == 1 ? .stated : .unknown)
    }

    /// The output that an input names, by txid.
    func outpoint(_ place: Int, _ local: UInt32) throws(LedgerError) -> Outpoint {
        let segment = segments[place]
        let previous = try segment.at(segment.inputPreviousTransaction, local)
        if previous < segment.transactionCount {
            let output = try segment.at(segment.inputPrevious, local)
            return Outpoint(
                txid: try segment.txid(previous), index: output &- (try segment.outputs(of: previous).lowerBound))
        }
        if previous == Mark.external {
            let row = try external(segment, local)
            return Outpoint(txid: try txid(of: row.tx), index: row.index)
        }
        let row = try outside(segment, local)
        return Outpoint(txid: row.txid.hash, index: row.index)
    }

    func external(_ segment: SegmentView, _ input: UInt32) throws(LedgerError) -> clew_external {
        let place = try SegmentView.bound(segment.externalCount) { index throws(LedgerError) in
            try segment.at(segment.externals, index).input < input
        }
        guard place < segment.externalCount, try segment.at(segment.externals, place).input == input else {
            throw segment.damaged("an input's previous output is not listed")
        }
        return try segment.at(segment.externals, place)
    }

    func outside(_ segment: SegmentView, _ input: UInt32) throws(LedgerError) -> clew_outside {
        let place = try SegmentView.bound(segment.outsideCount) { index throws(LedgerError) in
            try segment.at(segment.outsides, index).input < input
        }
        guard place < segment.outsideCount, try segment.at(segment.outsides, place).input == input else {
            throw segment.damaged("an input's previous output is not listed")
        }
        return try segment.at(segment.outsides, place)
    }
}
