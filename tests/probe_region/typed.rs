//! Where the credentials come from.

use super::Desk;

#[test]
fn without_credentials_and_a_terminal_both_variables_are_named() {
    let desk = Desk::of("us");
    for words in [&["region"], &["environment"]] {
        let said = desk.run(words, &[]);
        assert_eq!(said.code, 2);
        for name in ["FRONTEGG_CLIENT_ID", "FRONTEGG_API_KEY", "at a terminal"] {
            assert!(said.err.contains(name), "{}", said.err);
        }
    }
    assert_eq!(desk.mock.connections(), 0);
}

#[test]
fn an_empty_variable_is_not_set() {
    let desk = Desk::of("us");
    let (client_id, _) = desk.pair();
    let said =
        desk.run(&["region"], &[("FRONTEGG_CLIENT_ID", &client_id), ("FRONTEGG_API_KEY", " ")]);
    assert_eq!(said.code, 2);
    assert!(said.err.contains("the API key is missing"), "{}", said.err);
}

#[test]
fn line_breaks_around_them_are_no_part_of_them() {
    let desk = Desk::of("us");
    let (client_id, api_key) = desk.pair();
    let pair = (format!("{client_id}\r\n"), format!(" {api_key}\n"));
    let said = desk.probe_with((&pair.0, &pair.1), &["region"]);
    assert_eq!(said.code, 0, "{}{}", said.out, said.err);
}

#[test]
fn what_cannot_be_a_key_is_sent_nowhere_and_not_repeated() {
    let desk = Desk::of("us");
    let (client_id, _) = desk.pair();
    let token = ["ey", "JhbGciOiJub25lIn0.e30.k9XvQ2mLr8"].concat();
    for wrong in [token.as_str(), "<your-api-key>", "'k9XvQ2mLr8TbW4zz01'", client_id.as_str()] {
        let variables = [("FRONTEGG_CLIENT_ID", client_id.as_str()), ("FRONTEGG_API_KEY", wrong)];
        let said = desk.run(&["region"], &variables);
        assert_eq!(said.code, 2);
        assert!(!said.all().contains("k9XvQ2") && said.err.contains("help: "), "{}", said.err);
    }
    assert_eq!(desk.mock.connections(), 0);
}

#[test]
fn they_are_no_arguments() {
    let desk = Desk::of("us");
    let said = desk.run(&["region", "--client-id", "x"], &[]);
    assert_eq!(said.code, 2);
    assert_eq!(desk.mock.connections(), 0);
}
