//! A server on this machine that does what a test tells it, and notes what comes.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};

use tokio_rustls::rustls::{ServerConfig, ServerConnection, StreamOwned};

/// What came, a text for each request that could be read, in the order in which they came.
#[derive(Clone)]
pub(crate) struct Stage {
    pub(crate) address: SocketAddr,
    notes: Arc<Mutex<Notes>>,
}

#[derive(Default)]
struct Notes {
    connections: usize,
    requests: Vec<String>,
}

impl Stage {
    /// Does this with every connection.
    pub(crate) fn raw(play: impl Fn(TcpStream, &Self) + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let stage = Self { address, notes: Arc::default() };
        let (own, play) = (stage.clone(), Arc::new(play));
        std::thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                own.notes.lock().unwrap().connections += 1;
                let (own, play) = (own.clone(), Arc::clone(&play));
                std::thread::spawn(move || play(stream, &own));
            }
        });
        stage
    }

    /// Reads a request over TLS and answers it like this; then it closes the connection.
    pub(crate) fn tls(
        config: Arc<ServerConfig>,
        play: impl Fn(&str, &mut dyn Write) + Send + Sync + 'static,
    ) -> Self {
        Self::raw(move |stream, own| {
            let connection = ServerConnection::new(Arc::clone(&config)).unwrap();
            let mut stream = StreamOwned::new(connection, stream);
            let Some(request) = request(&mut stream) else { return };
            own.notes.lock().unwrap().requests.push(request.clone());
            play(&request, &mut stream);
            stream.conn.send_close_notify();
            let _ = stream.flush();
        })
    }

    /// Answers every request with this.
    pub(crate) fn saying(config: Arc<ServerConfig>, answer: String) -> Self {
        Self::tls(config, move |_, out| drop(out.write_all(answer.as_bytes())))
    }

    /// Does nothing but count.
    pub(crate) fn trap() -> Self {
        Self::raw(|_, _| ())
    }

    pub(crate) fn note(&self, request: String) {
        self.notes.lock().unwrap().requests.push(request);
    }

    pub(crate) fn connections(&self) -> usize {
        self.notes.lock().unwrap().connections
    }

    pub(crate) fn requests(&self) -> Vec<String> {
        self.notes.lock().unwrap().requests.clone()
    }
}

/// An answer with this status line, these header lines and this body.
pub(crate) fn answer(status: &str, headers: &str, body: &str) -> String {
    format!("HTTP/1.1 {status}\r\n{headers}content-length: {}\r\n\r\n{body}", body.len())
}

/// Waits for ever.
pub(crate) fn hold() -> ! {
    loop {
        std::thread::park();
    }
}

/// The text of a request, if a whole one comes.
pub(crate) fn request(stream: &mut impl Read) -> Option<String> {
    let mut text = Vec::new();
    let mut byte = [0; 1];
    let length = |head: &str| -> usize {
        let named = head.lines().find_map(|line| line.strip_prefix("content-length: "));
        named.map_or(0, |length| length.parse().unwrap())
    };
    loop {
        stream.read_exact(&mut byte).ok()?;
        text.push(byte[0]);
        if text.ends_with(b"\r\n\r\n") {
            let mut body = vec![0; length(&String::from_utf8_lossy(&text).to_lowercase())];
            stream.read_exact(&mut body).ok()?;
            text.extend(body);
            return Some(String::from_utf8_lossy(&text).into_owned());
        }
    }
}
