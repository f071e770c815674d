//! Messages in quarantine, from the admin API that Exchange's own PowerShell module uses.
//!
//! There is no other. Two grants open it: `Exchange.ManageAsApp` and a directory role of the app. Pages are numbered, and
//! nothing says how many there are. What becomes of a message has no time, so the sweep brings it. Source: microsoft-apis,
//! Exchange Online quarantine; wire-oddities.

mod normalize;
mod poll;

use crate::about::{About, ONE_FEED, Times};
use crate::source::{Asked, Page, Source};
use domain::Outcome;
use domain::alert::Alert;
use domain::cloud::Api;
use domain::item::Class;
use microsoft::{Answer, Call};

/// The source.
#[derive(Debug)]
pub struct ExchangeQuarantine;

static ABOUT: About = About {
    id: "exchange-quarantine",
    title: "Messages in quarantine",
    api: Api::Exchange,
    class: Class::Quarantine,
    origin: "Exchange admin API, Get-QuarantineMessage",
    feeds: ONE_FEED,
    permissions: &["Exchange.ManageAsApp"],
    // Microsoft publishes no limit; this one is ours and polite.
    limit_name: "Exchange admin",
    limit_per_minute: 60,
    limit_per_hour: None,
    every_seconds: 300,
    times: Times {
        axis: "time received",
        retention_days: 30,
        look_back_days: Some(30),
        overlap_seconds: 1800,
        sweep_seconds: 1800,
        sweep_days: 30,
    },
    blobs: false,
    known: &[
        "ApprovalId",
        "ApprovalUPN",
        "CustomData",
        "DeletedForRecipients",
        "Direction",
        "EntityType",
        "MessageId",
        "Organization",
        "OverrideReason",
        "OverrideReasonIntValue",
        "PermissionToAllowSender",
        "PermissionToBlockSender",
        "PermissionToDelete",
        "PermissionToDownload",
        "PermissionToPreview",
        "PermissionToRelease",
        "PermissionToRequestRelease",
        "PermissionToViewHeader",
        "PolicyName",
        "QuarantinedUser",
        "RecipientAddress",
        "RecipientCount",
        "RecipientTag",
        "Released",
        "ReleasedBy",
        "ReleasedCount",
        "ReleasedUser",
        "Reported",
        "SenderAddress",
        "Size",
        "SourceId",
        "SystemReleased",
        "TagName",
        "TeamsConversationType",
        "Type",
    ],
    docs: "https://learn.microsoft.com/powershell/module/exchange/get-quarantinemessage",
};

impl Source for ExchangeQuarantine {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn begin(&self, saved: Option<&str>, asked: &Asked) -> Outcome<String> {
        poll::begin(saved, asked)
    }

    fn request(&self, state: &str) -> Outcome<Call> {
        poll::request(state)
    }

    fn page(&self, state: &str, answer: &Answer) -> Outcome<Page> {
        poll::page(state, answer)
    }

    fn normalize(&self, json: &str) -> Alert {
        normalize::alert(json)
    }
}
