import Casework
import Encoding
import Ledger

/// Two mornings of two investigators, as the events of the sample's journal. They stop where the trainee begins.
struct SaltmarshScript {
    enum Act {
        case change(CaseChange)
        case exhibit(name: String, text: String)
    }

    struct Event {
        let author: String
        let at: UTCTime
        let act: Act
    }

    static let name = "Saltmarsh"
    static let question =
        "Where did the coins paid to Saltmarsh Tidal Yield go, and what of them can still be reached?"
    /// When the case was opened: 2024-03-13 08:40:00 UTC.
    static let opened = UTCTime(seconds: 1_710_319_200)

    private(set) var events: [Event] = []
    private var author = "MK"
    private var clock = SaltmarshScript.opened

    init(_ facts: FraudFacts) throws(SimulationError) {
        try intake(facts)
        try collectors(facts)
        try onwards(facts)
        try exchange(facts)
    }

    private mutating func intake(_ facts: FraudFacts) throws(SimulationError) {
        wait(seconds: 130)
        note(
            .wholeCase,
            """
            Opened after referral 2024/311 of the fraud desk: eight complainants, one scheme. A chat group sold places in \
            “Saltmarsh Tidal Yield”, a weekend sale that was to pay 4 % a day. It closed on Sunday, 10 March 2024.

            Times in this case are UTC. The complainants speak of local time, one hour ahead.
            """)
        wait(seconds: 410)
        add(.exhibit(name: "complaints.csv", text: Complaint.table(of: try Complaint.all(of: facts))))
        wait(seconds: 300)
        let collector = try facts.address("collector")
        mark(collector, "Collector", .suspect)
        add(.change(.flag(.address(collector), true)))
        mark(try facts.address("second collector"), "Collector 2", .suspect)
        for number in 1...8 { mark(try facts.address("victim \(number)"), "Victim \(number)", .victim) }
    }

    private mutating func collectors(_ facts: FraudFacts) throws(SimulationError) {
        let first = facts.movements(.payment, to: "collector")
        let back = try facts.movement(.giveBack)
        let trial = try facts.payment(2)
        let main = try facts.payment(2, 1)
        wait(seconds: 900)
        note(
            .address(try facts.address("collector")),
            """
            \(Set(first.map(\.from)).count) of 8 complainants paid here: \(first.count) payments, \
            \(AmountText.coin(first.reduce(0) { $0 + $1.value })) in all, from \(first.first?.utc.evidence ?? "") to \
            \(first.last?.utc.evidence ?? "").

            The address received more than that: change of its own payment to Victim 2, and 0.00000546 of dust that went to \
            some dozens of addresses at once. Neither is a loss.
            """)
        wait(seconds: 1320)
        let hours = max(1, (back.time - trial.time + 1800) / 3600)
        add(.change(.label(.transaction(back.output.txid), "Return")))
        note(
            .transaction(back.output.txid),
            """
            \(back.coins) back to Victim 2, \(hours == 1 ? "one hour" : "\(hours) hours") after a first \(trial.coins). \
            This is the “yield” of the statement. \(main.coins) followed on \(main.utc.evidence).

            Both payments count as loss and this as returned; they are not netted in the table of payments.
            """)
        handOver(to: "AB", seconds: 10_440)
        let second = facts.movements(.payment, to: "second collector")
        note(
            .address(try facts.address("second collector")),
            """
            Victims 6, 7 and 8 paid here from \(second.first?.utc.evidence ?? "") on. Spent together with Collector in \
            @\(try facts.transaction("consolidation", at: 1)).

            Inference: one owner, by the multi-input rule. For it: a single output, so not a CoinJoin. Against it: it rests \
            on one transaction.
            """)
        wait(seconds: 1700)
        note(
            .address(try facts.address("victim 4")),
            """
            The statement has two payments “to the same address”. One is among the inputs of Collector: \
            @\(try facts.payment(4).output.txid). The second left this address, too, but where to?

            Open: compare the two payees character by character before the sum goes into the loss table.
            """)
    }

    private mutating func onwards(_ facts: FraudFacts) throws(SimulationError) {
        let gathered = facts.movements(.consolidation).map(\.coins).joined(separator: " and ")
        let split = try facts.transaction("split")
        let head = try facts.movement(.split, to: "peel chain")
        wait(seconds: 2400)
        let consolidation = try facts.address("consolidation")
        mark(consolidation, "Consolidation", .suspect)
        note(
            .address(consolidation),
            """
            Two transactions bring in everything the collectors had: \(gathered). @\(split) then divides it in three on \
            \(head.utc.evidence).

            Only the largest share is followed so far: \(head.coins) to Peel head.
            """)
        add(.change(.label(.transaction(split), "Split in three")))
        handOver(to: "AB", seconds: 67_000)
        mark(head.address, "Peel head", .suspect)
        let peeled = try facts.movement(.deposit, from: "peel chain")
        let rest = try facts.movement(.peelRest)
        note(
            .address(head.address),
            """
            @\(try facts.transaction("peel-chain")) pays \(peeled.coins) to Harrow deposit and keeps \(rest.coins) at a new \
            address, which does the same again. Looks like a peel chain; only the first step is walked.

            Do not call the rest “change” in the report without naming the rule: the ledger labels no output.
            """)
    }

    private mutating func exchange(_ facts: FraudFacts) throws(SimulationError) {
        let deposit = try facts.movement(.deposit, from: "peel chain")
        handOver(to: "MK", seconds: 7_300)
        add(
            .exhibit(
                name: "harrow-reply.txt",
                text: """
                    From: compliance desk, Harrow Exchange
                    Date: Thu, 14 Mar 2024 10:05:00 +0000
                    Subject: Your enquiry 2024/311

                    \(deposit.address) is a deposit address that we gave to one of our customers.
                    What arrives at it we move to a wallet of our own. For details of the account, other addresses of
                    the same customer among them, we need an order. Please send addresses and transaction ids as text.

                    """))
        mark(deposit.address, "Harrow deposit", .service)
        add(.change(.flag(.address(deposit.address), true)))
        note(
            .address(deposit.address),
            """
            Harrow Exchange confirms a customer's deposit address: exhibit harrow-reply.txt. The first deposit was swept by \
            @\(try facts.transaction("exchange-sweep")) into the exchange's own wallet.

            We stop here: what leaves that wallet is the money of all its customers. Next: an order for the account behind \
            this address and for the other addresses of the same account.
            """)
        mark(try facts.address("Harrow Exchange"), "Harrow hot", .service)
        mark(try facts.address("Dunlin Exchange"), "Dunlin hot", .service)
    }

    // MARK: Writing it down

    private mutating func wait(seconds: Int64) { clock.milliseconds += seconds * 1000 }

    private mutating func handOver(to author: String, seconds: Int64) {
        self.author = author
        wait(seconds: seconds)
    }

    private mutating func add(_ act: Act) {
        events.append(Event(author: author, at: clock, act: act))
        wait(seconds: 17 + Int64(events.count % 5) * 7)
    }

    private mutating func mark(_ address: String, _ label: String, _ role: CaseRole) {
        add(.change(.label(.address(address), label)))
        add(.change(.role(.address(address), role)))
    }

    private mutating func note(_ subject: CaseSubject, _ text: String) { add(.change(.note(subject, text: text))) }
}
