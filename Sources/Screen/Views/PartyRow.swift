import Ledger
import Workbench

/// A name of the case and an address whole beside it, in one row: the name gives way to a long identifier.
struct PartyRow {
    let context: ScreenContext
    let address: Address

    /// First cells of name and address, from the left edge of the body.
    static let name = 3
    static let identifier = 21

    func draw(into surface: inout Surface, _ body: Rect, _ y: Int) {
        let text = address.text(on: context.chain)
        let label = context.outside(context.state.label(of: .address(text)))
        // With at least four cells of a name, else with none: an identifier is never cut.
        let whole = min(Self.identifier, body.width - 1 - text.count)
        let x = label.isEmpty ? max(Self.name, whole) : whole >= Self.name + 5 ? whole : Self.name
        if x > Self.name {
            surface.put(TextFit.elide(label, cells: x - Self.name - 1, glyphs: context.glyphs), x: body.x + Self.name, y: y, role: .strong)
        }
        let room = max(0, body.width - 1 - x)
        let fitting = text.count <= room ? text : TextFit.address(text, glyphs: context.glyphs)
        surface.put(fitting, x: body.x + x, y: y, role: .id, limit: room)
    }
}
