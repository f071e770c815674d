//! The body of an alert's update, read into the changes that the whole tenant shares.

use super::EndpointProblem;
use super::shape::camel;
use crate::alerts::{Comment, Edits, Kind, settable};
use crate::wire::{Fields, Visit};

/// Reads the body; `by` is whoever sends it. Names of fields and members are case-sensitive.
pub(super) fn read(visit: &Visit<'_>, by: &str) -> Result<Edits, EndpointProblem> {
    let at = visit.tenant.clock.history();
    let mut body = Fields::read(visit.call, "an alert update")
        .map_err(|problem| EndpointProblem::new(400, "InvalidRequestBody", problem.message))?;
    let status = member(&mut body, "status")?;
    let edits = Edits {
        status,
        classification: member(&mut body, "classification")?.map(Some),
        determination: member(&mut body, "determination")?.map(Some),
        assigned_to: body.take_text("assignedTo")?.map(|name| Some(name).filter(|name| !name.is_empty())),
        comments: body.take_text("comment")?.into_iter().map(|text| Comment { text, by: by.to_owned(), at }).collect(),
        decided: status.map(|_| at),
        modified_by: Some(by.to_owned()),
        ..Edits::default()
    };
    body.finish()?;
    let untouched = Edits { modified_by: Some(by.to_owned()), ..Edits::default() };
    if edits == untouched {
        return Err(EndpointProblem::new(400, "InvalidRequestBody", "At least one property to update is required."));
    }
    Ok(edits)
}

fn member(body: &mut Fields, name: &'static str) -> Result<Option<&'static str>, EndpointProblem> {
    let Some(text) = body.take_text(name)? else { return Ok(None) };
    let upper = text.starts_with(|first: char| first.is_ascii_uppercase());
    let member = if upper { settable(name, Kind::Alert, &camel(&text)) } else { None };
    member.map(Some).ok_or_else(|| EndpointProblem::input(format!("'{text}' is not a value of '{name}'.")))
}
