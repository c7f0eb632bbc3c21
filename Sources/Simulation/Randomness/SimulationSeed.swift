import Crypto
import Encoding

/// Everything that decides what is generated, as one line of text: the same seed gives the same bytes.
///
/// The written form is `clew-seed-N:SCENARIO:NAME=VALUE,...:TEXT`, for example `clew-seed-1:fraud:blocks=600:saltmarsh`.
/// N is the version of the scenario's rules: it rises when the same seed would give other bytes. Later scenarios and
/// parameters extend the middle fields; a build that does not know one refuses the seed rather than generate something
/// else. TEXT is free and comes last, so it may hold colons. Parameters are written in ascending order of their names.
public struct SimulationSeed: Hashable, Sendable, CustomStringConvertible {
    /// What kind of ledger, with what planted in it.
    public enum Scenario: String, CaseIterable, Sendable {
        /// An investment fraud on bitcoin-regtest.
        case fraud
        /// A large ledger of ordinary traffic, with thefts and their peel chains, on bitcoin-regtest.
        case market
        /// A large ledger of balances: tokens, contracts, gas, thefts, on ethereum-dev.
        case accounts

        /// What its size is counted in, as the written seed names it.
        public var unit: String { self == .fraud ? "blocks" : "transactions" }
        /// The sizes it takes. Fewer blocks would not hold the fraud's story.
        public var sizes: ClosedRange<UInt64> { self == .fraud ? 400...20_000 : 1_000...1_000_000_000 }
        public var defaultSize: UInt64 { self == .fraud ? 600 : 100_000 }
        /// The version of its rules. To be raised with whatever makes the same seed give other bytes.
        public var version: Int { self == .market ? 2 : 1 }
    }

    public let scenario: Scenario
    /// How large the ledger is to be, in the scenario's unit.
    public let size: UInt64
    /// Height of the last block of a fraud.
    public var blocks: UInt32 { UInt32(truncatingIfNeeded: size) }
    /// Transactions of a market, coinbases included, or of accounts.
    public var transactions: UInt64 { size }
    /// What tells one world from another; 1 to 128 bytes of UTF-8 without control characters.
    public let text: String

    /// Refuses an empty, overlong or unprintable text and a size out of range.
    ///
    /// - Parameter size: in the scenario's unit; nil for its default.
    public init(_ text: String, scenario: Scenario = .fraud, size: UInt64? = nil) throws(SimulationError) {
        let size = size ?? scenario.defaultSize
        guard (1...128).contains(text.utf8.count) else {
            throw SimulationError("The seed's text has \(text.utf8.count) bytes; give 1 to 128.")
        }
        guard text.unicodeScalars.allSatisfy({ $0.value >= 0x20 && !(0x7f...0x9f).contains($0.value) }) else {
            throw SimulationError("The seed's text holds a control character; leave it out.")
        }
        guard scenario.sizes.contains(size) else {
            throw SimulationError(
                "\(size) \(scenario.unit) were asked for; this scenario takes "
                    + "\(scenario.sizes.lowerBound) to \(scenario.sizes.upperBound).")
        }
        self.scenario = scenario
        self.size = size
        self.text = text
    }

    /// Reads the written form; nil when `line` does not begin like one. What begins like one and is not is refused.
    public static func parse(_ line: String) throws(SimulationError) -> SimulationSeed? {
        guard line.utf8.starts(with: "clew-seed-".utf8) else { return nil }
        let fields = line.split(separator: ":", maxSplits: 3, omittingEmptySubsequences: false)
        guard fields.count == 4 else {
            throw SimulationError("A written seed has four fields, clew-seed-VERSION:SCENARIO:NAME=VALUE:TEXT.")
        }
        guard let scenario = Scenario(rawValue: String(fields[1])) else {
            throw SimulationError("The seed names a scenario this build does not know; it knows \(Scenario.names).")
        }
        guard fields[0] == "clew-seed-\(scenario.version)" else {
            throw SimulationError(
                "This build makes seeds of a \(scenario.rawValue) by the rules clew-seed-\(scenario.version), and this one is of "
                    + "\(VisibleText.escape(String(fields[0]))): it would give another ledger. The build that wrote it makes the same again.")
        }
        var stated: UInt64?
        for parameter in fields[2].split(separator: ",") {
            let parts = parameter.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2, parts[0] == scenario.unit, stated == nil, let number = UInt64(parts[1]) else {
                throw SimulationError(
                    "The seed may have one parameter, \(scenario.unit)=NUMBER; this build knows no other.")
            }
            stated = number
        }
        return try SimulationSeed(String(fields[3]), scenario: scenario, size: stated)
    }

    /// The written form, which `parse` reads back.
    public var description: String {
        "clew-seed-\(scenario.version):\(scenario.rawValue):\(scenario.unit)=\(size):\(text)"
    }

    /// SHA-256 of `clew-seed-1:SCENARIO:TEXT`, whatever the version: the key of every stream. Parameters are left out, so
    /// that a longer ledger has the same people and keys.
    var key: [UInt8] { Array(SHA256.hash(data: Array("clew-seed-1:\(scenario.rawValue):\(text)".utf8))) }

    /// The stream called `name` of this seed.
    func stream(_ name: String) -> RandomStream { RandomStream(key: key, name: name) }
}

extension SimulationSeed.Scenario {
    /// All of them, for a sentence.
    public static var names: String { allCases.map(\.rawValue).joined(separator: ", ") }
}
