import HTTPMessage
import Specification

// §5.1: creating streams.
extension Mutant {
    static let create: [Mutant] = [
        Mutant("create.new-is-200", "A stream that is new is answered 200.", .status, breaks: .createNewStreamCreated) {
            $0.onAnswer { request, answer in
                if request.method == .put, answer.status == 201 { answer.status = 200 }
            }
        }
    ]
}
