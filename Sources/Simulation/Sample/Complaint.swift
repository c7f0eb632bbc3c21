/// What a complainant told the police: exact, rounded or wrong, as people are.
struct Complaint {
    /// One payment complained of, in the complainant's words. Empty where nothing was said.
    struct Row {
        let paid: String
        let amount: String
        let to: String
        var transaction = ""
    }

    let number: Int
    let rows: [Row]
    let remark: String

    /// The eight complaints of the sample.
    static func all(of facts: FraudFacts) throws(SimulationError) -> [Complaint] {
        let first = try facts.payment(1)
        let diverted = try facts.movement(.diverted)
        // At a rate of 68,300 dollars, to the nearest hundred below: what the complainant read off the bank statement.
        let dollars = try facts.payment(5).value * 683 / 100_000_000 * 100
        let seventh = try facts.payment(7)
        let last = try facts.payment(8)
        return [
            Complaint(
                number: 1,
                rows: [
                    Row(
                        paid: first.asRemembered(), amount: first.coins + " BTC", to: first.address,
                        transaction: first.output.txid.description)
                ], remark: "Kept everything; the screenshots agree."),
            Complaint(
                number: 2, rows: rows(2, facts),
                remark: "“They paid out my first yield the same night. That is why I put in the rest.”"),
            Complaint(number: 3, rows: rows(3, facts), remark: "Both to the address in the group's pinned message."),
            Complaint(
                number: 4,
                rows: rows(4, facts) + [
                    Row(paid: diverted.asRemembered(), amount: diverted.shortCoins + " BTC", to: "the same address")
                ], remark: "“The second time I copied the address from my wallet's history.”"),
            Complaint(
                number: 5,
                rows: rows(5, facts).map { Row(paid: $0.paid, amount: "about \(dollars) US dollars", to: "not known") },
                remark: "Knows only the own address that the coins were sent from, \(try facts.address("victim 5"))."),
            Complaint(
                number: 6, rows: rows(6, facts), remark: "“Before the second payment they said the desk had moved.”"),
            Complaint(
                number: 7,
                rows: [
                    Row(
                        paid: seventh.asRemembered(), amount: seventh.coins.prefix(6) + " BTC", to: seventh.address,
                        transaction: seventh.output.txid.description.prefix(12) + "…")
                ], remark: "The screenshot cuts the transaction id off."),
            Complaint(
                number: 8,
                rows: [
                    Row(
                        // New York's clock: six hours behind what the table says of itself.
                        paid: last.asRemembered(secondsAhead: -18_000), amount: last.shortCoins + " BTC", to: last.address)
                ], remark: "Was travelling and is not sure of the time zone."),
        ]
    }

    private static func rows(_ victim: Int, _ facts: FraudFacts) -> [Row] {
        facts.movements(.payment, from: "victim \(victim)").map { payment in
            Row(paid: payment.asRemembered(), amount: payment.shortCoins + " BTC", to: payment.address)
        }
    }

    /// The complaints as a comma-separated table, for the case's exhibits.
    static func table(of complaints: [Complaint]) -> String {
        var lines = ["complaint,paid,amount,to,transaction,remark"]
        for complaint in complaints {
            for row in complaint.rows {
                let fields = [
                    String(complaint.number), row.paid, row.amount, row.to, row.transaction, complaint.remark,
                ]
                lines.append(fields.map { "\"\($0)\"" }.joined(separator: ","))
            }
        }
        return lines.joined(separator: "\n") + "\n"
    }
}
