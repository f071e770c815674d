//! A JSON body, taken field by field so that whatever nobody took can be refused by name.

use serde_json::{Map, Value};

use super::Call;
use crate::graph::GraphProblem;

/// The fields of a body that have not been understood yet.
#[derive(Debug)]
pub(crate) struct Fields {
    of: &'static str,
    left: Map<String, Value>,
}

impl Fields {
    /// Reads the body of a call; `of` names what it describes.
    pub(crate) fn read(call: &Call, of: &'static str) -> Result<Self, GraphProblem> {
        let content_type = call.header("content-type").unwrap_or("");
        if !content_type.to_ascii_lowercase().starts_with("application/json") {
            return Err(GraphProblem::bad_request(format!(
                "A body of type application/json is required, not '{content_type}'."
            )));
        }
        match serde_json::from_slice(&call.body) {
            Ok(Value::Object(left)) => Ok(Self { of, left }),
            Ok(_) => Err(GraphProblem::bad_request("The body must be a JSON object.")),
            Err(error) => Err(GraphProblem::bad_request(format!("Unable to read JSON request payload: {error}"))),
        }
    }

    /// Wraps a nested object.
    pub(crate) fn nested(value: Value, of: &'static str) -> Result<Self, GraphProblem> {
        match value {
            Value::Object(left) => Ok(Self { of, left }),
            _ => Err(GraphProblem::bad_request(format!("'{of}' must be a JSON object."))),
        }
    }

    /// Takes a field whatever it holds; `null` counts as absent.
    pub(crate) fn take(&mut self, name: &str) -> Option<Value> {
        self.left.shift_remove(name).filter(|value| !value.is_null())
    }

    /// Takes a field whatever it holds, `null` included.
    pub(crate) fn take_nullable(&mut self, name: &str) -> Option<Value> {
        self.left.shift_remove(name)
    }

    /// Takes a text field.
    pub(crate) fn take_text(&mut self, name: &str) -> Result<Option<String>, GraphProblem> {
        match self.take(name) {
            None => Ok(None),
            Some(Value::String(text)) => Ok(Some(text)),
            Some(_) => Err(GraphProblem::bad_request(format!("Field '{name}' of {} must be a string.", self.of))),
        }
    }

    /// Takes a text field that must be there.
    pub(crate) fn require_text(&mut self, name: &str) -> Result<String, GraphProblem> {
        self.take_text(name)?.filter(|text| !text.is_empty()).ok_or_else(|| {
            GraphProblem::bad_request(format!("A value is required for property '{name}' of resource '{}'.", self.of))
        })
    }

    /// Takes a list field.
    pub(crate) fn take_list(&mut self, name: &str) -> Result<Option<Vec<Value>>, GraphProblem> {
        match self.take(name) {
            None => Ok(None),
            Some(Value::Array(items)) => Ok(Some(items)),
            Some(_) => Err(GraphProblem::bad_request(format!("Field '{name}' of {} must be a list.", self.of))),
        }
    }

    /// Takes a time field.
    pub(crate) fn take_time(&mut self, name: &str) -> Result<Option<jiff::Timestamp>, GraphProblem> {
        let Some(text) = self.take_text(name)? else { return Ok(None) };
        text.parse().map(Some).map_err(|_| {
            GraphProblem::bad_request(format!("Field '{name}' of {} is not a valid DateTimeOffset: '{text}'.", self.of))
        })
    }

    /// Refuses what nobody took. The name of the type, which Microsoft's own libraries send along, says nothing new.
    pub(crate) fn finish(self) -> Result<(), GraphProblem> {
        match self.left.keys().find(|name| *name != "@odata.type") {
            Some(name) => Err(GraphProblem::unsupported(format!("field '{name}' of {}", self.of))),
            None => Ok(()),
        }
    }
}
