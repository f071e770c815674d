//! The kinds of content that can be subscribed to.

use super::ActivityProblem;
use crate::bearer::Bearer;

/// A content type.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Kind {
    /// `Audit.AzureActiveDirectory`.
    Directory,
    /// `Audit.Exchange`.
    Exchange,
    /// `Audit.SharePoint`.
    SharePoint,
    /// `Audit.General`: everything else.
    General,
    /// `DLP.All`.
    Dlp,
}

/// All of them: name, the spelling of replies, the names inside content ids.
const KINDS: &[(Kind, &str, &str, &str)] = &[
    (
        Kind::Directory,
        "Audit.AzureActiveDirectory",
        "Audit.AzureActiveDirectory",
        "audit_azureactivedirectory$Audit_AzureActiveDirectory",
    ),
    (Kind::Exchange, "Audit.Exchange", "Audit.Exchange", "audit_exchange$Audit_Exchange"),
    (Kind::SharePoint, "Audit.SharePoint", "Audit.Sharepoint", "audit_sharepoint$Audit_SharePoint"),
    (Kind::General, "Audit.General", "Audit.General", "audit_general$Audit_General"),
    (Kind::Dlp, "DLP.All", "DLP.All", "dlp_all$DLP_All"),
];

impl Kind {
    pub(super) fn all() -> impl Iterator<Item = Self> {
        KINDS.iter().map(|(kind, ..)| *kind)
    }

    fn row(self) -> (&'static str, &'static str, &'static str) {
        let row = KINDS.iter().find(|(kind, ..)| *kind == self);
        row.map_or(("", "", ""), |(_, name, shown, inside)| (name, shown, inside))
    }

    /// The documented name.
    pub(super) fn name(self) -> &'static str {
        self.row().0
    }

    /// The name as listings of subscriptions spell it.
    pub(super) fn shown(self) -> &'static str {
        self.row().1
    }

    /// The part of a content id that says what it is.
    pub(super) fn inside(self) -> &'static str {
        self.row().2
    }

    /// Reads the parameter `contentType`.
    pub(super) fn read(text: Option<&str>) -> Result<Self, ActivityProblem> {
        let text = text.ok_or_else(|| ActivityProblem::coded("AF20001", "Parameter: contentType."))?;
        let kind = Self::all().find(|kind| kind.name().eq_ignore_ascii_case(text));
        kind.ok_or_else(|| ActivityProblem::coded("AF20020", ""))
    }

    /// Refuses who may not see this kind of content.
    pub(super) fn admit(self, bearer: &Bearer) -> Result<(), ActivityProblem> {
        let needed = if self == Self::Dlp { "ActivityFeed.ReadDlp" } else { "ActivityFeed.Read" };
        match bearer.has(&[needed]) {
            true => Ok(()),
            false => Err(ActivityProblem::coded("AF10001", &format!("Expected: {needed}."))),
        }
    }
}
