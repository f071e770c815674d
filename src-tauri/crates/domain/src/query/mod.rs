//! The query language that an administrator can guess: words, phrases, `field:value`, `-`, `severity>=high`, spans
//! of time. Window, terminal and saved views use this one reading of it; the store evaluates it.

mod parse;
mod times;

pub use parse::parse;

use crate::alert::Grade;
use jiff::{Timestamp, tz::TimeZone};
use std::ops::Range;

/// The moment and zone against which `today` is read.
#[derive(Debug, Clone)]
pub struct Now {
    /// The moment.
    pub at: Timestamp,
    /// The zone of the person.
    pub zone: TimeZone,
}

/// All terms must hold.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Query {
    /// In the order they were written.
    pub terms: Vec<Term>,
}

/// One term of a query.
#[derive(Debug, Clone, PartialEq)]
pub struct Term {
    /// Where it stands in the text, in bytes.
    pub span: Range<usize>,
    /// True for what must not hold.
    pub negated: bool,
    /// What must hold.
    pub test: Test,
}

/// What a term asks.
#[derive(Debug, Clone, PartialEq)]
pub enum Test {
    /// The text of title, id and entities contains this, in lower case; a phrase is one with spaces.
    Text(String),
    /// The field has one of the values.
    Field(Field, Vec<Match>),
    /// The grade lies in the span, both ends included.
    Severity(Grade, Grade),
    /// The time lies in the span: from included, to excluded.
    Time(TimeField, Option<Timestamp>, Option<Timestamp>),
    /// The alert has evidence of this kind.
    Has(crate::evidence::EntityField),
}

/// How a value of a field is compared; always in lower case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Match {
    /// The whole value.
    Exact(String),
    /// Its beginning.
    Prefix(String),
    /// A part of it.
    Part(String),
}

impl Match {
    /// Whether a value, already in lower case, matches.
    pub fn holds(&self, value: &str) -> bool {
        match self {
            Self::Exact(wanted) => value == wanted,
            Self::Prefix(wanted) => value.starts_with(wanted.as_str()),
            Self::Part(wanted) => value.contains(wanted.as_str()),
        }
    }
}

/// The fields with words for values.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[allow(missing_docs)] // The names are those of the query language.
pub enum Field {
    Severity,
    Status,
    Service,
    Detection,
    Category,
    Technique,
    User,
    Device,
    Ip,
    File,
    Hash,
    Url,
    Sender,
    Subject,
    Tenant,
    Integration,
    Title,
    Id,
    Incident,
}

/// The fields with moments.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)] // The names are those of the query language.
pub enum TimeField {
    Created,
    Updated,
}

/// Field names as they are written, in the order to offer them, with the older names that are taken too.
pub const FIELDS: &[(&str, Field)] = &[
    ("severity", Field::Severity),
    ("status", Field::Status),
    ("service", Field::Service),
    ("source", Field::Detection),
    ("category", Field::Category),
    ("technique", Field::Technique),
    ("user", Field::User),
    ("device", Field::Device),
    ("ip", Field::Ip),
    ("file", Field::File),
    ("hash", Field::Hash),
    ("url", Field::Url),
    ("sender", Field::Sender),
    ("subject", Field::Subject),
    ("tenant", Field::Tenant),
    ("integration", Field::Integration),
    ("title", Field::Title),
    ("id", Field::Id),
    ("incident", Field::Incident),
    ("is", Field::Status),
    ("detection", Field::Detection),
];

impl Query {
    /// The query without its term number `index`, as text.
    pub fn text_without(&self, text: &str, index: usize) -> String {
        let Some(term) = self.terms.get(index) else { return text.to_owned() };
        let before = text.get(..term.span.start).unwrap_or_default().trim_end();
        let after = text.get(term.span.end..).unwrap_or_default().trim_start();
        format!("{before} {after}").trim().to_owned()
    }
}
