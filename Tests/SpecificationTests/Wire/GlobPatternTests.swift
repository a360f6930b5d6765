import Specification
import Testing

@Suite struct GlobPatternTests {
    @Test(arguments: [
        ("events/a", ["events/a"], ["events", "events/b", "events/a/b", "Events/a", "/events/a", "events/a/"]),
        ("events/*", ["events/a", "events/*", "events/%2A", "events/"], ["events", "events/a/b", "x/a", "/events/a"]),
        ("*", ["a", "**"], ["a/b", "/a"]),
        ("**", ["", "a", "a/b/c", "/", "a//b"], []),
        ("a/**", ["a", "a/", "a/b", "a/b/c"], ["ab", "b/a", "A/b"]),
        ("**/z", ["z", "a/z", "a/b/z", "z/z"], ["az", "z/a", "a/zz"]),
        ("a/**/z", ["a/z", "a/b/z", "a/b/c/z", "a/z/z"], ["a", "z", "az", "a/z/y"]),
        ("a/**/b/**/c", ["a/b/c", "a/b/b/c", "a/x/b/y/z/c", "a/b/c/c"], ["a/c/b", "a/x/c", "b/c"]),
        ("**/*/x", ["a/x", "a/b/x"], ["x"]), ("*/**", ["a", "a/b"], []), ("**/**", ["", "a", "a/b"], []),
        ("a/*/*/d", ["a/b/c/d"], ["a/b/d", "a/b/c/e/d"]),
        ("foo*", ["foo*"], ["foo", "foobar"]), ("***", ["***"], ["a", "a/b"]), ("a/%2A", ["a/%2A"], ["a/*", "a/b"]),
        ("é/*", ["é/x"], ["e\u{301}/x"]),
    ])
    func matches(pattern: String, matching: [String], others: [String]) throws {
        let glob = try #require(GlobPattern(pattern))
        for path in matching { #expect(glob.matches(path), "\(pattern) and \(path)") }
        for path in others { #expect(!glob.matches(path), "\(pattern) and \(path)") }
    }

    @Test func reservedPathsAreNoStreams() throws {
        for pattern in ["**", "*/*", "__ds/*", "__ds/**"] {
            let glob = try #require(GlobPattern(pattern))
            #expect(!glob.matches("__ds/jwks.json"))
        }
        #expect(try #require(GlobPattern("**")).matches("__dsx/a"))
        #expect(try #require(GlobPattern("**")).matches("a/__ds"))
    }

    @Test func knowsWhatItHolds() throws {
        #expect(GlobPattern("") == nil)
        for (pattern, wildcards, ambiguous) in [
            ("a/b", false, false), ("a/*", true, false), ("**", true, false), ("a*", false, true),
            ("*/***", true, true),
        ] {
            let glob = try #require(GlobPattern(pattern))
            #expect(glob.hasWildcards == wildcards && glob.isAmbiguous == ambiguous && glob.description == pattern)
        }
    }

    @Test func manyWildcardsTakeNoExponentialTime() throws {
        let glob = try #require(GlobPattern(String(repeating: "**/a/", count: 60) + "b"))
        #expect(!glob.matches(String(repeating: "a/", count: 600) + "c"))
    }

    /// The matcher agrees with the definition written as a recursion.
    @Test func agreesWithItsDefinition() throws {
        func defined(_ pattern: ArraySlice<String>, _ path: ArraySlice<String>) -> Bool {
            guard let first = pattern.first else { return path.isEmpty }
            if first == "**" {
                return defined(pattern.dropFirst(), path) || (!path.isEmpty && defined(pattern, path.dropFirst()))
            }
            guard let part = path.first, first == "*" || first == part else { return false }
            return defined(pattern.dropFirst(), path.dropFirst())
        }
        var generator = SeededGenerator(seed: 62)
        var matched = 0
        for _ in 0..<5000 {
            let pattern = (0...Int.random(in: 0...5, using: &generator)).map { _ in
                generator.pick(["*", "**", "a", "b"])
            }
            let path = (0...Int.random(in: 0...6, using: &generator)).map { _ in generator.pick(["a", "b", "c"]) }
            let glob = try #require(GlobPattern(pattern.joined(separator: "/")))
            let expected = defined(pattern[...], path[...])
            #expect(glob.matches(path.joined(separator: "/")) == expected, "\(pattern) \(path)")
            if expected { matched += 1 }
        }
        #expect(matched > 500 && matched < 4500)
    }
}
