import Encoding
import Ledger

/// What the figures rest on, and what they do not say.
extension EvidenceDocument {
    mutating func addBasis() {
        blocks.append(.heading(1, "What the figures rest on"))
        guard let basis = summary.basis else {
            blocks.append(.paragraph([.text("No ledger was at hand when this summary was made.")]))
            return
        }
        let (info, totals) = (basis.info, basis.totals)
        func ranges(_ ranges: [ClosedRange<UInt32>]) -> String {
            ranges.map { range in
                range.count == 1
                    ? figures.count(range.lowerBound)
                    : "\(figures.count(range.lowerBound)) to \(figures.count(range.upperBound))"
            }.joined(separator: ", ")
        }
        let coverage = info.coverage
        var facts = [
            Fact("Chain", info.chain.name),
            Fact("Blocks at hand", coverage.ranges.isEmpty ? "none" : "\(ranges(coverage.ranges)) (\(figures.count(totals.blocks)))"),
            Fact("Blocks missing", missing(coverage, ranges)),
        ]
        if !coverage.heightsKnown { facts.append(Fact("Heights", "the source gives none; ordinals by block time, dependency and id")) }
        if !coverage.assumed.isEmpty { facts.append(Fact("Heights given on import", ranges(coverage.assumed))) }
        if !coverage.wholeBlocks { facts.append(Fact("Blocks", "not known to be whole: exports of single transactions are among the sources")) }
        if let tip = info.tip { facts.append(Fact("Last block", "\(figures.count(tip)), \(figures.time(info.tipTime))")) }
        if let hash = info.tipHash { facts.append(Fact("Hash of last block", [.identifier(hash.description)])) }
        facts += [
            Fact("Ledger digest", [.identifier(Hex.text(info.digest))]),
            Fact("Transactions", figures.count(totals.transactions)),
            Fact(
                "Inputs without known origin",
                totals.unresolvedInputs == 0
                    ? "0 of \(figures.count(totals.inputs))"
                    : "\(figures.count(totals.unresolvedInputs)) of \(figures.count(totals.inputs)): they spend coins made in blocks that are not at hand"),
        ]
        blocks.append(.facts(facts))
        blocks.append(
            .paragraph([
                .text(
                    "The ledger digest is a chained SHA-256 over every block's hash and its scripts, amounts and previous "
                        + "outputs up to the last block. Two ledgers with the same digest hold the same facts.")
            ]))
    }

    private func missing(_ coverage: Coverage, _ ranges: ([ClosedRange<UInt32>]) -> String) -> String {
        guard let first = coverage.ranges.first else { return "all" }
        if coverage.isComplete { return "none from the first block of the chain to the last one at hand" }
        var parts: [String] = []
        if coverage.heightsKnown, first.lowerBound > 0 { parts.append("0 to \(figures.count(first.lowerBound - 1))") }
        if !coverage.gaps.isEmpty { parts.append(ranges(coverage.gaps)) }
        return parts.isEmpty ? "none between the first and the last one at hand" : parts.joined(separator: ", ")
    }

    mutating func addMethod() {
        blocks.append(.heading(1, "Method and limits"))
        blocks.append(
            .list([
                [
                    .strong("Facts of the ledger. "),
                    .text(
                        "Amounts, times, ids, inputs, outputs and what is spent are read from the blocks named in "
                            + "chapter 5, in whole base units, without rounding. An address is the text form of a locking "
                            + "script; the checksum of each address above was verified."),
                ],
                [
                    .strong("Statements of the investigator. "),
                    .text(
                        "Names, roles, flags and notes are what the authors of the case wrote. The ledger neither "
                            + "confirms nor denies them."),
                ],
                [
                    .strong("No inference. "),
                    .text(
                        "This summary joins no addresses to one owner, names no output as change, and assigns no input "
                            + "of a transaction to one of its outputs. Where a transaction has several payers and several "
                            + "payees, the ledger does not say who paid whom."),
                ],
                [
                    .strong("Sums. "),
                    .text(
                        "Received and sent are what passes through an address, coins that come back to it included. They "
                            + "are not a loss, an income or a wealth of anybody."),
                ],
                [
                    .strong("Times. "),
                    .text(
                        "A block time is what the block's miner stated, in UTC. It may differ from the true time by up to "
                            + "two hours, and does not say when a payment was ordered."),
                ],
                [
                    .strong("Not done. "),
                    .text(
                        "No network was asked, no price was looked up, unconfirmed transactions were not considered, and "
                            + "payments that leave no trace in this ledger, such as transfers inside an exchange, are not "
                            + "in it. “Unspent” holds for the last block named in chapter 5 and not for later ones."),
                ],
                [
                    .strong("To check. "),
                    .text(
                        "The journal's last hash stands for every event of the case; the digest stands for the ledger. "
                            + "Making the summary again from both gives the same bytes."),
                ],
            ]))
    }
}
