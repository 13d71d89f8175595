//! What is understood of YAML, and that every letter knows its bytes.

use super::*;

/// The tree in short: maps in braces, lists in brackets, scalars quoted where they hold breaks.
fn shown(node: &Node) -> String {
    match &node.kind {
        Kind::Scalar(text, _) => text.as_written().replace('\n', "⏎"),
        Kind::Map(entries) => {
            let entry =
                |(key, value): &(Text, Node)| format!("{}: {}", key.as_written(), shown(value));
            format!("{{{}}}", entries.iter().map(entry).collect::<Vec<_>>().join(", "))
        }
        Kind::List(items) => {
            format!("[{}]", items.iter().map(shown).collect::<Vec<_>>().join(", "))
        }
        Kind::Unknown => "?".to_owned(),
    }
}

fn read(text: &str) -> String {
    parse(text).iter().map(shown).collect::<Vec<_>>().join(" --- ")
}

#[test]
fn maps_and_lists_stand_by_their_indentation() {
    assert_eq!(
        read("a: 1\nb:\n  c: 2\n  d:\n    - e\n    - f: g\n      h: i\n    -\n      j\nk: l\n"),
        "{a: 1, b: {c: 2, d: [e, {f: g, h: i}, j]}, k: l}"
    );
    assert_eq!(read("a:\n- b\n- - c\n  - d\ne:\nf: # x\n  g\n"), "{a: [b, [c, d]], e: , f: g}");
    assert_eq!(read("# x\n---\na: b\n---\n- c\n...\n"), "{a: b} --- [c]");
    assert_eq!(read("\"a b\": c\n'd': e\n"), "{a b: c, d: e}");
}

#[test]
fn blocks_of_lines_lose_their_margin() {
    assert_eq!(read("a: |\n  b\n    c\n\n  d\n\ne: f"), "{a: b⏎  c⏎⏎d⏎, e: f}");
    assert_eq!(
        read("a: |-\n  b\n  c\n\nd: |+\n  e\n\nf: >\n  g\n  h\n\n  i\n"),
        "{a: b⏎c, d: e⏎⏎, f: g h⏎i⏎}"
    );
    assert_eq!(read("a: |2\n    b\n   c\n"), "{a:   b⏎ c⏎}");
    assert_eq!(read("- run: |\n    b: c # d\n  e: f\n"), "[{run: b: c # d⏎, e: f}]");
    assert_eq!(read("a: |\r\n  b\r\n  c\r\n"), "{a: b⏎c⏎}");
}

#[test]
fn quotes_and_plain_scalars_may_go_on_below() {
    assert_eq!(
        read("a: 'it''s\n  so'\nb: \"c\\\"d\\n\\u00e9\\\n  f\"\n"),
        "{a: it's so, b: c\"d⏎éf}"
    );
    assert_eq!(read("a: b # c\nd: e#f\n  g\n  h\ni: j\n"), "{a: b, d: e#f g h, i: j}");
    assert_eq!(read("a: \"open\nb: c\n"), "{a: \"open, b: c}");
    assert_eq!(read("- curl x -H 'A: b'\n- c: d\n"), "[curl x -H 'A: b', {c: d}]");
}

#[test]
fn brackets_hold_lists_and_maps_over_lines() {
    assert_eq!(
        read("a: [b, \"c, d\", {e: f, g: [h]}] # x\ni: {\n  j: k,\n}\n"),
        "{a: [b, c, d, {e: f, g: [h]}], i: {j: k}}"
    );
    assert_eq!(read("a: [b\nc: d\n"), "{a: [b, c: d}");
    assert_eq!(read("a: {{ x }}-y\n{{- if z }}\nb: c\n"), "{a: {{ x }}-y, b: c}");
}

#[test]
fn aliases_and_references_are_unknown() {
    assert_eq!(
        read("a: &x\n  - b\nc: *x\nd: &y e\nf: !reference [a, b]\n"),
        "{a: [b], c: ?, d: e, f: ?}"
    );
}

#[test]
fn every_letter_knows_its_bytes() {
    let text = "a: |\n  b\n   é\nc: 'd''e'\nf: \"g\\\"h\"\ni: j\n  k\n";
    for (_, value) in parse(text)[0].entries() {
        for (letter, span) in value.text().unwrap().letters() {
            let written = &text[span.start..span.end];
            let own = written.starts_with(letter);
            assert!(own || ["''", "\\\"", "\n"].contains(&written), "{letter} {written}");
        }
    }
}

#[test]
fn hostile_depth_and_noise_end() {
    for text in ["[".repeat(100_000), "- ".repeat(100_000), "a: {".repeat(50_000)] {
        assert!(parse(&text).len() <= 1);
    }
    let deep: Vec<String> = (0..2_000).map(|n| format!("{}a:", " ".repeat(n))).collect();
    assert_eq!(parse(&deep.join("\n")).len(), 1);
    for text in
        ["", "\n", ":", "- :", "---", "|", "a: |", "'", "\"\\", "? a\n: b", "\t- x", "a: >9\n b"]
    {
        parse(text);
    }
}
