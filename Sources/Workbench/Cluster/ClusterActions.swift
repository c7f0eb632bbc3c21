import Casework
import Ledger
import TraceEngine

extension WorkbenchState {
    /// Asks which addresses the rule puts together with the one under the cursor.
    mutating func showCluster() -> [Effect] {
        selectedAddress.map { askCluster(of: $0) } ?? []
    }

    /// Shows the cluster view and asks which addresses are together with this one.
    mutating func askCluster(of address: Address) -> [Effect] {
        let effects = cancelCluster()
        questionsAsked += 1
        let rule = ClusterRule()
        openCluster = OpenCluster(
            number: questionsAsked, address: address, title: name(of: .address(address.text(on: openCase.chain))), rule: rule)
        pane = .cluster
        return effects + [.cluster(questionsAsked, address, rule)]
    }

    /// Asks for the chain of transactions that joins the member under the cursor to the address asked about.
    mutating func explainMember() -> [Effect] {
        openCluster?.selected.map { explain($0) } ?? []
    }

    /// The same for any address.
    mutating func explain(_ other: Address) -> [Effect] {
        guard let cluster = openCluster else { return [] }
        questionsAsked += 1
        let title = name(of: .address(other.text(on: openCase.chain)))
        openCluster?.why = OpenWhy(number: questionsAsked, other: other, title: title)
        return [.explainCluster(questionsAsked, cluster.address, other, cluster.rule)]
    }

    /// Stops what the cluster view waits for.
    mutating func cancelCluster() -> [Effect] {
        guard let cluster = openCluster else { return [] }
        if let why = cluster.why, why.isRunning { return [.cancel(why.number)] }
        return cluster.isRunning ? [.cancel(cluster.number)] : []
    }

    /// Back from the links to the members, or stops what is under way.
    mutating func leaveCluster() -> [Effect] {
        let effects = cancelCluster()
        if openCluster?.why != nil { openCluster?.why = nil }
        return effects
    }

    /// The sums of the members, for the list: those on the first pages.
    func memberFigures() -> [Effect] {
        let wanted = (openCluster?.members ?? []).prefix(Self.memberFigureLimit).filter { known.figures[$0] == nil }
        return wanted.isEmpty ? [] : [.loadFigures(Array(wanted))]
    }

    /// Members whose sums are asked for.
    private static let memberFigureLimit = 200

    /// What the cursor of the cluster view is on: a member, or the transaction of a link.
    var clusterSubject: CaseSubject? {
        if let link = openCluster?.why?.selected { return .transaction(link.row.txid) }
        return openCluster?.selected.map { .address($0.text(on: openCase.chain)) }
    }

    /// The address under the cursor, of any pane.
    var selectedAddress: Address? {
        guard case .address(let text)? = subject else { return nil }
        return index.addresses[text] ?? (try? Address(text, on: openCase.chain))
    }

    /// Shows in the graph what the cursor of a full-width view is on.
    mutating func showSubject() -> [Effect] {
        guard let subject else { return [] }
        pane = .graph
        return show(subject, remember: true)
    }
}

extension CommandTable {
    /// What a member of a cluster is asked first.
    static let memberOfClusterCommands: [Command] = [
        Command(
            "why-together", [.character("w")], "why it is in the cluster: the links, and which carries it alone",
            place: .selection, panes: [.cluster], hint: "why", hintedFirst: true,
            unless: { state in
                guard let member = state.openCluster?.selected else { return "no member is selected" }
                return member == state.openCluster?.address ? "it is the address asked about; go to another member" : nil
            }
        ) { $0.explainMember() },
    ]

    /// Clusters: which addresses one rule puts together, and why.
    static let clusterCommands: [Command] = [
        Command(
            "cluster", [.character("c")], "which addresses a stated rule puts together with it", place: .selection,
            panes: Set(Pane.allCases).subtracting([.cluster]), hint: "cluster", unless: needsAddressInLedger
        ) { $0.showCluster() },
        Command(
            "show-row", [.enter, .right, .character("l")], "show it in the graph", place: .selection,
            panes: [.cluster, .path], hint: "show in graph", hintedFirst: true,
            unless: { $0.subject == nil ? "nothing is selected" : nil }
        ) { $0.showSubject() },
        Command(
            "leave-cluster", [.escape], "back to the members, or all of them; stop what is under way", place: .view, panes: [.cluster],
            hint: "back",
            unless: {
                $0.openCluster?.why == nil && $0.openCluster?.isRunning != true && $0.filterText.isEmpty ? "the members are shown" : nil
            }
        ) { $0.openCluster?.why == nil && $0.openCluster?.isRunning != true ? $0.setFilter("") : $0.leaveCluster() },
        Command(
            "cluster-view", [], "the cluster asked last", place: .everywhere,
            unless: { $0.openCluster == nil ? "no cluster was asked for yet; c asks" : nil }
        ) { state in
            state.pane = .cluster
            return []
        },
    ]

    static let needsAddressInLedger: @Sendable (WorkbenchState) -> String? = { state in
        if case .missing = state.ledger { return "no ledger is open" }
        return state.selectedAddress == nil ? "no address is selected" : nil
    }
}
