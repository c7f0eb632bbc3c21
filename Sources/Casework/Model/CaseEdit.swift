/// One step of a list that knows how to take itself back.
enum ListEdit<Element: CaseListed>: Hashable, Sendable {
    case insert(Element, at: Int)
    case remove(at: Int)
    case replace(Element, at: Int)

    /// Does the step and answers the one that undoes it.
    func apply(to list: inout CaseList<Element>) -> Self {
        switch self {
        case .insert(let element, let place):
            list.insert(element, at: place)
            return .remove(at: place)
        case .remove(let place):
            return .insert(list.remove(at: place), at: place)
        case .replace(let element, let place):
            return .replace(list.replace(at: place, with: element), at: place)
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
        case .item(let edit): .item(edit.apply(to: &value.itemList))
        case .note(let edit): .note(edit.apply(to: &value.noteList))
        case .exhibit(let edit): .exhibit(edit.apply(to: &value.exhibitList))
        case .record(let edit): .record(edit.apply(to: &value.recordList))
        case .method(let edit): .method(edit.apply(to: &value.methodList))
        case .retention(let edit): .retention(edit.apply(to: &value.retentionList))
        case .marking(let marking):
            {
                let before = value.marking
                value.marking = marking
                return .marking(before)
            }()
        }
    }
}
