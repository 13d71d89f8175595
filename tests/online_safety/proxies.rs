//! Proxies and authorities that the environment names are honoured, and proxies see no secret.

use std::fs;
use std::net::TcpListener;

use tempfile::TempDir;

use super::authority::Authority;
use super::child::{asks, asks_trusting};
use super::proxy;
use super::stage::{Stage, answer};
use super::world::{CANARY, TRUSTED};

/// A gateway, and a file with the authority of its certificate.
struct Scene {
    gateway: Stage,
    folder: TempDir,
}

fn scene() -> Scene {
    let ours = Authority::new();
    let gateway = Stage::saying(ours.server(&[TRUSTED[0]]), answer("200 OK", "", ""));
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("root.pem"), ours.pem()).unwrap();
    Scene { gateway, folder }
}

impl Scene {
    fn root(&self) -> String {
        self.folder.path().join("root.pem").to_str().unwrap().to_owned()
    }

    fn address(&self) -> String {
        self.gateway.address.to_string()
    }
}

/// Where nobody listens: names that are asked here lead nowhere.
fn nowhere() -> String {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().to_string()
}

#[test]
#[cfg(target_os = "linux")]
fn the_authorities_of_ssl_cert_file_hold_and_no_others() {
    let scene = scene();
    let root = scene.root();
    assert_eq!(asks(&scene.address(), &[("SSL_CERT_FILE", &root)]), "200");
    fs::write(&root, Authority::new().pem()).unwrap();
    assert_eq!(asks(&scene.address(), &[("SSL_CERT_FILE", &root)]), "Certificate");
    fs::write(&root, "nothing").unwrap();
    assert_eq!(asks(&scene.address(), &[("SSL_CERT_FILE", &root)]), "Tls");
    assert_eq!(scene.gateway.requests().len(), 1);
}

#[test]
#[cfg(target_os = "linux")]
fn a_proxy_sees_the_host_and_no_secret() {
    for name in ["HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"] {
        let scene = scene();
        let proxy = proxy::connect(Ok(scene.gateway.address));
        let way = format!("http://dana:letmein@{}", proxy.address);
        let root = scene.root();
        let environment = [("SSL_CERT_FILE", root.as_str()), (name, &way)];
        assert_eq!(asks(&nowhere(), &environment), "200", "{name}");
        let seen = proxy.requests();
        assert!(seen[0].starts_with("CONNECT api.frontegg.com:443 HTTP/1.1\r\n"), "{seen:?}");
        assert!(!seen[0].to_lowercase().contains("\r\nauthorization"), "{seen:?}");
        assert!(seen.iter().all(|came| !came.contains(CANARY)));
        // The gateway was told the secret, and not who the proxy takes us for.
        let told = scene.gateway.requests().remove(0);
        assert!(told.contains(CANARY) && !told.to_lowercase().contains("proxy"), "{told}");
    }
}

#[test]
#[cfg(target_os = "linux")]
fn a_socks_proxy_sees_the_host_and_no_secret() {
    let scene = scene();
    let proxy = proxy::socks(scene.gateway.address);
    let way = format!("socks5h://{}", proxy.address);
    let root = scene.root();
    let environment = [("SSL_CERT_FILE", root.as_str()), ("ALL_PROXY", &way)];
    assert_eq!(asks(&nowhere(), &environment), "200");
    assert_eq!(proxy.requests()[0], "api.frontegg.com:443");
    assert!(proxy.requests().iter().all(|came| !came.contains(CANARY)));
}

#[test]
#[cfg(target_os = "linux")]
fn no_proxy_stands_between_where_none_shall() {
    for list in ["frontegg.com", ".frontegg.com", "localhost,api.frontegg.com", "*"] {
        let scene = scene();
        let proxy = proxy::connect(Ok(scene.gateway.address));
        let (root, way) = (scene.root(), format!("http://{}", proxy.address));
        let environment =
            [("SSL_CERT_FILE", root.as_str()), ("HTTPS_PROXY", &way), ("NO_PROXY", list)];
        assert_eq!(asks(&scene.address(), &environment), "200", "{list}");
        assert_eq!((proxy.connections(), scene.gateway.requests().len()), (0, 1), "{list}");
    }
}

#[test]
fn no_proxy_stands_between_us_and_a_stand_in() {
    let scene = scene();
    let proxy = proxy::connect(Ok(scene.gateway.address));
    let way = format!("http://{}", proxy.address);
    let environment = ["HTTPS_PROXY", "https_proxy", "ALL_PROXY"].map(|name| (name, way.as_str()));
    assert_eq!(asks_trusting(&scene.address(), &scene.root(), &environment), "200");
    assert_eq!((proxy.connections(), scene.gateway.requests().len()), (0, 1));
}

#[test]
#[cfg(target_os = "linux")]
fn a_proxy_that_does_not_let_us_through_is_said_to_be_the_reason() {
    let scene = scene();
    let root = scene.root();
    for no in ["407 Proxy Authentication Required", "403 Forbidden", "502 Bad Gateway"] {
        let proxy = proxy::connect(Err(no));
        let way = format!("http://{}", proxy.address);
        let environment = [("SSL_CERT_FILE", root.as_str()), ("HTTPS_PROXY", &way)];
        assert_eq!(asks(&nowhere(), &environment), "Proxy", "{no}");
        assert_eq!(proxy.connections(), 1);
    }
    let way = format!("http://{}", nowhere());
    let environment = [("SSL_CERT_FILE", root.as_str()), ("HTTPS_PROXY", &way)];
    assert_eq!(asks(&nowhere(), &environment), "Proxy");
    assert_eq!(scene.gateway.connections(), 0);
}
