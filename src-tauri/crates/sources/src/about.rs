//! What a source is, as facts: where it is asked, how fast, how far back, and what must be granted.
//!
//! Figures are Microsoft's own, from microsoft-apis; where they measured otherwise it says so.

use domain::cloud::Api;
use domain::item::Class;

/// What a source is.
#[derive(Debug)]
pub struct About {
    /// Its id, as the catalog names it.
    pub id: &'static str,
    /// What it brings, for people.
    pub title: &'static str,
    /// The API that it asks.
    pub api: Api,
    /// The kind of its items.
    pub class: Class,
    /// API and call, for the origin of a body.
    pub origin: &'static str,
    /// What it lists on its own; most sources have one feed.
    pub feeds: &'static [Feed],
    /// The application permissions of which one is enough, for every feed that names none of its own.
    pub permissions: &'static [&'static str],
    /// The name of the limit that it uses up.
    pub limit_name: &'static str,
    /// Requests that Microsoft allows an app in a tenant in 60 seconds.
    pub limit_per_minute: u32,
    /// A second limit over an hour, where there is one.
    pub limit_per_hour: Option<u32>,
    /// Seconds between polls, unless somebody says otherwise.
    pub every_seconds: u32,
    /// What times mean, how far back a list goes, and how late items appear.
    pub times: Times,
    /// Whether what is listed are blobs that are fetched by themselves.
    pub blobs: bool,
    /// Fields that have no place of their own and are known all the same; any other is news. Empty where there are too many.
    pub known: &'static [&'static str],
    /// Where Microsoft describes it.
    pub docs: &'static str,
}

/// One thing that a source lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Feed {
    /// Its name within the source; empty where there is only one.
    pub content: &'static str,
    /// The application permissions of which one is enough; empty for those of the source.
    pub permissions: &'static [&'static str],
    /// Whether it is collected unless somebody says otherwise.
    pub usual: bool,
}

/// The only feed of most sources.
pub(crate) const ONE_FEED: &[Feed] = &[Feed { content: "", permissions: &[], usual: true }];

/// How a source's list behaves over time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Times {
    /// What the position in the list is a time of, for people.
    pub axis: &'static str,
    /// Days for which a list still has what happened.
    pub retention_days: u32,
    /// Days that a first collection goes back unless somebody says otherwise; none for everything that is listed.
    pub look_back_days: Option<u32>,
    /// Seconds by which a poll begins earlier than the last one ended, before anything was measured.
    pub overlap_seconds: u32,
    /// Seconds between two listings of everything within `sweep_days`, which close holes and, where an item can change without
    /// a new time on that axis, bring its changes.
    pub sweep_seconds: u32,
    /// Days that the sweep goes back.
    pub sweep_days: u32,
}

impl About {
    /// The feed of that content type.
    pub fn feed(&self, content: &str) -> Option<&'static Feed> {
        self.feeds.iter().find(|feed| feed.content == content)
    }

    /// The permissions of which one is enough for a feed.
    pub fn permissions_of(&self, content: &str) -> &'static [&'static str] {
        self.feed(content).map(|feed| feed.permissions).filter(|own| !own.is_empty()).unwrap_or(self.permissions)
    }
}
