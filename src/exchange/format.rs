//! How a request is written.

/// How a request is written, and what a file of requests is.
///
/// A format that holds others (Markdown, a workflow) is a file's: its exchanges have the format of
/// the part they stand in. Only a call without a shell, a list of words, has the file's own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Format {
    /// Commands of a POSIX shell that call curl.
    Shell,
    /// Commands of the Windows console that call curl.
    Cmd,
    /// PowerShell: `Invoke-WebRequest`, `Invoke-RestMethod`, `curl.exe`.
    PowerShell,
    /// Calls of `fetch` in JavaScript.
    Fetch,
    /// What curl printed of a call: `curl -v`, `curl -i`.
    Transcript,
    /// HTTP archive 1.2.
    Har,
    /// `.http` and `.rest` files.
    HttpFile,
    /// Postman collections, version 2.1.
    Postman,
    /// Exports of Insomnia, versions 4 and 5.
    Insomnia,
    /// Requests of Bruno.
    Bruno,
    /// Hurl files.
    Hurl,
    /// Markdown with code blocks.
    Markdown,
    /// YAML with scripts in it: GitHub workflows, GitLab CI.
    Workflow,
    /// Dockerfiles.
    Dockerfile,
}

impl Format {
    pub const ALL: &'static [Self] = &[
        Self::Shell,
        Self::Cmd,
        Self::PowerShell,
        Self::Fetch,
        Self::Transcript,
        Self::Har,
        Self::HttpFile,
        Self::Postman,
        Self::Insomnia,
        Self::Bruno,
        Self::Hurl,
        Self::Markdown,
        Self::Workflow,
        Self::Dockerfile,
    ];

    /// The word that `--input-format` takes.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Shell => "curl",
            Self::Cmd => "cmd",
            Self::PowerShell => "powershell",
            Self::Fetch => "fetch",
            Self::Transcript => "transcript",
            Self::Har => "har",
            Self::HttpFile => "http",
            Self::Postman => "postman",
            Self::Insomnia => "insomnia",
            Self::Bruno => "bruno",
            Self::Hurl => "hurl",
            Self::Markdown => "markdown",
            Self::Workflow => "workflow",
            Self::Dockerfile => "dockerfile",
        }
    }

    /// The format of this word.
    pub fn of_word(word: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|format| format.word() == word)
    }

    /// What files of this format are called.
    pub const fn names(self) -> Names {
        let (own, shared): (&[&str], &[&str]) = match self {
            Self::Shell => (&["*.sh", "*.bash", "*.zsh", "*.ksh", "*.curl"], &["*.txt"]),
            Self::Cmd => (&["*.bat", "*.cmd"], &["*.txt"]),
            Self::PowerShell => (&["*.ps1", "*.psm1"], &["*.txt"]),
            // A program that calls `fetch` is no call that somebody copied.
            Self::Fetch => (&[], &["*.txt"]),
            Self::Transcript => (&[], &["*.txt", "*.log"]),
            Self::Har => (&["*.har", "*.har.gz", "*.har.zip", "*.zhar"], &["*.json", "*.zip"]),
            Self::HttpFile => (&["*.http", "*.rest"], &["*.txt"]),
            Self::Postman => (&["*.postman_collection.json"], &["*.json"]),
            Self::Insomnia => (&["*.insomnia.json"], &["*.json", "*.yaml", "*.yml"]),
            Self::Bruno => (&["*.bru"], &["*.json", "*.yaml", "*.yml"]),
            Self::Hurl => (&["*.hurl"], &[]),
            Self::Markdown => (&["*.md", "*.markdown", "*.mdx"], &["*.txt"]),
            Self::Workflow => (&["*.yml", "*.yaml"], &[]),
            Self::Dockerfile => (DOCKERFILES, &[]),
        };
        Names { own, shared }
    }

    /// A program wrote down what went over the wire: evidence, which is never edited.
    pub const fn is_recording(self) -> bool {
        matches!(self, Self::Har | Self::Transcript)
    }

    /// JSON or YAML that a program wrote: people know the request, not these lines.
    pub const fn is_written_by_programs(self) -> bool {
        matches!(self, Self::Har | Self::Postman | Self::Insomnia)
    }

    /// Commands that run one after the other, each when the one before has been answered.
    pub const fn is_script(self) -> bool {
        matches!(self, Self::Shell | Self::Cmd | Self::PowerShell)
    }

    /// Requests that are sent by hand, each when it is wanted.
    pub const fn is_collection(self) -> bool {
        matches!(self, Self::HttpFile | Self::Postman | Self::Insomnia | Self::Bruno)
    }
}

const DOCKERFILES: &[&str] = &[
    "Dockerfile",
    "Dockerfile.*",
    "*.dockerfile",
    "Containerfile",
    "Containerfile.*",
    "*.containerfile",
];

/// Names of files, with a `*` for anything before or behind.
#[derive(Clone, Copy, Debug)]
pub struct Names {
    /// Files of this format are called so, and few others.
    pub own: &'static [&'static str],
    /// So are files of many kinds: the text has to show what it is.
    pub shared: &'static [&'static str],
}
