import Ledger

/// Every transaction of a ledger in ledger order, a page of whole blocks at a time, in bounded memory.
public struct LedgerWalk: Sendable {
    private var ranges: ArraySlice<ClosedRange<UInt32>>
    private var height: UInt32
    private let page: Int

    /// - Parameters:
    ///   - after: start behind this block; nil for the first.
    ///   - page: transactions of a page, about: a block with more is a page of its own.
    public init(_ coverage: Coverage, after: UInt32? = nil, page: Int = 4096) {
        ranges = coverage.ranges.filter { range in after.map { range.upperBound > $0 } ?? true }[...]
        height = ranges.first.map { max($0.lowerBound, after.map { $0 + 1 } ?? 0) } ?? 0
        self.page = max(1, page)
    }

    /// The next transactions; nil at the end. Never empty.
    public mutating func next(of ledger: some UTXOReader) async throws(LedgerError) -> [TxRow]? {
        while let range = ranges.first {
            var rows = try await ledger.transactions(in: height...range.upperBound, limit: page)
            if rows.count < page {
                ranges.removeFirst()
                if let next = ranges.first { height = next.lowerBound }
                if rows.isEmpty { continue }
                return rows
            }
            guard let first = rows.first?.at.height, let last = rows.last?.at.height else { continue }
            if first == last {
                rows = try await ledger.transactions(in: first...first, limit: .max)
                advance(behind: first, in: range)
            } else {
                // The last block may be cut: it begins the next page.
                while rows.last?.at.height == last { rows.removeLast() }
                height = last
            }
            return rows
        }
        return nil
    }

    private mutating func advance(behind last: UInt32, in range: ClosedRange<UInt32>) {
        if last < range.upperBound {
            height = last + 1
            return
        }
        ranges.removeFirst()
        if let next = ranges.first { height = next.lowerBound }
    }
}
