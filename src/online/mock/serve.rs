//! The server: connections, TLS and HTTP around the answers.

use std::convert::Infallible;
use std::io;
use std::net::TcpListener;
use std::sync::Arc;
use std::thread::{Builder, JoinHandle};

use http_body_util::{BodyExt as _, Limited};
use hyper::body::Incoming;
use hyper::header::{HeaderName, HeaderValue};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Request, Response, StatusCode};
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;
use tokio::sync::oneshot;
use tokio_rustls::TlsAcceptor;

use crate::facts::catalog::Catalog;
use crate::facts::host::{Class, Host};
use crate::truth::Fact;

use super::account::id;
use super::answer::Answer;
use super::body::Flow;
use super::call::Call;
use super::limit::Standing;
use super::state::State;
use super::{Manner, environment, gateway};

/// A running server.
pub(super) struct Server {
    thread: JoinHandle<()>,
    stop: oneshot::Sender<()>,
}

/// The largest body that is read, in bytes.
const LARGEST: usize = 1024 * 1024;

/// What scripts of a page may read of an answer.
const EXPOSED: &str =
    "frontegg-trace-id, x-rate-limit-limit, x-rate-limit-remaining, x-rate-limit-reset";

/// Serves what the listener hears, on a thread and a runtime of its own.
pub(super) fn start(
    listener: TcpListener,
    tls: TlsAcceptor,
    state: Arc<State>,
) -> io::Result<Server> {
    listener.set_nonblocking(true)?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let listener = {
        let _guard = runtime.enter();
        tokio::net::TcpListener::from_std(listener)?
    };
    let (stop, stopped) = oneshot::channel();
    let accept = async move {
        loop {
            // A connection that failed before it began is the client's affair.
            let Ok((stream, _)) = listener.accept().await else { continue };
            state.connected();
            tokio::spawn(connection(stream, tls.clone(), Arc::clone(&state)));
        }
    };
    let thread = Builder::new().name("mock".to_owned()).spawn(move || {
        runtime.block_on(async {
            tokio::select! { () = accept => (), _ = stopped => () }
        });
    })?;
    Ok(Server { thread, stop })
}

impl Server {
    pub(super) fn stop(self) {
        let _ = self.stop.send(());
        let _ = self.thread.join();
    }

    pub(super) fn wait(self) {
        let _ = self.thread.join();
    }
}

/// One connection, until either side has had enough. What goes wrong with it is the client's to say.
async fn connection(stream: TcpStream, tls: TlsAcceptor, state: Arc<State>) {
    drop(stream.set_nodelay(true));
    let Ok(stream) = tls.accept(stream).await else { return };
    let service = service_fn(|request| {
        let state = Arc::clone(&state);
        async move { Ok::<_, Infallible>(exchange(&state, request).await) }
    });
    drop(http1::Builder::new().serve_connection(TokioIo::new(stream), service).await);
}

async fn exchange(state: &State, request: Request<Incoming>) -> Response<Flow> {
    let (head, body) = request.into_parts();
    let Ok(body) = Limited::new(body, LARGEST).collect().await else {
        return response(Answer::error(413, "Payload too large"), Flow::whole);
    };
    let call = Call::new(head, body.to_bytes());
    state.saw(call.seen());
    let answer = with_cors(answer(state, &call), &call);
    match state.manner() {
        Manner::Well => {}
        Manner::Late(late) => {
            let region = region_of(&call.host).unwrap_or_default();
            if let Some(late) = late.get(region) {
                tokio::time::sleep(*late).await;
            }
        }
        Manner::Together(_) => {
            if let Some(together) = state.together() {
                together.wait().await;
            }
        }
        Manner::Broken => return response(answer, Flow::cut),
        Manner::Redirect(address) => {
            return response(Answer::empty(302).with("location", address), Flow::whole);
        }
        Manner::Huge => return response(answer, |_| Flow::endless()),
    }
    response(answer, Flow::whole)
}

/// Who answers at a host, and what.
fn answer(state: &State, call: &Call) -> Answer {
    let standing = state.counted(&call.host);
    let answer = if standing.as_ref().is_some_and(|standing| standing.is_over) {
        Answer::error(429, "Too many requests")
    } else if call.method == "OPTIONS" {
        preflight(call)
    } else {
        host(state, call)
    };
    match standing {
        Some(standing) => with_limit(answer, &standing),
        None => answer,
    }
}

fn host(state: &State, call: &Call) -> Answer {
    let catalog = Catalog::built_in();
    if let Some(region) = catalog.regions.iter().find(|region| region.gateway == call.host) {
        return gateway::answer(state, region, call);
    }
    if state.account().is_environment(&call.host) {
        return environment::answer(state, call);
    }
    match Host::of_name(&call.host, catalog).map(|host| host.class) {
        Some(Fact::Known(Class::Portal)) => Answer::page(200, "Frontegg portal"),
        Some(Fact::Known(Class::Documentation)) => Answer::page(200, "Frontegg documentation"),
        Some(_) | None => Answer::page(404, "There is no such environment"),
    }
}

/// What a browser asks before it asks.
fn preflight(call: &Call) -> Answer {
    let wanted = call.header("access-control-request-headers").unwrap_or("*");
    Answer::empty(204)
        .with("access-control-allow-methods", "GET, POST, PUT, PATCH, DELETE")
        .with("access-control-allow-headers", wanted)
}

fn with_cors(answer: Answer, call: &Call) -> Answer {
    match call.header("origin") {
        Some(origin) => answer
            .with("access-control-allow-origin", origin)
            .with("access-control-allow-credentials", "true")
            .with("access-control-expose-headers", EXPOSED)
            .with("vary", "Origin"),
        None => answer,
    }
}

fn with_limit(answer: Answer, standing: &Standing) -> Answer {
    let reset = jiff::Timestamp::from_millisecond(standing.reset.0).unwrap_or_default();
    answer
        .with("x-rate-limit-limit", standing.limit.to_string())
        .with("x-rate-limit-remaining", standing.remaining.to_string())
        .with("x-rate-limit-reset", reset.to_string())
}

fn region_of(host: &str) -> Option<&'static str> {
    let mut regions = Catalog::built_in().regions.iter();
    regions.find(|region| region.gateway == host).map(|region| region.id.as_str())
}

/// The answer on the wire, with what all answers have.
fn response(answer: Answer, flow: impl FnOnce(String) -> Flow) -> Response<Flow> {
    let answer = answer.with("frontegg-trace-id", id().unwrap_or_default());
    let status = StatusCode::from_u16(answer.status).unwrap_or_default();
    let mut response = Response::new(flow(answer.body));
    *response.status_mut() = status;
    for (name, value) in answer.headers {
        // What a client sent and cannot be sent back is left out.
        if let Ok(value) = HeaderValue::from_str(&value) {
            response.headers_mut().append(HeaderName::from_static(name), value);
        }
    }
    response
}
