//! The integrations of the catalog, as tests choose them.

/// What vendors collect with an app that is registered here.
pub const BY_VENDORS: [&str; 11] = [
    "prelude-m365",
    "prelude-defender",
    "taegis-o365-gcc",
    "taegis-o365-gcc-high",
    "dropzone-alert-source",
    "dropzone-data-source",
    "dropzone-remediator",
    "dropzone-cloud-apps",
    "dropzone-live-response",
    "dropzone-quarantine",
    "dropzone-mailbox-phishing",
];

/// What the program collects itself.
pub const COLLECTED_HERE: [&str; 6] =
    ["defender-xdr", "defender-endpoint", "o365-audit", "cloud-apps", "email-submissions", "quarantine"];

/// The one whose vendor registers the app, so that there is nothing to register here.
pub const OF_ITS_VENDOR: &str = "taegis-o365-commercial";

/// Everything whose app is registered here.
pub fn registered_here() -> Vec<&'static str> {
    BY_VENDORS.into_iter().chain(COLLECTED_HERE).collect()
}
