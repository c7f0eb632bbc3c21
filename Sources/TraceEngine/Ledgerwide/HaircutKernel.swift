import CLedgerKernel
import Ledger
import LedgerIndex

/// The loop of `LedgerHaircut` over one segment's columns.
struct HaircutKernel: ~Copyable {
    private(set) var fee: UInt64 = 0
    private(set) var stopped: UInt64 = 0
    private(set) var transactions = 0

    private let columns: IndexColumns
    private var outside: OutsideInputs
    private let taints: UnsafeMutablePointer<UInt64>
    /// Where this segment's outputs begin among `taints`, and the first output of all.
    private let base: Int
    private let first: UInt64
    /// The remainders of one transaction's shares.
    private var rests: UnsafeMutablePointer<UInt64>
    private var room = 64

    init(_ columns: IndexColumns, _ taints: UnsafeMutablePointer<UInt64>, base: Int, first: UInt64) {
        self.columns = columns
        self.taints = taints
        self.base = base
        self.first = first
        outside = columns.outside
        rests = .allocate(capacity: room)
    }

    deinit { rests.deallocate() }

    /// Taints all outputs of a transaction whole.
    func taint(_ transaction: Int) throws(LedgerError) {
        let start = columns.transactionOutputs[transaction], end = columns.transactionOutputs[transaction + 1]
        guard start <= end, end <= columns.outputCount else { throw columns.damaged("a transaction's rows are not in order") }
        for output in Int(start)..<Int(end) { taints[base + output] = columns.outputValue[output] }
    }

    /// Passes value through the transactions of a range.
    mutating func pass(from start: Int, to end: Int) throws(LedgerError) {
        let inputs = columns.transactionInputs, spent = columns.inputOutput, values = columns.inputValue
        let own = taints + base
        let outputCount = columns.outputCount
        let limit = Int(columns.inputCount)
        var transaction = start
        var input = Int(inputs[start])
        while transaction < end {
            let last = Int(inputs[transaction &+ 1])
            guard last <= Int(columns.inputCount) else { throw columns.damaged("a transaction's rows are not in order") }
            var tainted: UInt64 = 0
            var whole: UInt64 = 0
            var isUnknown = false, isTooMuch = false
            while input < last {
                if input &+ 32 < limit {
                    let later = spent[input &+ 32]
                    if later < outputCount { clew_prefetch(own + Int(later)) }
                }
                let output = spent[input]
                if output < outputCount {
                    tainted &+= own[Int(output)]
                } else if let (_, output) = outside.previous(of: UInt32(input)) {
                    guard output >= first, output &- first < UInt64(base) else {
                        throw columns.damaged("an input names no output")
                    }
                    if let later = outside.later(32), later &- first < UInt64(base) {
                        clew_prefetch(taints + Int(later &- first))
                    }
                    tainted &+= taints[Int(output &- first)]
                } else if outside.isUnknown(UInt32(input)) {
                    isUnknown = true
                }
                let (sum, isOver) = whole.addingReportingOverflow(values[input])
                whole = sum
                if isOver { isTooMuch = true }
                input &+= 1
            }
            if tainted > 0 {
                guard !isTooMuch, isUnknown || tainted <= whole else {
                    throw columns.damaged("the values of a transaction's inputs do not add up")
                }
                transactions &+= 1
                if isUnknown { stopped &+= tainted } else { try divide(tainted, of: whole, transaction) }
            }
            transaction &+= 1
        }
    }

