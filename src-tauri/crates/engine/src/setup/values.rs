//! Values that are pasted or typed for the app of a setup: recognised by their shape and labels, put where they belong.
//!
//! A secret or a key is never echoed; what cannot be right is named as what it is.

use super::record::Setup;
use crate::product::Product;
use domain::ids::ClientId;
use domain::secret::SecretText;
use domain::{Code, Outcome, Problem};
use zeroize::Zeroize;

/// The values that a setup takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ValueField {
    /// Directory (tenant) ID.
    TenantId,
    /// Application (client) ID.
    ClientId,
    /// Client secret, Value.
    Secret,
    /// Certificate and key in PEM.
    Certificate,
}

/// A value that was recognised.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ValueFound {
    /// Which one.
    pub field: ValueField,
    /// The value; none for a secret or a key.
    pub value: Option<String>,
    /// What to know about it.
    pub note: String,
}

impl Product {
    /// Takes a pasted text into a setup.
    ///
    /// # Errors
    /// `setup.input_invalid`, `credential.secret_id`, `credential.key_instead`, `credential.file_unreadable`.
    pub async fn take_values(
        &self,
        id: &str,
        pasted: SecretText,
        field: Option<ValueField>,
    ) -> Outcome<(Setup, Vec<ValueFound>)> {
        let mut setup = self.setup(id)?;
        let mut found = Vec::new();
        for part in recognise(pasted.reveal(), field, &setup)? {
            match part {
                Part::ClientId(id, note) => {
                    take_client_id(&mut setup, &id)?;
                    found.push(ValueFound { field: ValueField::ClientId, value: Some(id), note });
                }
                Part::TenantId(id) => {
                    let same = setup.tenant.as_ref().is_some_and(|tenant| tenant.id.as_str() == id);
                    let note = if same {
                        "It is the tenant of this setup."
                    } else {
                        "It is another tenant than the one of this setup."
                    };
                    found.push(ValueFound { field: ValueField::TenantId, value: Some(id), note: note.to_owned() });
                }
                Part::Secret(secret) => {
                    self.keep_given_secret(&mut setup, secret).await?;
                    let note = format!("It is kept in {}.", self.key_place().0);
                    found.push(ValueFound { field: ValueField::Secret, value: None, note });
                }
                Part::Pem => {
                    let mut files = [pasted.reveal().as_bytes().to_vec()];
                    let judged = vault::judge(&files, None, self.now());
                    files.zeroize();
                    let made = judged?.made;
                    let name = setup.plan.as_ref().map_or_else(|| "Bartizan".to_owned(), |plan| plan.app_name.clone());
                    if let Some(old) = setup.certificate.take() {
                        self.forget_credential(&old.credential).await?;
                    }
                    self.keep_certificate(&mut setup, made, &name, false).await?;
                    let note = format!("Its key is kept in {}.", self.key_place().0);
                    found.push(ValueFound { field: ValueField::Certificate, value: None, note });
                }
            }
        }
        self.keep_setup(&mut setup)?;
        Ok((setup, found))
    }
}

fn take_client_id(setup: &mut Setup, id: &str) -> Outcome<()> {
    match &setup.app {
        Some(app) if app.ours => {
            let message =
                format!("This setup made the app {} itself; undo it before another one is used.", app.client_id);
            Err(Problem::new(Code::InputInvalid, message))
        }
        Some(app) if app.client_id.as_str() == id => Ok(()),
        _ => {
            let client_id = ClientId(id.to_owned());
            setup.use_app(client_id);
            setup.compared = None;
            setup.checks.clear();
            Ok(())
        }
    }
}

enum Part {
    ClientId(String, String),
    TenantId(String),
    Secret(SecretText),
    Pem,
}

/// What a text holds.
fn recognise(text: &str, field: Option<ValueField>, setup: &Setup) -> Outcome<Vec<Part>> {
    let trimmed = text.trim();
    if trimmed.is_empty() {
        return Err(Problem::new(Code::InputInvalid, "Nothing was pasted."));
    }
    if trimmed.contains("-----BEGIN") {
        return pem(trimmed, field);
    }
    let labelled = labelled(trimmed);
    if !labelled.is_empty() {
        return Ok(labelled);
    }
    let id = guid(trimmed);
    match (field, id) {
        (Some(ValueField::Secret), Some(_)) => Err(secret_id()),
        (Some(ValueField::Secret), None) => secret(trimmed),
        (Some(ValueField::TenantId), Some(id)) => Ok(vec![Part::TenantId(id)]),
        (Some(ValueField::ClientId), Some(id)) => Ok(vec![Part::ClientId(id, String::new())]),
        (Some(ValueField::Certificate), _) => {
            Err(Problem::new(Code::FileUnreadable, "This is no PEM text: BEGIN CERTIFICATE is missing."))
        }
        (Some(field), None) => {
            let name = if field == ValueField::TenantId { "Directory (tenant) ID" } else { "Application (client) ID" };
            Err(Problem::new(Code::InputInvalid, format!("This is no {name}; that is a GUID.")))
        }
        // Alone and without a label: the tenant's own id is known, another GUID is the app's.
        (None, Some(id)) if setup.tenant.as_ref().is_some_and(|tenant| tenant.id.as_str() == id) => {
            Ok(vec![Part::TenantId(id)])
        }
        (None, Some(id))
            if !app_is_wrong(setup) && setup.secret.is_none() && needs_secret(setup) && !same_app(setup, &id) =>
        {
            Err(secret_id())
        }
        (None, Some(id)) => Ok(vec![Part::ClientId(id, String::new())]),
        (None, None) => secret(trimmed),
    }
}

