//! What was typed, before clap reads it.

use std::ffi::OsString;

use super::Arguments;

/// What was typed: the arguments for clap, and the words behind `curl`.
pub(crate) struct Typed {
    pub(crate) words: Vec<OsString>,
    pub(crate) curl: Option<Vec<OsString>>,
}

/// Makes `check` the command where none is named, and keeps what stands behind `curl` away from
/// clap: those words are somebody else's options.
pub(crate) fn split(words: impl IntoIterator<Item = OsString>) -> Typed {
    let mut words: Vec<OsString> = words.into_iter().collect();
    let command = <Arguments as clap::CommandFactory>::command();
    let asked = words.iter().skip(1).take_while(|word| *word != "--");
    let asks_help = asked
        .take(1)
        .any(|word| ["--help", "-h", "--version", "-V", "help"].iter().any(|known| word == known));
    let mut at = positional(&words, 1, &command);
    let named = at.and_then(|at| command.find_subcommand(&words[at]).map(|found| (at, found)));
    match named {
        Some((place, found)) if found.get_name() != "check" => {
            let word = words.remove(place);
            words.insert(1, word);
            return Typed { words, curl: None };
        }
        Some((place, _)) => {
            let word = words.remove(place);
            words.insert(1, word);
            at = positional(&words, 2, &command);
        }
        None if asks_help => {}
        None => {
            let place = 1.min(words.len());
            words.insert(place, "check".into());
            at = at.map(|at| at + 1);
        }
    }
    let curl = at.filter(|at| words[*at] == "curl").map(|at| words.split_off(at).split_off(1));
    Typed { words, curl }
}

/// The first word from `from` on that is neither an option nor an option's value.
fn positional(words: &[OsString], from: usize, command: &clap::Command) -> Option<usize> {
    let mut at = from;
    while let Some(word) = words.get(at) {
        let word = word.to_string_lossy();
        if word == "--" {
            return None;
        }
        if word == "-" || !word.starts_with('-') {
            return Some(at);
        }
        at += if takes_value(&word, command) { 2 } else { 1 };
    }
    None
}

/// Whether the option's value is the next word.
fn takes_value(word: &str, command: &clap::Command) -> bool {
    let Some(name) = word.strip_prefix("--") else { return false };
    let check = command.find_subcommand("check");
    std::iter::once(command)
        .chain(check)
        .flat_map(clap::Command::get_arguments)
        .any(|arg| arg.get_long() == Some(name) && arg.get_action().takes_values())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(line: &str) -> (String, Option<String>) {
        let typed = split(line.split(' ').map(OsString::from));
        let join = |words: Vec<OsString>| {
            words.iter().map(|word| word.to_string_lossy()).collect::<Vec<_>>().join(" ")
        };
        (join(typed.words), typed.curl.map(join))
    }

    #[test]
    fn no_command_means_check() {
        assert_eq!(typed("f").0, "f check");
        assert_eq!(typed("f call.sh").0, "f check call.sh");
        assert_eq!(typed("f --region us call.sh").0, "f check --region us call.sh");
        assert_eq!(typed("f --quiet rules list").0, "f rules --quiet list");
        assert_eq!(typed("f --help").0, "f --help");
    }

    #[test]
    fn behind_the_word_curl_everything_is_the_failing_command() {
        let command = Some("-X GET --region x https://a -v".to_owned());
        for start in ["f", "f check", "f --region us", "f check --region us"] {
            let (words, curl) = typed(&format!("{start} curl -X GET --region x https://a -v"));
            assert_eq!(curl, command, "{words}");
            assert!(!words.contains("curl"), "{words}");
        }
    }

    #[test]
    fn a_file_named_curl_is_written_with_its_folder() {
        assert_eq!(typed("f ./curl"), ("f check ./curl".to_owned(), None));
        assert_eq!(typed("f a.sh curl").1, None);
        assert_eq!(typed("f -- curl").1, None);
    }

    #[test]
    fn the_arguments_are_sound() {
        <Arguments as clap::CommandFactory>::command().debug_assert();
    }
}
