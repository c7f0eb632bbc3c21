import Casework
import Ledger
import TraceEngine

/// The whole behaviour of the workbench: what a message does to the state, and what it asks the outside to do.
public func update(_ state: inout WorkbenchState, _ message: Message) -> [Effect] {
    if interrupts(message, state) {
        state.macro.stop()
        state.toast = .news("The macro was stopped.")
        return []
    }
    var effects = react(&state, message)
    effects += state.playOn()
    state.scrollList()
    return effects + state.feedView()
}

/// True for a key of the user's own while a macro is played: it ends that and does nothing else.
private func interrupts(_ message: Message, _ state: WorkbenchState) -> Bool {
    if case .terminal(.key) = message { state.macro.isPlaying } else { false }
}

private func react(_ state: inout WorkbenchState, _ message: Message) -> [Effect] {
    switch message {
    case .terminal(let event): return receive(event, &state)

    case .figures(let views):
        state.known.learn(figures: views)
        state.listByAmount()
        return []
    case .address(let view):
        state.known.learn(view)
        state.known.learn(figures: [view])
        state.listByAmount()
        state.asked.remove(.loadAddress(view.address))
        return state.loadTags(of: [view.address]) + state.catchUp()
    case .tags(let found, let contested):
        state.learn(found, contested: contested)
        return state.feedGraph()
    case .lookAlikes(let found):
        state.learn(lookAlikes: found)
        return []
    case .claims(let address, let claims):
        state.asked.remove(.loadClaims(address))
        if state.views[TagsView.self]?.address == address { state.views.change(TagsView.self) { $0.receive(claims) } }
        return []
    case .tagSet(let set):
        state.known.tagSet = set
        if state.toast == nil, let pinned = state.openCase.tagSet, !state.tagSetDifferences.isEmpty {
            let day = (pinned.record.changed?.time ?? pinned.record.added).date
            state.toast = .news("The tags are not those that the case named on \(day). A on an address says what differs.")
        }
        return []
    case .transactions(let views):
        state.known.learn(views)
        state.listByAmount()
        state.askedTransactions.subtract(views.map(\.row.at))
        return state.loadTags(of: views) + state.catchUp()
    case .inferred(let some):
        state.known.learn(some)
        state.askedInferences.subtract(some.map(\.tx))
        return state.feedGraph()
    case .located(let id, let places):
        state.known.learn(id, at: places)
        state.listByAmount()
        state.asked.remove(.locate(id))
        guard let last = places.last else {
            if state.subject == .transaction(id) { state.toast = .warning("Transaction \(id) is not in this ledger.") }
            return []
        }
        var effects: [Effect] = state.known.transactions[last] == nil ? [.loadTransactions([last])] : []
        if state.subject == .transaction(id), state.pane != .graph { effects += state.setFocus(.transaction(last)) }
        return effects
    case .failedToLoad(let need, let sentence):
        state.stepsAhead = []
        if need == nil { state.asked = state.asked.filter { if case .locate = $0 { false } else { true } } }
        if let need {
            state.graph?.failed(need)
            switch need {
            case .address(let address): state.asked.remove(.loadAddress(address))
            case .events(let address, let last):
                state.asked.remove(.loadEvents(address, after: last, limit: GraphState.eventPage))
            case .transactions(let refs):
                state.askedTransactions.subtract(refs)
                state.unreadable.formUnion(refs)
            }
        }
        state.toast = .warning(sentence)
        return []

    case .events(let address, let place, let page):
        state.asked = state.asked.filter {
            if case .loadEvents(address, after: place, _) = $0 { false } else { true }
        }
        if state.views[TransactionsView.self]?.address == address {
            state.views.change(TransactionsView.self) { $0.receive(page, after: place) }
        }
        state.views.change(TimelineView.self) { $0.receive(address, page, after: place) }
        return state.learn(page, of: address, after: place)
    case .notRead(let effect, let sentence):
        if case .loadEvents(let address, let last?, GraphState.eventPage) = effect {
            state.graph?.failed(.events(address, after: last))
        }
        state.toast = .warning(sentence)
        return []
    case .journal(let page, let head):
        state.asked.remove(.loadJournal(head: head))
        state.views.change(JournalView.self) { $0.receive(page, head: head) }
        state.views.change(TimelineView.self) { $0.receive(page.events, head: head) }
        return []

    case .caseAsOf(let earlier): return state.show(earlier)
    case .verified(let id, let verdict):
        state.views.change(FindingsView.self) { $0.receive(id, verdict) }
        return []

    case .blockTimes(let times):
        state.views.change(TimelineView.self) { $0.receive(times) }
        return []
    case .cases(let entries, let isLast):
        if isLast { state.asked.remove(.loadCases) }
        state.views.change(CasesView.self) { $0.receive(entries, isLast: isLast) }
        return []
    case .caseChecked(let folder, let standing):
        state.asked.remove(.checkCase(folder))
        state.views.change(CasesView.self) { $0.receive(folder, standing) }
        return []
    case .caseCreated(let folder): return state.leave(for: .folder(folder, isReadOnly: false))

    case .pasted(let found):
        state.offer(found)
        return []
    case .findingMade(let finding): return state.keep(finding)

    case .tracing(let number, let progress):
        if state.openTrace?.number == number { state.openTrace?.progress = progress }
        if state.openPath?.number == number { state.openPath?.progress = progress }
        return []
    case .clustering(let number, let members):
        if state.openCluster?.number == number { state.openCluster?.reached = members }
        if state.openCluster?.why?.number == number { state.openCluster?.why?.reached = members }
        return []
    case .clustered(let number, let view):
        guard state.openCluster?.number == number else { return [] }
        state.openCluster?.receive(view)
        return state.memberFigures()
    case .explained(let number, let why):
        guard state.openCluster?.why?.number == number else { return [] }
        state.openCluster?.why?.receive(why)
        return (why?.links ?? []).compactMap { state.asked.insert(.locate($0.row.txid)).inserted ? .locate($0.row.txid) : nil }
    case .pathFound(let number, let answer):
        guard state.openPath?.number == number else { return [] }
        state.openPath?.receive(answer)
        return answer.paths.flatMap(\.edges).compactMap {
            state.asked.insert(.locate($0.transaction.txid)).inserted ? .locate($0.transaction.txid) : nil
        }
    case .traced(let number, let answer):
        if state.openTrace?.number == number { state.openTrace?.receive(answer) }
        return []
    case .notTraced(let number, let sentence):
        if state.openTrace?.number == number { state.openTrace?.failure = sentence }
        if state.openCluster?.number == number { state.openCluster?.failure = sentence }
        if state.openCluster?.why?.number == number { state.openCluster?.why?.failure = sentence }
        if state.openPath?.number == number { state.openPath?.failure = sentence }
        if state.ledgerSearching?.number == number { state.ledgerSearching?.failure = sentence }
        return []
    case .searching(let number, let done, let all):
        guard state.ledgerSearching?.number == number else { return [] }
        state.ledgerSearching?.done = done
        state.ledgerSearching?.of = all
        return []
    case .searched(let number, let result):
        guard state.ledgerSearching?.number == number else { return [] }
        state.ledgerSearching?.result = result
        // Sums and times tell candidates apart.
        let chain = state.openCase.chain
        return result.addresses.isEmpty ? [] : [.loadFigures(result.addresses.compactMap { try? Address($0, on: chain) })]

    case .saved(let newCase):
        return saved(newCase, &state)
    case .notSaved(let sentence):
        state.notSaved(sentence)
        return []
    case .refused(let sentence):
        return state.refused(sentence)
    case .savedElsewhere(let newCase, let path):
        state.unsaved.settleAll()
        state.toast = .news("Everything is saved in\n\(path)\nand work goes on there. clew case merge joins it with the old folder again.")
        return state.take(newCase) + [.keepView]
    case .notSavedElsewhere(let sentence):
        state.notSaved(sentence)
        return []
    case .changedElsewhere(let newCase):
        return state.take(newCase)
    case .writerLeft:
        guard let writer = state.otherWriter else { return [] }
        state.toast = .news("\(writer) closed the case. W writes it from here.")
        return []
    case .tookOver(let newCase):
        if state.present == nil { state.readOnlyReason = nil } else { state.present?.readOnlyReason = nil }
        state.otherWriter = nil
        state.toast = .news("You write the case now.")
        return state.take(newCase)
    case .alsoIn(let places):
        state.toast = .news(
            places.map { "\($0.subject.text) is also in \($0.cases.joined(separator: ", "))." }.joined(separator: "\n"))
        return []
    case .edited(let target, let text):
        guard let text else {
            state.toast = .news("The note is as it was.")
            return []
        }
        return state.store(text, to: target)
    case .reported(let paths, _):
        state.toast = .news("Written:\n\(paths.joined(separator: "\n"))")
        return []
    case .fileRead(let text):
        return state.add(table: text)
    case .examine(let pane):
        state.asked.remove(.examine(pane))
        state.views.change(pane) { $0.proceed() }
        return []
    case .clicked(let target):
        state.toast = nil
        return state.click(on: target)
    case .doubleClicked(let target):
        return state.doubleClick(on: target)
    case .said(let sentence):
        state.toast = .news(sentence)
        return []
    case .failed(let sentence):
        state.toast = .warning(sentence)
        return []
    }
}

