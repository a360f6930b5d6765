import Foundation
import Specification
import Testing

@testable import Vectors

/// Held against Python's jsonschema: both have to agree on every pair of schema and value.
struct SchemaValidatorTests {
    private static let schemas = [
        "true", "false", "{}", #"{"type": "string"}"#, #"{"type": ["integer", "null"]}"#, #"{"type": "number"}"#,
        #"{"type": "integer", "minimum": 0, "maximum": 5}"#, #"{"minimum": 1}"#, #"{"maximum": -1}"#,
        #"{"const": 1}"#, #"{"const": {"a": [1]}}"#, #"{"enum": ["a", null, 1.0, true]}"#,
        #"{"required": ["a"], "properties": {"a": {"type": "integer"}}}"#,
        #"{"properties": {"a": true}, "additionalProperties": false}"#,
        #"{"additionalProperties": {"type": "string"}}"#,
        #"{"items": {"type": "integer"}, "minItems": 1, "maxItems": 2}"#, #"{"uniqueItems": true}"#,
        #"{"minLength": 2}"#, #"{"pattern": "^[a-z]+$"}"#, #"{"pattern": "b"}"#,
        #"{"anyOf": [{"type": "string"}, {"minimum": 3}]}"#,
        #"{"allOf": [{"type": "string"}, {"minLength": 1}]}"#,
        #"{"if": {"required": ["a"]}, "then": {"required": ["b"]}}"#,
        #"{"if": {"type": "string"}, "then": {"minLength": 2}}"#,
        ##"{"$ref": "#/$defs/x", "$defs": {"x": {"type": "array", "items": {"$ref": "#/$defs/y"}}, "y": {"type": "string"}}}"##,
        ##"{"type": "object", "properties": {"a": {"$ref": "#/$defs/n"}}, "$defs": {"n": {"minimum": 1}}}"##,
    ]

    private static let values = [
        "null", "true", "false", "0", "1", "1.0", "-1", "5", "6", "2.5", "1e300", "-1e300", "9007199254740993",
        "100000000000000000000",
        #""""#, #""a""#, #""ab""#, #""AB""#, #""é""#, #""🙂""#, #""a\nb""#, "[]", "[1]", "[1, 1]", "[1, true]",
        "[1, 1.0]",
        "[[1], [1]]", "[1, 2, 3]", #"["a"]"#, #"["a", 1]"#, "{}", #"{"a": 1}"#, #"{"a": 1.0}"#, #"{"a": "x"}"#,
        #"{"a": 0}"#,
        #"{"a": [1]}"#, #"{"b": 1}"#, #"{"a": 1, "b": 2}"#, #"{"a": null}"#,
    ]

    @Test func ourVerdictsArePythons() throws {
        let script = """
            import json, jsonschema
            schemas = json.load(open("schemas.json"))
            values = json.load(open("values.json"))
            for schema in schemas:
                validator = jsonschema.Draft202012Validator(schema)
                print("".join("1" if validator.is_valid(value) else "0" for value in values))
            """
        let lines = try Python.run(
            script,
            files: [
                "schemas.json": "[\(Self.schemas.joined(separator: ","))]",
                "values.json": "[\(Self.values.joined(separator: ","))]",
            ]
        ).split(separator: "\n")
        try #require(lines.count == Self.schemas.count)
        for (text, line) in zip(Self.schemas, lines) {
            var validator = SchemaValidator(try JSONSchema(text: Array(text.utf8)))
            for (value, verdict) in zip(Self.values, line) {
                let isValid = validator.violations(of: try JSONValue.parse(value)).isEmpty
                #expect(isValid == (verdict == "1"), "\(value) against \(text)")
            }
        }
    }

    /// A file with one thing wrong, in hundreds of ways: what Python refuses is refused, and nothing else.
    @Test func brokenFilesAreRefusedAsByPython() throws {
        let script = """
            import json, jsonschema, random
            validator = jsonschema.Draft202012Validator(json.load(open("schema.json")))
            original = json.load(open("file.json"))
            chance = random.Random(7)
            things = [None, True, 0, -1, 1.5, "", "x", "valid", [], {}, [0, 0], {"value": "1"}]
            def places(value, path=()):
                yield path
                for key, part in (value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()):
                    yield from places(part, path + (key,))
            for path in [p for p in places(original) if p]:
                for change in ("remove", "replace", "rename", "add"):
                    copy = json.loads(json.dumps(original))
                    place = copy
                    for key in path[:-1]: place = place[key]
                    key = path[-1]
                    if change == "remove": del place[key]
                    elif change == "replace": place[key] = chance.choice(things)
                    elif change == "rename" and isinstance(place, dict): place[key + "x"] = place.pop(key)
                    elif change == "add" and isinstance(place[key], dict): place[key]["extra"] = chance.choice(things)
                    else: continue
                    print("1" if validator.is_valid(copy) else "0", json.dumps(copy))
            """
        let file = """
            {"schema": "schema/vectors.schema.json", "kind": "small", "title": "t", "section": "5.2.1", "count": 4,
            "retired": [9], "notes": {"x": "y"}, "groups": [
            {"name": "g", "operation": "producer-transition", "about": "a", "tests": [
            {"id": 1, "comment": "a", "input": {"state": [0, 1], "epoch": 0, "seq": 5}, "result": "gap",
            "output": {"expected": 2, "received": 5}, "acceptable": [{"result": "invalid"}], "flags": ["x"]},
            {"id": 2, "comment": "b", "input": {"state": null, "epoch": 0, "seq": 0}, "result": "accept",
            "output": {"state": [0, 0]}}]},
            {"name": "h", "operation": "sse-decode", "about": "a", "tests": [
            {"id": 3, "comment": "c", "input": {"pieces": ["data: a", "\\n\\n"]}, "result": "decoded",
            "output": {"events": [["message", "a"]], "ids": [""], "retry": null}},
            {"id": 4, "comment": "d", "input": {"hex": ["ff0a"]}, "result": "decoded", "output": {"events": []}}]}]}
            """
        let schema = try Repository.schema()
        let output = try Python.run(
            script, files: ["schema.json": String(decoding: schema, as: UTF8.self), "file.json": file])
        var validator = SchemaValidator(try JSONSchema(text: schema))
        var refused = 0
        let lines = output.split(separator: "\n")
        for line in lines {
            let isValid = validator.violations(of: try JSONValue.parse(String(line.dropFirst(2)))).isEmpty
            #expect(isValid == (line.first == "1"), "\(line)")
            if !isValid { refused += 1 }
        }
        #expect(lines.count > 200 && refused > 100, "\(lines.count) files, \(refused) refused")
    }

    @Test func theSchemaIsOneForPythonToo() throws {
        let script = """
            import json, jsonschema
            schema = json.load(open("schema.json"))
            jsonschema.Draft202012Validator.check_schema(schema)
            print("fine")
            """
        let schema = String(decoding: try Repository.schema(), as: UTF8.self)
        #expect(try Python.run(script, files: ["schema.json": schema]) == "fine\n")
    }

    @Test func aViolationNamesItsPlace() throws {
        var validator = SchemaValidator(
            try JSONSchema(text: Array(#"{"properties": {"a": {"items": {"type": "integer", "minimum": 3}}}}"#.utf8)))
        let found = validator.violations(of: try JSONValue.parse(#"{"a": [5, "x", 2]}"#))
        #expect(found.map(\.description) == [#"a[1]: "x" is not of type integer"#, "a[2]: 2 is below 3"])
    }
}
