//! Evidence: what an alert points at. The whole object is kept as it came; a table says how to name and group it.
//!
//! Nothing is dropped on the way in: a kind, a field or a value that Microsoft added since is still there, only
//! without a name of ours.

use crate::words::Words;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// The groups under which evidence is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)] // The names say it; the titles below are what people read.
pub enum Group {
    Device,
    User,
    Mailbox,
    Message,
    Process,
    File,
    Registry,
    Network,
    Url,
    App,
    Session,
    Cloud,
    Container,
    Malware,
    Directory,
    Code,
    Other,
}

impl Group {
    /// Its title.
    pub fn title(self) -> &'static str {
        match self {
            Self::Device => "Device",
            Self::User => "User",
            Self::Mailbox => "Mailbox",
            Self::Message => "Message",
            Self::Process => "Process",
            Self::File => "File",
            Self::Registry => "Registry",
            Self::Network => "Network",
            Self::Url => "URL",
            Self::App => "App",
            Self::Session => "Session",
            Self::Cloud => "Cloud resource",
            Self::Container => "Container",
            Self::Malware => "Malware",
            Self::Directory => "Directory",
            Self::Code => "Source code",
            Self::Other => "Other",
        }
    }
}

/// A field by which alerts are found through their evidence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)] // The names are those of the query language.
pub enum EntityField {
    User,
    Device,
    Ip,
    File,
    Hash,
    Url,
    Sender,
    Subject,
}

impl EntityField {
    /// Its name in the query language.
    pub fn name(self) -> &'static str {
        match self {
            Self::User => "user",
            Self::Device => "device",
            Self::Ip => "ip",
            Self::File => "file",
            Self::Hash => "hash",
            Self::Url => "url",
            Self::Sender => "sender",
            Self::Subject => "subject",
        }
    }
}

/// One row of the table of kinds.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Kind {
    group: Group,
    primary: Vec<String>,
    #[serde(default)]
    secondary: Vec<String>,
    #[serde(default)]
    mono: bool,
    #[serde(default)]
    pivot: Option<EntityField>,
    #[serde(default)]
    index: BTreeMap<EntityField, Vec<String>>,
}

static KINDS: LazyLock<BTreeMap<String, Kind>> = LazyLock::new(|| {
    // The tables are part of the program; a test reads them, so a broken one cannot be built into a release unseen.
    let tables = [include_str!("../data/evidence.toml"), include_str!("../data/evidence-elsewhere.toml")];
    tables.into_iter().flat_map(|table| toml::from_str::<BTreeMap<String, Kind>>(table).unwrap_or_default()).collect()
});

/// One piece of evidence, whole.
#[derive(Debug, Clone, PartialEq)]
pub struct Evidence {
    /// Microsoft's type name without its namespace, such as `deviceEvidence`; empty where none is named.
    pub type_name: String,
    /// Every field as it came, the type marker too.
    pub fields: Map<String, Value>,
}

impl Evidence {
    /// Takes an object of the wire over.
    pub fn new(fields: Map<String, Value>) -> Self {
        let marker = fields.get("@odata.type").and_then(Value::as_str).unwrap_or_default();
        let type_name = marker.rsplit('.').next().unwrap_or_default().trim_start_matches('#').to_owned();
        Self { type_name, fields }
    }

    /// Takes over an object of an API that names its kinds in another way, or not at all.
    pub fn of_kind(type_name: &str, fields: Map<String, Value>) -> Self {
        Self { type_name: type_name.to_owned(), fields }
    }

