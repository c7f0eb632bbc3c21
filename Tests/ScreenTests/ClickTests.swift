import Casework
import Support
import Testing

@testable import Screen
@testable import Workbench

@Suite("What a click on the screen meets")
struct ClickTests {
    private static func place(of text: String, in surface: Surface) -> (column: Int, row: Int)? {
        for row in 0..<surface.height {
            guard let found = surface.row(row).range(of: text) else { continue }
            return (TextWidth.cells(of: String(surface.row(row)[..<found.lowerBound])), row)
        }
        return nil
    }

    @Test("hints, tabs and the words at the right edge are the commands they name", arguments: [
        ("L label", "label"), ("f flag", "flag"), ("? help", "help"), (": commands", "palette"), (" 2 Graph ", "graph"),
    ])
    func commands(text: String, name: String) throws {
        let surface = WorkbenchScreen.draw(try Sample.state(120, 40))
        let place = try #require(Self.place(of: text, in: surface))
        #expect(surface.target(at: place.column + 1, place.row) == .command(name))
    }

    @Test("every row of the graph can be clicked, and is the one that is then selected", arguments: [(80, 24), (120, 40), (200, 60)])
    func nodes(size: (Int, Int)) throws {
        var state = try Sample.state(size.0, size.1)
        Sample.press("2", &state)
        let surface = WorkbenchScreen.draw(state)
        let nodes = surface.spots.compactMap { spot -> GraphNodeID? in
            if case .node(let id) = spot.target { id } else { nil }
        }
        #expect(!nodes.isEmpty)
        for spot in surface.spots {
            guard case .node(let id) = spot.target else { continue }
            #expect(surface.target(at: spot.area.x, spot.area.y) == .node(id))
            var clicked = state
            _ = update(&clicked, .clicked(.node(id)))
            if id != state.graph?.cursor { #expect(clicked.graph?.cursor == id) }
        }
    }

    @Test("a click on a row of help, palette, menu or find does it", arguments: ["?", ":", "F"])
    func choices(key: String) throws {
        var state = try Sample.state(80, 24)
        Sample.press(key, &state)
        let surface = WorkbenchScreen.draw(state)
        let spot = try #require(surface.spots.last { $0.target == .choice(2) })
        #expect(spot.area.width == 80)
        let before = state.input
        _ = update(&state, .clicked(.choice(0)))
        #expect(state.input != before)
    }

    @Test("menus show the table under Case, View, Selected and Tools")
    func menus() throws {
        var state = try Sample.state(80, 24)
        _ = update(&state, .terminal(.key(.function(10))))
        #expect(Golden.difference(WorkbenchScreen.draw(state).text, from: "screen-menus-80x24") == nil)
        for menu in Menu.allCases {
            _ = update(&state, .clicked(.menu(menu)))
            #expect(state.input == .menu(menu, ChoiceSheet()))
        }
        let inMenus = Menu.allCases.flatMap { menu in Pane.allCases.flatMap { menu.commands(in: $0) } }
        #expect(Set(inMenus.map(\.name)) == Set(CommandTable.all.map(\.name)))
    }

    @Test("marks, a count, find, links and the tour are on the screen", arguments: [
        ("marked", " "), ("count", "012"), ("find", "Fcol"), ("links", "nSee @v"), ("colour", "C"), ("task", "K"),
    ])
    func sheets(name: String, keys: String) throws {
        var state = try Sample.state(80, 24)
        Sample.press(keys, &state)
        #expect(Golden.difference(WorkbenchScreen.draw(state).text, from: "screen-\(name)-80x24") == nil)
        state.input = nil
        state.showTour()
        #expect(WorkbenchScreen.draw(state).text.contains("1 of \(Tour.steps.count)"))
    }
}
