import Glibc

exit(await Tidemark.run(Array(CommandLine.arguments.dropFirst())))
