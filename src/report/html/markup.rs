//! Markup that cannot be broken by what is written into it.
//!
//! Names of elements, classes and everything that is taken as it is are texts of this program; all
//! else goes through [`Markup::text`] or an attribute's value, which escape it.

use crate::mask;

/// A piece of a page.
#[derive(Default)]
pub(super) struct Markup(String);

impl Markup {
    /// Our own words, as they are.
    pub(super) fn raw(&mut self, ours: &'static str) {
        self.0.push_str(ours);
    }

    /// Any words, with nothing in them that a browser could take for markup.
    pub(super) fn text(&mut self, words: &str) {
        for letter in mask::visible(words).chars() {
            match letter {
                '&' => self.0.push_str("&amp;"),
                '<' => self.0.push_str("&lt;"),
                '>' => self.0.push_str("&gt;"),
                '"' => self.0.push_str("&quot;"),
                '\'' => self.0.push_str("&#39;"),
                plain => self.0.push(plain),
            }
        }
    }

    /// The same, where what stands between backticks is code.
    pub(super) fn prose(&mut self, words: &str) {
        let parts: Vec<&str> = words.split('`').collect();
        if parts.len().is_multiple_of(2) {
            return self.text(words);
        }
        for (number, part) in parts.into_iter().enumerate() {
            if number % 2 == 0 {
                self.text(part);
            } else {
                self.leaf("code", "", part);
            }
        }
    }

    /// An element and what is in it.
    pub(super) fn within(
        &mut self,
        (name, class): (&'static str, &'static str),
        inside: impl FnOnce(&mut Self),
    ) {
        match class {
            "" => self.with(name, &[], inside),
            class => self.with(name, &[("class", class)], inside),
        }
    }

    /// The same with other attributes.
    pub(super) fn with(
        &mut self,
        name: &'static str,
        attributes: &[(&'static str, &str)],
        inside: impl FnOnce(&mut Self),
    ) {
        self.0.push('<');
        self.0.push_str(name);
        for (name, value) in attributes {
            self.attribute(name, value);
        }
        self.0.push('>');
        inside(self);
        self.0.push_str("</");
        self.0.push_str(name);
        self.0.push('>');
    }

    /// An attribute, inside a start tag.
    pub(super) fn attribute(&mut self, name: &'static str, value: &str) {
        self.0.push(' ');
        self.0.push_str(name);
        self.0.push_str("=\"");
        self.text(value);
        self.0.push('"');
    }

    /// An element with words in it.
    pub(super) fn leaf(&mut self, name: &'static str, class: &'static str, words: &str) {
        self.within((name, class), |leaf| leaf.text(words));
    }

    /// The same with [`Markup::prose`].
    pub(super) fn line(&mut self, name: &'static str, class: &'static str, words: &str) {
        self.within((name, class), |leaf| leaf.prose(words));
    }

    /// A link to another part of the page, or out of it.
    pub(super) fn link(&mut self, to: &str, inside: impl FnOnce(&mut Self)) {
        self.with("a", &[("href", to)], inside);
    }

    /// What was written since the last time.
    pub(super) fn take(&mut self) -> String {
        std::mem::take(&mut self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_stay_words() {
        let mut markup = Markup::default();
        markup.with("p", &[("id", "\"><script>")], |p| p.prose("`</p>` & 'x' \u{1b}\u{202e}"));
        assert_eq!(
            markup.take(),
            "<p id=\"&quot;&gt;&lt;script&gt;\"><code>&lt;/p&gt;</code> &amp; &#39;x&#39; ‹U+001B›‹U+202E›</p>"
        );
    }

    #[test]
    fn one_backtick_alone_is_a_letter() {
        let mut markup = Markup::default();
        markup.prose("a ` b");
        assert_eq!(markup.take(), "a ` b");
    }
}
