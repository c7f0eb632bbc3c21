import Ledger

/// A ledger of balances in lists, made from the same rows as any other: slow, obvious, what others are compared with.
public struct MemoryAccountLedger: AccountReader {
    public let info: LedgerInfo
    /// Ascending.
    public let rows: [TransferRow]
    public let transactions: [(row: TxRow, succeeded: Bool?, hasGas: Bool)]
    public let owners: [Address]
    private let tokens: [AssetRow]
    private let sources: [AccountSource]
    private let chain: Chain

    public init(_ sources: [AccountSource], chain: Chain, through tip: UInt32 = .max) {
        self.sources = sources
        self.chain = chain
        var blocks: [UInt32: AccountSource.Block] = [:]
        var own: [TxID: AccountSource.Transaction] = [:]
        var receipts: [TxID: [AccountSource.Receipt]] = [:]
        var moves: [TxID: [AccountSource.Move]] = [:]
        var heights: [TxID: UInt32] = [:]
        var times: [UInt32: UInt32] = [:]
        var positions: [TxID: UInt32] = [:]
        var singles: Set<String> = []
        var said: [Address: AccountSource.Token] = [:]
        var contracts: [Address] = []
        for source in sources {
            switch source {
            case .block(let block):
                blocks[block.height] = block
                times[block.height] = block.time
            case .transaction(let row):
                own[row.txid] = row
                heights[row.txid] = row.height
                positions[row.txid] = row.position ?? positions[row.txid]
                if let time = row.time { times[row.height] = time }
                receipts[row.txid, default: []].append(row.receipt)
            case .receipt(let receipt):
                receipts[receipt.txid, default: []].append(receipt)
                heights[receipt.txid] = receipt.height
            case .move(let move):
                moves[move.txid, default: []].append(move)
                heights[move.txid] = move.height
                positions[move.txid] = move.position ?? positions[move.txid]
                if let time = move.time { times[move.height] = time }
                if let token = move.token, !contracts.contains(token) { contracts.append(token) }
            case .notAnAmount(let txid, let height, let log):
                singles.insert("\(txid) \(log)")
                heights[txid] = height
            case .token(let token):
                if !contracts.contains(token.contract) { contracts.append(token.contract) }
                let other = said[token.contract]
                said[token.contract] = AccountSource.Token(
                    contract: token.contract, symbol: token.symbol ?? other?.symbol,
                    decimals: token.decimals ?? other?.decimals, countsAmounts: token.countsAmounts ?? other?.countsAmounts)
            }
        }
        tokens = contracts.enumerated().map { k, contract in
            AssetRow(
                number: UInt32(k) + 1, contract: contract, symbol: said[contract]?.symbol ?? "",
                decimals: said[contract]?.decimals)
        }

        var owners: [Address] = []
        func handle(_ address: Address?) -> AddressRef {
            guard let address else { return .none }
            if let k = owners.firstIndex(of: address) { return AddressRef(raw: UInt64(k)) }
            owners.append(address)
            return AddressRef(raw: UInt64(owners.count - 1))
        }
        func key(_ move: AccountSource.Move) -> (Int, [UInt64]) {
            switch move.place {
            case .trace(let calls): (0, calls.map(UInt64.init))
            case .log(let index): (1, [index])
            }
        }
        func isBefore(_ a: AccountSource.Move, _ b: AccountSource.Move) -> Bool {
            let (x, y) = (key(a), key(b))
            return x.0 != y.0 ? x.0 < y.0 : x.1.lexicographicallyPrecedes(y.1)
        }
        var rows: [TransferRow] = []
        var transactions: [(row: TxRow, succeeded: Bool?, hasGas: Bool)] = []
        var coverage = Coverage()
        var digest = LedgerDigest(chain: chain)
        var last: (hash: Hash256, time: UInt32) = (.zero, 0)
        for height in Set(heights.values).union(blocks.keys).sorted() where height <= tip {
            let here = heights.filter { $0.value == height }.keys
            func firstLog(_ txid: TxID) -> UInt64 {
                (moves[txid] ?? []).compactMap { if case .log(let index) = $0.place { index } else { nil } }.min() ?? .max
            }
            let isPlaced = here.allSatisfy { positions[$0] != nil }
            let order = here.sorted { a, b in
                if isPlaced { return (positions[a] ?? 0) < (positions[b] ?? 0) }
                return firstLog(a) != firstLog(b) ? firstLog(a) < firstLog(b) : a < b
            }
            var digested: [AccountTransactionRows] = []
            for (k, txid) in order.enumerated() {
                let at = TxRef(height: height, position: isPlaced ? positions[txid] ?? 0 : UInt32(k))
                let all = receipts[txid] ?? []
                let succeeded = all.compactMap(\.succeeded).last
                let price = all.compactMap(\.effectivePrice).last ?? own[txid]?.gasPrice
                let used = all.compactMap(\.gasUsed).last
                let fee = used.flatMap { used in price.map { used.multipliedFullWidth(by: $0).low } }
                var made: [(kind: TransferRow.Kind, token: Address?, from: Address?, to: Address?, value: UInt256)] = []
                if succeeded != false {
                    if let own = own[txid] { made.append((.value, nil, own.from, own.to, own.value)) }
                    for move in (moves[txid] ?? []).sorted(by: isBefore) {
                        if case .log(let index) = move.place, singles.contains("\(txid) \(index)") { continue }
                        if let token = move.token, said[token]?.countsAmounts == false { continue }
                        if case .trace([]) = move.place {
                            if own[txid] == nil { made.append((.value, nil, move.from, move.to, move.value)) }
                        } else {
                            made.append((move.token == nil ? .inner : .token, move.token, move.from, move.to, move.value))
                        }
                    }
                }
                made.removeAll { $0.value == .zero }
                if let own = own[txid], let fee, fee > .zero { made.append((.gas, nil, own.from, nil, fee)) }
                for (ordinal, one) in made.enumerated() {
                    rows.append(
                        TransferRow(
                            at: at, ordinal: UInt32(ordinal), kind: one.kind,
                            asset: one.token.flatMap { contracts.firstIndex(of: $0) }.map { UInt32($0) + 1 } ?? 0,
                            from: handle(one.from), to: handle(one.to), value: one.value))
                }
                transactions.append((
                    TxRow(at: at, txid: txid, time: times[height] ?? 0, inputCount: 0, outputCount: 0, isCoinbase: false),
                    succeeded, fee != nil))
                digested.append(
                    AccountTransactionRows(
                        txid: txid, position: at.position, succeeded: succeeded,
                        own: own[txid].map { ($0.from, $0.to, $0.value) },
                        moves: (moves[txid] ?? []).sorted(by: isBefore).filter { move in
                            if case .log(let index) = move.place, singles.contains("\(txid) \(index)") { return false }
                            return move.token.map { said[$0]?.countsAmounts != false } ?? true
                        }, fee: own[txid].flatMap { own in fee.map { (own.from, $0) } }))
            }
            last = (blocks[height]?.hash ?? .zero, times[height] ?? 0)
            digest.append(last.hash, rowsHash: LedgerDigest.rowsHash(ofAccounts: digested))
            let isWhole = blocks[height]?.transactions.map { Int($0) == order.count { own[$0] != nil } && Int($0) == order.count } ?? false
            if !isWhole { coverage.wholeBlocks = false }
            if let range = coverage.ranges.last, range.upperBound + 1 == height {
                coverage.ranges[coverage.ranges.count - 1] = range.lowerBound...height
            } else {
                coverage.ranges.append(height...height)
            }
        }
        self.rows = rows
        self.transactions = transactions
        self.owners = owners
        info = LedgerInfo(
            chain: chain, coverage: coverage, tipHash: last.hash == .zero ? nil : last.hash, tipTime: last.time,
            digest: digest.bytes)
    }

