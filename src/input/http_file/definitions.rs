//! What a file says of its variables itself.

use super::lines::{self, Kind};
use crate::input::braces::Definitions;

/// All definitions of the file. What a script sets or the user is asked for has no known value.
pub(super) fn gather(text: &str) -> Definitions {
    let mut told = Definitions::default();
    for line in lines::blocks(text).flat_map(|block| lines::classify(text, block)) {
        let written = &text[line.span.start..line.span.end];
        if line.kind == Kind::Variable {
            if let Some((name, value)) = lines::variable(written) {
                told.tell(&written[name.start..name.end], &written[value.start..value.end]);
            }
        } else if line.kind == Kind::Client {
            set_by_script(written).for_each(|name| told.withdraw(name));
        } else if line.kind == Kind::Comment
            && let Some(name) = asked_for(written)
        {
            told.withdraw(name);
        }
    }
    told
}

/// The names of `client.global.set("name", …)` and `request.variables.set('name', …)`.
fn set_by_script(line: &str) -> impl Iterator<Item = &str> {
    line.match_indices(".set(").filter_map(|(at, call)| {
        let named = line[at + call.len()..].trim_start();
        let quote = named.chars().next().filter(|c| matches!(c, '"' | '\''))?;
        named[1..].split_once(quote).map(|(name, _)| name)
    })
}

/// `# @prompt code what was sent to you`.
fn asked_for(line: &str) -> Option<&str> {
    let said = line.trim_start().trim_start_matches(['#', '/']).trim_start();
    said.strip_prefix("@prompt")?.split_whitespace().next()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_tells_its_variables_and_takes_back_what_it_asks_for() {
        let text = "@a = 1\n@b = 2\n@c = 3\n# @prompt b which\nGET https://x.io\n\n> {%\n client.global.set(\"c\", \"4\"); request.variables.set( 'd', e)\n%}\n";
        let told = gather(text);
        assert_eq!(["a", "b", "c", "d"].map(|name| told.get(name)), [Some("1"), None, None, None]);
    }
}
