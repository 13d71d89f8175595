//! `probe host` against the stand-in.

use frontegg_lint::online::mock::{Manner, Setup};

use super::end_to_end::Stage;

fn stage() -> Stage {
    Stage::set(Setup { region: "us".to_owned(), ..Setup::default() }, "# nothing\n")
}

#[test]
fn an_environment_its_region_and_the_lines_to_keep_are_printed() {
    let stage = stage();
    let host = stage.mock.account().environment.clone();
    let said = stage.probe(&["host", &host], "");
    assert_eq!(said.code, 0, "{}", said.all());
    assert!(
        said.out.starts_with(&format!("{host}: an environment of Frontegg's\n")),
        "{}",
        said.out
    );
    assert!(said.out.contains("US, by its name, gateway api.us.frontegg.com"), "{}", said.out);
    assert!(said.out.contains("region: us\n"), "{}", said.out);
    assert!(said.out.contains(&format!("    hosts: [{host}]\n")), "{}", said.out);
    for seen in stage.mock.seen() {
        assert_eq!((seen.method.as_str(), seen.told), ("GET", false), "{seen:?}");
    }
}

#[test]
fn a_custom_domain_that_tells_no_region_says_where_to_ask() {
    let stage = stage();
    let host = stage.mock.account().custom_domain.clone();
    let said = stage.probe(&["host", &format!("https://{host}/account")], "");
    assert_eq!(said.code, 0, "{}", said.all());
    assert!(said.out.contains("cannot tell; `probe region`"), "{}", said.out);
}

#[test]
fn a_gateway_and_its_region_are_named() {
    let stage = stage();
    let said = stage.probe(&["host", "api.au.frontegg.com", "--format", "json"], "");
    let json = said.json();
    assert_eq!((said.code, json["verdict"].as_str()), (0, Some("gateway")));
    assert_eq!((json["region"].as_str(), json["region_from"].as_str()), (Some("au"), Some("name")));
    assert_eq!(json["version"], 1);
}

#[test]
fn a_look_alike_is_called_so_and_not_asked() {
    let stage = stage();
    let said = stage.probe(&["host", "acme.frontegg.com.evil.example"], "");
    assert_eq!(said.code, 1, "{}", said.all());
    assert!(said.out.contains("a look-alike, not Frontegg's"), "{}", said.out);
    assert_eq!(stage.mock.connections(), 0);
}

#[test]
fn a_host_that_was_asked_and_does_not_answer_ends_with_2() {
    let setup = Setup { manner: Manner::Broken, ..Setup::default() };
    let stage = Stage::set(setup, "# nothing\n");
    for host in ["api.us.frontegg.com", "acme.us.frontegg.com", "login.acme.com"] {
        let said = stage.probe(&["host", host], "");
        assert_eq!(said.code, 2, "{}", said.all());
    }
}

#[test]
fn a_limit_is_said_and_ends_with_0() {
    let setup = Setup { calls_a_minute: Some(0), ..Setup::default() };
    let stage = Stage::set(setup, "# nothing\n");
    let host = stage.mock.account().environment.clone();
    let said = stage.probe(&["host", &host], "");
    assert_eq!(said.code, 0, "{}", said.all());
    assert!(said.out.contains("it answers no more until "), "{}", said.out);
    assert!(!said.all().contains("--timeout"), "{}", said.all());
}

#[test]
fn a_token_in_place_of_a_name_is_neither_asked_about_nor_repeated() {
    let stage = stage();
    let header = ["ey", "JhbGciOiJub25lIn0"].concat();
    for name in [
        format!("{header}.{}.c2lnbmF0dXJl", ["ey", "JhIjoxfQ"].concat()),
        format!("{header}.frontegg.com"),
        format!("login.{}.com", "k9XvQ2mLr8Tb".repeat(4)),
    ] {
        for words in [vec!["host", &name], vec!["host", &name, "--dry-run"]] {
            let said = stage.probe(&words, "");
            assert_eq!(said.code, 2, "{}", said.all());
            let all = said.all().to_ascii_lowercase();
            for part in ["jhbgci", "k9xvq2", "c2lnbm"] {
                assert!(!all.contains(part), "{all}");
            }
        }
    }
    assert_eq!(stage.mock.connections(), 0);
}

#[test]
fn what_is_no_host_is_refused_and_not_repeated() {
    let stage = stage();
    for name in ["http://acme.frontegg.com", "10.0.0.1", "localhost", "k9XvQ2mLr8TbW4zz01", "a b.c"]
    {
        let said = stage.probe(&["host", name], "");
        assert_eq!(said.code, 2, "{name}: {}", said.all());
        assert!(!said.all().contains("k9XvQ2"), "{}", said.all());
    }
    assert_eq!(stage.mock.connections(), 0);
}
