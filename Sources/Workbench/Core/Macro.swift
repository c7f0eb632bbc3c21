/// Keys and pastes to be done again, taken from the log of what was typed.
public struct Macro: Sendable {
    /// Keys that a macro may have.
    static let limit = 2_000

    /// What the macro does, in order.
    public private(set) var events: [TerminalEvent] = []
    public private(set) var isRecording = false
    /// What is still to be played.
    private(set) var pending: [TerminalEvent] = []

    public var isPlaying: Bool { !pending.isEmpty }

    mutating func begin() {
        events = []
        isRecording = true
    }

    /// Ends the recording without the key that ended it.
    mutating func end() {
        isRecording = false
        if !events.isEmpty { events.removeLast() }
    }

    /// Notes what was typed; false when the macro is full.
    mutating func note(_ event: TerminalEvent) -> Bool {
        guard isRecording else { return true }
        switch event {
        case .key, .paste: events.append(event)
        case .pasteCut, .resize, .click, .doubleClick, .wheel, .drag: break
        }
        return events.count < Self.limit
    }

    /// Queues the events; ten times a full macro are kept at most.
    mutating func play(times: Int) {
        for _ in 0..<max(1, times) where pending.count + events.count <= 10 * Self.limit { pending += events }
    }

    /// Queues what a file recorded, for once.
    mutating func queue(_ events: [TerminalEvent]) { pending += events }

    /// True when a click comes next: what it meets only the screen knows.
    var isAtClick: Bool {
        switch pending.first {
        case .click?, .doubleClick?: true
        default: false
        }
    }

    mutating func next() -> TerminalEvent? { pending.isEmpty ? nil : pending.removeFirst() }

    mutating func stop() { pending = [] }
}

extension WorkbenchState {
    /// Nothing was asked that is not answered yet: what is typed now meets the state its author saw.
    public var isIdle: Bool {
        let isReading = asked.contains { effect in
            switch effect {
            case .loadAddress, .locate, .examine, .loadEvents(_, after: _, limit: GraphState.eventPage): true
            default: false
            }
        }
        let isSearching = openTrace?.isRunning == true || openPath?.isRunning == true || openCluster?.isRunning == true
            || openCluster?.why?.isRunning == true || ledgerSearching?.isRunning == true
        return !isReading && !isSearching && askedTransactions.isEmpty && !unsaved.isBeingSaved
    }

    mutating func recordMacro() -> [Effect] {
        guard macro.isRecording else {
            macro.begin()
            toast = .news("Recording a macro. Q ends it, @ replays it.")
            return []
        }
        macro.end()
        let count = macro.events.count
        toast = .news("The macro has \(count) \(count == 1 ? "key" : "keys"). @ replays it.")
        return []
    }

    /// Does again what a session recorded, one event after the other, each when the one before is answered. Sizes are left
    /// out: the screen is what it is now.
    public mutating func replay(_ events: [TerminalEvent]) {
        macro.queue(events.filter { if case .resize = $0 { false } else { true } })
    }

    /// The click that a replay has come to, once what went before it is answered. Whoever draws says what it meets.
    public mutating func takeReplayedClick() -> TerminalEvent? {
        isIdle && !isFinished && macro.isAtClick ? macro.next() : nil
    }

    /// Plays what is queued as long as nothing is under way.
    mutating func playOn() -> [Effect] {
        var effects: [Effect] = []
        while isIdle, !isFinished, !macro.isAtClick, let event = macro.next() {
            effects += receive(event, &self)
            if toast?.kind == .warning { macro.stop() }
        }
        return effects
    }
}
