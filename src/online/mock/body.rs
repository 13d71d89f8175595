//! Bodies of answers: whole, cut off, or without end.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};

use hyper::body::{Body, Bytes, Frame, SizeHint};

/// The body of an answer.
pub(super) enum Flow {
    Whole(Option<Bytes>),
    /// The first half, a moment to send it, and the end of the connection.
    Cut {
        half: Option<Bytes>,
        whole: u64,
        is_sent: bool,
    },
    /// The same bytes again and again.
    Endless(Bytes),
}

impl Flow {
    pub(super) fn whole(body: String) -> Self {
        Self::Whole(Some(Bytes::from(body)).filter(|body| !body.is_empty()))
    }

    /// Half of a body.
    pub(super) fn cut(body: String) -> Self {
        let whole = body.len() as u64 + 1;
        let half = Bytes::from(body).split_to(usize::try_from(whole / 2).unwrap_or_default());
        Self::Cut { half: Some(half), whole, is_sent: false }
    }

    pub(super) fn endless() -> Self {
        Self::Endless(Bytes::from(vec![b' '; 64 * 1024]))
    }
}

impl Body for Flow {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, io::Error>>> {
        match &mut *self {
            Self::Whole(body) => Poll::Ready(body.take().map(|body| Ok(Frame::data(body)))),
            Self::Endless(bytes) => Poll::Ready(Some(Ok(Frame::data(bytes.clone())))),
            Self::Cut { half, is_sent, .. } => match half.take() {
                Some(half) => Poll::Ready(Some(Ok(Frame::data(half)))),
                // While the body waits, the half that there is goes out.
                None if !*is_sent => {
                    *is_sent = true;
                    context.waker().wake_by_ref();
                    Poll::Pending
                }
                None => Poll::Ready(Some(Err(io::Error::other("cut off")))),
            },
        }
    }

    fn is_end_stream(&self) -> bool {
        matches!(self, Self::Whole(None))
    }

    fn size_hint(&self) -> SizeHint {
        match self {
            Self::Whole(body) => {
                SizeHint::with_exact(body.as_ref().map_or(0, |body| body.len() as u64))
            }
            Self::Cut { whole, .. } => SizeHint::with_exact(*whole),
            Self::Endless(_) => SizeHint::default(),
        }
    }
}
