//! The README's demonstration, as it is pasted.

use std::process::Command;

use crate::desk::command::folder;

#[test]
fn its_demonstration_finds_the_region() {
    let text = include_str!("../../README.md").replace("\r\n", "\n");
    let from = text.find("frontegg-lint mock --region").unwrap();
    let block = text[from..].split("```").next().unwrap();
    // Its port may be taken here, and the stand-in has to end.
    let block = block.replacen("frontegg-lint mock ", "frontegg-lint mock --port 0 ", 1);
    let port = "port=$(sed -n 's|^# https://127.0.0.1:\\([0-9]*\\) .*|\\1|p' mock.txt)\ncurl";
    let block = block.replacen("\ncurl", &format!("\n{port}"), 1).replace(":8443", ":$port");
    let folder = folder(&[]);
    let program = std::path::Path::new(env!("CARGO_BIN_EXE_frontegg-lint")).parent().unwrap();
    let path = format!("{}:{}", program.display(), std::env::var("PATH").unwrap());
    let said = Command::new("bash")
        .args(["-c", &format!("trap 'kill %1' EXIT\n{block}")])
        .current_dir(folder.path())
        .env("PATH", path)
        .env_remove("CI")
        .env_remove("GITHUB_ACTIONS")
        .env("HOME", folder.path())
        .env("CURL_HOME", folder.path())
        .output()
        .unwrap();
    let shown = String::from_utf8_lossy(&said.stdout).into_owned();
    let told = String::from_utf8_lossy(&said.stderr).into_owned();
    assert!(
        shown.contains("error[wrong-region]: this gateway serves EU, the vendor lives in US"),
        "{shown}{told}"
    );
    assert!(shown.contains("https://api.us.frontegg.com/identity/resources/roles/v1"), "{shown}");
    assert_eq!(told.matches("asking: GET https://api.").count(), 5, "{told}");
}
