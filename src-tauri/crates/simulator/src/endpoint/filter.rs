//! `$filter` as Defender for Endpoint takes it: comparisons of listed fields joined by `and` and `or`. Functions and
//! lambdas, which the real service knows a few of, are refused as unknown to the simulator.

use serde_json::Value;

use super::EndpointProblem;
use crate::clock::Ticks;

/// What a field holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A text or an enumeration: `eq`, `ne`.
    Text,
    /// A whole number.
    Number,
    /// An instant.
    Time,
}

/// The fields of one collection that a filter may name.
pub(super) type Fields = &'static [(&'static str, Kind)];

#[derive(Debug, Clone, PartialEq)]
enum Literal {
    Null,
    Text(String),
    Number(i64),
    Instant(Ticks),
}

/// A parsed filter.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Filter {
    /// Everything passes.
    All,
    And(Box<Filter>, Box<Filter>),
    Or(Box<Filter>, Box<Filter>),
    Compare(&'static str, Compared),
}

/// An operator and what it compares with.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Compared {
    operator: String,
    literal: Literal,
}

impl Filter {
    /// Reads a filter over these fields.
    pub(super) fn parse(text: Option<&str>, fields: Fields) -> Result<Self, EndpointProblem> {
        let Some(text) = text else { return Ok(Self::All) };
        for function in ["contains(", "startswith(", "endswith(", "/any(", "/all(", " in (", "not "] {
            if text.contains(function) {
                return Err(EndpointProblem::unsupported(format!("'{}' in $filter", function.trim())));
            }
        }
        let mut words = Words { left: words(text)?, fields };
        words.left.reverse();
        let filter = words.either(0)?;
        match words.left.pop() {
            None => Ok(filter),
            Some(word) => Err(EndpointProblem::odata(format!("Syntax error: '{word}' was not expected in $filter."))),
        }
    }

    /// Whether something passes, told the value of each field it asks for.
    pub(super) fn passes(&self, value: &mut dyn FnMut(&str) -> Value) -> bool {
        match self {
            Self::All => true,
            Self::And(left, right) => left.passes(value) && right.passes(value),
            Self::Or(left, right) => left.passes(value) || right.passes(value),
            Self::Compare(field, compared) => compared.holds(&value(field)),
        }
    }
}

impl Compared {
    fn holds(&self, found: &Value) -> bool {
        let order = match (&self.literal, found) {
            (Literal::Null, found) => found.is_null().then_some(std::cmp::Ordering::Equal),
            (Literal::Text(wanted), Value::String(found)) => Some(found.to_lowercase().cmp(&wanted.to_lowercase())),
            (Literal::Number(wanted), Value::Number(found)) => found.as_i64().map(|found| found.cmp(wanted)),
            (Literal::Instant(wanted), Value::String(found)) => instant(found).map(|found| found.cmp(wanted)),
            _ => None,
        };
        match self.operator.as_str() {
            "eq" => order.is_some_and(std::cmp::Ordering::is_eq),
            "ne" => !order.is_some_and(std::cmp::Ordering::is_eq),
            "gt" => order.is_some_and(std::cmp::Ordering::is_gt),
            "ge" => order.is_some_and(std::cmp::Ordering::is_ge),
            "lt" => order.is_some_and(std::cmp::Ordering::is_lt),
            _ => order.is_some_and(std::cmp::Ordering::is_le),
        }
    }
}

/// An instant with its zone.
pub(super) fn instant(text: &str) -> Option<Ticks> {
    text.parse::<jiff::Timestamp>().ok().map(Ticks::of)
}

/// Words, parentheses and quoted texts (which keep their opening quote).
fn words(text: &str) -> Result<Vec<String>, EndpointProblem> {
    let mut found = Vec::new();
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            ' ' => {}
            '(' | ')' => found.push(letter.to_string()),
            '\'' => {
                let mut word = "'".to_owned();
                loop {
                    match letters.next() {
                        Some('\'') if letters.next_if_eq(&'\'').is_some() => word.push('\''),
                        Some('\'') => break,
                        Some(letter) => word.push(letter),
                        None => return Err(EndpointProblem::odata("Syntax error: a quoted text has no end.")),
                    }
                }
                found.push(word);
            }
            _ => {
                let mut word = letter.to_string();
                while let Some(letter) = letters.next_if(|letter| !matches!(letter, ' ' | '(' | ')' | '\'')) {
                    word.push(letter);
                }
                found.push(word);
            }
        }
    }
    Ok(found)
}

