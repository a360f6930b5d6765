import Foundation
import Signatures
import Testing

@Suite struct Base64URLTests {
    @Test func textIsThatOfAnotherImplementation() throws {
        for count in 0..<200 {
            let bytes = try SecureRandom.bytes(count)
            let expected = Data(bytes).base64EncodedString()
                .replacingOccurrences(of: "+", with: "-").replacingOccurrences(of: "/", with: "_")
                .replacingOccurrences(of: "=", with: "")
            #expect(Base64URL.encode(bytes) == expected)
            #expect(Base64URL.decode(expected) == bytes)
        }
    }

    @Test(arguments: ["A", "AAAAA", "AA==", "A+==", "+/AA", "AA A", "AB", "AAB", "ÄA"])
    func otherTextIsRefused(_ text: String) {
        #expect(Base64URL.decode(text) == nil)
    }

    @Test func theEmptyTextIsNoBytes() {
        #expect(Base64URL.decode("") == [])
        #expect(Base64URL.encode([]) == "")
    }
}
