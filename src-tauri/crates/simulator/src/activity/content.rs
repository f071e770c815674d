//! Blobs: one for every ten minutes in which something happened. What is in one follows from the seed and its time, so
//! nothing is kept and nothing changes.

use jiff::{SignedDuration, Timestamp};
use rand::Rng;
use serde_json::{Value, json};

use super::kind::Kind;
use super::window::Span;
use super::{ActivityProblem, gate, records};
use crate::tenant::Tenant;
use crate::wire::{Reply, Visit};

/// Seconds that one blob covers.
const BUCKET: i64 = 600;
/// How long a blob can be fetched, as measured; documented are seven days.
const LIFETIME: SignedDuration = SignedDuration::from_hours(20 * 24);

/// One blob.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Blob {
    pub(super) kind: Kind,
    pub(super) bucket: i64,
    pub(super) created: Timestamp,
}

impl Blob {
    /// The blob of ten minutes; `None` when nothing happened.
    pub(super) fn of(tenant: &Tenant, kind: Kind, bucket: i64) -> Option<Self> {
        let mut dice = tenant.generator.dice(&format!("blob {} {bucket}", kind.name()));
        if dice.random_bool(if kind == Kind::Dlp { 0.7 } else { 0.25 }) {
            return None;
        }
        let millis = bucket * BUCKET * 1000 + dice.random_range(0..BUCKET * 1000);
        Some(Self { kind, bucket, created: Timestamp::from_millisecond(millis).ok()? })
    }

    /// The blobs that were created within a window.
    pub(super) fn between(tenant: &Tenant, kind: Kind, span: Span) -> impl Iterator<Item = Self> {
        let (first, last) = (span.start.as_second().div_euclid(BUCKET), span.end.as_second().div_euclid(BUCKET));
        let blobs = (first..=last).filter_map(move |bucket| Self::of(tenant, kind, bucket));
        blobs.filter(move |blob| span.has(blob.created))
    }

    pub(super) fn id(&self) -> String {
        let stamp = format!("{}{:06}", self.created.strftime("%Y%m%d%H%M%S%3f"), self.bucket.rem_euclid(1_000_000));
        format!("{stamp}${stamp}${}$emea{:04}", self.kind.inside(), self.bucket.rem_euclid(97))
    }

    /// The blob with an id; `None` in the option when the id is of the right form but means nothing.
    fn named(tenant: &Tenant, id: &str) -> Result<Option<Self>, ActivityProblem> {
        let invalid = || ActivityProblem::coded("AF20052", "");
        let stamp = id.get(..23).filter(|stamp| stamp.bytes().all(|byte| byte.is_ascii_digit())).ok_or_else(invalid)?;
        let kind = Kind::all().find(|kind| id.contains(kind.inside())).ok_or_else(invalid)?;
        let part = |from: usize, to: usize| stamp.get(from..to).unwrap_or("");
        let text =
            format!("{}-{}-{}T{}:{}:{}Z", part(0, 4), part(4, 6), part(6, 8), part(8, 10), part(10, 12), part(12, 14));
        let second = text.parse::<Timestamp>().map_err(|_| invalid())?.as_second();
        let blob = Self::of(tenant, kind, second.div_euclid(BUCKET));
        Ok(blob.filter(|blob| blob.id() == id && blob.created <= tenant.clock.service()))
    }

    /// Until when it can be fetched; long past for some when the switch says so.
    pub(super) fn expiration(&self, tenant: &Tenant) -> Timestamp {
        let early = self.bucket % 5 == 0 && tenant.switches.lock().expired_content;
        let lifetime = if early { SignedDuration::from_secs(1) } else { LIFETIME };
        self.created.checked_add(lifetime).unwrap_or(self.created)
    }
}

/// `GET audit/{contentId}`.
pub(super) fn blob(visit: &mut Visit<'_>, tenant: &str, id: &str) -> Result<Reply, ActivityProblem> {
    let (bearer, query) = gate::enter(visit, tenant)?;
    query.finish()?;
    let found = Blob::named(visit.tenant, id)?;
    if !bearer.has(&["ActivityFeed.Read", "ActivityFeed.ReadDlp"]) {
        return Err(ActivityProblem::coded("AF10001", "Expected: ActivityFeed.Read."));
    }
    let blob = found.ok_or_else(|| ActivityProblem::coded("AF20050", ""))?;
    blob.kind.admit(&bearer)?;
    if blob.expiration(visit.tenant) <= visit.tenant.clock.service() {
        return Err(ActivityProblem::coded("AF20051", ""));
    }
    Ok(Reply::json(200, &Value::Array(records::of(visit.tenant, &blob))))
}

/// `GET resources/dlpSensitiveTypes`, in one language.
pub(super) fn sensitive_types(visit: &mut Visit<'_>, tenant: &str) -> Result<Reply, ActivityProblem> {
    let (bearer, query) = gate::enter(visit, tenant)?;
    query.finish()?;
    Kind::Dlp.admit(&bearer)?;
    let language = visit.call.header("accept-language").unwrap_or("en-US");
    if language.contains(',') {
        return Err(ActivityProblem::coded("AF20053", ""));
    }
    let is_tag = |tag: &str| !tag.is_empty() && tag.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    if !is_tag(language.split(';').next().unwrap_or("")) {
        return Err(ActivityProblem::coded("AF20054", ""));
    }
    let types = records::SENSITIVE.iter().map(|(id, name)| json!({ "id": id, "name": name }));
    Ok(Reply::json(200, &types.collect()))
}
