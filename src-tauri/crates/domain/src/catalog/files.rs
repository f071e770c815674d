//! The files of the catalog, in the order in which integrations are offered: our own collection first, then by vendor.

/// Name and text of each file.
pub(super) const FILES: &[(&str, &str)] = &[
    ("defender-xdr.toml", include_str!("../../catalog/defender-xdr.toml")),
    ("defender-endpoint.toml", include_str!("../../catalog/defender-endpoint.toml")),
    ("o365-audit.toml", include_str!("../../catalog/o365-audit.toml")),
    ("cloud-apps.toml", include_str!("../../catalog/cloud-apps.toml")),
    ("email-submissions.toml", include_str!("../../catalog/email-submissions.toml")),
    ("quarantine.toml", include_str!("../../catalog/quarantine.toml")),
    ("mailbox-phishing.toml", include_str!("../../catalog/mailbox-phishing.toml")),
    ("prelude-m365.toml", include_str!("../../catalog/prelude-m365.toml")),
    ("prelude-defender.toml", include_str!("../../catalog/prelude-defender.toml")),
    ("taegis-o365-commercial.toml", include_str!("../../catalog/taegis-o365-commercial.toml")),
    ("taegis-o365-gcc.toml", include_str!("../../catalog/taegis-o365-gcc.toml")),
    ("taegis-o365-gcc-high.toml", include_str!("../../catalog/taegis-o365-gcc-high.toml")),
    ("dropzone-alert-source.toml", include_str!("../../catalog/dropzone-alert-source.toml")),
    ("dropzone-data-source.toml", include_str!("../../catalog/dropzone-data-source.toml")),
    ("dropzone-remediator.toml", include_str!("../../catalog/dropzone-remediator.toml")),
    ("dropzone-cloud-apps.toml", include_str!("../../catalog/dropzone-cloud-apps.toml")),
    ("dropzone-live-response.toml", include_str!("../../catalog/dropzone-live-response.toml")),
    ("dropzone-quarantine.toml", include_str!("../../catalog/dropzone-quarantine.toml")),
    ("dropzone-mailbox-phishing.toml", include_str!("../../catalog/dropzone-mailbox-phishing.toml")),
];
