/// How a role looks: colours and weight.
public struct Ink: Hashable, Sendable {
    /// Nothing: the terminal's own.
    public var foreground: Colour?
    public var background: Colour?
    public var isBold: Bool
    public var isDim: Bool
    public var isUnderlined: Bool
    public var isReversed: Bool

    public init(
        foreground: Colour? = nil, background: Colour? = nil, isBold: Bool = false, isDim: Bool = false,
        isUnderlined: Bool = false, isReversed: Bool = false
    ) {
        self.foreground = foreground
        self.background = background
        self.isBold = isBold
        self.isDim = isDim
        self.isUnderlined = isUnderlined
        self.isReversed = isReversed
    }
}
