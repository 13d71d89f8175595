//! Values at which curl stops before it sends anything.

use crate::source::Text;

/// Options whose value may not be blank.
const NEVER_BLANK: &[&str] = &[
    "abstract-unix-socket",
    "cacert",
    "capath",
    "cert-type",
    "ciphers",
    "cookie-jar",
    "crlfile",
    "curves",
    "dump-header",
    "engine",
    "etag-compare",
    "etag-save",
    "ftp-account",
    "ftp-alternative-to-user",
    "ftp-port",
    "haproxy-clientip",
    "hostpubmd5",
    "interface",
    "ipfs-gateway",
    "key",
    "key-type",
    "knownhosts",
    "libcurl",
    "mail-auth",
    "mail-from",
    "netrc-file",
    "oauth2-bearer",
    "output",
    "output-dir",
    "pass",
    "pinnedpubkey",
    "preproxy",
    "proto-default",
    "proxy-cacert",
    "proxy-capath",
    "proxy-cert-type",
    "proxy-ciphers",
    "proxy-crlfile",
    "proxy-key-type",
    "proxy-service-name",
    "proxy-tls13-ciphers",
    "proxy1.0",
    "pubkey",
    "range",
    "request",
    "request-target",
    "sasl-authzid",
    "service-name",
    "sigalgs",
    "socks4",
    "socks4a",
    "socks5",
    "socks5-hostname",
    "tls13-ciphers",
    "trace",
    "trace-ascii",
    "unix-socket",
    "url",
];

/// Options whose value begins with a digit.
const NUMBERS: &[&str] = &[
    "connect-timeout",
    "expect100-timeout",
    "happy-eyeballs-timeout-ms",
    "keepalive-cnt",
    "keepalive-time",
    "limit-rate",
    "max-filesize",
    "max-redirs",
    "max-time",
    "parallel-max",
    "parallel-max-host",
    "retry",
    "retry-delay",
    "retry-max-time",
    "speed-limit",
    "speed-time",
    "tftp-blksize",
];

/// Why curl does not take this value of an option, named as it was written.
pub(super) fn refusal(long: &str, value: &Text) -> Option<String> {
    let written = value.known().known()?;
    if written.is_empty() && NEVER_BLANK.contains(&long) {
        return Some(format!(
            "curl: option {}: blank argument where content is expected",
            shown(long)
        ));
    }
    let number = written.strip_prefix('-').filter(|_| long == "max-redirs").unwrap_or(written);
    let begins = number.starts_with(|c: char| c.is_ascii_digit() || c == '.');
    (NUMBERS.contains(&long) && !begins)
        .then(|| format!("curl: option {}: expected a proper numerical parameter", shown(long)))
}

fn shown(long: &str) -> String {
    if long == "request" { "-X".to_owned() } else { format!("--{long}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blank_values_and_words_for_numbers_stop_curl() {
        let stops = |long, value| refusal(long, &Text::verbatim(value, 0)).is_some();
        assert!(stops("request", "") && stops("url", "") && stops("oauth2-bearer", ""));
        assert!(stops("max-time", "-X") && stops("retry", "x") && stops("limit-rate", "fast"));
        assert!(!stops("user-agent", "") && !stops("cookie", "") && !stops("data", ""));
        assert!(!stops("max-time", "1.5") && !stops("max-redirs", "-1"));
        assert!(!stops("limit-rate", "1M"));
    }

    #[test]
    fn a_variable_is_not_refused() {
        let mut value = Text::default();
        value.push_hole("$T", crate::source::Span::new(0, 2), (crate::truth::Why::Variable, "T"));
        assert_eq!(refusal("max-time", &value), None);
    }
}
