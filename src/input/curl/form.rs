//! `-F`: the parts of a form, as far as they decide whether the request goes out.

use super::request::Settings;
use super::{Context, body};
use crate::source::Text;
use crate::truth::Why;

/// Why the body of a form is not known: its boundary is drawn by lot when it is sent.
pub(super) const WHY: Why = Why::NotRecorded;

/// Why curl stops: a file that a part names is not there.
pub(super) fn missing(settings: Settings<'_>, context: &Context<'_>) -> Option<String> {
    settings.all("form").find_map(|part| {
        let name = file_name(part)?;
        body::file(&name, context).err()
    })
}

/// The one file of a part, if it names one plainly: `name=@file`, `name=<file`.
fn file_name(part: &Text) -> Option<Text> {
    let written = part.as_written();
    let mark = written.find('=')? + 1;
    let name = written.get(mark..)?.strip_prefix(['@', '<'])?;
    let end = name.find(';').unwrap_or(name.len());
    let plain = !name[..end].contains(['"', ',', '\\']) && !name[..end].is_empty();
    plain.then(|| part.slice(mark + 1..mark + 1 + end))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_names_its_file() {
        let name = |part| file_name(&Text::verbatim(part, 0)).map(|n| n.as_written().to_owned());
        assert_eq!(name("a=@b.txt").as_deref(), Some("b.txt"));
        assert_eq!(name("a=<b.txt;type=x/y").as_deref(), Some("b.txt"));
        assert_eq!(name("a=b@c"), None);
        assert_eq!(name("a=@b,c"), None);
    }
}
