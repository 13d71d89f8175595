//! Words that every report for people has in common.

use crate::finding::ShownFix;
use crate::fix::Safety;
use crate::truth::Why;

/// `1 call`, `2 calls`.
pub(super) fn count(number: usize, noun: &str) -> String {
    if number == 1 { format!("1 {noun}") } else { format!("{number} {noun}s") }
}

/// How far a fix can be trusted: a closed set of words.
pub(super) fn safety(fix: &ShownFix) -> String {
    match fix.safety {
        Safety::Safe => "safe".to_owned(),
        Safety::Unsafe => "inferred".to_owned(),
        Safety::Placeholder => match missing(fix) {
            0 => "needs a value".to_owned(),
            number => format!("needs {}", count(number, "value")),
        },
    }
}

/// How many names in angle brackets the fix brings in.
fn missing(fix: &ShownFix) -> usize {
    let before = fix.before.as_deref().unwrap_or_default();
    let mut names: Vec<&str> = fix
        .corrected
        .split('<')
        .skip(1)
        .filter_map(|rest| rest.split_once('>'))
        .map(|(name, _)| name)
        .filter(|name| !name.is_empty() && name.bytes().all(is_name_letter))
        .filter(|name| !before.contains(&format!("<{name}>")))
        .collect();
    names.sort_unstable();
    names.dedup();
    names.len()
}

fn is_name_letter(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_'
}

/// `VENDOR_TOKEN` stands for `your vendor token`.
pub(super) fn stands_for(variable: &str) -> String {
    let name = variable.trim_end_matches(|c: char| c.is_ascii_digit()).trim_end_matches('_');
    let another = if name.len() < variable.len() { "another " } else { "your " };
    let words = name.to_ascii_lowercase().replace('_', " ");
    let words = words.replace("frontegg", "Frontegg").replace("api ", "API ");
    format!("{another}{words}")
}

/// Why a fact is not known.
pub(super) const fn lacks(why: Why) -> &'static str {
    match why {
        Why::NotRecorded => "not recorded",
        Why::Redacted => "redacted",
        Why::Variable => "a variable",
        Why::Placeholder => "a placeholder",
        Why::Undecodable => "not readable",
        Why::Truncated => "cut off",
        Why::NotConfigured => "not configured",
        Why::NotAsked => "not asked of the network",
        Why::Contradicted => "contradicted",
        Why::NotApplicable => "not applicable",
        Why::NotYet => "not read yet",
    }
}

/// `12 s`, `340 ms`, `3 min 20 s`.
pub(super) fn span(milliseconds: i64) -> String {
    match milliseconds / 1000 {
        0 => format!("{milliseconds} ms"),
        seconds @ 1..=119 => format!("{seconds} s"),
        seconds @ 120..=7_199 => format!("{} min {} s", seconds / 60, seconds % 60),
        seconds => format!("{} h {} min", seconds / 3600, seconds % 3600 / 60),
    }
}

/// `1.25 s`, `2:05`, `1:02:05`: how long after the first call.
pub(super) fn clock(milliseconds: i64) -> String {
    let seconds = milliseconds / 1000;
    match seconds {
        0..=59 => format!("{seconds}.{:02} s", milliseconds % 1000 / 10),
        60..=3_599 => format!("{}:{:02}", seconds / 60, seconds % 60),
        _ => format!("{}:{:02}:{:02}", seconds / 3600, seconds % 3600 / 60, seconds % 60),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fix_counts_the_values_it_needs_and_not_those_that_were_needed_before() {
        let fix = ShownFix {
            safety: Safety::Placeholder,
            edits: vec![],
            corrected: "curl https://<gateway>/<id> -H 'frontegg-tenant-id: <tenant-id>'".into(),
            before: Some("curl https://a/<id>".into()),
            variables: vec![],
        };
        assert_eq!(safety(&fix), "needs 2 values");
    }

    #[test]
    fn variables_are_explained_in_words() {
        assert_eq!(stands_for("FRONTEGG_API_KEY"), "your Frontegg API key");
        assert_eq!(stands_for("VENDOR_TOKEN"), "your vendor token");
        assert_eq!(stands_for("USER_TOKEN_2"), "another user token");
    }
}
