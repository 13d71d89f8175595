//! The only door to the network: what is asked, of whom, and what comes back.
//!
//! [`plan`] is pure: facts in, questions out. [`ask`](mod@ask) is the only async code. What comes
//! back is read by pure functions again and becomes [`Answers`](crate::facts::Answers), which the
//! same rules judge by.
//!
//! Safety is in the types. A [`Request`] that tells a secret can only be made of a [`Trusted`] host, and
//! only [`Hosts`] says which hosts those are: Frontegg's own by the catalogue, and those that the
//! configuration names. A request goes over https and is never redirected.

pub mod alias;
mod ask;
mod door;
pub mod host;
mod hosts;
mod jws;
pub mod keys;
pub mod mock;
mod no_reply;
mod plan;
pub mod region;
pub mod replay;
mod reply;
mod request;
pub mod vendor;
mod verdict;
pub mod verify;
mod wire;

pub use ask::{NoReply, Reply, alias_now, ask, ask_now};
pub use door::{Door, DoorError, Loopback, Resolver, Roots, System};
pub use hosts::{Hosts, Named, Refusal, Trusted};
pub use plan::{Question, Replies, Unasked, plan};
pub use request::{Request, Secret, Told};
pub use verdict::{Answer, Minted, Pause, Silence, Silent, Verdict};
