//! Each source as the suite sees it: how it is connected, where its calls go, and how a plain reader lists what there is.

use crate::Outcome;
use crate::truth::{Reader, Truth};
use engine::CollectSettings;

/// A source.
pub struct Spec {
    pub catalog: &'static str,
    /// Application permissions.
    pub roles: &'static [&'static str],
    pub directory_roles: &'static [&'static str],
    /// The path on which its lists are.
    pub path: &'static str,
    /// What has to be chosen before it can be collected.
    pub settings: fn() -> Option<CollectSettings>,
    pub truth: fn(&Reader) -> Outcome<Truth>,
}

fn usual() -> Option<CollectSettings> {
    None
}

fn with_mailbox() -> Option<CollectSettings> {
    Some(CollectSettings { mailbox: "phishing@contoso.com".to_owned(), ..CollectSettings::default() })
}

pub fn all() -> Vec<Spec> {
    vec![
        Spec {
            catalog: "defender-xdr",
            roles: &["SecurityAlert.Read.All", "SecurityIncident.Read.All"],
            directory_roles: &[],
            path: "/graph/v1.0/security/",
            settings: usual,
            truth: |reader| {
                Ok(reader.graph("/v1.0/security/alerts_v2", 1000)?.and(reader.graph("/v1.0/security/incidents", 50)?))
            },
        },
        Spec {
            catalog: "defender-endpoint",
            roles: &["Alert.Read.All"],
            directory_roles: &[],
            path: "/mde/api/alerts",
            settings: usual,
            truth: |reader| reader.endpoint(),
        },
        Spec {
            catalog: "o365-audit",
            roles: &["ActivityFeed.Read", "ActivityFeed.ReadDlp"],
            directory_roles: &[],
            path: "/manage/",
            settings: usual,
            truth: |reader| reader.audit(),
        },
        Spec {
            catalog: "cloud-apps",
            roles: &["investigation.read"],
            directory_roles: &[],
            path: "/cloudapps/",
            settings: usual,
            truth: |reader| reader.cloud_apps(),
        },
        Spec {
            catalog: "email-submissions",
            roles: &["ThreatSubmission.Read.All"],
            directory_roles: &[],
            path: "/graph/beta/security/threatSubmission",
            settings: usual,
            truth: |reader| reader.graph("/beta/security/threatSubmission/emailThreats", 1000),
        },
        Spec {
            catalog: "mailbox-phishing",
            roles: &["Mail.Read"],
            directory_roles: &[],
            path: "/graph/v1.0/users/",
            settings: with_mailbox,
            truth: |reader| reader.mailbox("phishing@contoso.com"),
        },
        Spec {
            catalog: "quarantine",
            roles: &["Exchange.ManageAsApp"],
            directory_roles: &["Security Reader"],
            path: "/exchange/",
            settings: usual,
            truth: |reader| reader.quarantine(),
        },
    ]
}

pub fn named(catalog: &str) -> Spec {
    all().into_iter().find(|spec| spec.catalog == catalog).expect("a source of the suite")
}
