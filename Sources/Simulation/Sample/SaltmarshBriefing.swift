/// The page that a trainee reads first.
struct SaltmarshBriefing {
    let text: String

    init(_ facts: FraudFacts) throws(SimulationError) {
        let complaints = try Complaint.all(of: facts)
        let deposit = try facts.movement(.deposit, from: "peel chain")
        text = """
            # Saltmarsh: briefing

            *Everything here is made up: people, companies, addresses, money. The blocks are bitcoin-regtest blocks that
            `clew simulate` wrote; no key exists for any address. `truth.json` beside this page is the solution: trainers
            keep it back, and whoever practises alone opens it last.*

            ## The situation

            In the first week of March 2024 a chat group advertised “Saltmarsh Tidal Yield”: a sale open for one weekend,
            4 % a day, paid in bitcoin. Members bought coins, most of them at Dunlin Exchange, and sent them to the address
            pinned in the group. On Sunday, 10 March, the group was deleted. Eight people went to the police within three
            days. Two colleagues, MK and AB, opened the case, marked the addresses and followed the money to its first exit.
            You take over on Friday, 15 March.

            `blocks/` holds the whole chain from its first block to Monday, 11 March, so nothing is missing from it. The case
            `saltmarsh.clew` holds their notes. Read those first.

            ## What the complainants said

            They speak of local time, one hour ahead of UTC. Amounts, times and addresses are as they gave them. The full
            table is the exhibit `complaints.csv`.

            | | paid | amount | to | remark |
            | --- | --- | --- | --- | --- |
            \(Self.table(complaints))

            Harrow Exchange has confirmed one deposit address, `\(deposit.address)`, and says no more without an order.

            ## Your tasks

            1. **Loss.** List the payments to the scheme, each once, with transaction, UTC time and amount. What is the loss,
               what was returned, what is the net loss? Complaint 5 names no payee and complaint 7 half a transaction id:
               find both payments.
            2. **One payment does not belong.** One that is complained of never reached this scheme. Which one, how can you
               tell, and where are those coins now?
            3. **Two collectors.** Is it one operator? Name the transaction, the rule and what speaks against it.
            4. **The way out.** Follow all three shares of the split until every branch meets a stop. Make a stop sheet:
               deposits, other payees, unspent, fees. It must add up to what set out, to the satoshi.
            5. **Act.** Which of these coins have not moved? Draft the request to Harrow: every deposit address and every
               transaction in full.
            6. **Report.** Write the evidence summary. Tell fact from inference in every sentence.

            ## What cannot be known from the ledger

            - Who any of these people are. An address has no name; a cluster is not a person.
            - Whether two deposit addresses at Harrow are one account. Harrow knows; ask.
            - What happened inside Harrow. After the sweep the coins are everybody's; following them further proves nothing.
            - Which victim's coins went into which branch: they were spent together. A tracing method answers that by rule,
              and another method answers otherwise.
            - Who sent the dust, and who made the address that misled one complainant. Nothing shows that it was the gang.
            - What was paid by bank transfer or card, or by people who have not complained.

            """
    }

    private static func table(_ complaints: [Complaint]) -> String {
        complaints.flatMap { complaint in
            complaint.rows.enumerated().map { place, row in
                let to = row.to.contains(" ") ? row.to : "`\(row.to)`"
                let id = row.transaction.isEmpty ? "" : " Transaction `\(row.transaction)`."
                let first = place == 0
                return "| \(first ? String(complaint.number) : "") | \(row.paid) | \(row.amount) | \(to) | "
                    + "\(first ? complaint.remark + id : "") |"
            }
        }.joined(separator: "\n")
    }
}
