import Signatures
import Testing

@Suite struct MessageKeyTests {
    struct Vector: Sendable {
        var secret: [UInt8]
        var message: [UInt8]
        var code: String
    }

    /// RFC 4231, cases 1, 2, 3 and 6.
    static let vectors = [
        Vector(
            secret: Array(repeating: 0x0b, count: 20), message: Array("Hi There".utf8),
            code: "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"),
        Vector(
            secret: Array("Jefe".utf8), message: Array("what do ya want for nothing?".utf8),
            code: "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"),
        Vector(
            secret: Array(repeating: 0xaa, count: 20), message: Array(repeating: 0xdd, count: 50),
            code: "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe"),
        Vector(
            secret: Array(repeating: 0xaa, count: 131),
            message: Array("Test Using Larger Than Block-Size Key - Hash Key First".utf8),
            code: "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"),
    ]

    @Test(arguments: vectors)
    func codesAreThoseOfTheStandard(_ vector: Vector) {
        let key = MessageKey(secret: vector.secret)
        #expect(hex(key.code(for: vector.message)) == vector.code)
        #expect(key.isValid(code: bytes(hex: vector.code), for: vector.message))
    }

    @Test func whatWasChangedIsNotValid() throws {
        let key = try MessageKey()
        let message = Array("sub-1.7".utf8)
        let code = key.code(for: message)
        #expect(!key.isValid(code: code, for: message + [0]))
        #expect(!key.isValid(code: Array(code.dropLast()), for: message))
        #expect(!key.isValid(code: code + [0], for: message))
        #expect(!key.isValid(code: [], for: message))
        #expect(try !MessageKey().isValid(code: code, for: message))
        for index in code.indices {
            var other = code
            other[index] ^= 0x80
            #expect(!key.isValid(code: other, for: message))
        }
    }

    @Test func theDigestIsTheOneOfTheStandard() {
        #expect(
            hex(Digest.sha256(Array("abc".utf8))) == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
        #expect(hex(Digest.sha256([])) == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
    }

    @Test func randomBytesDiffer() throws {
        #expect(try SecureRandom.bytes(0).isEmpty)
        let drawn = try (0..<100).map { _ in try SecureRandom.bytes(16) }
        #expect(Set(drawn).count == 100)
        #expect(drawn.allSatisfy { $0.count == 16 })
    }
}
