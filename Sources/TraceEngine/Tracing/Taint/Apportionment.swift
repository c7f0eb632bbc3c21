/// Division in proportion by the largest remainder, into parts that are reused from call to call.
struct Apportionment: Sendable {
    /// What each weight got, after `divide`.
    private(set) var parts: [UInt64] = []
    private var rests: [UInt64] = []
    private var order: [Int] = []

    /// Divides `total` by `weights`, which sum to `whole`: each its share rounded down, the units left over one each to
    /// the largest remainders, ties to the lower index. Exact: products have 128 bits.
    ///
    /// `total` must not exceed `whole`, so that no part exceeds its weight; nothing is divided by a whole of 0.
    mutating func divide(_ total: UInt64, by weights: [UInt64], whole: UInt64) {
        parts.removeAll(keepingCapacity: true)
        rests.removeAll(keepingCapacity: true)
        guard whole > 0 else {
            parts.append(contentsOf: repeatElement(0, count: weights.count))
            return
        }
        var left = total
        for weight in weights {
            // The quotient fits 64 bits because a weight never exceeds the whole.
            let (share, rest) = whole.dividingFullWidth(total.multipliedFullWidth(by: weight))
            parts.append(share)
            rests.append(rest)
            left -= share
        }
        guard left > 0 else { return }
        order.removeAll(keepingCapacity: true)
        order.append(contentsOf: weights.indices)
        order.sort { rests[$0] != rests[$1] ? rests[$0] > rests[$1] : $0 < $1 }
        for index in order.prefix(Int(left)) { parts[index] += 1 }
    }
}

/// What each start still has to place in one transaction, and its division among the places that get some.
struct StartShares: Sendable {
    private var labels: [UInt32] = []
    private var left: [UInt64] = []
    private var whole: UInt64 = 0
    private var apportionment = Apportionment()

    mutating func removeAll() {
        labels.removeAll(keepingCapacity: true)
        left.removeAll(keepingCapacity: true)
        whole = 0
    }

    /// What is still to be placed, of all starts together.
    var total: UInt64 { whole }

    /// Takes in the taint of one position.
    mutating func add(_ runs: some Sequence<TaintRun>) {
        for run in runs where run.label != TaintRun.clean {
            // Together they are worth at most the inputs, whose sum was checked.
            whole &+= run.value
            var k = labels.count
            while k > 0, labels[k - 1] > run.label { k -= 1 }
            if k > 0, labels[k - 1] == run.label {
                left[k - 1] &+= run.value
            } else {
                labels.insert(run.label, at: k)
                left.insert(run.value, at: k)
            }
        }
    }

    /// Gives `amount` to the position that `table` has open: from each start pro rata to what it still has to place,
    /// largest remainder, ties to the lower start.
    mutating func place(_ amount: UInt64, in table: inout TaintTable) {
        guard amount > 0 else { return }
        if labels.count == 1 {
            left[0] -= amount
            table.append(TaintRun(value: amount, label: labels[0]))
        } else {
            apportionment.divide(amount, by: left, whole: whole)
            for k in labels.indices {
                let part = apportionment.parts[k]
                left[k] -= part
                table.append(TaintRun(value: part, label: labels[k]))
            }
        }
        whole -= amount
    }
}
