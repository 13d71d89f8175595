//! What the network answered, kept in a file: nothing in it is a secret.

use std::collections::BTreeMap;
use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::cli::failure::Failure;
use crate::cli::files;
use crate::cli::message;
use crate::facts::catalog::Catalog;
use crate::facts::{Answers, Said, Verified};
use crate::mask;

#[cfg(feature = "online")]
mod write;

#[cfg(feature = "online")]
pub(crate) use write::{Saving, may_write, write};

/// The file as it is written.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Written {
    version: u32,
    /// When the network was asked.
    asked: String,
    answers: Vec<Entry>,
}

/// What was answered about one credential.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Entry {
    /// The print of the credential.
    of: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    signature: Option<Verified>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    accepted_by: Option<String>,
}

/// The only version there is.
const VERSION: u32 = 1;

/// Reads a file that `--save` made.
pub(crate) fn read(path: &Path) -> Result<Answers, Failure> {
    let bytes = files::bytes(path)?;
    let name = message::path(path);
    let broken = |what: String| Failure::Usage {
        what: format!("{name}: {what}"),
        help: Some("`--online --save FILE` writes one".to_owned()),
    };
    let text = String::from_utf8_lossy(&bytes);
    let written: Written = serde_yaml::from_str(&text).map_err(|error| {
        let place = error.location().map(|place| format!(", line {}", place.line()));
        // Its own words may repeat what stands there.
        broken(format!("no file of answers{}", place.unwrap_or_default()))
    })?;
    if written.version != VERSION {
        let what = format!("answers of version {}; this program reads 1", written.version);
        return Err(broken(what));
    }
    let known = Catalog::built_in();
    let region = |id: &str| id == Said::NOWHERE || known.region(id).is_some();
    let odd = written.answers.iter().filter_map(|entry| entry.accepted_by.as_deref());
    if let Some(odd) = odd.clone().find(|id| !region(id)) {
        return Err(broken(format!("there is no region `{}`", mask::or_length(odd))));
    }
    let entry = |entry: Entry| {
        let said = Said { signature: entry.signature, accepted_by: entry.accepted_by };
        (entry.of, said)
    };
    let of: BTreeMap<String, Said> = written.answers.into_iter().map(entry).collect();
    Ok(Answers { of, ..Answers::default() })
}

#[cfg(all(test, feature = "online"))]
mod tests {
    use super::*;
    use crate::exchange::Time;

    #[test]
    fn what_is_kept_comes_back() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("answers.yaml");
        let said = [
            ("aa", Said { signature: Some(Verified::Invalid), ..Said::default() }),
            ("bb", Said::accepted(Some("us"))),
            ("cc", Said::accepted(None)),
        ];
        let of = said.into_iter().map(|(print, said)| (print.to_owned(), said)).collect();
        let answers = Answers { of, ..Answers::default() };
        write(&path, &answers, Time(0)).unwrap();
        assert_eq!(read(&path).unwrap(), answers);
    }

    #[test]
    fn another_file_is_refused_and_not_repeated() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("answers.yaml");
        for text in [
            "k9XvQ2mLr8TbW4: 1\n",
            "version: 2\nasked: x\nanswers: []\n",
            "",
            "[",
            "answers: k9XvQ2mLr8TbW4",
            "version: 1\nasked: x\nanswers:\n- of: aa\n  accepted-by: k9XvQ2mLr8TbW4\n",
        ] {
            std::fs::write(&path, text).unwrap();
            let said = read(&path).unwrap_err().to_string();
            assert!(said.contains("answers.yaml: ") && !said.contains("k9XvQ2"), "{said}");
        }
    }
}