    /// Divides what the inputs carry among the outputs and the fee, by the largest remainder: the first of equal ones.
    ///
    /// Parts and remainders of the last follow from the others', so that the most frequent transactions, of one or two
    /// outputs, take one or two divisions; all of a value is passed on without any.
    @inline(__always)
    private mutating func divide(_ tainted: UInt64, of whole: UInt64, _ transaction: Int) throws(LedgerError) {
        let start = Int(columns.transactionOutputs[transaction]), end = Int(columns.transactionOutputs[transaction &+ 1])
        guard start <= end, end <= Int(columns.outputCount) else {
            throw columns.damaged("a transaction's rows are not in order")
        }
        let values = columns.outputValue + start, parts = taints + base + start
        let count = end &- start
        var paid: UInt64 = 0
        var output = 0
        while output < count {
            let (sum, isOver) = paid.addingReportingOverflow(values[output])
            guard !isOver, sum <= whole else { throw overpaid(transaction) }
            paid = sum
            output &+= 1
        }
        let rest = whole &- paid
        if tainted == whole {
            parts.update(from: values, count: count)
            fee &+= rest
        } else if count == 1 {
            parts[0] = rest == 0 ? tainted : Self.half(tainted, values[0], whole)
            fee &+= tainted &- parts[0]
        } else if count == 2, rest == 0 {
            parts[0] = Self.half(tainted, values[0], whole)
            parts[1] = tainted &- parts[0]
        } else if count == 2, whole < 1 << 62 {
            (parts[0], parts[1]) = Self.thirds(tainted, values[0], values[1], whole)
            fee &+= tainted &- parts[0] &- parts[1]
        } else {
            divide(tainted, of: whole, among: values, parts, count, rest)
        }
    }

    /// The first's part where two share a whole.
    @inline(__always)
    private static func half(_ tainted: UInt64, _ value: UInt64, _ whole: UInt64) -> UInt64 {
        let (part, rest) = share(tainted, value, whole)
        return rest > 0 && rest >= whole &- rest ? part &+ 1 : part
    }

    /// The parts of the first two where three share a whole below 2⁶².
    @inline(__always)
    private static func thirds(
        _ tainted: UInt64, _ first: UInt64, _ second: UInt64, _ whole: UInt64
    ) -> (UInt64, UInt64) {
        let (a, aRest) = share(tainted, first, whole)
        let (b, bRest) = share(tainted, second, whole)
        let sum = aRest &+ bRest
        if sum == 0 { return (a, b) }
        // The three remainders add up to once or twice the whole: so many units are left over.
        if sum <= whole {
            let cRest = whole &- sum
            if aRest >= bRest, aRest >= cRest { return (a &+ 1, b) }
            return (a, bRest >= cRest ? b &+ 1 : b)
        }
        let cRest = 2 &* whole &- sum
        if cRest <= aRest, cRest <= bRest { return (a &+ 1, b &+ 1) }
        return bRest <= aRest ? (a &+ 1, b) : (a, b &+ 1)
    }

    /// The same among any number.
    private mutating func divide(
        _ tainted: UInt64, of whole: UInt64, among values: UnsafePointer<UInt64>,
        _ parts: UnsafeMutablePointer<UInt64>, _ count: Int, _ unpaid: UInt64
    ) {
        if count >= room { makeRoom(count + 1) }
        var left = tainted
        var output = 0
        while output < count {
            let (part, rest) = Self.share(tainted, values[output], whole)
            parts[output] = part
            rests[output] = rest
            left &-= part
            output &+= 1
        }
        if left == 0 { return }
        let (part, rest) = Self.share(tainted, unpaid, whole)
        rests[count] = rest
        fee &+= part
        left &-= part
        // Fewer units are left over than there are remainders above 0.
        while left > 0 {
            var greatest = 0
            var index = 1
            while index <= count {
                if rests[index] > rests[greatest] { greatest = index }
                index &+= 1
            }
            rests[greatest] = 0
            if greatest == count { fee &+= 1 } else { parts[greatest] &+= 1 }
            left &-= 1
        }
    }

    /// ⌊tainted · value / whole⌋ and what remains; a value never exceeds the whole, so that the quotient fits.
    @inline(__always)
    private static func share(_ tainted: UInt64, _ value: UInt64, _ whole: UInt64) -> (UInt64, UInt64) {
        let (high, low) = tainted.multipliedFullWidth(by: value)
        let result = clew_divide(high, low, whole)
        return (result.quotient, result.remainder)
    }

    @inline(never)
    private mutating func makeRoom(_ count: Int) {
        rests.deallocate()
        room = count * 2
        rests = .allocate(capacity: room)
    }

    @inline(never)
    private func overpaid(_ transaction: Int) -> LedgerError {
        columns.damaged(
            "transaction \(columns.firstTransaction + UInt64(transaction)) pays more than its inputs are worth")
    }
}