    public func snapshot(at height: UInt32) throws(LedgerError) -> MemoryAccountLedger {
        guard let first = info.coverage.ranges.first?.lowerBound, height >= first else { throw LedgerError("Nothing there.") }
        return MemoryAccountLedger(sources, chain: chain, through: height)
    }

    public func find(_ txids: [TxID]) -> [[TxRef]] {
        txids.map { id in transactions.filter { $0.row.txid == id }.map(\.row.at) }
    }

    public func find(_ addresses: [Address]) -> [AddressRef?] {
        addresses.map { address in owners.firstIndex(of: address).map { AddressRef(raw: UInt64($0)) } }
    }

    public func addresses(of refs: [AddressRef]) throws(LedgerError) -> [Address] {
        var result: [Address] = []
        for ref in refs {
            guard ref.raw < UInt64(owners.count) else { throw LedgerError("No such address.") }
            result.append(owners[Int(ref.raw)])
        }
        return result
    }

    private func mine(_ ref: AddressRef) -> [TransferRow] { rows.filter { $0.from == ref || $0.to == ref } }

    public func counts(of refs: [AddressRef]) throws(LedgerError) -> [UInt64] {
        _ = try addresses(of: refs)
        return refs.map { UInt64(Set(mine($0).map(\.at)).count) }
    }

