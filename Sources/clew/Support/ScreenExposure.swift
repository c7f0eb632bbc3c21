import Encoding
import Ledger
import TraceEngine

/// With whom screened addresses stood in connection in a ledger, for those of its chain.
struct ScreenExposure {
    /// What came of one address.
    enum Answer {
        case report(ExposureReport)
        /// Why there is none, in a sentence.
        case none(String)
    }

    let ledger: OpenLedger
    let tags: QuestionTags
    let hops: UInt32?
    static let method = TraceMethod.haircut

    /// Both directions by haircut, own change counted once.
    ///
    /// - Throws: only when it was interrupted or the ledger cannot be read.
    func answer(_ text: String) async throws -> Answer {
        let info = ledger.info
        guard let address = try? Address(text, on: info.chain) else { return .none("It is no address of \(info.chain).") }
        guard try await isSeen(address) else { return .none("It is not in this ledger.") }
        var report = ExposureReport(info: info, subject: address, cluster: nil, without: [], shownEnds: 1)
        report.prices = UserPrices.series(of: info.chain)
        for way in [ExposureQuestion.Direction.from, .to] {
            let question = ExposureQuestion(of: [address], way, by: [Self.method], limits: TraceLimits(hops: hops), without: [])
            let whole = try await following { control throws(TraceError) in
                try await ExposureRun(question, of: ledger, tags: tags).answer(control)
            }
            report.pairs.append((whole, nil))
        }
        return .report(report)
    }

    private func isSeen(_ address: Address) async throws -> Bool {
        do throws(LedgerError) { return try await ledger.addressViews(of: [address], limit: 0).first?.isKnown ?? false } catch {
            throw failure(error)
        }
    }
}

extension ScreenExposure.Answer {
    var json: JSONValue { if case .report(let report) = self { report.named } else { .null } }

    /// Why the answer lacks something or is none; a sentence each.
    var shortfalls: [String] {
        switch self {
        case .report(let report): report.shortfalls
        case .none(let sentence): [sentence]
        }
    }

    /// A sentence each; that nobody is named is one, too.
    var sentences: [String] {
        switch self {
        case .report(let report): report.sentences.isEmpty ? ["Nobody is named on either side."] : report.sentences
        case .none(let sentence): [sentence]
        }
    }
}
