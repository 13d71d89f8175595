//! The command: what it prints works when it is pasted into a shell.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use frontegg_lint::online::mock::{Mock, Setup};

#[path = "../desk/command.rs"]
#[expect(dead_code, reason = "the desk has more than is used here")]
mod desk;

use desk::{ended, run, started};

/// `mock`, running, and what it printed.
struct Running {
    child: Child,
    printed: String,
}

impl Running {
    /// Started at any free port; it has printed all once it says how to go on.
    fn new(folder: &Path, arguments: &[&str]) -> Self {
        let mut child = started(folder, &[&["mock", "--port", "0"], arguments].concat());
        let mut printed = String::new();
        let mut lines = BufReader::new(child.stdout.as_mut().unwrap());
        while !printed.contains("frontegg-lint probe") {
            assert_ne!(lines.read_line(&mut printed).unwrap(), 0, "it ended: {printed}");
        }
        Self { child, printed }
    }

    /// What the shell says once these lines were typed into it, behind what was printed.
    fn pasted(&self, folder: &Path, lines: &str) -> String {
        let binary = Path::new(env!("CARGO_BIN_EXE_frontegg-lint")).parent().unwrap();
        let path = std::env::join_paths(
            std::iter::once(binary.to_owned())
                .chain(std::env::split_paths(&std::env::var_os("PATH").unwrap())),
        );
        let mut bash = Command::new("bash");
        bash.env_clear().env("PATH", path.unwrap()).current_dir(folder);
        bash.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut bash = bash.spawn().unwrap();
        let text = format!("exec 2>&1\n{}\n{lines}\n", self.printed);
        bash.stdin.take().unwrap().write_all(text.as_bytes()).unwrap();
        String::from_utf8(bash.wait_with_output().unwrap().stdout).unwrap()
    }

    fn interrupted(self) -> desk::Said {
        let id = self.child.id().to_string();
        assert!(Command::new("kill").args(["-INT", &id]).status().unwrap().success());
        ended(self.child)
    }
}

#[test]
fn what_it_prints_works_when_it_is_pasted() {
    let folder = desk::folder(&[]);
    let file = "it's a certificate.pem";
    let running = Running::new(folder.path(), &["--certificate", file]);
    let said = running.pasted(folder.path(), "");
    assert!(said.contains("HTTP/1.1 401 Unauthorized"), "{said}");
    assert!(said.contains(r#"{"errors":["Failed to verify vendor JWT"]}"#), "{said}");
    assert!(said.contains("error[wrong-region]"), "{said}");
    let ended = running.interrupted();
    assert_eq!((ended.code, ended.err.as_str()), (130, "frontegg-lint: exit 130: interrupted\n"));
}

#[test]
fn the_variables_open_the_stand_in() {
    let folder = desk::folder(&[]);
    let running = Running::new(folder.path(), &["--certificate", "ca.pem", "--region", "us"]);
    let host = running.printed.split_once("# environment  ").unwrap().1.split(' ').next().unwrap();
    let address = running.printed.split_once("https://").unwrap().1.split(' ').next().unwrap();
    assert!(host.ends_with(".us.frontegg.com"), "{host}");
    let curl = format!("curl -s --noproxy '*' --cacert ca.pem --connect-to ::{address}");
    let said = running.pasted(
        folder.path(),
        &format!(
            r#"
echo; echo MINE
{curl} https://api.us.frontegg.com/auth/vendor -H 'Content-Type: application/json' -d "{{\"clientId\":\"$FRONTEGG_CLIENT_ID\",\"secret\":\"$FRONTEGG_API_KEY\"}}" -o /dev/null -w '%{{http_code}}\n'
{curl} https://api.us.frontegg.com/vendors -H "Authorization: Bearer $VENDOR_TOKEN" -o /dev/null -w '%{{http_code}}\n'
{curl} https://{host}/identity/resources/users/v2/me -H "Authorization: Bearer $USER_TOKEN" -o /dev/null -w '%{{http_code}}\n'
"#
        ),
    );
    assert_eq!(said.split_once("MINE\n").unwrap().1, "200\n200\n200\n");
    running.interrupted();
}

#[test]
fn without_a_file_the_printed_call_works_too() {
    let folder = desk::folder(&[]);
    let running = Running::new(folder.path(), &["--calls-a-minute", "1"]);
    let call = running.printed.lines().find(|line| line.starts_with("curl ")).unwrap();
    let said = running.pasted(folder.path(), call);
    assert!(said.contains("Failed to verify vendor JWT"), "{said}");
    assert!(said.contains(r#"{"errors":["Too many requests"]}"#), "{said}");
    running.interrupted();
}

#[test]
fn it_breaks_connections_where_it_is_told_to() {
    let folder = desk::folder(&[]);
    let running = Running::new(folder.path(), &["--broken"]);
    let said = running.pasted(folder.path(), "");
    assert!(said.contains("HTTP/1.1 401") && !said.contains("vendor JWT\"]}"), "{said}");
    running.interrupted();
}

#[test]
fn what_cannot_be_is_said_and_is_no_success() {
    let folder = desk::folder(&[]);
    let mock = Mock::start(Setup::default()).unwrap();
    let port = mock.address().port().to_string();
    let taken = run(folder.path(), &["mock", "--port", &port], b"");
    assert_eq!((taken.code, taken.out.as_str()), (2, ""));
    assert!(taken.err.contains(&format!("port {port} of this machine is taken")), "{}", taken.err);
    assert!(taken.err.contains("--port 0"), "{}", taken.err);
    let nowhere = run(folder.path(), &["mock", "--region", "uss"], b"");
    assert_eq!(nowhere.code, 2);
    assert!(nowhere.err.contains("did you mean `us`?"), "{}", nowhere.err);
    let file = run(folder.path(), &["mock", "--port", "0", "--certificate", "no/where.pem"], b"");
    assert_eq!(file.code, 2);
    assert!(file.err.contains("no/where.pem"), "{}", file.err);
}
