//! `libraryfiles`: scripts and tools that live response can use, uploaded as a form of parts.

use serde_json::json;
use sha2::{Digest, Sha256};

use super::book::LibraryFile;
use super::shape::seven;
use super::{EndpointProblem, admit};
use crate::wire::{Query, Reply, Visit};

/// The permission for everything here.
const PERMISSION: &[&str] = &["Library.Manage"];

/// The largest file.
const LARGEST: usize = 20 << 20;

/// Fields of the form besides the file.
const FIELDS: &[&str] = &["Description", "ParametersDescription", "HasParameters", "OverrideIfExists"];

/// `GET /api/libraryfiles`.
pub(super) fn list(visit: &mut Visit<'_>) -> Result<Reply, EndpointProblem> {
    admit(visit, PERMISSION)?;
    Query::new(&visit.call.query).finish()?;
    let files = visit.tenant.endpoint.lock().library.clone();
    let value: Vec<_> = files.into_iter().map(|file| file.shown).collect();
    let context = super::page::context(visit, "LibraryFiles");
    Ok(Reply::json(200, &json!({ "@odata.context": context, "value": value })))
}

/// `POST /api/libraryfiles`.
pub(super) fn upload(visit: &mut Visit<'_>) -> Result<Reply, EndpointProblem> {
    let bearer = admit(visit, PERMISSION)?;
    Query::new(&visit.call.query).finish()?;
    let invalid = |message: &str| EndpointProblem::new(400, "InvalidRequestBody", message);
    let kind = visit.call.header("content-type").unwrap_or("");
    let boundary = kind.strip_prefix("multipart/form-data").and_then(|rest| rest.split_once("boundary="));
    let boundary = boundary.map(|(_, rest)| rest.split(';').next().unwrap_or(rest).trim().trim_matches('"'));
    let boundary = boundary.filter(|it| !it.is_empty());
    let boundary = boundary.ok_or_else(|| invalid("A multipart/form-data body is required."))?;
    let (mut file, mut fields) = (None, Vec::new());
    for part in parts(&visit.call.body, boundary) {
        match (part.name.as_str(), part.file_name) {
            ("File", Some(name)) => file = Some((name, part.bytes)),
            ("File", None) => return Err(invalid("The part 'File' needs a file name.")),
            (name, _) if FIELDS.contains(&name) => {
                fields.push((name.to_owned(), String::from_utf8_lossy(part.bytes).into_owned()));
            }
            (name, _) => return Err(EndpointProblem::unsupported(format!("part '{name}' of a library file"))),
        }
    }
    let missing = || EndpointProblem::new(400, "MissingRequiredParameter", "The parameter 'File' is required.");
    let (name, bytes) = file.ok_or_else(missing)?;
    if bytes.len() > LARGEST {
        return Err(EndpointProblem::input("The file is larger than 20 MB."));
    }
    let field = |name: &str| fields.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str());
    let now = seven(&json!(visit.tenant.clock.service().to_string()));
    let digest: String = Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect();
    let parameters = field("ParametersDescription").filter(|text| !text.is_empty());
    let shown = json!({
        "fileName": name, "sha256": digest, "description": field("Description").unwrap_or(""), "creationTime": now,
        "lastUpdatedTime": now, "createdBy": bearer.person.as_ref().unwrap_or(&bearer.app_id),
        "hasParameters": parameters.is_some() || field("HasParameters") == Some("true"),
        "parametersDescription": parameters,
    });
    let mut book = visit.tenant.endpoint.lock();
    let before = book.library.iter().position(|it| it.name == name);
    match before {
        Some(_) if !field("OverrideIfExists").is_some_and(|it| it.eq_ignore_ascii_case("true")) => {
            return Err(EndpointProblem::input(format!("The library has a file '{name}' already.")));
        }
        Some(index) => drop(book.library.remove(index)),
        None => {}
    }
    book.library.push(LibraryFile { name, shown: shown.clone() });
    drop(book);
    Ok(super::page::entity(visit, 200, "LibraryFiles", shown))
}

/// `DELETE /api/libraryfiles/{name}`.
pub(super) fn delete(visit: &mut Visit<'_>, name: &str) -> Result<Reply, EndpointProblem> {
    admit(visit, PERMISSION)?;
    Query::new(&visit.call.query).finish()?;
    let mut book = visit.tenant.endpoint.lock();
    let before = book.library.len();
    book.library.retain(|file| file.name != name);
    match book.library.len() < before {
        true => Ok(Reply::no_content()),
        false => Err(EndpointProblem::not_found("Library file", name)),
    }
}

/// One part of a form.
struct Part<'a> {
    name: String,
    file_name: Option<String>,
    bytes: &'a [u8],
}

/// The parts of a body; what is not a part is passed over.
fn parts<'a>(body: &'a [u8], boundary: &str) -> Vec<Part<'a>> {
    let mark = format!("--{boundary}");
    let mut found = Vec::new();
    let mut rest = find(body, mark.as_bytes()).and_then(|at| body.get(at + mark.len()..)).unwrap_or_default();
    let delimiter = format!("\r\n{mark}");
    while let Some(end) = find(rest, delimiter.as_bytes()) {
        if let Some(part) = rest.get(..end).and_then(part) {
            found.push(part);
        }
        rest = rest.get(end + delimiter.len()..).unwrap_or_default();
    }
    found
}

fn part(bytes: &[u8]) -> Option<Part<'_>> {
    let end = find(bytes, b"\r\n\r\n")?;
    let head = String::from_utf8_lossy(bytes.get(..end)?).into_owned();
    let value = |key: &str| {
        let (_, rest) = head.split_once(&format!("; {key}=\""))?;
        rest.split_once('"').map(|(value, _)| value.to_owned())
    };
    Some(Part { name: value("name")?, file_name: value("filename"), bytes: bytes.get(end + 4..)? })
}

fn find(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    bytes.windows(wanted.len()).position(|window| window == wanted)
}
