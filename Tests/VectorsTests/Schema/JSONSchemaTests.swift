import Testing

@testable import Vectors

struct JSONSchemaTests {
    @Test(arguments: [
        (#"{"minProperties": 1}"#, "the keyword 'minProperties' is not known here"),
        (#"{"properties": {"a": {"format": "date"}}}"#, "/properties/a: the keyword 'format' is not known here"),
        (#"{"type": "text"}"#, "'type' has to be a name of a type"),
        (#"{"required": "a"}"#, "'required' has to be an array of texts"),
        (#"{"minItems": 2, "maxItems": 1}"#, "'minItems' has to be a number up to 'maxItems'"),
        (#"{"pattern": "("}"#, "'pattern' has to be a regular expression"),
        (#"{"anyOf": []}"#, "'anyOf' has to be an array that is not empty"),
        (##"{"$ref": "#/$defs/a"}"##, "there is no definition 'a'"),
        (#"{"$ref": "other.json"}"#, "'$ref' has to be '#/$defs/' and the name of a definition"),
        (#"{"items": 5}"#, "/items: a schema is an object"),
        (#"{"minimum": 0.5}"#, "'minimum' has to be a whole number"),
        (#"{"const": 1, "enum": [1]}"#, "'enum' has to be left out where 'const' is"),
        ("[]", "a schema is an object"),
        ("{", "Invalid JSON at byte 1: the text ends in the middle of a value."),
    ])
    func aSchemaThatWouldNotBeKeptIsRefused(text: String, reason: String) {
        #expect {
            try JSONSchema(text: Array(text.utf8))
        } throws: { error in
            "\(error)" == reason
        }
    }

    @Test func theSchemaOfTheVectorsIsRead() throws {
        let schema = try JSONSchema(text: Repository.schema())
        #expect(Set(schema.definitions.keys).isSuperset(of: VectorOperation.allCases.map(\.rawValue)))
    }
}