struct Words {
    /// The next word is the last one.
    left: Vec<String>,
    fields: Fields,
}

impl Words {
    fn joined_by(&mut self, word: &str) -> bool {
        self.left.pop_if(|next| next == word).is_some()
    }

    fn either(&mut self, depth: usize) -> Result<Filter, EndpointProblem> {
        let mut filter = self.both(depth)?;
        while self.joined_by("or") {
            filter = Filter::Or(Box::new(filter), Box::new(self.both(depth)?));
        }
        Ok(filter)
    }

    fn both(&mut self, depth: usize) -> Result<Filter, EndpointProblem> {
        let mut filter = self.single(depth)?;
        while self.joined_by("and") {
            filter = Filter::And(Box::new(filter), Box::new(self.single(depth)?));
        }
        Ok(filter)
    }

    fn single(&mut self, depth: usize) -> Result<Filter, EndpointProblem> {
        if depth > 30 {
            return Err(EndpointProblem::odata("The $filter nests too deeply."));
        }
        if self.joined_by("(") {
            let filter = self.either(depth + 1)?;
            return match self.joined_by(")") {
                true => Ok(filter),
                false => Err(EndpointProblem::odata("Syntax error: a closing parenthesis is missing in $filter.")),
            };
        }
        let name = self.left.pop().unwrap_or_default();
        let field = self.fields.iter().find(|(field, _)| *field == name);
        let (field, kind) = field.ok_or_else(|| {
            EndpointProblem::odata(format!("The property '{name}' cannot be used in the $filter query option."))
        })?;
        let operator = self.left.pop().unwrap_or_default();
        if !["eq", "ne", "gt", "ge", "lt", "le"].contains(&operator.as_str()) {
            return Err(EndpointProblem::odata(format!("Syntax error: '{operator}' is not an operator.")));
        }
        let literal = literal(&self.left.pop().unwrap_or_default(), *kind)?;
        if *kind == Kind::Text && !matches!(operator.as_str(), "eq" | "ne") {
            return Err(EndpointProblem::odata(format!("'{operator}' cannot be applied to '{name}'.")));
        }
        Ok(Filter::Compare(field, Compared { operator, literal }))
    }
}

fn literal(word: &str, kind: Kind) -> Result<Literal, EndpointProblem> {
    let wrong = || EndpointProblem::odata(format!("The value '{word}' in $filter is not of the property's type."));
    match (kind, word.strip_prefix('\'')) {
        (_, None) if word == "null" => Ok(Literal::Null),
        (Kind::Text, Some(text)) => Ok(Literal::Text(text.to_owned())),
        (Kind::Number, None) => word.parse().map(Literal::Number).map_err(|_| wrong()),
        (Kind::Time, None) => instant(word).map(Literal::Instant).ok_or_else(wrong),
        _ => Err(wrong()),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use serde_json::json;

    const FIELDS: Fields = &[("status", Kind::Text), ("incidentId", Kind::Number), ("lastUpdateTime", Kind::Time)];

    #[test]
    fn comparisons_are_joined_and_typed() {
        let text = "(status eq 'New' or incidentId gt 5) and lastUpdateTime ge 2026-01-01T00:00:00.15Z";
        let filter = Filter::parse(Some(text), FIELDS).unwrap();
        let mut row = |name: &str| match name {
            "status" => json!("Resolved"),
            "incidentId" => json!(7),
            _ => json!("2026-01-01T00:00:00.2Z"),
        };
        assert!(filter.passes(&mut row), "instants compare as instants, not as text");
        for wrong in ["title eq 'x'", "status eq New", "incidentId eq '5'", "status gt 'a'", "(status eq 'x'", "status"]
        {
            assert!(Filter::parse(Some(wrong), FIELDS).is_err(), "{wrong} is refused");
        }
    }
}
