/// Passes taint through one transaction, by one method, for all starts together: the pure core of every trace.
///
/// A value that is kept and called for transaction after transaction, so that its buffers are made once.
public struct TaintFlow: Sendable {
    public let method: TraceMethod
    var shares = StartShares()
    var apportionment = Apportionment()
    var amounts: [UInt64] = []
    var order: [Int] = []
    var labels: [UInt32] = []

    public init(_ method: TraceMethod) { self.method = method }

    /// Forward: what the outputs and, as the last entry of `result`, the fee carry, given what the inputs carry.
    ///
    /// Throws when outputs exceed inputs or a sum exceeds 64 bits; `poison` alone does not need the sums and then has a
    /// fee of 0. `libr` is not defined for outputs.
    public mutating func forward(
        _ inputs: TaintTable, to outputs: some RandomAccessCollection<UInt64>, into result: inout TaintTable
    ) throws(TaintError) {
        result.removeAll()
        try check(inputs)
        let fee: UInt64
        do throws(TaintError) { fee = try Self.fee(inputs: inputs.values, outputs: outputs) } catch {
            guard method == .poison else { throw error }
            fee = 0
        }
        switch method {
        case .poison: poison(inputs, outputs, fee, &result)
        case .haircut: haircut(inputs, outputs, fee, &result)
        case .tiho: tiho(inputs, outputs, fee, &result)
        case .fifo: try fifo(inputs, outputs, fee, &result)
        case .lifo: try lifo(inputs, outputs, fee, &result)
        case .libr: throw .notDefined(method)
        }
    }

    /// Backward: what of the inputs the outputs' value came from, given what is traced back of the outputs. Fees are not
    /// traced back, so the parts sum to what was given.
    ///
    /// Throws as `forward` does, and for methods without an inverse. `poison` needs no sums.
    public mutating func backward(
        _ outputs: TaintTable, to inputs: some RandomAccessCollection<UInt64>, into result: inout TaintTable
    ) throws(TaintError) {
        result.removeAll()
        try check(outputs)
        switch method {
        case .poison: return poison(outputs, inputs, nil, &result)
        case .tiho, .libr: throw .notDefined(method)
        case .haircut, .fifo, .lifo: break
        }
        let fee = try Self.fee(inputs: inputs, outputs: outputs.values)
        switch method {
        case .fifo: try fifoBack(outputs, inputs, fee, &result)
        case .lifo: try lifoBack(outputs, inputs, fee, &result)
        default: haircut(outputs, inputs, nil, &result)
        }
    }

    /// Refuses what no trace makes, so that the arithmetic after it cannot overflow.
    private func check(_ table: TaintTable) throws(TaintError) {
        guard method != .poison else { return }
        for k in table.indices {
            let held = try Self.sum(table[k].lazy.map { $0.value })
            guard method.isOrdered ? held == table.values[k] : held <= table.values[k] else { throw .runsDoNotFit }
        }
    }

    /// Inputs less outputs.
    static func fee(
        inputs: some Collection<UInt64>, outputs: some Collection<UInt64>
    ) throws(TaintError) -> UInt64 {
        let (put, got) = (try sum(inputs), try sum(outputs))
        guard put >= got else { throw .outputsExceedInputs }
        return put - got
    }

    static func sum(_ values: some Collection<UInt64>) throws(TaintError) -> UInt64 {
        var total: UInt64 = 0
        for value in values {
            let (next, isTooLarge) = total.addingReportingOverflow(value)
            if isTooLarge { throw .sumTooLarge }
            total = next
        }
        return total
    }
}

/// Methods that know amounts and no order of units.
extension TaintFlow {
    /// Every start that any of the sources carries taints every target whole.
    mutating func poison(
        _ sources: TaintTable, _ targets: some RandomAccessCollection<UInt64>, _ fee: UInt64?,
        _ result: inout TaintTable
    ) {
        labels.removeAll(keepingCapacity: true)
        for run in sources.runs where run.label != TaintRun.clean { labels.append(run.label) }
        labels.sort()
        var kept = 0
        for label in labels where kept == 0 || labels[kept - 1] != label {
            labels[kept] = label
            kept += 1
        }
        labels.removeSubrange(kept...)
        func taint(_ value: UInt64, _ result: inout TaintTable) {
            for label in labels { result.append(TaintRun(value: value, label: label)) }
            result.end(value: value)
        }
        for value in targets { taint(value, &result) }
        if let fee { taint(fee, &result) }
    }

    /// The targets' shares of the tainted value of all sources, by the largest remainder; the fee is the last of them.
    mutating func haircut(
        _ sources: TaintTable, _ targets: some RandomAccessCollection<UInt64>, _ fee: UInt64?,
        _ result: inout TaintTable
    ) {
        amounts.removeAll(keepingCapacity: true)
        amounts.append(contentsOf: targets)
        if let fee { amounts.append(fee) }
        collectShares(of: sources)
        // Forward the targets are worth what the sources are; backward the fee makes them more. Both sums were checked.
        apportionment.divide(shares.total, by: amounts, whole: amounts.reduce(0, &+))
        for (value, part) in zip(amounts, apportionment.parts) {
            shares.place(part, in: &result)
            result.end(value: value)
        }
    }

    /// The greatest outputs first, ties to the lower index, the fee last.
    mutating func tiho(
        _ inputs: TaintTable, _ outputs: some RandomAccessCollection<UInt64>, _ fee: UInt64,
        _ result: inout TaintTable
    ) {
        amounts.removeAll(keepingCapacity: true)
        amounts.append(contentsOf: outputs)
        amounts.append(fee)
        collectShares(of: inputs)
        order.removeAll(keepingCapacity: true)
        order.append(contentsOf: 0..<outputs.count)
        order.sort { amounts[$0] != amounts[$1] ? amounts[$0] > amounts[$1] : $0 < $1 }
        order.append(outputs.count)
        // Handed out in one order, listed in another: the table in between is in the order of handing out.
        var handed = TaintTable()
        for index in order {
            shares.place(min(amounts[index], shares.total), in: &handed)
            handed.end(value: amounts[index])
        }
        var place = [Int](repeating: 0, count: order.count)
        for (k, index) in order.enumerated() { place[index] = k }
        for k in place { result.append(value: handed.values[k], handed[k]) }
    }

    private mutating func collectShares(of sources: TaintTable) {
        shares.removeAll()
        shares.add(sources.runs)
    }
}
