//! What JSON allows a number and a string to look like.

/// A number as JSON writes it: `-1.5e3`, but not `.5`, `01` or `+1`.
pub(super) fn is_number(word: &str) -> bool {
    let rest = word.strip_prefix('-').unwrap_or(word);
    let whole = digits(rest);
    if whole == 0 || whole > 1 && rest.starts_with('0') {
        return false;
    }
    let mut rest = &rest[whole..];
    if let Some(fraction) = rest.strip_prefix('.') {
        let length = digits(fraction);
        if length == 0 {
            return false;
        }
        rest = &fraction[length..];
    }
    let Some(exponent) = rest.strip_prefix(['e', 'E']) else { return rest.is_empty() };
    let power = exponent.strip_prefix(['+', '-']).unwrap_or(exponent);
    !power.is_empty() && digits(power) == power.len()
}

fn digits(text: &str) -> usize {
    text.bytes().take_while(u8::is_ascii_digit).count()
}

/// The first byte between the quotes that JSON does not allow there, and why.
pub(super) fn fault_in(content: &str) -> Option<(usize, &'static str)> {
    let bytes = content.as_bytes();
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        if byte < 0x20 {
            let line_break = matches!(byte, b'\n' | b'\r');
            let what = if line_break {
                "a line break in a string"
            } else {
                "a control character in a string"
            };
            return Some((at, what));
        }
        if byte != b'\\' {
            at += 1;
            continue;
        }
        at += match bytes.get(at + 1) {
            Some(b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't') => 2,
            Some(b'u') if is_unit(bytes.get(at + 2..at + 6)) => 6,
            Some(_) | None => return Some((at, "a backslash before a character that needs none")),
        };
    }
    None
}

fn is_unit(digits: Option<&[u8]>) -> bool {
    digits.is_some_and(|digits| digits.iter().all(u8::is_ascii_hexdigit))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_those_of_json() {
        for word in ["0", "-0", "10", "1.5", "-1.5e3", "2E+10", "0.0e-1"] {
            assert!(is_number(word), "{word}");
        }
        for word in ["", "-", "01", "+1", ".5", "1.", "1e", "1e+", "inf", "NaN", "0x1", "1_0"] {
            assert!(!is_number(word), "{word}");
        }
    }

    #[test]
    fn a_string_says_where_json_ends() {
        assert_eq!(fault_in(r#"é\n\"\u00e9"#), None);
        assert_eq!(fault_in("a\nb").map(|(at, _)| at), Some(1));
        assert_eq!(fault_in(r"ab\x").map(|(at, _)| at), Some(2));
        assert_eq!(fault_in(r"\u00g0").map(|(at, _)| at), Some(0));
        assert_eq!(fault_in(r"\u12").map(|(at, _)| at), Some(0));
    }
}
