//! XML as a small tree, and against the parts of XML Schema that the schema of `JUnit` uses.

use std::collections::BTreeMap;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

#[derive(Clone, Debug, Default)]
pub(crate) struct Element {
    pub(crate) name: String,
    pub(crate) attributes: BTreeMap<String, String>,
    pub(crate) children: Vec<Self>,
    pub(crate) text: String,
}

impl Element {
    pub(crate) fn parse(text: &str) -> Self {
        let mut reader = Reader::from_str(text);
        let mut open = vec![Self::default()];
        loop {
            match reader.read_event().unwrap_or_else(|error| panic!("{error}: {text}")) {
                Event::Start(start) => open.push(Self::of(&start)),
                Event::Empty(start) => {
                    let element = Self::of(&start);
                    open.last_mut().unwrap().children.push(element);
                }
                Event::End(_) => {
                    let element = open.pop().unwrap();
                    open.last_mut().unwrap().children.push(element);
                }
                Event::Text(words) => open.last_mut().unwrap().text += &words,
                Event::GeneralRef(name) => {
                    let letter = match &*name {
                        "lt" => '<',
                        "gt" => '>',
                        "amp" => '&',
                        "apos" => '\'',
                        "quot" => '"',
                        other => panic!("&{other};"),
                    };
                    open.last_mut().unwrap().text.push(letter);
                }
                Event::Eof => break,
                Event::CData(_)
                | Event::Comment(_)
                | Event::Decl(_)
                | Event::PI(_)
                | Event::DocType(_) => {}
            }
        }
        open.pop().unwrap().children.pop().unwrap()
    }

    fn of(start: &BytesStart<'_>) -> Self {
        let name = start.name().0.to_owned();
        let attributes = start.attributes().map(|attribute| {
            let attribute = attribute.unwrap();
            let value = quick_xml::escape::unescape(&attribute.value).unwrap().into_owned();
            (attribute.key.0.to_owned(), value)
        });
        Self { name, attributes: attributes.collect(), ..Self::default() }
    }

    pub(crate) fn attribute(&self, name: &str) -> &str {
        self.attributes.get(name).unwrap_or_else(|| panic!("{} has no {name}", self.name))
    }

    pub(crate) fn number(&self, name: &str) -> usize {
        self.attribute(name).parse().unwrap()
    }

    pub(crate) fn of_name<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Self> {
        self.children.iter().filter(move |child| child.name == name)
    }

    fn below<'a>(&'a self, name: &str, found: &mut Vec<&'a Self>) {
        for child in &self.children {
            if child.name == name {
                found.push(child);
            }
            child.below(name, found);
        }
    }
}

/// Whether every element is declared, stands where it may, and has the attributes it must and may.
pub(crate) fn conforms(element: &Element, schema: &Element) -> Result<(), String> {
    let declared = schema.of_name("xs:element").find(|one| one.attribute("name") == element.name);
    let declared = declared.ok_or(format!("<{}> is not declared", element.name))?;
    let (mut attributes, mut children) = (Vec::new(), Vec::new());
    declared.below("xs:attribute", &mut attributes);
    declared.below("xs:element", &mut children);
    for name in element.attributes.keys() {
        if !attributes.iter().any(|one| one.attribute("name") == name) {
            return Err(format!("<{}> has no attribute {name}", element.name));
        }
    }
    for required in attributes.iter().filter(|one| one.attributes.contains_key("use")) {
        if !element.attributes.contains_key(required.attribute("name")) {
            return Err(format!("<{}> lacks {}", element.name, required.attribute("name")));
        }
    }
    for child in &element.children {
        if !children.iter().any(|one| one.attribute("ref") == child.name) {
            return Err(format!("<{}> holds no <{}>", element.name, child.name));
        }
        conforms(child, schema)?;
    }
    Ok(())
}
