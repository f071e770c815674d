//! The files of the catalog, in the order in which integrations are offered.

/// Name and text of each file.
pub(super) const FILES: &[(&str, &str)] = &[("defender-xdr.toml", include_str!("../../catalog/defender-xdr.toml"))];
