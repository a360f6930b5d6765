import Testing

@testable import tidemark

struct NearestNameTests {
    @Test(arguments: [
        ("kitten", "sitting", 3), ("", "abc", 3), ("abc", "abc", 0), ("ab", "ba", 1), ("jobs", "jbos", 1),
    ])
    func distanceCountsChanges(left: String, right: String, expected: Int) {
        #expect(NearestName.distance(Array(left.utf8), Array(right.utf8)) == expected)
        #expect(NearestName.distance(Array(right.utf8), Array(left.utf8)) == expected)
    }

    @Test func onlyCloseNamesAreSuggested() {
        let names = ["--json", "--jobs", "--junit", "--timeout"]
        #expect(NearestName.suggestion(for: "--jsn", among: names) == "; did you mean --json?")
        #expect(NearestName.suggestion(for: "--time", among: names) == "; did you mean --timeout?")
        #expect(NearestName.suggestion(for: "--colour", among: names) == "")
    }
}
