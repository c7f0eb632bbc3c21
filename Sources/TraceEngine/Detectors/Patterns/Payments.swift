import Ledger

/// Who paid whom in a whole ledger, in ledger order, indexed both ways.
///
/// The payer of a transaction is the owner of its first known input: by the multi-input rule its other inputs are the same
/// party's. A CoinJoin makes no payment, nor does an output to an address that is among the inputs. Change to a new
/// address looks like a payment. 32 bytes a payment.
struct Payments: Sendable {
    struct Payment: Sendable {
        var payer: UInt32
        var payee: UInt32
        var value: UInt64
        var tx: TxRef
        var time: UInt32
    }

    private(set) var all: ContiguousArray<Payment> = []
    private(set) var numbers = HandleNumbers()
    private var outStarts: ContiguousArray<Int> = []
    private var outgoing: ContiguousArray<UInt32> = []
    private var inStarts: ContiguousArray<Int> = []
    private var incoming: ContiguousArray<UInt32> = []

    /// Parties that were met, numbered from 0.
    var parties: Range<UInt32> { 0..<UInt32(numbers.count) }

    /// Places in `all` of what a party paid, in ledger order.
    func paid(by party: UInt32) -> ArraySlice<UInt32> { Self.slice(outgoing, outStarts, party) }

    /// Places in `all` of what a party got, in ledger order.
    func received(by party: UInt32) -> ArraySlice<UInt32> { Self.slice(incoming, inStarts, party) }

    private static func slice(
        _ places: ContiguousArray<UInt32>, _ starts: ContiguousArray<Int>, _ party: UInt32
    ) -> ArraySlice<UInt32> {
        ArraySlice(places[starts[Int(party)]..<starts[Int(party) + 1]])
    }

    /// Adds the payments of transactions that no CoinJoin detector claims.
    mutating func add(_ row: TxRow, _ inputs: ArraySlice<InputRow>, _ outputs: ArraySlice<OutputRow>) {
        guard let first = inputs.first(where: { $0.known != .unknown && $0.owner != .none }) else { return }
        let payer = numbers.number(first.owner)
        for output in outputs where output.value > 0 && output.owner != .none {
            if inputs.contains(where: { $0.owner == output.owner }) { continue }
            all.append(
                Payment(payer: payer, payee: numbers.number(output.owner), value: output.value, tx: row.at, time: row.time))
        }
    }

    /// Makes the two indexes; to be called once, after the last `add`.
    mutating func index() {
        (outStarts, outgoing) = Self.index(all, numbers.count) { $0.payer }
        (inStarts, incoming) = Self.index(all, numbers.count) { $0.payee }
    }

    private static func index(
        _ all: ContiguousArray<Payment>, _ parties: Int, _ party: (Payment) -> UInt32
    ) -> (ContiguousArray<Int>, ContiguousArray<UInt32>) {
        var starts = ContiguousArray<Int>(repeating: 0, count: parties + 1)
        for payment in all { starts[Int(party(payment)) + 1] += 1 }
        for n in 0..<parties { starts[n + 1] += starts[n] }
        var next = starts
        var places = ContiguousArray<UInt32>(repeating: 0, count: all.count)
        for (place, payment) in all.enumerated() {
            places[next[Int(party(payment))]] = UInt32(place)
            next[Int(party(payment))] += 1
        }
        return (starts, places)
    }
}
