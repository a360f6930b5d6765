// swift-tools-version: 6.0

import PackageDescription

let package = Package(
    name: "tidemark",
    products: [
        .executable(name: "tidemark", targets: ["tidemark"]),
        .library(name: "Specification", targets: ["Specification"]),
    ],
    targets: [
        // Floor 6: wiring and argument parsing.
        .executableTarget(
            name: "tidemark",
            dependencies: [
                "BlackBox", "Conformance", "HTTPMessage", "HTTPWire", "Hostile", "Mutants", "ReferenceServer",
                "Rehearsal", "Reporting", "Signatures", "Specification", "Vectors",
            ]
        ),
        // Floor 5: writers of one result model.
        .target(
            name: "Reporting", dependencies: ["BlackBox", "Conformance", "HTTPMessage", "Mutants", "Specification"]),
        // Floor 5 too: the checks run against the reference and its mutants in this process, on virtual time.
        .target(
            name: "Rehearsal",
            dependencies: [
                "BlackBox", "Conformance", "HTTPMessage", "Mutants", "ReferenceServer", "Signatures", "Specification",
            ]
        ),
        // Floor 4: broken servers.
        .target(name: "Mutants", dependencies: ["HTTPMessage", "ReferenceServer", "Specification"]),
        // Floor 4 too: servers that misbehave below the protocol, the reference behind them.
        .target(name: "Hostile", dependencies: ["CLinux", "HTTPMessage", "HTTPWire", "ReferenceServer"]),
        // Floor 3: the server, and the checks that must never see inside it.
        .target(name: "ReferenceServer", dependencies: ["HTTPMessage", "Signatures", "Specification"]),
        .target(name: "Conformance", dependencies: ["BlackBox", "HTTPMessage", "Signatures", "Specification"]),
        // Floor 2: the outside view.
        .target(name: "BlackBox", dependencies: ["CCurl", "HTTPMessage", "HTTPWire"]),
        // Floor 2 too: the test vectors, our own answers to them, and other programs' answers.
        .target(name: "Vectors", dependencies: ["CLinux", "Signatures", "Specification"]),
        // Floor 1: the protocol, and HTTP/1.1 on sockets.
        .target(name: "Specification", dependencies: ["HTTPMessage"]),
        .target(name: "HTTPWire", dependencies: ["CLinux", "HTTPMessage"]),
        // Floor 1 too: what webhooks and tokens are signed with.
        .target(name: "Signatures", dependencies: ["COpenSSL"]),
        // Floor 0: request, response, fields.
        .target(name: "HTTPMessage"),
        // What Glibc's module map leaves out, and what Swift cannot call because it is variadic.
        .target(name: "CLinux"),
        .systemLibrary(
            name: "CCurl",
            pkgConfig: "libcurl",
            providers: [.apt(["libcurl4-openssl-dev"])]
        ),
        .systemLibrary(
            name: "COpenSSL",
            pkgConfig: "libcrypto",
            providers: [.apt(["libssl-dev"])]
        ),

        .testTarget(name: "HTTPMessageTests", dependencies: ["HTTPMessage"]),
        .testTarget(name: "SpecificationTests", dependencies: ["HTTPMessage", "Specification"]),
        .testTarget(name: "HTTPWireTests", dependencies: ["CLinux", "HTTPMessage", "HTTPWire"]),
        .testTarget(name: "SignaturesTests", dependencies: ["Signatures"]),
        .testTarget(name: "VectorsTests", dependencies: ["Specification", "Vectors"]),
        .testTarget(name: "BlackBoxTests", dependencies: ["BlackBox", "CLinux", "HTTPMessage", "HTTPWire"]),
        .testTarget(
            name: "ReferenceServerTests",
            dependencies: ["HTTPMessage", "HTTPWire", "ReferenceServer", "Signatures", "Specification"]
        ),
        .testTarget(
            name: "RehearsalTests",
            dependencies: ["Conformance", "Mutants", "Rehearsal", "Reporting", "Specification"]
        ),
        .testTarget(
            name: "MutantsTests",
            dependencies: ["Conformance", "HTTPMessage", "Mutants", "ReferenceServer", "Rehearsal", "Specification"]
        ),
        .testTarget(
            name: "ConformanceTests",
            dependencies: [
                "BlackBox", "Conformance", "HTTPMessage", "HTTPWire", "Mutants", "ReferenceServer", "Rehearsal",
                "Specification",
            ]
        ),
        .testTarget(
            name: "ReportingTests",
            dependencies: ["BlackBox", "Conformance", "HTTPMessage", "Reporting", "Specification"]
        ),
        .testTarget(
            name: "tidemarkTests",
            dependencies: [
                "BlackBox", "Conformance", "HTTPMessage", "HTTPWire", "Hostile", "ReferenceServer", "Signatures",
                "Specification", "tidemark",
            ]
        ),
    ],
    swiftLanguageModes: [.v6]
)
