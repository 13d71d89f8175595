//! The certificate that every host of the stand-in shows, and the authority behind it.

use std::io;
use std::sync::Arc;

use rcgen::{
    BasicConstraints, CertificateParams, CertifiedIssuer, DnType, ExtendedKeyUsagePurpose, IsCa,
    KeyPair, KeyUsagePurpose,
};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::crypto::aws_lc_rs;
use tokio_rustls::rustls::pki_types::PrivatePkcs8KeyDer;

use crate::facts::catalog::Catalog;

use super::account::Account;
use super::clock;

/// What a server shows, and what its clients have to trust.
pub(super) struct Issued {
    pub(super) tls: TlsAcceptor,
    /// The authority's certificate.
    pub(super) pem: String,
}

/// How long it holds, in days. Some programs take none that holds longer than two years.
const DAYS: i64 = 90;

const SECONDS_A_DAY: i64 = 24 * 60 * 60;

/// Makes an authority, and a certificate of its for all of Frontegg's names. The authority's key is
/// forgotten here.
pub(super) fn issue(account: &Account) -> io::Result<Issued> {
    let authority = authority().map_err(io::Error::other)?;
    let key = KeyPair::generate().map_err(io::Error::other)?;
    let leaf = leaf(account).and_then(|leaf| leaf.signed_by(&key, &authority));
    let chain = vec![leaf.map_err(io::Error::other)?.der().clone()];
    let key = PrivatePkcs8KeyDer::from(key.serialize_der());
    let config = ServerConfig::builder_with_provider(Arc::new(aws_lc_rs::default_provider()))
        .with_safe_default_protocol_versions()
        .and_then(|config| config.with_no_client_auth().with_single_cert(chain, key.into()));
    let mut config = config.map_err(io::Error::other)?;
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    Ok(Issued { tls: TlsAcceptor::from(Arc::new(config)), pem: authority.pem() })
}

fn authority() -> Result<CertifiedIssuer<'static, KeyPair>, rcgen::Error> {
    let mut params = lasting(CertificateParams::new(Vec::new())?);
    params.distinguished_name.push(DnType::CommonName, "frontegg-lint mock, for this machine only");
    params.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
    params.key_usages = vec![KeyUsagePurpose::KeyCertSign];
    CertifiedIssuer::self_signed(params, KeyPair::generate()?)
}

fn leaf(account: &Account) -> Result<CertificateParams, rcgen::Error> {
    let mut params = lasting(CertificateParams::new(names(account))?);
    params.distinguished_name.push(DnType::CommonName, "frontegg-lint mock");
    params.use_authority_key_identifier_extension = true;
    params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
    params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
    Ok(params)
}

/// Every name that the stand-in answers to.
fn names(account: &Account) -> Vec<String> {
    let catalog = Catalog::built_in();
    let mut names: Vec<String> =
        ["localhost", "127.0.0.1", "frontegg.com", "*.frontegg.com", &account.custom_domain]
            .map(str::to_owned)
            .into();
    for region in &catalog.regions {
        names.push(region.gateway.clone());
        if !region.label.is_empty() {
            names.push(format!("*.{}.frontegg.com", region.label));
        }
    }
    names
}

/// From yesterday on, for clocks that are not quite right.
fn lasting(mut params: CertificateParams) -> CertificateParams {
    let day = |seconds: i64| {
        let day = jiff::Timestamp::from_second(seconds).unwrap_or_default();
        let day = day.to_zoned(jiff::tz::TimeZone::UTC).date();
        let [month, day_of_month] = [day.month(), day.day()].map(i8::unsigned_abs);
        rcgen::date_time_ymd(i32::from(day.year()), month, day_of_month)
    };
    let now = clock::seconds();
    params.not_before = day(now - SECONDS_A_DAY);
    params.not_after = day(now + DAYS * SECONDS_A_DAY);
    params
}
