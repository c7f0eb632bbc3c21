import Ledger

/// Transactions that move balances: whoever cannot pay makes none.
extension AccountsMarket {
    mutating func gasPrice() -> UInt64 { choices.value(in: 5...80) * 1_000_000_000 }

    func log(_ asset: Int, _ from: Address?, _ to: Address?, _ value: UInt128) -> AccountsBlock.Log {
        AccountsBlock.Log(contract: tokens[asset - 1].contract, from: from, to: to, value: value)
    }

    /// Whether an owner can pay a value and gas at the highest price.
    func afford(_ owner: Int, _ value: UInt128, gas: UInt64) -> Bool {
        parties.holds(owner, 0) >= value + UInt128(gas) * 80_000_000_000
    }

    /// Pays somebody in an asset.
    mutating func pay(_ from: Int, _ to: Int, _ asset: Int, _ value: UInt128) {
        if value > 0, send(from, to: parties.address(to), asset, value) { parties.give(to, asset, value) }
    }

    /// Pays an address whose balance is kept elsewhere; false, and nothing made, when the owner cannot.
    mutating func send(_ from: Int, to: Address, _ asset: Int, _ value: UInt128) -> Bool {
        let gas: UInt64 = asset == 0 ? 21_000 : 65_000
        guard afford(from, asset == 0 ? value : 0, gas: gas), parties.holds(from, asset) >= value else { return false }
        let me = parties.address(from)
        if asset == 0 {
            call(from, to: to, gas: gas, value: value) { _, _ in }
        } else {
            guard parties.take(from, asset, value) else { return false }
            call(from, to: tokens[asset - 1].contract, gas: gas) { market, one in
                one.logs.append(market.log(asset, me, to, value))
            }
        }
        return true
    }

    /// Makes a transaction of an owner, who pays its value and gas.
    mutating func call(
        _ from: Int, to: Address, gas: UInt64, value: UInt128 = 0,
        _ shape: (AccountsMarket, inout AccountsBlock.Transaction) -> Void
    ) {
        let price = gasPrice()
        guard parties.take(from, 0, value + UInt128(gas * price)) else { return }
        var one = AccountsBlock.Transaction(
            hash: id(), from: parties.address(from), to: to, value: value, gasUsed: gas, gasPrice: price)
        shape(self, &one)
        transactions.append(one)
    }
}
