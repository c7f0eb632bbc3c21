/// Why taint could not be passed through a transaction.
public enum TaintError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The outputs are worth more than the inputs: not a valid transaction, or one with a value stated wrongly.
    case outputsExceedInputs
    /// A sum does not fit 64 bits.
    case sumTooLarge
    /// A position carries more taint than value, or ordered runs that do not add up to its value.
    case runsDoNotFit
    /// The method cannot be run backward, or not on this kind of chain.
    case notDefined(TraceMethod)

    public var description: String {
        switch self {
        case .outputsExceedInputs:
            "The outputs of a transaction are worth more than its inputs. Check where its values come from."
        case .sumTooLarge: "A sum of amounts exceeds 64 bits. No real chain has so much; check the ledger's source."
        case .runsDoNotFit: "A position carries more taint than value. This is a fault of Clew; please report it."
        case .notDefined(let method): "\(method.rawValue) is not defined here."
        }
    }
}
