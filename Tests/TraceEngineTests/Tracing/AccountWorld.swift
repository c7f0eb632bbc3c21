import Ledger
import Support
import TraceEngine

/// A ledger of balances in memory: every transfer in a list.
struct AccountWorld: AccountReader {
    var rows: [TransferRow]
    /// False for an export that may lack transactions.
    var isWhole = true
    /// Addresses by their handle.
    static let people = (0..<9).map { Address(canonicalScript: [UInt8(0xA0 + $0)] + [UInt8](repeating: 0, count: 19)) }

    var info: LedgerInfo {
        let tip = rows.last?.at.height ?? 0
        return LedgerInfo(
            chain: .ethereumDev, coverage: Coverage(ranges: [0...tip], wholeBlocks: isWhole), tipHash: nil, tipTime: tip * 10, digest: [])
    }

    /// From lines such as `1 a>b 5`, `1 a gas 2`, `2 .>a 9`: the transaction (which is its height), from, to and value;
    /// `.` mints or burns. Rows of one transaction stand together, gas last.
    init(_ lines: String...) {
        rows = []
        for line in lines {
            let words = line.split(separator: " ").map(String.init)
            guard let height = UInt32(words[0]), let value = UInt256(words[words.count - 1]) else { continue }
            let at = TxRef(height: height, position: 0)
            let ordinal = UInt32(rows.count { $0.at == at })
            let ends = words[1].split(separator: ">").map { Self.handle(String($0)) }
            let isGas = words[2] == "gas"
            rows.append(
                TransferRow(
                    at: at, ordinal: ordinal, kind: isGas ? .gas : ordinal == 0 ? .value : .inner, asset: 0, from: ends[0],
                    to: isGas ? .none : ends[1], value: value))
        }
    }

    /// Random transfers of small values, with gas, mints, burns and transfers to oneself.
    init(random numbers: inout SeededNumbers, count: Int) {
        rows = []
        isWhole = Int.random(in: 0..<8, using: &numbers) > 0
        for height in 1...UInt32(count) {
            let at = TxRef(height: height, position: 0)
            let sender = UInt64.random(in: 0..<8, using: &numbers)
            for ordinal in 0..<UInt32.random(in: 1...3, using: &numbers) {
                let from = ordinal == 0 ? sender : UInt64.random(in: 0..<8, using: &numbers)
                let isMint = Int.random(in: 0..<9, using: &numbers) == 0
                let isBurn = !isMint && Int.random(in: 0..<12, using: &numbers) == 0
                rows.append(
                    TransferRow(
                        at: at, ordinal: ordinal, kind: ordinal == 0 ? .value : .inner,
                        asset: Int.random(in: 0..<5, using: &numbers) == 0 ? 1 : 0, from: isMint ? .none : AddressRef(raw: from),
                        to: isBurn ? .none : AddressRef(raw: UInt64.random(in: 0..<8, using: &numbers)),
                        value: UInt256(UInt64.random(in: 0...12, using: &numbers))))
            }
            if Bool.random(using: &numbers) {
                rows.append(
                    TransferRow(
                        at: at, ordinal: 9, kind: .gas, asset: 0, from: AddressRef(raw: sender), to: .none,
                        value: UInt256(UInt64.random(in: 0...2, using: &numbers))))
            }
        }
    }

    static func handle(_ name: String) -> AddressRef {
        name == "." ? .none : AddressRef(raw: UInt64((name.utf8.first ?? 97) - 97))
    }

    static func address(_ name: String) -> Address { people[Int(handle(name).raw)] }

    static func txid(_ height: UInt32) -> TxID { Hash256(words: (UInt64(height), 1, 2, 3)) }

    func snapshot(at height: UInt32) -> AccountWorld {
        var world = self
        world.rows.removeAll { $0.at.height > height }
        return world
    }

    func find(_ txids: [TxID]) -> [[TxRef]] {
        txids.map { id in Array(Set(rows.map(\.at).filter { Self.txid($0.height) == id })).sorted() }
    }

    func find(_ addresses: [Address]) -> [AddressRef?] {
        addresses.map { address in
            Self.people.firstIndex(of: address).map { AddressRef(raw: UInt64($0)) }.flatMap { ref in
                rows.contains { $0.from == ref || $0.to == ref } ? ref : nil
            }
        }
    }

    func addresses(of refs: [AddressRef]) -> [Address] { refs.map { Self.people[Int($0.raw)] } }

    func counts(of refs: [AddressRef]) -> [UInt64] {
        refs.map { ref in UInt64(Set(rows.filter { $0.from == ref || $0.to == ref }.map(\.at)).count) }
    }

    func transactions(of refs: [TxRef]) -> [TxRow] {
        refs.map {
            TxRow(
                at: $0, txid: Self.txid($0.height), time: $0.height * 10, inputCount: 0, outputCount: 0, isCoinbase: false)
        }
    }

    func assets() -> [AssetRow] {
        [AssetRow(number: 0, contract: nil, symbol: "DEV", decimals: 18), AssetRow(number: 1, contract: nil, symbol: "T", decimals: 0)]
    }

    func summaries(of refs: [AddressRef]) throws(LedgerError) -> [[AssetSummary]] {
        var all: [[AssetSummary]] = []
        for ref in refs {
            var sums: [AssetSummary] = []
            for asset in 0...UInt32(1) {
                var sum = AssetSummary(asset: asset)
                for row in rows where row.asset == asset && (row.from == ref || row.to == ref) { try sum.add(row, of: ref) }
                if sum.transfers > 0 { sums.append(sum) }
            }
            all.append(sums)
        }
        return all
    }

    func totals() -> AccountTotals { AccountTotals() }

    func gaps() -> AccountGaps { AccountGaps() }

    func transfers(in refs: [TxRef], into batch: inout Batch<TransferRow>) {
        batch.removeAll()
        for ref in refs {
            batch.rows += rows.filter { $0.at == ref }
            batch.endKey()
        }
    }

    /// Pages of one transaction at least, as the protocol asks.
    func history(of refs: [AddressRef], asset: UInt32, _ page: Cursor, into batch: inout Batch<TransferRow>) {
        batch.removeAll()
        for ref in refs {
            var found = 0
            var lastAt = TxRef.none
            for row in rows where row.asset == asset && (row.from == ref || row.to == ref) {
                if let after = page.after, row.at <= after { continue }
                if found >= page.limit, row.at != lastAt { break }
                batch.rows.append(row)
                found += 1
                lastAt = row.at
            }
            batch.endKey()
        }
    }
}
