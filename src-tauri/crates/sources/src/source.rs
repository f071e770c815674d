//! The words between a source and the engine: what is asked of it, and what an answer brought.

use crate::about::About;
use domain::alert::{Alert, AlertSummary};
use domain::{Outcome, Problem};
use jiff::{SignedDuration, Timestamp};
use microsoft::{Answer, Call, Host};

/// What a poll begins with. Time comes in from outside: a source has no clock.
#[derive(Debug, Clone, Default)]
pub struct Asked {
    /// The feed's name within the source.
    pub content: String,
    /// The tenant's id.
    pub tenant: String,
    /// The present moment by Microsoft's clock.
    pub now: Timestamp,
    /// Nothing before it is asked for; none for everything that Microsoft still has.
    pub from: Option<Timestamp>,
    /// By how much the poll begins earlier than the last one ended, for items that are listed late.
    pub overlap: SignedDuration,
    /// List exactly this once more, from and to, instead of what is new; the position stays where it was.
    pub again: Option<(Timestamp, Timestamp)>,
    /// What only the administrator knows.
    pub own: Own,
}

/// Settings that become part of a request.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Own {
    /// The mailbox that holds reported messages.
    pub mailbox: String,
    /// A further OData filter on its messages.
    pub mail_filter: String,
    /// The tenant's initial domain, which Exchange calls the organization.
    pub organization: String,
}

/// An item as it arrived.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RawItem {
    /// Its JSON text, byte for byte; mended where it was not valid JSON.
    pub json: String,
    /// Its time on the axis of the feed, where it has one.
    pub at: Option<Timestamp>,
}

/// A blob that a list named, to be fetched by itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Content {
    /// Microsoft's id of it.
    pub id: String,
    /// Where it lies.
    pub link: String,
    /// When it became available.
    pub created: Timestamp,
    /// Until when it can be fetched.
    pub expires: Option<Timestamp>,
}

/// What an answer brought.
#[derive(Debug, Default)]
pub struct Page {
    /// The items.
    pub items: Vec<RawItem>,
    /// Blobs that were listed.
    pub found: Vec<Content>,
    /// The state after it, to be stored with the items.
    pub state: String,
    /// Whether this poll has listed everything there is.
    pub done: bool,
    /// Everything of this poll before this moment is listed, where that can be told before the end.
    pub listed_to: Option<Timestamp>,
    /// What could not be listed, although the poll goes on.
    pub warning: Option<Box<Problem>>,
}

/// Something that can be collected.
pub trait Source: Send + Sync {
    /// What it is.
    fn about(&self) -> &'static About;

    /// The state with which a poll begins, from what the last one left. One that was broken off goes on where it was.
    ///
    /// # Errors
    /// `internal.unexpected` when the stored state is not one of this source; `collect.setting_missing`.
    fn begin(&self, saved: Option<&str>, asked: &Asked) -> Outcome<String>;

    /// The next request.
    ///
    /// # Errors
    /// `internal.unexpected` when the state is not one of this source.
    fn request(&self, state: &str) -> Outcome<Call>;

    /// What an accepted answer brought, and the state after it.
    ///
    /// # Errors
    /// `wire.answer_unreadable`, `collect.page_not_understood`; the state stays as it was.
    fn page(&self, state: &str, answer: &Answer) -> Outcome<Page>;

    /// The state to go on with after a refusal that is part of the protocol; none when it ends the poll.
    ///
    /// # Errors
    /// As for `request`.
    fn refused(&self, _state: &str, _problem: &Problem) -> Outcome<Option<String>> {
        Ok(None)
    }

    /// The request for a listed blob; its own link only where that lies on the host.
    fn fetch(&self, content: &Content, _tenant: &str, _host: &Host) -> Call {
        Call::follow(content.link.as_str())
    }

    /// The items of a blob.
    ///
    /// # Errors
    /// As for `page`.
    fn content(&self, answer: &Answer) -> Outcome<Vec<RawItem>> {
        crate::list::records(answer)
    }

    /// Reads an item. Anything is readable; what has no place is kept in `rest`.
    fn normalize(&self, json: &str) -> Alert;

    /// What an item is listed, counted and found by. The same as of the normalised item, where that is not too dear.
    fn summary(&self, json: &str) -> AlertSummary {
        self.normalize(json).summary()
    }

    /// The ids by which an item is provably the same detection, or part of the same incident, as one of another source.
    /// Equal texts link; an item without any is linked to nothing.
    fn claims(&self, _item: &AlertSummary, _json: &str) -> Vec<String> {
        Vec::new()
    }
}
