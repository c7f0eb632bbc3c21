import Ledger

/// What an exposure is asked: whose, which way, how, and what it shall not rest on.
public struct ExposureQuestion: Hashable, Sendable {
    /// Where the value came from, or where it went.
    public enum Direction: String, CaseIterable, Hashable, Sendable {
        case from, to

        var trace: TraceDirection { self == .from ? .backward : .forward }
    }

    /// One address, or the addresses of a cluster, the one it was asked for first.
    public var subjects: [Address]
    public var direction: Direction
    /// Methods that conserve value; backward those with an inverse.
    public var methods: [TraceMethod]
    public var limits: TraceLimits
    public var without: [ExposureAssumption]

    public init(
        of subjects: [Address], _ direction: Direction, by methods: [TraceMethod], limits: TraceLimits = TraceLimits(),
        without: [ExposureAssumption] = []
    ) {
        self.subjects = subjects
        self.direction = direction
        self.methods = methods
        self.limits = limits
        self.without = without
    }

    /// The trace that answers it.
    func trace(of subjects: [Address]) -> TraceQuestion {
        TraceQuestion(
            from: subjects.map { .address($0, nil) }, direction: direction.trace, methods: methods, limits: limits,
            stops: .every)
    }
}

/// An exposure over a ledger. The whole value that the subjects received is traced, back to where it came from or on to where
/// it went, until each branch meets a tag, a mixer that a detector recognises, or another stop.
public struct ExposureRun<Reader: UTXOReader>: Sendable {
    public let question: ExposureQuestion
    let ledger: Reader
    let tags: any StopTags
    let detector: @Sendable (Set<String>) -> any MixerDetector

    /// - Parameters:
    ///   - ledger: the snapshot to ask.
    ///   - tags: the claims that count, as of the date asked for.
    ///   - detector: what recognises mixers, given the names of the detectors that are left out.
    public init(
        _ question: ExposureQuestion, of ledger: Reader, tags: any StopTags,
        detector: @escaping @Sendable (Set<String>) -> any MixerDetector = { CoinJoinStops(without: $0) }
    ) {
        self.question = question
        self.ledger = ledger
        self.tags = tags
        self.detector = detector
    }

    /// The answer, a trace per method grouped by party.
    public func answer(_ control: TraceControl = TraceControl()) async throws(TraceError) -> Exposure {
        if let method = question.methods.first(where: { !$0.conserves }) {
            throw .question("\(method.rawValue) conserves nothing, so it gives no shares. Choose another method.")
        }
        let asked = question.without.contains(.cluster) ? Array(question.subjects.prefix(1)) : question.subjects
        let subjects = try await received(asked)
        let own = Set(asked)
        let left = Set(
            question.without.flatMap { assumption -> [String] in
                if case .detector(let name) = assumption { ExposureAssumption.detectors(named: name) } else { [] }
            })
        let traced = try await TraceRun(
            question.trace(of: subjects), of: ledger,
            tags: ExposureTags(base: tags, subjects: own, without: question.without),
            detectors: detector(left)
        ).answer(control)
        var methods: [MethodExposure] = []
        for trace in traced.methods { methods.append(try MethodExposure(trace, subjects: own)) }
        return Exposure(question: question, subjects: asked, trace: traced, methods: methods)
    }

    /// Those of the subjects that received outputs here; throws when none did.
    private func received(_ subjects: [Address]) async throws(TraceError) -> [Address] {
        var history = Batch<OutputRef>()
        let handles: [AddressRef?]
        do throws(LedgerError) {
            handles = try await ledger.find(subjects)
            try await ledger.history(of: handles.compactMap(\.self), Cursor(), into: &history)
        } catch {
            throw .ledger(error)
        }
        var found: [Address] = []
        var place = 0
        for (subject, handle) in zip(subjects, handles) where handle != nil {
            if !history[key: place].isEmpty { found.append(subject) }
            place += 1
        }
        guard !found.isEmpty else {
            let name = subjects.first?.text(on: ledger.info.chain) ?? "The subject"
            throw .question("\(name) received no output in this ledger, so there is no value to attribute.")
        }
        return found
    }
}
