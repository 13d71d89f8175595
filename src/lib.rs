//! The map of the house: recorded text becomes exchanges, exchanges become facts, rules judge
//! facts, a diagnosis explains an error answer, reporters print.
//!
//! The rooms stand in reading order; a room uses only rooms before it.

// Three values everywhere: known, absent, or unknown and why.
pub mod truth;
// The nearest of several words, for "did you mean".
pub mod near;
// A piece of text we were given, where it lies in its file, and where in it things are.
pub mod source;
// JSON texts whose values know their places.
mod json;
// Which recorded text may be shown, and how.
pub mod mask;
// One recorded request and response; every part knows its place.
pub mod exchange;
// A change to a request; an edit to a text.
pub mod fix;
// Recorded bytes become exchanges.
pub mod input;
// What a recording shows, does not show, cannot say.
pub mod facts;
// What we have to say.
pub mod finding;
// YAML becomes rules; rules judge facts.
pub mod rules;
// An error answer, its confirmed, excluded and open causes.
pub mod diagnosis;
// What a reporter may see of a recording.
pub mod view;
// The whole way through, once.
pub mod lint;
// Findings become text.
pub mod report;
// A rule's examples are its tests.
pub mod examples;

// The same recording without its secrets.
pub mod redact;

// The only door to the network: what is asked, of whom, and what comes back.
#[cfg(feature = "online")]
pub mod online;

// Arguments, files, configuration, exit codes; one command a file.
#[cfg(feature = "cli")]
pub mod cli;
