//! What a script says about its variables, and how to take a part of it back.

use std::collections::BTreeMap;

use crate::source::Text;

/// What a variable was set to.
#[derive(Clone)]
pub(in crate::input) enum Setting {
    /// A value, maybe with holes, and the exchange whose answer all of its holes come from.
    To(Text, Option<usize>),
    /// `NAME=(…)`: a list of words.
    Words(Vec<Text>),
    /// Something out of the answer to the exchange of this number.
    Answer(usize),
    /// `unset NAME`, `local NAME`.
    Unset,
    Unknown,
}

impl Setting {
    /// The value, where the text says all of it.
    pub(in crate::input) fn known(&self) -> Option<&str> {
        match self {
            Self::To(value, _) => value.known().known(),
            Self::Unset => Some(""),
            Self::Words(_) | Self::Answer(_) | Self::Unknown => None,
        }
    }

    fn is_same(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::To(one, of), Self::To(two, other)) => {
                one.as_written() == two.as_written() && one.holes() == two.holes() && of == other
            }
            (Self::Words(one), Self::Words(two)) => {
                one.len() == two.len()
                    && one.iter().zip(two).all(|(one, two)| {
                        one.as_written() == two.as_written() && one.holes() == two.holes()
                    })
            }
            (Self::Answer(one), Self::Answer(two)) => one == two,
            (Self::Unset, Self::Unset) => true,
            (_, _) => false,
        }
    }
}

/// What was set, by name.
pub(super) type Changes = BTreeMap<String, Setting>;

/// The variables, with what each was before it was set.
#[derive(Default)]
pub(in crate::input) struct Variables {
    set: BTreeMap<String, Setting>,
    before: Vec<(String, Option<Setting>)>,
}

impl Variables {
    pub(in crate::input) fn get(&self, name: &str) -> Option<&Setting> {
        self.set.get(name)
    }

    pub(super) fn insert(&mut self, name: &str, setting: Setting) {
        let old = self.set.insert(name.to_owned(), setting);
        self.before.push((name.to_owned(), old));
    }

    /// `None` makes a variable what it is where nobody sets it.
    pub(super) fn restore(&mut self, name: &str, setting: Option<Setting>) {
        if let Some(setting) = setting {
            self.insert(name, setting);
        } else {
            let old = self.set.remove(name);
            self.before.push((name.to_owned(), old));
        }
    }

    /// Whatever is set now may be something else.
    pub(super) fn forget_all(&mut self) {
        for (name, old) in std::mem::take(&mut self.set) {
            if name == "@" {
                self.set.insert(name, old);
            } else {
                self.before.push((name, Some(old)));
            }
        }
    }

    pub(super) fn count(&self) -> usize {
        self.set.len()
    }

    pub(super) fn names(&self) -> impl Iterator<Item = &String> {
        self.set.keys()
    }

    /// A point to come back to.
    pub(super) const fn mark(&self) -> usize {
        self.before.len()
    }

    /// Takes back all that was set since the mark, and says what it was.
    pub(super) fn take_back(&mut self, mark: usize) -> Changes {
        let mut changes = Changes::new();
        while self.before.len() > mark {
            let Some((name, old)) = self.before.pop() else { break };
            let last = match old {
                Some(old) => self.set.insert(name.clone(), old),
                None => self.set.remove(&name),
            };
            changes.entry(name).or_insert(last.unwrap_or(Setting::Unknown));
        }
        changes
    }

    /// One of these happened, nobody knows which: what they agree on holds.
    pub(super) fn merge(&mut self, ways: &[Changes]) {
        let mut names: Vec<&String> = ways.iter().flat_map(Changes::keys).collect();
        names.sort();
        names.dedup();
        let mut agreed = Changes::new();
        for name in names {
            let old = self.set.get(name);
            let mut values = ways.iter().map(|way| way.get(name).or(old));
            let first = values.next().flatten();
            let same =
                |value: Option<&Setting>| first.zip(value).is_some_and(|(a, b)| a.is_same(b));
            let all = values.all(same);
            let setting = first.filter(|_| all).cloned().unwrap_or(Setting::Unknown);
            agreed.insert(name.clone(), setting);
        }
        for (name, setting) in agreed {
            self.insert(&name, setting);
        }
    }
}
