import Foundation
import Signatures
import Testing

@Suite struct SigningKeyTests {
    struct Vector: Sendable {
        var seed: String
        var publicKey: String
        var message: String
        var signature: String
    }

    /// RFC 8032 §7.1, tests 1 to 3.
    static let vectors = [
        Vector(
            seed: "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
            publicKey: "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
            message: "",
            signature: "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555"
                + "fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"),
        Vector(
            seed: "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
            publicKey: "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
            message: "72",
            signature: "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da0"
                + "85ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"),
        Vector(
            seed: "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
            publicKey: "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
            message: "af82",
            signature: "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac1"
                + "8ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a"),
    ]

    @Test(arguments: vectors)
    func signsAsTheStandardDoes(_ vector: Vector) throws {
        let key = try SigningKey(seed: bytes(hex: vector.seed))
        #expect(hex(key.publicKey.rawBytes) == vector.publicKey)
        #expect(try hex(key.signature(for: bytes(hex: vector.message))) == vector.signature)
        #expect(key.publicKey.isValid(signature: bytes(hex: vector.signature), for: bytes(hex: vector.message)))
    }

    @Test func whatWasChangedDoesNotVerify() throws {
        let key = try SigningKey()
        let message = Array("1750000000.{\"done\":true}".utf8)
        let signature = try key.signature(for: message)
        #expect(key.publicKey.isValid(signature: signature, for: message))
        for index in message.indices {
            var other = message
            other[index] ^= 1
            #expect(!key.publicKey.isValid(signature: signature, for: other))
        }
        for index in signature.indices {
            var other = signature
            other[index] ^= 0x10
            #expect(!key.publicKey.isValid(signature: other, for: message))
        }
        #expect(try !SigningKey().publicKey.isValid(signature: signature, for: message))
        #expect(!key.publicKey.isValid(signature: Array(signature.dropLast()), for: message))
        #expect(!key.publicKey.isValid(signature: [], for: message))
    }

    @Test func aSeedMakesTheSameKeyAndNoSeedANewOne() throws {
        let key = try SigningKey()
        #expect(try SigningKey(seed: key.seed).publicKey == key.publicKey)
        #expect(try SigningKey().publicKey != key.publicKey)
    }

    @Test func aSeedOfAnotherLengthIsRefused() {
        let failure = #expect(throws: SignatureFailure.self) { try SigningKey(seed: [1, 2, 3]) }
        #expect(failure?.description == "The seed of an Ed25519 key has 32 bytes, not 3.")
        #expect(VerifyingKey(rawBytes: Array(repeating: 0, count: 33)) == nil)
    }

    /// RFC 8037, appendices A.2 and A.3.
    @Test func theThumbprintIsTheOneOfTheStandard() throws {
        let key = try SigningKey(seed: bytes(hex: Self.vectors[0].seed)).publicKey
        #expect(key.base64URL == "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo")
        #expect(key.thumbprint == "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k")
        #expect(VerifyingKey(base64URL: key.base64URL) == key)
        #expect(VerifyingKey(base64URL: key.base64URL + "=") == nil)
    }

    /// RFC 8410 §10.3, the same key as in RFC 8032 §7.1 test 1 behind sixteen bytes that name the algorithm.
    @Test func aKeyIsReadFromPEM() throws {
        let der = bytes(hex: "302e020100300506032b657004220420" + Self.vectors[0].seed)
        let pem = "-----BEGIN PRIVATE KEY-----\n\(Data(der).base64EncodedString())\n-----END PRIVATE KEY-----\n"
        let key = try SigningKey(pem: pem)
        #expect(hex(key.publicKey.rawBytes) == Self.vectors[0].publicKey)
    }

    @Test func otherPEMIsRefused() throws {
        for text in ["", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n", "seed"] {
            #expect(throws: SignatureFailure.self) { try SigningKey(pem: text) }
        }
        // X25519, which differs in one byte of the name.
        let der = bytes(hex: "302e020100300506032b656e04220420" + Self.vectors[0].seed)
        let other = "-----BEGIN PRIVATE KEY-----\n\(Data(der).base64EncodedString())\n-----END PRIVATE KEY-----\n"
        let failure = #expect(throws: SignatureFailure.self) { try SigningKey(pem: other) }
        #expect(failure?.description == "The PEM text holds a key of another kind than Ed25519.")
    }
}
