import Ledger
/// A ledger to compare stores over.
public struct LedgerFixture: Sendable, CustomStringConvertible {
    public var name: String
    /// As `TinyLedger` reads it.
    public var text: String
    public var description: String { name }
}

public enum LedgerFixtures {
    public static let all = [plain, duplicates, gaps, stated, scripts, busy]

    public static let plain = LedgerFixture(
        name: "payments from genesis on",
        text: """
            block 0 genesis
            g = coinbase -> satoshi 50
            block 1
            a = coinbase -> alice 50
            block 2
            b = coinbase -> key:miner 50
            c = a:0 -> bob 30, carol 19
            d = c:0, b:0 -> alice 70, bob 9
            block 3
            e = coinbase -> miner 50
            f = d:0 -> alice 70
            """)

    /// BIP 30: the id of a coinbase comes again; the first is spent before that in one case, never in the other.
    public static let duplicates = LedgerFixture(
        name: "ids that come twice",
        text: """
            block 0
            a = coinbase -> alice 50, alice 3
            block 1
            b = coinbase -> bob 50
            block 2
            c = coinbase -> carol 50
            d = a:1 -> dave 3
            block 3
            a2 = coinbase as a -> alice 50, alice 3
            block 4
            e = coinbase -> eve 50
            f = a:0 -> frank 50
            block 5
            b2 = coinbase as b -> bob 40
            block 6
            a3 = coinbase as a -> zoe 50, zoe 4
            block 7
            h = a:1, b:0 -> henry 44
            """)

    public static let gaps = LedgerFixture(
        name: "missing and assumed blocks",
        text: """
            block 5
            a = coinbase -> alice 50
            block 6
            b = a:0 -> bob 20, carol 30
            block 9 assumed
            c = coinbase -> alice 50
            d = b:1, x:4 -> dave 31
            block 10
            e = coinbase -> eve 50, data 0
            block 20
            f = d:0 -> alice 31
            """)

    public static let stated = LedgerFixture(
        name: "exports in part, with stated inputs",
        text: """
            block 3 part
            a at 4 = x:0@alice 40, y:1 -> bob 30
            b at 9 = a:0 -> carol 20, dave 10
            block 4 part
            c at 1 = b:0@carol 20, z:0@bare 7, z:1@alice 1 -> alice 25
            block 8
            d = coinbase -> alice 50
            z = q:0 -> erin 7, alice 1
            block 9
            e = coinbase -> alice 50
            """)

    public static let scripts = LedgerFixture(
        name: "scripts of every kind",
        text: """
            block 0 genesis
            g = coinbase -> key:satoshi 50
            block 1
            a = coinbase -> data 0, bare 10, huge 5, key:alice 20, alice 15
            block 2
            b = a:1, a:3 -> key:alice 30, data 0
            block 3
            c = coinbase -> bare 0
            """)

    /// One address in many outputs and inputs of the same transactions.
    public static let busy = LedgerFixture(
        name: "one busy address",
        text: """
            block 0
            a = coinbase -> hub 1, hub 2, hub 3, bob 4
            block 1
            b = a:0, a:2 -> hub 2, hub 1, eve 1
            c = a:1 -> hub 2
            block 2
            d = b:0, b:1, c:0 -> hub 1, hub 1, hub 1, hub 1, hub 1
            block 3
            e = d:2 -> hub 1
            f = d:0, d:1, d:3, e:0 -> carol 4
            """)
}

extension [BlockRows] {
    /// Out of order, the same way each time.
    public func shuffledTheSameWay() -> [BlockRows] {
        enumerated().sorted { ($0.offset &* 7 &+ 3) % 11 < ($1.offset &* 7 &+ 3) % 11 }.map(\.element)
    }
}
