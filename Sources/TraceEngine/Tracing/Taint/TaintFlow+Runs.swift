/// Methods that keep units in order: each unit that goes in is one unit that comes out.
extension TaintFlow {
    /// Outputs in order, then the fee, cut the inputs from the front.
    func fifo(
        _ inputs: TaintTable, _ outputs: some RandomAccessCollection<UInt64>, _ fee: UInt64,
        _ result: inout TaintTable
    ) throws(TaintError) {
        var front = FrontCutter(inputs.runs)
        for value in outputs { try front.cut(value, into: &result) }
        try front.cut(fee, into: &result)
    }

    /// Outputs in order, then the fee, cut the inputs from the back; a piece keeps the order of its runs.
    func lifo(
        _ inputs: TaintTable, _ outputs: some RandomAccessCollection<UInt64>, _ fee: UInt64,
        _ result: inout TaintTable
    ) throws(TaintError) {
        let runs = inputs.runs
        var next = runs.count - 1
        var left = runs.last?.value ?? 0
        func cut(_ value: UInt64, _ result: inout TaintTable) throws(TaintError) {
            var missing = value
            while missing > 0 {
                guard next >= 0 else { throw .runsDoNotFit }
                let part = min(missing, left)
                result.append(TaintRun(value: part, label: runs[next].label))
                missing -= part
                left -= part
                if left == 0 {
                    next -= 1
                    left = next >= 0 ? runs[next].value : 0
                }
            }
            result.reverseOpen()
            result.end(value: value)
        }
        for value in outputs { try cut(value, &result) }
        try cut(fee, &result)
    }

    /// The map of `fifo` inverted: outputs and fee, one after the other, are cut by the inputs.
    func fifoBack(
        _ outputs: TaintTable, _ inputs: some RandomAccessCollection<UInt64>, _ fee: UInt64,
        _ result: inout TaintTable
    ) throws(TaintError) {
        var units = outputs.runs
        units.append(TaintRun(value: fee, label: TaintRun.clean))
        try cut(units, inputs, &result)
    }

    /// The map of `lifo` inverted: in the order of the inputs come the fee, the last output, ..., output 0.
    func lifoBack(
        _ outputs: TaintTable, _ inputs: some RandomAccessCollection<UInt64>, _ fee: UInt64,
        _ result: inout TaintTable
    ) throws(TaintError) {
        var units = [TaintRun(value: fee, label: TaintRun.clean)]
        for k in outputs.indices.reversed() { units.append(contentsOf: outputs[k]) }
        try cut(units, inputs, &result)
    }

    private func cut(
        _ units: [TaintRun], _ inputs: some RandomAccessCollection<UInt64>, _ result: inout TaintTable
    ) throws(TaintError) {
        var front = FrontCutter(units)
        for value in inputs { try front.cut(value, into: &result) }
    }
}

/// Cuts lengths from the front of a sequence of runs.
private struct FrontCutter {
    private let runs: [TaintRun]
    private var next = 0
    /// Units of the run `next` that are cut already.
    private var used: UInt64 = 0

    init(_ runs: [TaintRun]) { self.runs = runs }

    mutating func cut(_ value: UInt64, into result: inout TaintTable) throws(TaintError) {
        var missing = value
        while missing > 0 {
            guard next < runs.count else { throw .runsDoNotFit }
            let part = min(missing, runs[next].value - used)
            result.append(TaintRun(value: part, label: runs[next].label))
            missing -= part
            used += part
            if used == runs[next].value {
                next += 1
                used = 0
            }
        }
        result.end(value: value)
    }
}
