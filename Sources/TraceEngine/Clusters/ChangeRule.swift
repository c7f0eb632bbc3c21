import Ledger

/// A named guess at which output of a transaction goes back to the sender.
///
/// Each looks at the transaction and at what came before it, never at what came after, so that a cluster made block by
/// block is the cluster made at once. BlockSci's `locktime` is not here, since a ledger keeps no lock times, nor its
/// `peeling_chain`, which reads later spends. GraphSense is graphsense/graphsense-lib at a82914b, heuristics_service.py;
/// BlockSci is citp/BlockSci at 14ccc93, src/heuristics/change_address.cpp, whose authors advise against the use of a
/// single one of these for clustering.
public enum ChangeRule: String, Hashable, Sendable, CaseIterable {
    /// GraphSense's one-time change: of 2 to 10 outputs the only one that has the script type of all inputs, is no
    /// multiple of 1,000, is less than the smallest input, and whose address was never seen before and stands here once.
    case oneTime = "one-time"
    /// GraphSense's direct change and BlockSci's address_reuse: the address is among the inputs.
    case addressReuse = "address-reuse"
    /// BlockSci: all inputs are of one script type, and only this output is too.
    case addressType = "address-type"
    /// BlockSci: the only output that is less than the smallest input.
    case optimalChange = "optimal-change"
    /// BlockSci: the only output that is no multiple of 1,000,000.
    case powerOfTen = "power-of-ten"
    /// BlockSci's client_change: the only output whose address was never seen before.
    case clientChange = "client-change"

    /// What it is, for lists.
    public var text: String {
        switch self {
        case .oneTime:
            "the only new address of the inputs' script type that gets an unround amount below the smallest input"
        case .addressReuse: "an address that is among the inputs"
        case .addressType: "the only output of the inputs' script type"
        case .optimalChange: "the only output below the smallest input"
        case .powerOfTen: "the only output that is no multiple of 1,000,000"
        case .clientChange: "the only output to an address never seen before"
        }
    }

    /// True when the rule asks whether an address was seen before.
    var needsFreshness: Bool { self == .oneTime || self == .clientChange }
}

/// What change rules read of one transaction.
struct ChangeFacts {
    var shape: TransactionShape
    var inputs: ArraySlice<InputRow>
    var outputs: ArraySlice<OutputRow>
    /// For each output, true when its address appears here for the first time.
    var isFresh: [Bool]

    /// The outputs that any of the choices names, ascending.
    func changes(_ choices: [ChangeChoice]) -> [Int] {
        var named: Set<Int> = []
        for choice in choices {
            var outputs = Set(owned)
            for part in choice.parts {
                let some = Set(candidates(part.rule))
                if part.isExcluded { outputs.subtract(some) } else { outputs.formIntersection(some) }
            }
            named.formUnion(outputs)
        }
        return named.sorted()
    }

    /// Outputs with an address.
    private var owned: [Int] { shape.outputs.indices.filter { output($0).owner != .none } }

    private func output(_ n: Int) -> OutputRow { outputs[outputs.startIndex + n] }

    private func candidates(_ rule: ChangeRule) -> [Int] {
        let found: [Int] =
            switch rule {
            case .addressReuse: owned.filter { n in inputs.contains { $0.owner == output(n).owner } }
            case .addressType: owned.filter { type(of: $0) == inputType }
            case .optimalChange: owned.filter { output($0).value < smallestInput }
            case .powerOfTen: owned.filter { output($0).value % 1_000_000 != 0 }
            case .clientChange: owned.filter { isFresh[$0] }
            case .oneTime: (2...10).contains(shape.outputs.count) ? owned.filter(isOneTime) : []
            }
        return rule == .addressReuse || found.count == 1 ? found : []
    }

    private func isOneTime(_ n: Int) -> Bool {
        type(of: n) == inputType && output(n).value % 1000 != 0 && output(n).value < smallestInput && isFresh[n]
            && outputs.count { $0.owner == output(n).owner } == 1
    }

    private func type(of n: Int) -> ScriptType? { LockingScript(shape.outputs[n].script).type }

    /// The one script type of all inputs; `.nonStandard` stands for none, which no output with an address has.
    private var inputType: ScriptType {
        let types = Set(shape.inputs.map { $0.script.map { LockingScript($0).type } })
        guard types.count == 1, let type = types.first ?? nil else { return .nonStandard }
        return type
    }

    /// 0 where an input is not known: no output is below it.
    private var smallestInput: UInt64 { shape.inputValues?.min() ?? 0 }
}
