//! Hosts that a variable or a name to fill in stands for.

use crate::facts::catalog::Catalog;
use crate::facts::placeholder;
use crate::source::Text;
use crate::truth::{Fact, Why};

use super::{Class, Host, is_excluded, under_frontegg, with_label};

impl Host {
    /// A host that a variable or a name to fill in stands for, in whole or in part.
    pub(crate) fn of_blank(text: &Text, why: Why, catalog: &Catalog) -> Self {
        let written = text.as_written();
        let unknown = Self::unknown(why);
        let name = blank_name(text);
        let words = placeholder::words(&name);
        let says = |word: &str| words.iter().any(|said| said == word);
        let lower = written.to_ascii_lowercase();
        let head = lower.trim_end_matches('.').strip_suffix(".frontegg.com");
        let class = match head {
            _ if says("gateway") => Fact::Known(Class::Gateway),
            Some(head)
                if head.starts_with("api.")
                    || head.starts_with("api$")
                    || head.starts_with("api{") =>
            {
                Fact::Known(Class::Gateway)
            }
            Some(head) if head.starts_with("portal.") => Fact::Known(Class::Portal),
            Some(_) if says("api") || says("base") || says("region") => Fact::Unknown(why),
            Some(_) => Fact::Known(Class::Environment),
            None => Fact::Unknown(why),
        };
        // `{{sub}}.us.frontegg.com`: the last label is there to be read.
        let label = head.and_then(|head| head.rsplit_once('.')).map(|(_, label)| label);
        let region =
            label.filter(|label| !label.is_empty()).and_then(|label| with_label(label, catalog));
        match region {
            Some(region) => unknown.of_class(class).in_region(region),
            None => unknown.of_class(class),
        }
    }
}

/// What a host's blank is called: the name of its first variable, or its first name to fill in.
fn blank_name(text: &Text) -> String {
    if let Some(hole) = text.holes().first()
        && !hole.name.is_empty()
    {
        return hole.name.clone();
    }
    let written = text.as_written();
    written.split('.').next().and_then(placeholder::is_placeholder).unwrap_or(written).to_owned()
}

/// A host with a name to fill in as one of its labels: `[your-subdomain].frontegg.com`. One
/// without marks (`your-subdomain`) is the host itself where the request was `sent`.
pub(crate) fn has_blank_label(written: &str, sent: bool) -> bool {
    let address = written.starts_with('[') && written.contains(':');
    if !address && written.contains(['<', '{', '$', '%', '[']) {
        return true;
    }
    let head = written.split('.').next().unwrap_or_default();
    if is_excluded(&head.to_ascii_lowercase()) {
        return false;
    }
    let crossed =
        head.strip_prefix("app-").is_some_and(|rest| rest.bytes().all(|byte| byte == b'x'));
    !sent && under_frontegg(written) && (crossed || placeholder::is_placeholder(head).is_some())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Span;

    fn blank(parts: &[(&str, Option<&str>)]) -> Host {
        let mut text = Text::default();
        for (written, name) in parts {
            match name {
                Some(name) => text.push_hole(written, Span::at(0), (Why::Variable, name)),
                None => text.push_verbatim(written, 0),
            }
        }
        Host::of_blank(&text, Why::Variable, Catalog::built_in())
    }

    #[test]
    fn a_blank_label_is_an_environment_of_unknown_region() {
        for name in ["SUB", "your-subdomain", "domain", "tenant"] {
            let host = blank(&[("$SUB", Some(name)), (".frontegg.com", None)]);
            assert_eq!(host.class, Fact::Known(Class::Environment), "{name}");
            assert!(host.region.is_unknown() && host.name.is_unknown());
        }
        for name in ["apiHost", "BASE", "region"] {
            let host = blank(&[("$SUB", Some(name)), (".frontegg.com", None)]);
            assert!(host.class.is_unknown(), "{name}");
        }
        let gateway = blank(&[("api.", None), ("$R", Some("REGION")), (".frontegg.com", None)]);
        assert_eq!(gateway.class, Fact::Known(Class::Gateway));
        assert!(gateway.region.is_unknown());
        let literal = Text::verbatim("[your-subdomain].frontegg.com", 0);
        let host = Host::of_blank(&literal, Why::Placeholder, Catalog::built_in());
        assert_eq!(host.class, Fact::Known(Class::Environment));
    }

    #[test]
    fn a_variable_for_the_whole_host_tells_nothing_unless_it_says_gateway() {
        assert!(blank(&[("$FE_VENDOR_API", Some("FE_VENDOR_API"))]).class.is_unknown());
        assert!(blank(&[("{{baseUrl}}", Some("baseUrl"))]).class.is_unknown());
        let gateway = blank(&[("$FRONTEGG_GATEWAY_URL", Some("FRONTEGG_GATEWAY_URL"))]);
        assert_eq!(gateway.class, Fact::Known(Class::Gateway));
        assert!(gateway.region.is_unknown());
    }
}
