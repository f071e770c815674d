//! What happens after a setup: what is collected here in which rhythm, and what is entered at a vendor, field by field.

use super::record::Setup;
use domain::catalog::{self, CatalogEntry, ValueFrom};
use domain::cloud::Api;
use domain::ids::IntegrationId;
use domain::portal::filled;

/// What happens with one integration.
#[derive(Debug, Clone)]
pub struct After {
    /// The integration.
    pub entry: &'static CatalogEntry,
    /// Our handle of it once it is attached.
    pub attached: Option<IntegrationId>,
    /// The rhythm, where it is collected here.
    pub every_seconds: Option<u32>,
    /// Items of the first collection.
    pub items: Option<u32>,
    /// The fields of its form: label, value, whether it is a secret, hint.
    pub fields: Vec<(String, Option<String>, bool, String)>,
    /// What a person does there.
    pub steps: Vec<String>,
    /// The vendor's own command, with the secret left as a placeholder.
    pub command: Option<String>,
    /// Notes: title, text, value, link.
    pub notes: Vec<(String, String, Option<String>, Option<String>)>,
}

/// What stands in a sentence for a value that is not shown in it.
pub(crate) const NAMED: [(&str, &str); 3] =
    [("secret_value", "the client secret"), ("key_pem", "the private key"), ("certificate_pem", "the certificate")];

/// What happens with each integration of a setup.
pub fn after(setup: &Setup) -> Vec<After> {
    let entries =
        setup.choices.iter().filter_map(|chosen| Some((catalog::entry(&chosen.integration).ok()?, &chosen.features)));
    entries.map(|(entry, features)| one(setup, entry, features)).collect()
}

fn one(setup: &Setup, entry: &'static CatalogEntry, features: &[String]) -> After {
    let values = values(setup, entry);
    let known: Vec<(&str, &str)> = values.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let attached = setup.attached.iter().find(|row| row.integration == entry.id);
    let source = entry.source.as_deref().and_then(sources::source);
    let chosen = |feature: &Option<String>| feature.as_ref().is_none_or(|feature| features.contains(feature));
    let fields = entry.field.iter().filter(|field| chosen(&field.feature)).map(|field| {
        let secret = matches!(field.from, ValueFrom::SecretValue | ValueFrom::KeyPem);
        let value = name_of(field.from)
            .and_then(|name| known.iter().find(|(key, _)| *key == name))
            .map(|(_, value)| (*value).to_owned());
        (field.label.clone(), value.filter(|_| !secret), secret, field.hint.clone())
    });
    // In a sentence a secret is named, not shown; in the command its place is left open.
    let worded: Vec<(&str, &str)> = NAMED.iter().chain(&known).copied().collect();
    let steps = entry.attach.iter().flat_map(|attach| &attach.steps).map(|line| filled(line, &worded));
    let notes = entry.note.iter().map(|note| {
        let value = note.value.as_ref().map(|value| filled(value, &known));
        (note.title.clone(), filled(&note.text, &worded), value, note.link.clone())
    });
    After {
        entry,
        attached: attached.map(|row| row.id.clone()),
        every_seconds: source.map(|source| source.about().every_seconds),
        items: attached.and_then(|row| row.items),
        fields: fields.collect(),
        steps: steps.collect(),
        command: entry
            .attach
            .as_ref()
            .and_then(|attach| attach.command.as_ref())
            .map(|command| filled(command, &known)),
        notes: notes.collect(),
    }
}

/// The values that may be shown; secrets are not among them.
fn values(setup: &Setup, entry: &CatalogEntry) -> Vec<(&'static str, String)> {
    let mut values = Vec::new();
    if let Some(tenant) = &setup.tenant {
        values.push(("tenant_id", tenant.id.0.clone()));
        values.push(("tenant_name", tenant.name.clone()));
        if tenant.domain.contains(".onmicrosoft.") {
            values.push(("organization_id", tenant.domain.clone()));
        }
    }
    if let Some(app) = &setup.app {
        values.push(("client_id", app.client_id.0.clone()));
    }
    let base = setup.cloud().ok().and_then(|cloud| cloud.api(Api::Defender).ok().map(|host| host.base.clone()));
    values.extend(entry.base_urls.first().cloned().or(base).map(|base| ("base_url", base)));
    values.extend(setup.plan.as_ref().map(|plan| ("app_name", plan.app_name.clone())));
    if let Some(certificate) = &setup.certificate {
        values.extend(
            vault::certificate_pem(&super::register::der_of(&certificate.der)).ok().map(|pem| ("certificate_pem", pem)),
        );
    }
    values
}

fn name_of(from: ValueFrom) -> Option<&'static str> {
    match from {
        ValueFrom::TenantId => Some("tenant_id"),
        ValueFrom::ClientId => Some("client_id"),
        ValueFrom::OrganizationId => Some("organization_id"),
        ValueFrom::BaseUrl => Some("base_url"),
        ValueFrom::CertificatePem => Some("certificate_pem"),
        ValueFrom::Name => Some("app_name"),
        ValueFrom::SecretValue | ValueFrom::KeyPem | ValueFrom::CloudAppsUrl | ValueFrom::Choice => None,
    }
}
