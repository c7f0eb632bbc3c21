/// What the fraud does and when: heights and amounts, drawn before the first block.
///
/// Every seed gives the same structure with other addresses, heights and amounts, so that exercises made from different
/// seeds are equally hard.
struct FraudPlan: Sendable {
    enum Act: Hashable, Sendable {
        /// A victim, counted from 0, pays the collector or the second collector.
        case pay(victim: Int, amount: UInt64, second: Bool)
        /// The collector pays a little back, to be trusted with more.
        case giveBack(victim: Int, amount: UInt64)
        /// The imitator sends a few hundred satoshi to a victim, to stand in the victim's history.
        case poison(victim: Int)
        /// A victim copies the imitator's address from that history.
        case payImitator(victim: Int, amount: UInt64)
        /// Gathers every coin of the collectors.
        case consolidate
        /// Divides what was gathered into the peel chain, the couriers' branch and the cold branch.
        case split
        case peel(hop: Int, to: Payee)
        /// The end of the peel chain goes whole to the second deposit address.
        case endPeel
        /// The first courier hands everything to the second.
        case carry
        /// The second courier deposits everything.
        case depositCarried
        /// A pool pays a few hundred members at once.
        case poolPayout(members: Int)
        /// Dust to many addresses, the collector's among them.
        case dust(receivers: Int)
        /// Coins with a message.
        case message(String)
    }

    /// Who withdraws coins from Dunlin.
    enum Customer: Hashable, Sendable { case victim(Int), imitator, duster }

    /// Who a hop of the peel chain pays.
    enum Payee: Hashable, Sendable { case depositOne, depositTwo, giftCards, stranger }

    /// Acts by height, each height's in order.
    private(set) var acts: [UInt32: [Act]] = [:]
    /// What is withdrawn from Dunlin for the story, by the height of the request.
    private(set) var withdrawals: [UInt32: [(customer: Customer, amount: UInt64)]] = [:]
    let hops: Int

    private let first: UInt32
    private let span: UInt32

    init(blocks: UInt32, using stream: inout RandomStream) {
        first = 120
        span = blocks - 134
        hops = stream.count(in: 7...10)
        planPayments(&stream)
        planLaundering(&stream)
        planSurroundings(&stream)
    }

    private mutating func planPayments(_ stream: inout RandomStream) {
        let trial = Self.amount(100...250, step: 10_000, &stream)
        // What is given back: a fifth to a quarter, to the satoshi, as if it were a yield.
        let back = trial / 100 * stream.value(in: 20...25) + stream.below(900)
        pay(60, victim: 1, trial, &stream)
        pay(115, victim: 0, Self.amount(1_500...2_200, step: 1, &stream), &stream)
        at(150, &stream, .giveBack(victim: 1, amount: back))
        pay(185, victim: 3, Self.amount(800...1_200, step: 50_000, &stream), &stream)
        pay(225, victim: 1, Self.amount(1_800...2_800, step: 100_000, &stream), &stream)
        pay(260, victim: 2, Self.amount(2_500...4_000, step: 500_000, &stream), &stream)
        pay(300, victim: 4, Self.amount(3_800...5_500, step: 1, &stream), &stream)
        at(335, &stream, .poison(victim: 3))
        pay(355, victim: 5, Self.amount(600...1_200, step: 10_000, &stream), &stream)
        pay(450, victim: 6, Self.amount(2_200...3_500, step: 1, &stream), second: true, &stream)
        pay(480, victim: 2, Self.amount(1_000...2_000, step: 500_000, &stream), &stream)
        pay(505, victim: 7, Self.amount(900...1_600, step: 1, &stream), second: true, &stream)
        pay(540, victim: 5, Self.amount(800...1_600, step: 10_000, &stream), second: true, &stream)
        let diverted = Self.amount(300...600, step: 50_000, &stream)
        withdraw(392, .victim(3), diverted, &stream)
        withdraw(300, .imitator, 0, &stream)
        at(430, &stream, .payImitator(victim: 3, amount: diverted))
    }

    private mutating func planLaundering(_ stream: inout RandomStream) {
        at(400, &stream, .consolidate)
        at(605, &stream, .consolidate)
        at(630, &stream, .split)
        let payees = stream.shuffled([Payee.depositOne, .depositTwo, .giftCards, .depositOne, .stranger])
            + stream.shuffled([Payee.depositOne, .depositTwo, .giftCards, .depositTwo, .giftCards])
        for hop in 0..<hops { at(658 + UInt32(hop) * 20, &stream, .peel(hop: hop, to: payees[hop])) }
        at(658 + UInt32(hops) * 20 + 6, &stream, .endPeel)
        at(700, &stream, .carry)
        at(765, &stream, .depositCarried)
    }

    private mutating func planSurroundings(_ stream: inout RandomStream) {
        at(280, &stream, .poolPayout(members: stream.count(in: 240...300)))
        at(700, &stream, .poolPayout(members: stream.count(in: 70...110)))
        withdraw(530, .duster, 120_000, &stream)
        at(565, &stream, .dust(receivers: stream.count(in: 24...36)))
        at(200, &stream, .message("Osier Books order 20240307-118"))
        at(620, &stream, .message("happy birthday, Wren"))
    }

    /// `units` of 0.0001 coin, rounded down to `step` satoshi: people choose round amounts, exchanges do not.
    private static func amount(
        _ units: ClosedRange<UInt64>, step: UInt64, _ stream: inout RandomStream
    ) -> UInt64 {
        let exact = stream.value(in: units.lowerBound * 10_000...units.upperBound * 10_000)
        return max(exact / step * step, units.lowerBound * 10_000)
    }

    /// A payment and, well before it, the purchase that makes it possible.
    private mutating func pay(
        _ place: UInt32, victim: Int, _ amount: UInt64, second: Bool = false, _ stream: inout RandomStream
    ) {
        withdraw(place - 40, .victim(victim), amount, &stream)
        at(place, &stream, .pay(victim: victim, amount: amount, second: second))
    }

    private mutating func withdraw(_ place: UInt32, _ customer: Customer, _ amount: UInt64, _ stream: inout RandomStream) {
        // A little more than the payment needs, so that fee and change have room.
        let spare = 60_000 + stream.below(1_200_000)
        withdrawals[height(place, &stream), default: []].append((customer, amount + spare))
    }

    private mutating func at(_ place: UInt32, _ stream: inout RandomStream, _ act: Act) {
        acts[height(place, &stream), default: []].append(act)
    }

    /// The height at `place` thousandths of the story, up to six thousandths later.
    private func height(_ place: UInt32, _ stream: inout RandomStream) -> UInt32 {
        first + span * (place * 10 + UInt32(stream.below(60))) / 10_000
    }
}
