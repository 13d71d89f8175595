//! `${{ secrets.NAME }}`: what a workflow fills in before its shell runs.

use super::word::PartKind;
use crate::source::Span;

/// The length of the expression at the start of `rest`, which lies at `start`, and what it stands
/// for: the variable of that name where it is one of the environment, else an unknown of that name.
pub(super) fn read(rest: &str, start: usize) -> Option<(usize, PartKind)> {
    let inner = rest.strip_prefix("${{")?;
    let line = &inner[..super::lexer::line_length(inner)];
    let length = memchr::memmem::find(line.as_bytes(), b"}}")?;
    let expression = line[..length].trim();
    let end = 3 + length + 2;
    let path = |c: char| c.is_ascii_alphanumeric() || "_.-".contains(c);
    let name = expression.rsplit('.').next().filter(|_| expression.chars().all(path));
    let name = name.unwrap_or_default().to_owned();
    // Modifiers are not understood, so a name with one is never looked up.
    let modifier = Span::new(start + 3, start + 3 + length);
    let own = expression.strip_prefix("env.").is_some_and(|own| own == name);
    let modifier = if own { Span::at(start + end) } else { modifier };
    Some((end, PartKind::Variable(name, modifier)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(text: &str) -> Option<(usize, String, bool)> {
        let (length, kind) = read(text, 0)?;
        match kind {
            PartKind::Variable(name, modifier) => Some((length, name, modifier.is_empty())),
            PartKind::Verbatim
            | PartKind::Decoded(_)
            | PartKind::Substitution(_)
            | PartKind::Dynamic => None,
        }
    }

    #[test]
    fn an_expression_goes_by_the_last_part_of_its_path() {
        assert_eq!(name("${{ secrets.TOKEN }}x"), Some((20, "TOKEN".into(), false)));
        assert_eq!(name("${{env.BASE}}"), Some((13, "BASE".into(), true)));
        assert_eq!(name("${{ a || 'b' }}"), Some((15, String::new(), false)));
        assert_eq!(name("${{ open"), None);
        assert_eq!(name("${TOKEN}"), None);
    }
}
