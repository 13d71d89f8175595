//! `--netrc-file`: users and passwords by host.

/// There is something in the file that is not read.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Unread;

/// The user and the password for a host; those of `default` where no machine is this host.
pub(super) fn login(read: &str, host: &str) -> Result<Option<(String, String)>, Unread> {
    if read.contains(['"', '\\']) || read.contains("macdef") {
        return Err(Unread);
    }
    let uncommented = read.lines().filter(|line| !line.trim_start().starts_with('#'));
    let mut words = uncommented.flat_map(str::split_whitespace);
    let (mut here, mut user, mut password) = (false, None, None);
    while let Some(word) = words.next() {
        match word {
            "machine" | "default" => {
                if here {
                    break;
                }
                here = word == "default"
                    || words.next().is_some_and(|name| name.eq_ignore_ascii_case(host));
            }
            "login" | "password" | "account" => {
                let value = words.next().map(str::to_owned);
                match word {
                    _ if !here => {}
                    "login" => user = value,
                    "password" => password = value,
                    _ => {}
                }
            }
            _ => return Err(Unread),
        }
    }
    Ok(user.zip(password))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_machine_comes_before_the_default() {
        let read = "# c\nmachine a.b login u\n  password p\ndefault login d password e\n";
        let pair = |user: &str, password: &str| Ok(Some((user.to_owned(), password.to_owned())));
        assert_eq!(login(read, "A.B"), pair("u", "p"));
        assert_eq!(login(read, "other"), pair("d", "e"));
        assert_eq!(login("machine a.b login u password p", "other"), Ok(None));
        assert_eq!(login("machine a.b login \"u v\" password p", "a.b"), Err(Unread));
    }
}
