/// Scrolling that moves no more than it must.
public enum Scroll {
    /// The first row to show so that row `index` is among `height` rows of `count`.
    public static func top(keeping index: Int, of count: Int, in height: Int, from top: Int) -> Int {
        guard height > 0, count > height else { return 0 }
        var top = min(max(0, top), count - height)
        if index < top { top = index }
        if index >= top + height { top = index - height + 1 }
        return top
    }
}
