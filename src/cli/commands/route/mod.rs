//! `route METHOD URL`: what the catalogue knows of a route.

mod json;
mod table;

use crate::cli::args::{Format, Route as Arguments};
use crate::cli::exit::{Ending, Exit};
use crate::cli::failure::Failure;
use crate::cli::message;
use crate::exchange::Url;
use crate::facts::catalog::{Audience, Catalog, Route, Scope};
use crate::source::Text;

pub(crate) fn run(arguments: &Arguments) -> Result<Ending, Failure> {
    let catalog = Catalog::built_in();
    let method = arguments.method.to_ascii_uppercase();
    let path = path_of(&arguments.url);
    let found = catalog.find(&method, &path);
    let nearest = match found {
        Some(_) => Vec::new(),
        None => catalog.nearest(&method, &path),
    };
    let text = match arguments.format.format {
        Format::Json => json::write(found, &nearest),
        Format::Human => found.map_or_else(|| unknown(&nearest), human),
    };
    message::print(text.as_bytes())?;
    Ok(match found {
        Some(_) => Ending::SILENT,
        None => Ending::new(Exit::Clean, "the catalogue has no such route"),
    })
}

/// The path of an address, or the path itself, which may lack its leading slash.
fn path_of(written: &str) -> String {
    let head = written.split(['/', '?']).next().unwrap_or_default();
    let is_path = written.starts_with('/') || !head.contains(['.', ':', '$', '{', '<']);
    if is_path {
        let path = written.split(['?', '#']).next().unwrap_or_default();
        return format!("/{}", path.trim_start_matches('/'));
    }
    Url::split(&Text::verbatim(written, 0)).path.as_written().to_owned()
}

fn human(route: &Route) -> String {
    let mut lines = vec![
        format!("{} {}", route.method, route.path),
        format!("  service   {}", route.service),
        format!("  audience  {}: {}", route.audience.word(), meaning(route.audience)),
        format!("  token     {}", route.token.word()),
    ];
    for (name, scope) in headers(route) {
        if scope != Scope::None {
            lines.push(format!("  header    {name}: {} with a vendor token", scope.word()));
        }
    }
    lines.extend(headed("query", table::query(route.query.get())));
    lines.extend(headed("body", route.body.get().as_ref().map(table::body).unwrap_or_default()));
    if route.deprecated {
        let successor = route.successor.as_deref();
        let instead = successor.map_or_else(String::new, |route| format!("; call {route}"));
        lines.push(format!("  note      deprecated{instead}"));
    }
    if let Some(docs) = &route.docs {
        lines.push(format!("  docs      {docs}"));
    }
    lines.join("\n") + "\n"
}

/// The first line stands beside the heading, the rest below it.
fn headed(heading: &str, lines: Vec<String>) -> impl Iterator<Item = String> {
    lines.into_iter().enumerate().map(move |(number, line)| {
        let heading = if number == 0 { heading } else { "" };
        format!("  {heading:8}  {line}")
    })
}

fn unknown(nearest: &[&Route]) -> String {
    if nearest.is_empty() {
        return "no such route in the catalogue, and none like it\n".to_owned();
    }
    let near = nearest.iter().map(|route| format!("  {} {}\n", route.method, route.path));
    format!("no such route in the catalogue; the nearest are\n{}", near.collect::<String>())
}

fn headers(route: &Route) -> [(&'static str, Scope); 4] {
    [
        ("frontegg-tenant-id", route.tenant),
        ("frontegg-user-id", route.user),
        ("frontegg-application-id", route.application),
        ("frontegg-vendor-host", route.vendor_host),
    ]
}

const fn meaning(audience: Audience) -> &'static str {
    match audience {
        Audience::Management => "with a vendor token, at the gateway of your region",
        Audience::SelfService => {
            "with a user token at the environment's host, or a vendor token and scope headers"
        }
        Audience::Authentication => "without a token, at the environment's host",
        Audience::VendorAuth => "mints a vendor token, at the gateway of your region",
        Audience::UserOnly => "with a user token alone, at the environment's host",
        Audience::Unknown => "nothing documents who may call it",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_and_a_path_are_the_same_route() {
        for written in [
            "https://api.frontegg.com/identity/resources/users/v1/5?x=1",
            "api.frontegg.com/identity/resources/users/v1/5",
            "$BASE/identity/resources/users/v1/5",
            "/identity/resources/users/v1/5#a",
            "identity/resources/users/v1/5",
        ] {
            assert_eq!(path_of(written), "/identity/resources/users/v1/5", "{written}");
        }
    }
}
