import Specification
import Testing

@Suite struct SubscriptionReadingTests {
    func reader(allowsLocal: Bool = false) -> SubscriptionReader {
        var limits = SubscriptionLimits()
        limits.allowsLocalWebhooks = allowsLocal
        limits.maximumStreamCount = 3
        limits.maximumTextLength = 100
        return SubscriptionReader(limits, .standard) { $0.contains(" ") ? "It has a space." : nil }
    }

    func read(_ json: String, allowsLocal: Bool = false) throws -> SubscriptionConfiguration {
        try reader(allowsLocal: allowsLocal).configuration(Array(json.utf8))
    }

    func fault(_ json: String, allowsLocal: Bool = false) -> SubscriptionFault? {
        do {
            _ = try read(json, allowsLocal: allowsLocal)
            return nil
        } catch {
            return error as? SubscriptionFault
        }
    }

    @Test func everyMemberIsRead() throws {
        let pull = try read(
            #"{"type":"pull-wake","pattern":"events/*","streams":["b","/a","b"],"wake_stream":"wake/pool","lease_ttl_ms":1000,"description":"d","other":1}"#
        )
        #expect(pull.type == "pull-wake")
        #expect(pull.pattern == "events/*")
        #expect(pull.streams == ["a", "b"])
        #expect(pull.wakeStream == "wake/pool")
        #expect(pull.webhookURL == nil)
        #expect(pull.leaseMilliseconds == 1000)
        #expect(pull.description == "d")
        let webhook = try read(
            #"{"type":"webhook","streams":["a"],"pattern":null,"webhook":{"url":"https://worker.example/h"}}"#)
        #expect(webhook.webhookURL == "https://worker.example/h")
        #expect(webhook.pattern == nil)
        #expect(webhook.leaseMilliseconds == 30_000)
        #expect(webhook.description == nil)
    }

    @Test(arguments: [
        #""#, #"[]"#, #"{"#, #"{"streams":["a"],"wake_stream":"w"}"#,
        #"{"type":"push","streams":["a"],"wake_stream":"w"}"#, #"{"type":1,"streams":["a"],"wake_stream":"w"}"#,
        #"{"type":"pull-wake","wake_stream":"w"}"#, #"{"type":"pull-wake","streams":[],"wake_stream":"w"}"#,
        #"{"type":"pull-wake","pattern":"","wake_stream":"w"}"#,
        #"{"type":"pull-wake","pattern":7,"wake_stream":"w"}"#,
        #"{"type":"pull-wake","streams":"a","wake_stream":"w"}"#,
        #"{"type":"pull-wake","streams":["a",2],"wake_stream":"w"}"#,
        #"{"type":"pull-wake","streams":["a b"],"wake_stream":"w"}"#,
        #"{"type":"pull-wake","streams":["a","b","c","d"],"wake_stream":"w"}"#,
        #"{"type":"pull-wake","streams":["w"],"wake_stream":"w"}"#,
        #"{"type":"pull-wake","streams":["a"]}"#, #"{"type":"pull-wake","streams":["a"],"wake_stream":""}"#,
        #"{"type":"pull-wake","streams":["a"],"wake_stream":"w w"}"#,
        #"{"type":"pull-wake","streams":["a"],"wake_stream":"w","lease_ttl_ms":999}"#,
        #"{"type":"pull-wake","streams":["a"],"wake_stream":"w","lease_ttl_ms":600001}"#,
        #"{"type":"pull-wake","streams":["a"],"wake_stream":"w","lease_ttl_ms":1000.5}"#,
        #"{"type":"pull-wake","streams":["a"],"wake_stream":"w","lease_ttl_ms":"1000"}"#,
        #"{"type":"pull-wake","streams":["a"],"wake_stream":"w","description":7}"#,
        #"{"type":"webhook","streams":["a"]}"#, #"{"type":"webhook","streams":["a"],"webhook":{}}"#,
        #"{"type":"webhook","streams":["a"],"webhook":{"url":""}}"#,
        #"{"type":"webhook","streams":["a"],"webhook":"https://worker.example/"}"#,
    ])
    func whatIsWrongIsSaid(_ json: String) {
        let fault = fault(json)
        #expect(fault?.code == .invalidRequest)
        #expect(fault?.code.status == 400)
        #expect(fault?.message.hasSuffix(".") == true)
    }

    @Test func textsAreBounded() {
        let long = String(repeating: "x", count: 101)
        #expect(fault(#"{"type":"pull-wake","streams":["a"],"wake_stream":"w","description":"\#(long)"}"#) != nil)
    }

    @Test func urlsOfLocalNetworksAreRefused() throws {
        func json(_ url: String) -> String { #"{"type":"webhook","streams":["a"],"webhook":{"url":"\#(url)"}}"# }
        for url in [
            "http://worker.example/", "https://10.0.0.1/", "https://169.254.169.254/", "https://[::1]/", "ftp://a.b/",
        ] {
            #expect(fault(json(url))?.code == .webhookURLRejected)
            #expect(fault(json(url), allowsLocal: true)?.code == .webhookURLRejected)
        }
        for url in ["http://localhost:8080/hook", "http://127.0.0.1:9/"] {
            #expect(fault(json(url))?.code == .webhookURLRejected)
            #expect(try read(json(url), allowsLocal: true).webhookURL == url)
        }
    }

    @Test func fingerprintsAreThoseOfTheNormalForm() throws {
        func fingerprint(_ rest: String) throws -> String {
            try read(#"{"type":"pull-wake",\#(rest)}"#).fingerprint
        }
        let plain = try fingerprint(#""pattern":"a/*","streams":["x","y"],"wake_stream":"w""#)
        #expect(
            try plain
                == fingerprint(#""streams":["y","x","y"],"wake_stream":"/w","pattern":"a/*","lease_ttl_ms":30000"#))
        let others = [
            #""pattern":"a/**","streams":["x","y"],"wake_stream":"w""#,
            #""streams":["x","y"],"wake_stream":"w""#,
            #""pattern":"a/*","streams":["x"],"wake_stream":"w""#,
            #""pattern":"a/*","streams":["x","y"],"wake_stream":"v""#,
            #""pattern":"a/*","streams":["x","y"],"wake_stream":"w","lease_ttl_ms":30001"#,
            #""pattern":"a/*","streams":["x","y"],"wake_stream":"w","description":"""#,
        ]
        let fingerprints = try others.map(fingerprint)
        #expect(Set(fingerprints + [plain]).count == others.count + 1)
    }

    @Test func reportsAreRead() throws {
        let json = #"{"wake_id":"w_1","generation":7,"acks":[{"stream":"/a","offset":"x"}],"done":true}"#
        let report = try reader().report(Array(json.utf8))
        #expect(
            report
                == SubscriptionReport(
                    wakeID: "w_1", generation: 7, acks: [SubscriptionReport.Ack(stream: "a", offset: "x")], isDone: true
                ))
        let bare = try reader().report(Array(#"{"wake_id":"w_1","generation":7}"#.utf8))
        #expect(bare == SubscriptionReport(wakeID: "w_1", generation: 7))
    }

    @Test(arguments: [
        "", "7", #"{"generation":7}"#, #"{"wake_id":"w"}"#, #"{"wake_id":7,"generation":7}"#,
        #"{"wake_id":"w","generation":"7"}"#, #"{"wake_id":"w","generation":1.5}"#,
        #"{"wake_id":"w","generation":1,"acks":{}}"#, #"{"wake_id":"w","generation":1,"acks":[{"stream":"a"}]}"#,
        #"{"wake_id":"w","generation":1,"acks":[{"offset":"a"}]}"#, #"{"wake_id":"w","generation":1,"done":1}"#,
    ])
    func reportsThatSayTooLittleAreRefused(_ json: String) {
        #expect(faultCode { _ = try reader().report(Array(json.utf8)) } == .invalidRequest)
    }

    @Test func workersHaveNames() throws {
        #expect(try reader().worker(Array(#"{"worker":"w-1"}"#.utf8)) == "w-1")
        for json in ["{}", #"{"worker":""}"#, #"{"worker":1}"#, "x"] {
            #expect(faultCode { _ = try reader().worker(Array(json.utf8)) } == .invalidRequest)
        }
    }

    @Test func pathsInURLsAreDecodedOnce() {
        #expect(SubscriptionReader.linkPaths("events%2Fx") == ["events/x", "events%2Fx"])
        #expect(SubscriptionReader.linkPaths("events/x") == ["events/x"])
        #expect(SubscriptionReader.linkPaths("a%252Fb") == ["a%2Fb", "a%252Fb"])
        #expect(SubscriptionReader.linkPaths("a%zz") == ["a%zz"])
    }
}
