//! `mock`: a stand-in for Frontegg on this machine.

use std::collections::BTreeMap;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::time::Duration;

use clap::Args;

use crate::cli::exit::Ending;
use crate::cli::failure::Failure;
use crate::cli::{config, files, interrupt, message};
use crate::facts::catalog::Catalog;
use crate::online::mock::{Life, Manner, Mock, Setup};

#[derive(Args)]
pub(crate) struct Arguments {
    /// Listen at this port of this machine; 0 takes any free one
    #[arg(long, value_name = "PORT", default_value_t = 8443)]
    port: u16,
    /// Say in which region its vendor lives
    #[arg(long, value_name = "REGION", default_value = "eu")]
    region: String,
    /// Write the certificate that clients have to trust
    #[arg(long, value_name = "FILE")]
    certificate: Option<PathBuf>,
    /// Answer so many calls a minute at each host, and the others with 429
    #[arg(long, value_name = "N")]
    calls_a_minute: Option<u32>,
    /// Wait so many seconds before every answer
    #[arg(long, value_name = "SECONDS", value_parser = clap::value_parser!(u64).range(..=3600))]
    slow: Option<u64>,
    /// Close every connection in the middle of the answer
    #[arg(long, conflicts_with = "slow")]
    broken: bool,
}

pub(crate) fn run(arguments: &Arguments) -> Result<Ending, Failure> {
    config::known_region(&arguments.region, &config::regions(Catalog::built_in()))?;
    let mock =
        Mock::start(setup(arguments)).map_err(|error| not_started(&error, arguments.port))?;
    if let Some(path) = &arguments.certificate {
        over_nothing_else(path)?;
        files::write(path, mock.certificate().as_bytes())?;
    }
    interrupt::heed();
    message::print(text(&mock, arguments.certificate.as_deref()).as_bytes())?;
    mock.serve();
    Ok(Ending::SILENT)
}

/// A certificate is written over nothing but another one.
fn over_nothing_else(path: &Path) -> Result<(), Failure> {
    let there = files::text(path).is_some_and(|text| !text.starts_with("-----BEGIN CERTIFICATE"));
    if there {
        let why = "it is there and holds no certificate; name another file".to_owned();
        return Err(Failure::Unwritable { name: message::path_unknown(path), why });
    }
    Ok(())
}

fn setup(arguments: &Arguments) -> Setup {
    let manner = match arguments.slow {
        Some(seconds) => Manner::Late(everywhere(Duration::from_secs(seconds))),
        None if arguments.broken => Manner::Broken,
        None => Manner::Well,
    };
    Setup {
        port: arguments.port,
        region: arguments.region.clone(),
        calls_a_minute: arguments.calls_a_minute,
        manner,
        ..Setup::default()
    }
}

/// The gateway of every region, and all other hosts.
fn everywhere(late: Duration) -> BTreeMap<String, Duration> {
    let regions = Catalog::built_in().regions.iter().map(|region| region.id.clone());
    regions.chain([String::new()]).map(|region| (region, late)).collect()
}

fn not_started(error: &std::io::Error, port: u16) -> Failure {
    let what = if error.kind() == ErrorKind::AddrInUse {
        format!("port {port} of this machine is taken")
    } else {
        format!("port {port} of this machine cannot be listened at: {}", message::io_error(error))
    };
    let help = "name another port with `--port`, or take any free one with `--port 0`".to_owned();
    Failure::Usage { what, help: Some(help) }
}

/// What a person needs to call it, as lines for a shell.
fn text(mock: &Mock, certificate: Option<&Path>) -> String {
    let (address, account) = (mock.address(), mock.account());
    format!(
        "\
# https://{address} stands in for Frontegg, on this machine only. Ctrl-C ends it.
# All of this is made up at each start: it opens nothing but this stand-in, so it may be shown.
export FRONTEGG_CLIENT_ID={}
export FRONTEGG_API_KEY={}
export VENDOR_TOKEN={}
export USER_TOKEN={}

# region       {}
# gateway      {}
# environment  {} and {}
# tenant       {}
# application  {}
# user         {}, {}, password {}
# API token    {}, secret {}

{}",
        account.client_id,
        account.api_key,
        mock.vendor_token(&account.region, Life::Valid),
        mock.user_token(Life::Valid),
        account.region,
        account.gateway,
        account.environment,
        account.custom_domain,
        account.tenant_id,
        account.application_id,
        account.user_id,
        account.email,
        account.password,
        account.token_id,
        account.token_secret,
        example(mock, certificate),
    )
}

/// A call that fails, and how to learn why.
fn example(mock: &Mock, certificate: Option<&Path>) -> String {
    let (port, region) = (mock.address().port(), mock.account().region.as_str());
    let (trust, probe) = match certificate.map(shell_word) {
        Some(file) => (
            format!("--cacert {file}"),
            format!(
                "\n# Find the region of the pair.
frontegg-lint probe region --gateway https://{} --certificate {file}\n",
                mock.address()
            ),
        ),
        None => (
            "--insecure".to_owned(),
            String::from(
                "\n# With `--certificate FILE`, `mock` writes what curl's `--cacert` and `frontegg-lint probe` need.\n",
            ),
        ),
    };
    let call = format!(
        "https://api.{}frontegg.com/identity/resources/users/v3 -H \"Authorization: Bearer $VENDOR_TOKEN\"",
        if region == "us" { "" } else { "us." }
    );
    format!(
        "\
# This call fails: the vendor lives in another region.
curl -is {trust} --connect-to ::127.0.0.1:{port} {call} | tee answer.txt; echo

# Ask why.
frontegg-lint --region {region} --response answer.txt curl {call}
{probe}"
    )
}

/// The path from anywhere, as one word of a shell.
fn shell_word(path: &Path) -> String {
    let whole = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let text = whole.to_string_lossy();
    let plain = |letter: char| letter.is_ascii_alphanumeric() || "/._-+:,@".contains(letter);
    if text.chars().all(plain) {
        text.into_owned()
    } else {
        format!("'{}'", text.replace('\'', r"'\''"))
    }
}
