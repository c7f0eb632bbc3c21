/// One step of a list that knows how to take itself back.
enum ListEdit<Element: Hashable & Sendable>: Hashable, Sendable {
    case insert(Element, at: Int)
    case remove(at: Int)
    case replace(Element, at: Int)

    /// Does the step and answers the one that undoes it.
    func apply(to list: inout [Element]) -> Self {
        switch self {
        case .insert(let element, let place):
            list.insert(element, at: place)
            return .remove(at: place)
        case .remove(let place):
            return .insert(list.remove(at: place), at: place)
        case .replace(let element, let place):
            let before = list[place]
            list[place] = element
            return .replace(before, at: place)
        }
    }
}

/// One invertible step of a case.
enum CaseEdit: Hashable, Sendable {
    case item(ListEdit<CaseItem>)
    case note(ListEdit<CaseNote>)
    case exhibit(ListEdit<CaseExhibit>)
    case record(ListEdit<CaseRecord>)
    case method(ListEdit<MethodLock>)
    case retention(ListEdit<RetentionDate>)
    case marking(CaseMarking?)

    /// Does the step and answers the one that undoes it.
    func apply(to value: inout Case) -> Self {
        switch self {
        case .item(let edit): .item(edit.apply(to: &value.items))
        case .note(let edit): .note(edit.apply(to: &value.notes))
        case .exhibit(let edit): .exhibit(edit.apply(to: &value.exhibits))
        case .record(let edit): .record(edit.apply(to: &value.records))
        case .method(let edit): .method(edit.apply(to: &value.methods))
        case .retention(let edit): .retention(edit.apply(to: &value.retention))
        case .marking(let marking):
            {
                let before = value.marking
                value.marking = marking
                return .marking(before)
            }()
        }
    }
}
