//! The command.
fn main() -> std::process::ExitCode {
    frontegg_lint::cli::main()
}