    public func assets() -> [AssetRow] {
        [AssetRow(number: 0, contract: nil, symbol: chain.ticker, decimals: chain.decimals)] + tokens
    }

    public func transactions(of refs: [TxRef]) throws(LedgerError) -> [TxRow] {
        var result: [TxRow] = []
        for ref in refs {
            guard let one = transactions.first(where: { $0.row.at == ref }) else { throw LedgerError("No such transaction.") }
            result.append(one.row)
        }
        return result
    }

    public func transfers(in refs: [TxRef], into batch: inout Batch<TransferRow>) throws(LedgerError) {
        _ = try transactions(of: refs)
        batch.removeAll()
        for ref in refs {
            batch.rows += rows.filter { $0.at == ref }
            batch.endKey()
        }
    }

    public func history(
        of refs: [AddressRef], asset: UInt32, _ page: Cursor, into batch: inout Batch<TransferRow>
    ) throws(LedgerError) {
        _ = try addresses(of: refs)
        batch.removeAll()
        for ref in refs {
            let all = mine(ref).filter { row in row.asset == asset && (page.after.map { row.at > $0 } ?? true) }
            var found: [TransferRow] = []
            for at in Set(all.map(\.at)).sorted() where page.limit > 0 {
                let some = all.filter { $0.at == at }
                if !found.isEmpty, found.count + some.count > page.limit { break }
                found += some
                if found.count >= page.limit { break }
            }
            batch.rows += found
            batch.endKey()
        }
    }

    public func summaries(of refs: [AddressRef]) throws(LedgerError) -> [[AssetSummary]] {
        _ = try addresses(of: refs)
        var result: [[AssetSummary]] = []
        for ref in refs {
            let all = mine(ref)
            var sums: [AssetSummary] = []
            for asset in Set(all.map(\.asset)).sorted() {
                var sum = AssetSummary(asset: asset)
                for row in all where row.asset == asset { try sum.add(row, of: ref) }
                sums.append(sum)
            }
            result.append(sums)
        }
        return result
    }

    public func totals() -> AccountTotals {
        var totals = AccountTotals()
        totals.blocks = info.coverage.ranges.reduce(0) { $0 + UInt64($1.count) }
        totals.transactions = UInt64(transactions.count)
        totals.failed = UInt64(transactions.count { $0.succeeded == false })
        totals.transfers = UInt64(rows.count)
        totals.addresses = UInt64(owners.count)
        totals.tokens = UInt64(Set(rows.map(\.asset)).subtracting([0]).count)
        return totals
    }

    public func gaps() -> AccountGaps {
        var gaps = AccountGaps()
        gaps.gasUnknown = UInt64(transactions.count { !$0.hasGas })
        gaps.statusUnknown = UInt64(transactions.count { $0.succeeded == nil })
        gaps.hasCalls = sources.contains { if case .move(let move) = $0, case .trace = move.place { true } else { false } }
        gaps.hasLogs = sources.contains {
            switch $0 {
            case .move(let move): if case .log = move.place { true } else { false }
            case .notAnAmount: true
            default: false
            }
        }
        return gaps
    }
}