/// What has to be asked when the workbench opens, before any key.
public func begin(_ state: inout WorkbenchState) -> [Effect] {
    guard state.hasCase else { return state.feedView() }
    if state.list.cursor == nil { state.list.cursor = state.listRows.first?.subject }
    if case .missing(let sentence) = state.ledger { state.toast = .warning(sentence) }
    if state.toast == nil, !state.openCase.conflicts.isEmpty {
        state.toast = .news("\(state.openCase.conflicts.count) decisions of two copies contradict each other. D shows them.")
    }
    return state.loadItems() + (state.graph == nil ? state.followList(remember: false) : state.feedGraph())
        + state.feedView()
}

private func saved(_ newCase: Case, _ state: inout WorkbenchState) -> [Effect] {
    if state.present != nil {
        state.present?.openCase = newCase
        return state.unsaved.settle().effects
    }
    let before = Set(state.openCase.items.map(\.subject))
    let (change, next) = state.unsaved.settle()
    let load = state.take(newCase)
    if state.toast == nil { state.toast = state.news(of: change) }
    if let added = newCase.items.last(where: { !before.contains($0.subject) }), state.pane == .addresses {
        state.list.cursor = added.subject
    }
    let follow = state.pane == .addresses ? state.followList(remember: false) : []
    return next + load + follow + [.keepView]
}