/// Whether no client id was given yet, or the one that was given is not right, so that another GUID may be it.
fn app_is_wrong(setup: &Setup) -> bool {
    setup.app.is_none() || setup.checks.get("client_id").is_some_and(|check| check.right == Some(false))
}

fn same_app(setup: &Setup, id: &str) -> bool {
    setup.app.as_ref().is_some_and(|app| app.client_id.as_str() == id)
}

fn needs_secret(setup: &Setup) -> bool {
    setup.plan.as_ref().is_some_and(|plan| plan.has(domain::tenant::CredentialKind::Secret))
}

/// Text out of the portal's Overview page: labels and values.
fn labelled(text: &str) -> Vec<Part> {
    let lower = text.to_lowercase();
    let after = |label: &str| {
        let rest = lower.split_once(label)?.1;
        rest.split(|c: char| !c.is_ascii_hexdigit() && c != '-').find_map(guid)
    };
    let mut parts = Vec::new();
    if let Some(id) = after("application (client) id") {
        let note = match after("object id") {
            Some(object) if object != id => "The Object ID on the same page is another one, and is not needed.",
            _ => "",
        };
        parts.push(Part::ClientId(id, note.to_owned()));
    }
    if let Some(id) = after("directory (tenant) id") {
        parts.push(Part::TenantId(id));
    }
    parts
}

fn pem(text: &str, field: Option<ValueField>) -> Outcome<Vec<Part>> {
    let key = text.contains("PRIVATE KEY-----");
    let certificate = text.contains("BEGIN CERTIFICATE-----");
    match (key, certificate, field) {
        (_, _, Some(ValueField::TenantId | ValueField::ClientId)) => {
            Err(Problem::new(Code::InputInvalid, "This is a PEM file; an id was asked for."))
        }
        (true, false, _) => Err(Problem::new(
            Code::KeyInstead,
            "This is a private key without its certificate. The certificate is needed; the key must not be uploaded to the portal.",
        )),
        _ => Ok(vec![Part::Pem]),
    }
}

fn secret(text: &str) -> Outcome<Vec<Part>> {
    // Source: microsoft-apis: the text of a secret has 16 to 64 characters, none of them a space.
    if text.chars().any(char::is_whitespace) || text.len() < 8 || text.len() > 256 {
        let message = "This is no id, no PEM file and no client secret: a secret is one word of 16 to 64 characters.";
        return Err(Problem::new(Code::InputInvalid, message));
    }
    Ok(vec![Part::Secret(SecretText::new(text.to_owned()))])
}

fn secret_id() -> Box<Problem> {
    Problem::new(
        Code::SecretIdInstead,
        "What was pasted is a GUID, so it is the Secret ID; the Value from the column beside it is needed. \
         Another Application (client) ID goes into the field of that name.",
    )
}

fn guid(text: &str) -> Option<String> {
    let text = text.trim().trim_start_matches('{').trim_end_matches('}');
    if text.len() != 36 {
        return None;
    }
    uuid::Uuid::parse_str(text).ok().map(|id| id.to_string())
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use jiff::Timestamp;

    const ID: &str = "b7e4d2c9-5a10-4f3e-8c6b-91d0f7a2e358";

    fn names(text: &str, field: Option<ValueField>) -> Result<Vec<&'static str>, Code> {
        let setup = Setup::new(Vec::new(), Timestamp::UNIX_EPOCH);
        let name = |part: &Part| match part {
            Part::ClientId(..) => "client",
            Part::TenantId(_) => "tenant",
            Part::Secret(_) => "secret",
            Part::Pem => "pem",
        };
        recognise(text, field, &setup).map(|parts| parts.iter().map(name).collect()).map_err(|problem| problem.code)
    }

    #[test]
    fn the_overview_page_pasted_whole_fills_both_ids() {
        let page = format!(
            "Display name\nX\nApplication (client) ID\n{ID}\nObject ID\n00000000-0000-4000-8000-000000000001\nDirectory (tenant) ID : 2c94f1d7-6b0e-4a83-9d5f-e7a1608b3c42"
        );
        assert_eq!(names(&page, None), Ok(vec!["client", "tenant"]));
        let setup = Setup::new(Vec::new(), Timestamp::UNIX_EPOCH);
        let parts = recognise(&page, None, &setup).unwrap();
        assert!(matches!(&parts[0], Part::ClientId(id, note) if id == ID && note.contains("Object ID")), "told apart");
    }

    #[test]
    fn a_guid_where_a_secret_belongs_is_the_secret_id() {
        assert_eq!(names(ID, Some(ValueField::Secret)), Err(Code::SecretIdInstead));
        assert_eq!(names("abc~DEF_ghi-0123456789", Some(ValueField::Secret)), Ok(vec!["secret"]));
    }

    #[test]
    fn a_key_alone_is_never_taken_for_a_certificate() {
        let key = "-----BEGIN PRIVATE KEY-----\nAA==\n-----END PRIVATE KEY-----";
        assert_eq!(names(key, None), Err(Code::KeyInstead));
        assert_eq!(names(key, Some(ValueField::Certificate)), Err(Code::KeyInstead));
    }

    #[test]
    fn what_stands_alone_goes_where_it_belongs() {
        assert_eq!(names(&format!(" {{{ID}}} "), None), Ok(vec!["client"]));
        assert_eq!(names("two words", None), Err(Code::InputInvalid));
        assert_eq!(names("", None), Err(Code::InputInvalid));
        assert_eq!(names("contoso.com", Some(ValueField::ClientId)), Err(Code::InputInvalid));
    }
}
