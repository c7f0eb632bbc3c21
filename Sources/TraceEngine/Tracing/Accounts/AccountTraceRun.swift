import Ledger

/// A trace of one asset on an account chain, forward or backward. Like `TraceRun` in everything else.
public struct AccountTraceRun<Reader: AccountReader>: Sendable {
    public let ledger: Reader
    public let question: AccountQuestion
    let tags: any StopTags

    public init(_ question: AccountQuestion, of ledger: Reader, tags: any StopTags = TagTable()) {
        self.ledger = ledger
        self.question = question
        self.tags = tags
    }

    public func answer(_ control: TraceControl = TraceControl()) async throws(TraceError) -> AccountAnswer {
        try await passes(control).answer
    }

    /// The answer with what it was made from: what was found, and the pass of each method.
    struct Passes {
        var answer: AccountAnswer
        var found: AccountDiscovery<Reader>
        var parts: [AccountAssignment]
    }

    func passes(_ control: TraceControl) async throws(TraceError) -> Passes {
        try question.check()
        let asset: AssetRow
        do throws(LedgerError) {
            guard let known = try await ledger.assets().first(where: { $0.number == question.asset }) else {
                throw LedgerError("The asset \(question.asset) is not of this snapshot. Ask for it again.")
            }
            asset = known
        } catch { throw .ledger(error) }
        var found = AccountDiscovery(ledger, question, tags, control)
        try await found.run()
        var order = found.transfers.keys.sorted()
        if question.direction == .backward { order.reverse() }
        var openings: [AddressRef: UInt256] = [:]
        var begins: [AddressRef: UInt256] = [:]
        try TraceError.tainting { () throws(TaintError) in
            for address in found.followed {
                let bounds = try found.bounds(of: address)
                openings[address] = bounds.opening
                begins[address] = question.direction == .forward ? bounds.opening : bounds.closing
            }
        }
        var parts: [AccountAssignment] = []
        for method in question.methods { parts.append(try assign(method, order, found, begins, control)) }
        control.report(TraceProgress(phase: .name, hop: 0, done: 0, total: nil))
        var methods: [AccountMethodTrace] = []
        for part in parts { methods.append(try await found.sheet(part)) }
        var known: [Address: UInt256] = [:]
        for (ref, opening) in openings where opening > .zero {
            if let name = found.names[ref] { known[name] = opening }
        }
        let answer = AccountAnswer(
            question: question, info: ledger.info, asset: asset, methods: methods, startTransfers: found.startCounts,
            openings: known)
        return Passes(answer: answer, found: found, parts: parts)
    }

    private func assign(
        _ method: TraceMethod, _ order: [TransferPlace], _ found: AccountDiscovery<Reader>,
        _ begins: [AddressRef: UInt256], _ control: TraceControl
    ) throws(TraceError) -> AccountAssignment {
        var assignment = AccountAssignment(method, question, begins)
        for (done, place) in order.enumerated() {
            if done % 4096 == 0 {
                try control.check()
                control.report(
                    TraceProgress(phase: .assign(method), hop: 0, done: UInt64(done), total: UInt64(order.count)))
            }
            guard let row = found.transfers[place] else { continue }
            try TraceError.tainting { () throws(TaintError) in try assignment.pass(row, place, found) }
        }
        try TraceError.tainting { () throws(TaintError) in try assignment.settle(found) }
        return assignment
    }
}
