import Signatures
import Specification

/// Patterns, webhooks and their signatures (§6, §7.1, §12.8).
extension OwnAnswers {
    static func glob(_ question: VectorQuestion) throws(VectorFileError) -> VectorAnswer {
        guard let pattern = GlobPattern(try question.text("pattern")) else { return invalid }
        return VectorAnswer(pattern.matches(try question.text("path")) ? "match" : "no-match")
    }

    static func webhookVerify(_ question: VectorQuestion) throws(VectorFileError) -> VectorAnswer {
        let now = try question.integer("now")
        let window = try question.integer("window")
        let body = try question.bytes(text: "body", hex: "body-hex")
        guard let delivered = WebhookSignature(try question.text("header")) else { return invalid }
        // The distance of two instants, without overflow for a timestamp that is far from any.
        let (distance, overflow) = now.subtractingReportingOverflow(delivered.timestamp)
        guard !overflow, distance.magnitude <= window.magnitude else { return invalid }
        let key = (question.input["keys"]?.elements ?? []).first { $0["kid"]?.text == delivered.keyID }
        guard let text = key?["x"]?.text, let verifying = VerifyingKey(base64URL: text),
            let signature = Base64URL.decode(delivered.signature)
        else { return invalid }
        let content = WebhookSignature.signedContent(timestamp: delivered.timestamp, body: body)
        return valid(verifying.isValid(signature: signature, for: content))
    }

    static func webhookSign(_ question: VectorQuestion) throws(VectorFileError) -> VectorAnswer {
        let timestamp = try question.integer("timestamp")
        let content = WebhookSignature.signedContent(
            timestamp: timestamp, body: try question.bytes(text: "body", hex: "body-hex"))
        let seed = try question.bytes(hex: "seed")
        do throws(SignatureFailure) {
            let key = try SigningKey(seed: seed)
            let signature = Base64URL.encode(try key.signature(for: content))
            return VectorAnswer("signed", ["signature": .text(signature), "x": .text(key.publicKey.base64URL)])
        } catch {
            throw VectorFileError("\(error)")
        }
    }

    static func keyThumbprint(_ question: VectorQuestion) throws(VectorFileError) -> VectorAnswer {
        guard let key = VerifyingKey(base64URL: try question.text("x")) else { return invalid }
        return VectorAnswer("thumbprint", ["thumbprint": .text(key.thumbprint)])
    }

    static func webhookURL(_ question: VectorQuestion) throws(VectorFileError) -> VectorAnswer {
        guard let isDevelopment = question.input["development"]?.bool else {
            throw VectorFileError("the input does not say whether it is for development")
        }
        let rules = WebhookAddressRules(allowsLocalhost: isDevelopment)
        let isAllowed = (try? rules.check(url: try question.text("url"))) != nil
        return VectorAnswer(isAllowed ? "allowed" : "refused")
    }

    static func webhookAddress(_ question: VectorQuestion) throws(VectorFileError) -> VectorAnswer {
        guard let address = IPAddress(try question.text("address")) else {
            throw VectorFileError("the input has no address 'address'")
        }
        return VectorAnswer(AddressScope(of: address) == .global ? "allowed" : "refused")
    }
}
