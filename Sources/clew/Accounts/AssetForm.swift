import Encoding
import Ledger
import LedgerStore

/// Assets of an account ledger, as users name them and as answers show them.
struct AssetForm {
    let assets: [AssetRow]
    let chain: Chain

    init(_ ledger: AccountLedger) throws {
        do throws(LedgerError) { assets = try ledger.assets() } catch { throw failure(error) }
        chain = ledger.info.chain
    }

    subscript(_ number: UInt32) -> AssetRow {
        assets.first { $0.number == number } ?? AssetRow(number: number, contract: nil, symbol: "?", decimals: nil)
    }

    /// The asset that a user named: the coin's ticker, a token's contract, or its symbol where one contract alone has it.
    func named(_ text: String) throws -> AssetRow {
        if text.lowercased() == chain.ticker.lowercased() || text.lowercased() == "coin" { return self[0] }
        if text.hasPrefix("0x") {
            let contract = try Address.typed(text, on: chain)
            guard let asset = assets.first(where: { $0.contract == contract }) else {
                throw failure("\(VisibleText.escape(text)) is no token of this ledger.")
            }
            return asset
        }
        // Anybody may call a token USDT: a symbol counts only where it is one contract's.
        let fitting = assets.filter { $0.contract != nil && $0.symbol.lowercased() == text.lowercased() }
        guard let asset = fitting.first else {
            throw failure("There is no asset \(VisibleText.escape(text)) in this ledger: give \(chain.ticker) or a token's contract.")
        }
        guard fitting.count == 1 else {
            let contracts = fitting.prefix(5).compactMap { $0.contract?.text(on: chain) }.joined(separator: ", ")
            throw failure(
                "\(fitting.count) tokens call themselves \(VisibleText.escape(text)); give the contract: \(contracts)\(fitting.count > 5 ? ", ..." : "").")
        }
        return asset
    }

    /// `12.500000 USDT`, or base units where nothing says the decimals.
    func amount(_ value: UInt256, _ asset: AssetRow) -> String {
        guard let decimals = asset.decimals else { return "\(value) base units" }
        let symbol = asset.symbol.isEmpty ? "" : " " + VisibleText.escape(asset.symbol)
        return AmountText.coin(value, decimals: decimals) + symbol
    }

    /// `USDT, 0xdAC1…` in full, or the ticker.
    func name(_ asset: AssetRow) -> String {
        guard let contract = asset.contract?.text(on: chain) else { return asset.symbol }
        return asset.symbol.isEmpty ? contract : "\(VisibleText.escape(asset.symbol)), \(contract)"
    }

    /// What documents call it: the ticker, or the contract.
    func id(_ asset: AssetRow) -> String { asset.contract?.text(on: chain) ?? chain.ticker }

    /// The members by which documents describe it.
    func json(_ asset: AssetRow) -> [String: JSONValue] {
        [
            "asset": .string(id(asset)),
            "symbol": asset.symbol.isEmpty ? .null : .string(asset.symbol),
            "decimals": asset.decimals.map { .integer(Int64($0)) } ?? .null,
        ]
    }
}

extension JSONValue {
    /// An amount of 256 bits in base units.
    static func amount(_ value: UInt256) -> JSONValue { .string(value.description) }
}

extension AccountLedger {
    /// Why answers about an asset may lack something; none when nothing can be hidden.
    func shortfalls(of asset: UInt32? = nil) throws -> [String] {
        let gaps: AccountGaps
        do throws(LedgerError) { gaps = try self.gaps() } catch { throw failure(error) }
        var reasons = info.coverage.shortfalls
        let isCoin = asset == nil || asset == coin
        if isCoin, !gaps.hasCalls {
            reasons.append("No row tells of calls inside transactions (traces): what contracts paid on in \(info.chain.ticker) is missing.")
        }
        if asset != coin, !gaps.hasLogs {
            reasons.append("No row tells of tokens (token_transfers or logs): they are missing.")
        }
        if isCoin, gaps.gasUnknown > 0 {
            reasons.append("What \(Form.count(gaps.gasUnknown, "transaction")) paid for gas is not known: the receipts are missing.")
        }
        if gaps.statusUnknown > 0 {
            reasons.append("Whether \(Form.count(gaps.statusUnknown, "transaction")) succeeded is not known: they count as done.")
        }
        return reasons
    }
}
