//! Recordings of real mistakes, and of correct calls that look wrong.
#![expect(clippy::disallowed_methods, reason = "a test reads its fixtures")]

mod desk;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use desk::{loud, written};

#[test]
fn each_recording_gives_its_cause_first_or_nothing() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/incidents");
    let table = fs::read_to_string(folder.join("expected.yaml")).unwrap();
    let expected: BTreeMap<String, String> = serde_yaml::from_str(&table).unwrap();
    let files = fs::read_dir(&folder).unwrap().count();
    assert_eq!(files, expected.len() + 1, "every recording has its line");
    for (name, rule) in expected {
        let report = written(&name, &fs::read_to_string(folder.join(&name)).unwrap());
        assert!(report.problems.is_empty(), "{name}: {:?}", report.problems);
        match rule.as_str() {
            "clean" => assert!(loud(&report).is_empty(), "{name}: {:?}", loud(&report)),
            cause => assert_eq!(loud(&report).first(), Some(&cause), "{name}"),
        }
    }
}
