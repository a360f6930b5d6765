import Conformance
import Specification

/// Which checks prove each requirement.
enum CheckIndex {
    /// The ids of the checks by the id of the requirement, in the order of the suite.
    static let checksByRequirement: [Requirement.ID: [String]] = {
        var index: [Requirement.ID: [String]] = [:]
        for check in Check.all {
            for requirement in check.requirements { index[requirement.id, default: []].append(check.id) }
        }
        return index
    }()
}
