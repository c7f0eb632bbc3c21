/// What a cell means; a theme says how that looks. Dotted names fall back to their head.
public enum Role: String, CaseIterable, Sendable {
    case text, muted, strong
    case rule, ruleFocus = "rule.focus", separator
    case cursor, cursorOther = "cursor.other", marked
    case amount, amountZeros = "amount.zeros", amountFiat = "amount.fiat"
    case id, idDiffers = "id.differs"
    case edge, edgePath = "edge.path", bar
    case spent, unspent, unknown
    case tag, tagService = "tag.service", tagRisk = "tag.risk"
    case inference
    case roleSuspect = "role.suspect", roleVictim = "role.victim", roleService = "role.service"
    case flag, note, link
    case ok, changed, warning, error
    case status, statusPolicy = "status.policy", statusJob = "status.job"
    case prompt, key, disabled, sheet
}
