import Ledger
import Support
import Testing
import Workbench

@testable import Screen

/// Whole pictures. Blanks at the end of a row are left out here, and rows are as wide as the rectangle on the screen.
@Suite struct GraphPictureTests {
    let style = GraphStyle(chain: .bitcoin)
    let ascii = GraphStyle(glyphs: .ascii, chain: .bitcoin)

    private func picture(_ state: GraphState, _ style: GraphStyle) -> String {
        let size = state.viewport
        let surface = GraphDrawing.surface(state, width: size.width, height: size.height, style: style)
        return (0..<surface.height).map { row in
            String(surface.row(row).reversed().drop { $0 == " " }.reversed())
        }.joined(separator: "\n")
    }

    private func payout(width: Int, height: Int) -> GraphState {
        let payout = GraphFixture.payout()
        return GraphFixture.state(
            of: .transaction(payout.tx), in: payout.ledger, names: payout.names, width: width, height: height)
    }

    private func collector(width: Int, height: Int) -> GraphState {
        let collector = GraphFixture.collector()
        return GraphFixture.state(
            of: .address(collector.address), in: collector.ledger, names: collector.names, width: width, height: height)
    }

    @Test func twoThousandOutputsIn13Rows() {
        var state = payout(width: 80, height: 14)
        state.move(.right)
        state.move(.down)
        state.move(.down)
        #expect(GraphTitle.figure(state, style: style) == "7 single 21.6 % + 5 groups 78.4 %")
        #expect(picture(state, style) == """
             IN 3     2.45170698                         OUT 2,000            2.42511288
                                                      ╭▶ ● Pay change         0.31540000 ▍
                                                      ├▶ ◌ Victim 3           0.00950000
                                                      ├▶ ◌ Victim 1           0.00620000
                                                      ├▶ ◌ Victim 5           0.00480000
             Payout A 1.20000000 ●─╮ ╭──────────────╮ ├▶ ● bc1qawf53…wc39eq   0.08400000 ▏
                                   │ │◆ 281465…f085 │ ├▶ ● bc1q7axpt…evtt47   0.06120000 ▏
             Payout B 0.84170698 ●─┼─┤02-15 02:20:00┝━╅▶ ○ bc1q4cc5y…tam4dt   0.04400000
                                   │ │2,030       ¶1│ ┠▶ ▸ 1,204 × 0.00050000 0.60200000 ▊
             Payout C 0.41000000 ●─╯ ╰──────────────╯ ┡▶▌▸ 41 to [Exchange K] 0.58220000 ▊
                                                      ├▶ ▸ 520 × 0.00100000   0.52000000 ▋
                                                      ├▶ ▸ 165 more ≤ 0.00177 0.19546890 ▎
                                                      ├▶ ▸ 63 dust = 546 sat  0.00034398
                                                      ╰▶ − fee                0.02659410
            """)
        #expect(picture(state, ascii) == """
             IN 3     2.45170698                         OUT 2,000            2.42511288
                                                      .> * Pay change         0.31540000 13%
                                                      |> ? Victim 3           0.00950000  <1
                                                      |> ? Victim 1           0.00620000  <1
                                                      |> ? Victim 5           0.00480000  <1
             Payout A 1.20000000 *-. .--------------. |> * bc1qawf5..wc39eq   0.08400000  3%
                                   | |# 28146..f085 | |> * bc1q7axp..evtt47   0.06120000  3%
             Payout B 0.84170698 *-+-|02-15 02:20:00|=+> o bc1q4cc5..tam4dt   0.04400000  2%
                                   | |2,030       1N| |> + 1,204 x 0.00050000 0.60200000 25%
             Payout C 0.41000000 *-' `--------------' |>>+ 41 to [Exchange K] 0.58220000 24%
                                                      |> + 520 x 0.00100000   0.52000000 21%
                                                      |> + 165 more < 0.00177 0.19546890  8%
                                                      |> + 63 dust = 546 sat  0.00034398  <1
                                                      `> - fee                0.02659410  1%
            """)
    }

    @Test func theCursorIsInSightAFewHopsOut() {
        var state = payout(width: 80, height: 14)
        let ledger = GraphFixture.payout().ledger
        state.move(.right)
        state.move(by: -20)
        for _ in 0..<2 {
            state.expand()
            GraphFixture.load(&state, from: ledger)
            state.move(.right)
        }
        #expect(picture(state, style) == """
             +1  addresses 2,000  ◀2         +2  txs 1                +3  addresses 2
             ● Pay change   0.31540000 ━━━━▶ 02-21   0.31540000 ━┯━━▶▌● Peel head 0.19991780
             ◌ Victim 3     0.00950000         fee   0.00008220  ╰──▶ ○ Branch B  0.11540000
             ◌ Victim 1     0.00620000
             ◌ Victim 5     0.00480000
             ● bc1qawf…39eq 0.08400000
             ● bc1q7ax…tt47 0.06120000
             ○ bc1q4cc…m4dt 0.04400000
             ▸ 1,204 equal  0.60200000
             ▸ 41 to [Exch… 0.58220000
             ▸ 520 equal    0.52000000
             ▸ 165 more     0.19546890
             ▸ 63 dust      0.00034398
             − fee          0.02659410
            """)
    }

    @Test func whatIsAboveAndBelowIsCounted() {
        var state = payout(width: 80, height: 14)
        state.move(.right)
        state.move(by: 2)
        state.expand()
        state.move(by: -12)
        #expect(GraphTitle.figure(state, style: style) == "32 single 39.0 % + 5 groups 61.0 %")
        #expect(picture(state, style) == """
             IN 3     2.45170698                         OUT 2,000            2.42511288
             ↑ 3 above               ╰──────────────╯ ┠▶ ↑ 21 above
                                                      ┡▶▌○ bc1qdyplr…a9lpgp   0.01651350
                                                      ├▶ ○ bc1qfa5ej…kxlpnp   0.01618300
                                                      ├▶ ○ bc1q08frt…w7knhx   0.01585250
                                                      ├▶ ○ bc1q4p2wp…cgwjuy   0.01552200
                                                      ├▶ ○ bc1qsswfn…qjh26g   0.01519150
                                                      ├▶ ○ bc1qd2mua…sfh9wv   0.01486100
                                                      ├▶ ○ bc1qagmrx…p6vz0a   0.01453050
                                                      ├▶ ○ bc1qz7u59…dfm068   0.01420000
                                                      ├▶ ○ bc1qgej0k…86jw6x   0.01386950
                                                      ├▶ ○ bc1qfj8tw…08gauq   0.01353900
                                                      ├▶ ○ bc1qsapmq…yx27xn   0.01320850
                                                      ├▶ ↓ 6 below
            """)
    }

    @Test func anAddressBesideItsNotes() {
        var state = collector(width: 75, height: 20)
        state.move(.left)
        #expect(GraphTitle.figure(state, style: style) == "100 % of value shown")
        #expect(picture(state, style) == """
             IN 6            0.82848286                          OUT 2       0.82847740

             02-04 Victim 1  0.18250000 ●───╮
                                            │
             02-05 not known 0.09400000 ●───┤
                                            │ ╭───────────╮ ╭──▶ 02-12       0.09400000
            ▌02-12 +1:1      0.08197740 ↺━━━┪ │◆ Collector│ │    ○ Victim 3  0.01200000
                                            ┡━┥⚑ ¶2       ├─┤    ↺ Collector 0.08197740
             02-14 Victim 3  0.35000000 ●───┤ │○0.00000546│ │      fee       0.00002260
                                            │ ╰───────────╯ │
             02-15 Victim 1  0.12000000 ●───┤               ╰──▶ 02-21       0.73447740
                                            │                    ○ Branch B  0.30000000
             02-18 Victim 4  0.00000546 ◌───╯                    ● Peel head 0.74979520
                                                                   fee       0.00008220
                                                                 + co-input  0.31540000

             path  ↺ 02-12 +1:1 ━ ◆ Collector



            """)
    }

    @Test func threeHopsToEachSide() {
        var state = collector(width: 155, height: 22)
        state.move(.right)
        state.move(.down)
        state.move(.right)
        #expect(picture(state, style) == """
             −2  addresses 3   ◌1  ◀1  −1  txs 6              0  focus        +1  txs 2                 +2  addresses 4                +3  txs 1


             ● Victim 1 0.43740000 ─┬▶ ● 02-04 0.18250000 ─╮
                                    │                      │
             ◌ 1 input   not known ─│▶ ● 02-05 0.09400000 ─┤
                                    │                      │ ╭───────────╮                           ╭▶ ↺ 0 Collector   0.08197740
                                    │  ↺ +1:1  0.08197740 ─┤ │◆ Collector│ ╭▶ 02-12      0.09400000 ─┤
                                    │                      ├─┤⚑ ¶2       ┝━┪    fee      0.00002260  ╰▶ ↺ −2:3 Victim 3 0.01200000
             ● Victim 3 0.36000000 ─│▶ ● 02-14 0.35000000 ─┤ │○0.00000546│ ┃                         ┏▶▌● Peel head ¶1  0.74979520 ──▶ 02-22              0.74979520
                                    │                      │ ╰───────────╯ ┗▶ 02-21      0.73447740 ━┩                                 ○ Exchange K       0.15000000
                                    ╰▶ ● 02-15 0.12000000 ─┤                    fee      0.00008220  ╰▶ ○ Branch B      0.30000000     ○ bc1qx8vg8…8afttv 0.59970000
                                                           │                  + co-input 0.31540000                                      fee              0.00009520
             ◌ Victim 4 0.00010000 ──▶ ◌ 02-18 0.00000546 ─╯

             path  ◆ Collector ━ 02-21 f5070a…e4b7 ━ Peel head






            """)
        #expect(picture(state, ascii) == """
             -2  addresses 3   ?1  <1  -1  txs 6              0  focus        +1  txs 2                 +2  addresses 4                +3  txs 1


             * Victim 1 0.43740000 -+> * 02-04 0.18250000 -.
                                    |                      |
             ? 1 input   not known -|> * 02-05 0.09400000 -|
                                    |                      | .-----------.                           .> @ 0 Collector   0.08197740
                                    |  @ +1:1  0.08197740 -| |# Collector| .> 02-12      0.09400000 -|
                                    |                      |-|! 2N       |=|    fee      0.00002260  `> @ -2:3 Victim 3 0.01200000
             * Victim 3 0.36000000 -|> * 02-14 0.35000000 -| |o0.00000546| |                         .>>* Peel head 1N  0.74979520 --> 02-22              0.74979520
                                    |                      | `-----------' `> 02-21      0.73447740 =|                                 o Exchange K       0.15000000
                                    `> * 02-15 0.12000000 -|                    fee      0.00008220  `> o Branch B      0.30000000     o bc1qx8vg..8afttv 0.59970000
                                                           |                  + co-input 0.31540000                                      fee              0.00009520
             ? Victim 4 0.00010000 --> ? 02-18 0.00000546 -'

             path  # Collector = 02-21 f5070..e4b7 = Peel head






            """)
    }

    @Test func aPayoutOnTheWholeScreen() {
        var state = payout(width: 200, height: 32)
        state.move(.right)
        state.move(by: -30)
        state.move(.right)
        state.move(.right)
        #expect(picture(state, style) == """
             −3  addresses 1   ◌1          −2  txs 2              −1  addresses 3             0  focus             +1  addresses 2,000                       +2  txs 2                +3  addresses 3

                                                                                                              ┏━━▶ ● Pay change         0.31540000 ▍   ━━━━▶ 02-21   0.31540000 ━┯━━▶▌● Peel head        0.19991780
                                                                                                              ┠──▶ ◌ Victim 3           0.00950000             fee   0.00008220  ╰──▶ ○ Branch B         0.11540000
                                                                                                              ┠──▶ ◌ Victim 1           0.00620000
                                                                                                              ┠──▶ ◌ Victim 5           0.00480000
                                                                                                              ┠──▶ ● bc1qawf53…wc39eq   0.08400000 ▏   ─┬──▶ 02-21   0.14520000 ────▶ ○ bc1qtzfaj…zqplt2 0.14510000
                                                                                                              ┠──▶ ● bc1q7axpt…evtt47   0.06120000 ▏   ─╯      fee   0.00010000
                                                                                                              ┠──▶ ○ bc1q4cc5y…tam4dt   0.04400000
                                                                                                              ┠──▶ ○ bc1qhpdte…pm43a8   0.00176932
                                                                                                              ┠──▶ ○ bc1q9dyv2…mz9ljq   0.00176219
                                                                                                              ┠──▶ ○ bc1qw8uc2…e5wcwn   0.00175506
             ◌ no address 2.04190698 ────▶ 02-14 2.04170698 ───┬▶ ● Payout A 1.20000000 ───╮ ╭──────────────╮ ┠──▶ ○ bc1qxw9v7…nn7nkv   0.00174793
                                                               │                           │ │◆ 281465…f085 │ ┠──▶ ○ bc1qpyjzh…ye864m   0.00174080
                                                               ╰▶ ● Payout B 0.84170698 ───┼─┤02-15 02:20:00┝━╃──▶ ○ bc1q2dcge…kyyzvw   0.00173367
                                                                                           │ │2,030       ¶1│ ├──▶ ○ bc1qwthy7…nguk99   0.00172654
             ◌ 1 input     not known ────▶ 02-15 0.41000000 ────▶ ● Payout C 0.41000000 ───╯ ╰──────────────╯ ├──▶ ○ bc1q0dayr…ygjw98   0.00171941
                                                                                                              ├──▶ ○ bc1q7pa40…x2m9np   0.00171228
                                                                                                              ├──▶ ○ bc1qpdmu0…hvwxkz   0.00170515
                                                                                                              ├──▶ ○ bc1q8eyfx…yzlg7f   0.00169802
                                                                                                              ├──▶ ○ bc1qnd3x4…ty7jm3   0.00169089
                                                                                                              ├──▶ ▸ 1,204 × 0.00050000 0.60200000 ▊
                                                                                                              ├──▶ ▸ 41 to [Exchange K] 0.58220000 ▊
                                                                                                              ├──▶ ▸ 520 × 0.00100000   0.52000000 ▋
                                                                                                              ├──▶ ▸ 153 more ≤ 0.00169 0.17470764 ▎
                                                                                                              ├──▶ ▸ 63 dust = 546 sat  0.00034398
                                                                                                              ╰──▶ − fee                0.02659410

             path  ◆ 02-15 281465…f085 ━ Pay change ━ 02-21 f5070a…e4b7 ━ Peel head



            """)
    }
}
