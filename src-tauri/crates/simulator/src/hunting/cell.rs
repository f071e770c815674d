//! Values of the tables, how they compare, and how they are written: booleans as 0 and 1 of type SByte, an empty dynamic
//! as `{}`, as measured on the real service.

use std::cmp::Ordering;

use serde_json::{Value, json};

use crate::clock::Ticks;

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Holds {
    /// Text.
    Text,
    /// An instant.
    Time,
    /// A whole number of 32 bits.
    Int,
    /// A whole number of 64 bits.
    Long,
    /// A truth.
    Flag,
    /// JSON.
    Dynamic,
}

impl Holds {
    /// The name in the schema of an answer.
    pub(super) fn wire(self) -> &'static str {
        match self {
            Self::Text => "String",
            Self::Time => "DateTime",
            Self::Int => "Int32",
            Self::Long => "Int64",
            Self::Flag => "SByte",
            Self::Dynamic => "Object",
        }
    }
}

/// One value.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Cell {
    /// No value.
    Null,
    /// Text.
    Text(String),
    /// A number.
    Number(f64),
    /// A truth.
    Flag(bool),
    /// An instant.
    Time(Ticks),
}

impl Cell {
    /// Text of a JSON value, or nothing.
    pub(super) fn text(value: &Value) -> Self {
        match value {
            Value::String(text) => Self::Text(text.clone()),
            Value::Null => Self::Text(String::new()),
            Value::Number(number) => Self::Number(number.as_f64().unwrap_or(0.0)),
            Value::Bool(flag) => Self::Flag(*flag),
            other => Self::Text(other.to_string()),
        }
    }

    /// As JSON.
    pub(super) fn shown(&self, holds: Holds) -> Value {
        match (self, holds) {
            (Self::Null, Holds::Dynamic) => json!({}),
            (Self::Null, Holds::Text) => json!(""),
            (Self::Null, _) => Value::Null,
            (Self::Text(text), Holds::Dynamic) => serde_json::from_str(text).unwrap_or_else(|_| json!(text)),
            (Self::Text(text), _) => json!(text),
            (Self::Number(number), _) => json!(*number as i64),
            (Self::Flag(flag), _) => json!(i8::from(*flag)),
            (Self::Time(at), _) => json!(at.to_string()),
        }
    }

    /// Order of two values of one kind; truths count as 0 and 1.
    pub(super) fn compared(&self, other: &Self) -> Option<Ordering> {
        match (self, other) {
            (Self::Text(left), Self::Text(right)) => Some(left.cmp(right)),
            (Self::Time(left), Self::Time(right)) => Some(left.cmp(right)),
            (Self::Null, Self::Null) => Some(Ordering::Equal),
            _ => self.number()?.partial_cmp(&other.number()?),
        }
    }

    fn number(&self) -> Option<f64> {
        match self {
            Self::Number(number) => Some(*number),
            Self::Flag(flag) => Some(f64::from(u8::from(*flag))),
            _ => None,
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        match self {
            Self::Null => true,
            Self::Text(text) => text.is_empty(),
            _ => false,
        }
    }

    /// The text, in small letters; empty for everything else.
    pub(super) fn lower(&self) -> String {
        match self {
            Self::Text(text) => text.to_lowercase(),
            _ => String::new(),
        }
    }
}
