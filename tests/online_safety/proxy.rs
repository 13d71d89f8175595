//! Proxies on this machine: they connect to one address, whatever they are asked for, and note all they see.

use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};

use super::stage::{Stage, request};

/// A proxy for `CONNECT` that leads to an address, or answers no.
pub(crate) fn connect(to: Result<SocketAddr, &'static str>) -> Stage {
    Stage::raw(move |mut client, own| {
        let Some(asked) = request(&mut client) else { return };
        own.note(asked);
        match to {
            Ok(address) => {
                client.write_all(b"HTTP/1.1 200 Connection established\r\n\r\n").unwrap();
                pass(client, address, own);
            }
            Err(no) => drop(write!(client, "HTTP/1.1 {no}\r\ncontent-length: 0\r\n\r\n")),
        }
    })
}

/// A SOCKS 5 proxy that is asked for names.
pub(crate) fn socks(to: SocketAddr) -> Stage {
    Stage::raw(move |mut client, own| {
        let mut head = [0; 2];
        client.read_exact(&mut head).unwrap();
        client.read_exact(&mut vec![0; usize::from(head[1])]).unwrap();
        client.write_all(&[5, 0]).unwrap();
        let mut asked = [0; 5];
        client.read_exact(&mut asked).unwrap();
        let mut name = vec![0; usize::from(asked[4])];
        client.read_exact(&mut name).unwrap();
        let mut port = [0; 2];
        client.read_exact(&mut port).unwrap();
        let name = String::from_utf8_lossy(&name).into_owned();
        own.note(format!("{name}:{}", u16::from_be_bytes(port)));
        client.write_all(&[5, 0, 0, 1, 0, 0, 0, 0, 0, 0]).unwrap();
        pass(client, to, own);
    })
}

/// Passes everything on, both ways, and notes what the client sent.
fn pass(mut client: TcpStream, to: SocketAddr, own: &Stage) {
    let mut server = TcpStream::connect(to).unwrap();
    let (mut back, mut forth) = (server.try_clone().unwrap(), client.try_clone().unwrap());
    std::thread::spawn(move || {
        drop(std::io::copy(&mut back, &mut forth));
        drop(forth.shutdown(std::net::Shutdown::Both));
    });
    let mut piece = [0; 4096];
    while let Ok(length @ 1..) = client.read(&mut piece) {
        own.note(String::from_utf8_lossy(&piece[..length]).into_owned());
        if server.write_all(&piece[..length]).is_err() {
            break;
        }
    }
}