    fn kind(&self) -> Option<&'static Kind> {
        KINDS.get(&self.type_name)
    }

    /// Whether its kind is one that the table has.
    pub fn known(&self) -> bool {
        self.kind().is_some()
    }

    /// Where it is shown.
    pub fn group(&self) -> Group {
        self.kind().map_or(Group::Other, |kind| kind.group)
    }

    /// Whether its name is a path, an address, a command line.
    pub fn mono(&self) -> bool {
        self.kind().is_some_and(|kind| kind.mono)
    }

    /// The line that names it; its kind where no field does.
    pub fn primary(&self) -> String {
        let named =
            self.kind().and_then(|kind| kind.primary.iter().map(|path| self.text(path)).find(|t| !t.is_empty()));
        named.unwrap_or_else(|| {
            let kind = if self.type_name.is_empty() { "evidence" } else { &self.type_name };
            crate::words::spaced(kind)
        })
    }

    /// The line below it.
    pub fn secondary(&self) -> String {
        let Some(kind) = self.kind() else { return String::new() };
        let primary = self.primary();
        let pieces: Vec<String> =
            kind.secondary.iter().filter_map(|piece| self.fill(piece)).filter(|piece| *piece != primary).collect();
        pieces.join(", ")
    }

    /// Microsoft's verdict as it came; empty where there is none.
    pub fn verdict(&self) -> String {
        self.fields.get("verdict").and_then(Value::as_str).unwrap_or_default().to_owned()
    }

    /// The field and value that find all alerts with it.
    pub fn pivot(&self) -> Option<(EntityField, String)> {
        let kind = self.kind()?;
        let field = kind.pivot?;
        let value = self.entities().into_iter().find(|(known, _)| *known == field)?.1;
        Some((field, value))
    }

    /// Every value by which an alert is found through this evidence.
    pub fn entities(&self) -> Vec<(EntityField, String)> {
        let Some(kind) = self.kind() else { return Vec::new() };
        let mut found = Vec::new();
        for (field, paths) in &kind.index {
            for path in paths {
                let mut values = Vec::new();
                collect(&self.fields, path, &mut values);
                // The first path that has a value names a user or device; other fields take all.
                let named = !values.is_empty() && matches!(field, EntityField::User | EntityField::Device);
                found.extend(values.into_iter().map(|value| (*field, value)));
                if named {
                    break;
                }
            }
        }
        found
    }

    /// The verdict as a person reads it.
    pub fn verdict_label(&self) -> String {
        Words::of("verdict").label(&self.verdict())
    }

    fn text(&self, path: &str) -> String {
        if let Some((folder, name)) = path.split_once('+') {
            let (folder, name) = (self.text(folder), self.text(name));
            if folder.is_empty() || name.is_empty() || folder.ends_with(&name) {
                return folder;
            }
            let slash = if folder.contains('/') { '/' } else { '\\' };
            return format!("{}{slash}{name}", folder.trim_end_matches(slash));
        }
        let mut values = Vec::new();
        collect(&self.fields, path, &mut values);
        values.join(", ")
    }

    fn fill(&self, piece: &str) -> Option<String> {
        let mut text = String::new();
        let mut rest = piece;
        while let Some((before, after)) = rest.split_once('{') {
            let (path, further) = after.split_once('}')?;
            let value = self.text(path);
            if value.is_empty() {
                return None;
            }
            text.push_str(before);
            text.push_str(&value);
            rest = further;
        }
        text.push_str(rest);
        Some(text)
    }
}

/// Every non-empty scalar at a dotted path, through lists too.
fn collect(fields: &Map<String, Value>, path: &str, into: &mut Vec<String>) {
    let (name, rest) = path.split_once('.').map_or((path, None), |(name, rest)| (name, Some(rest)));
    let Some(value) = fields.get(name) else { return };
    let list = match value {
        Value::Array(list) => list.as_slice(),
        single => std::slice::from_ref(single),
    };
    for value in list {
        match (value, rest) {
            (Value::Object(inner), Some(rest)) => collect(inner, rest, into),
            (Value::String(text), None) if !text.trim().is_empty() => into.push(text.trim().to_owned()),
            (Value::Number(number), None) => into.push(number.to_string()),
            _ => {}
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use serde_json::json;

    fn evidence(value: Value) -> Evidence {
        Evidence::new(value.as_object().unwrap().clone())
    }

    #[test]
    fn the_table_reads_and_has_all_forty_eight_kinds() {
        let kinds: BTreeMap<String, Kind> = toml::from_str(include_str!("../data/evidence.toml")).unwrap();
        assert_eq!(kinds.len(), 48, "as many as the documented schema has");
        for (name, kind) in kinds {
            assert!(!kind.primary.is_empty(), "{name} can be named");
            assert!(kind.pivot.is_none_or(|field| kind.index.contains_key(&field)), "{name} pivots on what is indexed");
        }
    }

    #[test]
    fn a_device_is_named_by_its_dns_name_and_found_by_it() {
        let device = evidence(json!({"@odata.type": "#microsoft.graph.security.deviceEvidence",
            "deviceDnsName": "desktop-7q2k1.contoso.com", "hostName": "desktop-7q2k1",
            "osPlatform": "Windows11", "version": "23H2", "riskScore": "high", "healthStatus": null}));
        assert_eq!(device.primary(), "desktop-7q2k1.contoso.com");
        assert_eq!(device.secondary(), "Windows11 23H2, risk high");
        assert_eq!(device.pivot(), Some((EntityField::Device, "desktop-7q2k1.contoso.com".to_owned())));
    }

    #[test]
    fn a_kind_that_microsoft_added_since_is_whole_and_has_a_name() {
        let unknown = evidence(json!({"@odata.type": "#microsoft.graph.security.toasterEvidence", "slots": 2}));
        assert!(!unknown.known());
        assert_eq!(unknown.primary(), "Toaster evidence");
        assert_eq!(unknown.fields["slots"], 2, "its fields are kept");
        assert_eq!(evidence(json!({})).primary(), "Evidence", "even without a type");
    }

    #[test]
    fn a_file_is_named_by_folder_and_name_once() {
        let file = |path: &str, name: &str| {
            evidence(json!({"@odata.type": "#microsoft.graph.security.fileEvidence",
                "fileDetails": {"filePath": path, "fileName": name}}))
            .primary()
        };
        assert_eq!(file("C:\\Users\\Public", "lsass.dmp"), "C:\\Users\\Public\\lsass.dmp");
        assert_eq!(file("/tmp/", "x.sh"), "/tmp/x.sh");
        assert_eq!(
            file("C:\\x\\lsass.dmp", "lsass.dmp"),
            "C:\\x\\lsass.dmp",
            "some sources put the name into the path"
        );
    }
}
