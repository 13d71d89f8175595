//! The command: what it writes, what it says, what it leaves alone.

use std::fs;
use std::io::Read as _;

use base64::Engine as _;
use flate2::Compression;
use flate2::read::GzDecoder;
use flate2::write::GzEncoder;
use frontegg_lint::examples::fill;
use frontegg_lint::exchange::Time;
use tempfile::TempDir;

use crate::canary::Canary;
use crate::desk::command::run;
use crate::samples::NOW;

fn desk() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join(".frontegg-lint.yaml"), "# nothing\n").unwrap();
    folder
}

fn recording(secret: &str) -> String {
    let text = r#"{"log":{"version":"1.2","creator":{"name":"Firefox","version":"140"},"entries":[{"startedDateTime":"2026-05-11T11:00:00Z","time":1,"request":{"method":"GET","url":"https://api.frontegg.com/identity/resources/users/v1/SECRET","headers":[{"name":"Authorization","value":"Bearer {{token kind=user}}"},{"name":"X-Own","value":"SECRET"}]},"response":{"status":401,"headers":[],"content":{"size":2,"mimeType":"application/json","text":"{\"errors\":[\"Unauthorized\"]}"}}}]}}"#;
    fill(&text.replace("SECRET", secret), Time::parse(NOW).unwrap()).unwrap()
}

#[test]
fn a_recording_is_written_whole_and_told_what_was_replaced() {
    let desk = desk();
    let canary = Canary::new(41 << 20);
    fs::write(desk.path().join("a.har"), recording(&canary.text)).unwrap();
    let said = run(desk.path(), &["redact", "a.har", "-o", "b.har"], b"");
    assert_eq!((said.code, said.out.as_str()), (0, ""), "{}", said.err);
    assert!(said.err.contains("exit 0: replaced 1 token"), "{}", said.err);
    let written = fs::read_to_string(desk.path().join("b.har")).unwrap();
    assert_eq!(canary.found(&written), None);
    let names = |file: &str| {
        let report = run(desk.path(), &["--format", "json", file], b"").json();
        let findings = report["findings"].as_array().unwrap().clone();
        findings.iter().map(|one| one["rule"].clone()).collect::<Vec<_>>()
    };
    assert_eq!(names("a.har"), names("b.har"));
    assert!(!names("b.har").is_empty());
    // Nothing else lies beside it.
    assert_eq!(fs::read_dir(desk.path()).unwrap().count(), 3);
}

#[test]
fn a_pipe_goes_to_standard_output() {
    let desk = desk();
    let canary = Canary::new(42 << 20);
    let said = run(desk.path(), &["redact", "-"], recording(&canary.text).as_bytes());
    assert_eq!(said.code, 0, "{}", said.err);
    assert!(said.out.starts_with("{\"log\"") && canary.found(&said.all()).is_none());
    let call = format!(
        "curl https://api.frontegg.com/auth/vendor --json '{{\"clientId\":\"a\",\"secret\":\"{}\"}}'\n",
        canary.text
    );
    let said = run(desk.path(), &["redact", "-"], call.as_bytes());
    assert_eq!(said.out, call.replace(&canary.text, "redacted-secret-1"), "{}", said.err);
}

#[test]
fn gzip_is_read_by_its_bytes_and_written_by_the_name() {
    let desk = desk();
    let canary = Canary::new(43 << 20);
    let mut gzip = GzEncoder::new(Vec::new(), Compression::fast());
    std::io::Write::write_all(&mut gzip, recording(&canary.text).as_bytes()).unwrap();
    fs::write(desk.path().join("a.har.gz"), gzip.finish().unwrap()).unwrap();
    let plain = run(desk.path(), &["redact", "a.har.gz", "-o", "b.har"], b"");
    let packed = run(desk.path(), &["redact", "a.har.gz", "-o", "c.har.gz"], b"");
    assert_eq!((plain.code, packed.code), (0, 0), "{}{}", plain.err, packed.err);
    let plain = fs::read_to_string(desk.path().join("b.har")).unwrap();
    let mut unpacked = String::new();
    let packed = fs::read(desk.path().join("c.har.gz")).unwrap();
    GzDecoder::new(packed.as_slice()).read_to_string(&mut unpacked).unwrap();
    assert_eq!(plain, unpacked);
    assert_eq!(canary.found(&plain), None);
}

#[test]
fn a_broken_entry_is_blanked_and_told() {
    let desk = desk();
    let canary = Canary::new(44 << 20);
    let whole = recording(&canary.text);
    let broken = whole
        .replace("\"entries\":[", &format!("\"entries\":[{{\"a\":{{]}}\"{}\"}},", canary.text));
    let cut = &whole[..whole.len() - 60];
    for text in [broken.as_str(), cut] {
        fs::write(desk.path().join("a.har"), text).unwrap();
        let said = run(desk.path(), &["redact", "a.har", "-o", "b.har"], b"");
        assert_eq!(said.code, 0, "{}", said.err);
        assert!(said.err.contains("could not be read"), "{}", said.err);
        let written = fs::read_to_string(desk.path().join("b.har")).unwrap();
        assert_eq!(canary.found(&written), None);
        assert!(serde_json::from_str::<serde_json::Value>(&written).is_ok(), "{written}");
    }
}

#[test]
fn what_cannot_be_read_leaves_no_file() {
    let desk = desk();
    fs::write(desk.path().join("a.har"), "{\"a\": [1, 2]}").unwrap();
    fs::write(desk.path().join("b.har"), "what stood here before").unwrap();
    for input in ["a.har", "nowhere.har"] {
        let said = run(desk.path(), &["redact", input, "-o", "b.har"], b"");
        assert_eq!((said.code, said.out.as_str()), (2, ""), "{}", said.err);
        let kept = fs::read_to_string(desk.path().join("b.har")).unwrap();
        assert_eq!(kept, "what stood here before");
    }
    assert_eq!(run(desk.path(), &["redact", "a.har", "-o", "no/folder/b.har"], b"").code, 2);
}

#[test]
fn claims_are_kept_where_they_are_asked_for() {
    let desk = desk();
    let claims = |arguments: &[&str]| {
        let text = run(desk.path(), arguments, recording("x").as_bytes()).out;
        let token = text.split("Bearer ").nth(1).unwrap().split('"').next().unwrap().to_owned();
        let said = run(desk.path(), &["read", "-", "--format", "json"], text.as_bytes());
        assert_eq!(said.code, 0, "{}", said.err);
        let payload = token.split('.').nth(1).unwrap();
        let bytes = base64::engine::general_purpose::URL_SAFE_NO_PAD.decode(payload).unwrap();
        String::from_utf8(bytes).unwrap()
    };
    let few = claims(&["redact", "-"]);
    assert!(
        few.contains("userToken") && few.contains("tenantId") && !few.contains("example.com"),
        "{few}"
    );
    assert!(claims(&["redact", "-", "--keep-claims"]).contains("user@example.com"));
}
