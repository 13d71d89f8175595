//! The two calls of Frontegg's own "Getting started" page, in every spelling, right and wrong.
#![expect(clippy::format_collect, reason = "a test may write texts plainly")]

mod desk;

use desk::{corrected, loud, pasted, written};

const ME: &str = "/identity/resources/users/v3/me";
const USERS: &str = "/identity/resources/users/v3";

/// The same GET as people write it. A variable stands in double quotes, or it would be none.
fn spellings(url: &str, headers: &[&str]) -> Vec<String> {
    let variable = url.contains('$') || headers.iter().any(|header| header.contains('$'));
    let q = if variable { '"' } else { '\'' };
    let options = |option: &str, quote: char, between: &str| -> String {
        headers.iter().map(|header| format!("{between}{option} {quote}{header}{quote}")).collect()
    };
    let own_lines = headers.iter().map(|header| format!("{header}\n")).collect::<String>();
    vec![
        format!("curl {q}{url}{q}{}\n", options("-H", q, " ")),
        format!("curl \"{url}\"{}\n", options("-H", '"', " ")),
        format!("curl -g {url}{}\n", options("-H", q, " \\\n  ")),
        format!("curl --location --request GET {q}{url}{q}{}", options("--header", q, " \\\n")),
        format!(
            "curl --request GET \\\n     --url {q}{url}{q}{}",
            options("--header", q, " \\\n     ")
        ),
        format!("curl -i -X GET \\\n  {q}{url}{q}{}\r\n", options("-H", q, " \\\r\n  ")),
        format!("$ curl -s {q}{url}{q}{} | jq .\n", options("-H", q, " ")),
        format!("GET {url}\n{own_lines}"),
        format!("### a call\nGET {url} HTTP/1.1\r\n{}", own_lines.replace('\n', "\r\n")),
        format!("@base = {url}\n\nGET {{{{base}}}}\n{own_lines}\n"),
    ]
}

fn clean(url: &str, headers: &[&str]) {
    for text in spellings(url, headers) {
        let report = pasted(&text);
        assert_eq!((report.exchanges, report.frontegg), (1, 1), "{text}");
        assert!(report.problems.is_empty() && loud(&report).is_empty(), "{text}\n{report:?}");
        assert!(loud(&written("call", &text)).is_empty(), "{text}");
    }
}

fn wrong(url: &str, headers: &[&str], rule: &str) {
    for text in spellings(url, headers) {
        assert_eq!(loud(&pasted(&text)).first(), Some(&rule), "{text}");
    }
}

#[test]
fn who_am_i_with_a_users_token_is_clean() {
    for host in ["[your-subdomain]", "<your-subdomain>", "app-x7k2m9qd4", "acme.us", "$SUB"] {
        let url = format!("https://{host}.frontegg.com{ME}");
        for token in ["{{user-JWT}}", "<YOUR_JWT>", "$USER_TOKEN"] {
            clean(&url, &[&format!("Authorization: Bearer {token}")]);
        }
    }
    let own = "Authorization: Bearer {{token kind=user iss=https://acme.frontegg.com}}";
    clean(&format!("https://acme.frontegg.com{ME}"), &[own]);
}

#[test]
fn the_users_of_a_tenant_with_a_vendors_token_are_clean() {
    for gateway in ["api.frontegg.com", "api.us.frontegg.com", "api.uk.frontegg.com"] {
        let url = format!("https://{gateway}{USERS}");
        for token in ["{{vendor-JWT}}", "{{token kind=vendor}}", "$MANAGEMENT_TOKEN"] {
            let token = format!("Authorization: Bearer {token}");
            clean(
                &url,
                &["frontegg-user-id: <user-id>", "frontegg-tenant-id: <tenant-id>", &token],
            );
            clean(&url, &[&token, "frontegg-tenant-id: solo-demo"]);
        }
    }
}

#[test]
fn a_host_or_token_of_the_other_call_is_named() {
    let user = "Authorization: Bearer {{user-JWT}}";
    let vendor = "Authorization: Bearer {{vendor-JWT}}";
    wrong(&format!("https://api.frontegg.com{ME}"), &[user], "user-token-on-gateway");
    let sub_domain = "https://[your-subdomain].frontegg.com";
    wrong(&format!("{sub_domain}{ME}"), &[vendor], "vendor-token-on-user-route");
    let scope = ["frontegg-user-id: u", "frontegg-tenant-id: t"];
    let url = format!("{sub_domain}{USERS}");
    wrong(&url, &[scope[0], scope[1], vendor], "vendor-token-on-environment-host");
    let url = format!("https://api.frontegg.com{USERS}");
    wrong(&url, &[scope[0], scope[1], user], "user-token-on-gateway");
}

#[test]
fn a_missing_tenant_is_named_with_the_corrected_command() {
    let url =
        "https://api.frontegg.com/identity/resources/users/v1/a94e2d13-0000-4f6a-b0c5-5eedfeed0003";
    let vendor = "Authorization: Bearer {{vendor-JWT}}";
    clean(url, &[vendor, "frontegg-tenant-id: solo-demo"]);
    wrong(url, &[vendor], "missing-tenant-id");
    for text in spellings(url, &[vendor]) {
        let report = pasted(&text);
        let command = corrected(&report);
        assert!(command.contains("frontegg-tenant-id: <tenant-id>"), "{command}");
        let filled = text.replacen(vendor, &format!("{vendor}\nfrontegg-tenant-id: t"), 1);
        if text.starts_with("GET") {
            assert!(loud(&pasted(&filled)).is_empty(), "{filled}");
        } else {
            assert!(loud(&pasted(command)).is_empty(), "{command}");
        }
    }
}
