/// Which coins pay for a payment, what the fee is and what is left.
struct Funding {
    typealias Spent = (owner: WalletID, coin: Wallet.Coin)

    let spent: [Spent]
    /// The locking script of each part.
    let scripts: [[UInt8]]
    /// Base units.
    let fee: UInt64
    /// Base units; 0 when nothing is left that would be worth an output.
    let rest: UInt64

    /// Nil when the payer's coins do not suffice, or when nothing would be paid to anyone.
    init?(_ payment: Payment, in world: World) {
        let rate = payment.feeRate ?? world.feeRate
        let wallet = world[payment.from]
        let asked = payment.parts.reduce(0) { $0 + $1.value }
        let scripts = payment.parts.map { world.lockingScript(of: $0.to) }
        let restScript = world.lockingScript(of: payment.rest ?? world.firstKey(of: payment.from))

        // Each further coin costs a fee of its own, so the target may rise once or twice.
        var target = asked + rate * 200
        for _ in 0..<6 {
            guard let own = payment.coins ?? wallet.choose(target, at: world.height) else { return nil }
            let spent = own.map { (owner: payment.from, coin: $0) }
                + payment.besides.flatMap { other in other.coins.map { (owner: other.owner, coin: $0) } }
            let keys = spent.map { world[$0.owner].keys[$0.coin.key] }
            let paidIn = spent.reduce(0) { $0 + $1.coin.value }
            let leastFee = TransactionSize.virtual(of: keys, outputs: scripts) * rate
            guard paidIn >= asked + leastFee else {
                if payment.coins != nil { return nil }
                target = asked + leastFee + rate * 110
                continue
            }
            let fee = TransactionSize.virtual(of: keys, outputs: scripts + [restScript]) * rate
            self.spent = spent
            self.scripts = scripts
            if paidIn >= asked + fee + World.leastChange {
                self.fee = fee
                rest = paidIn - asked - fee
            } else {
                self.fee = paidIn - asked
                rest = 0
            }
            if scripts.isEmpty && rest == 0 { return nil }
            return
        }
        return nil
    }
}
