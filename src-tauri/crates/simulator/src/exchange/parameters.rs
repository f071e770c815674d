//! The parameters of a cmdlet, taken one by one. PowerShell binds them: names in any case, numbers also as text, and a
//! member of an enumeration by its beginning.

use jiff::Timestamp;
use serde_json::{Map, Value};

use super::ExchangeProblem;

/// Parameters that have not been understood yet.
#[derive(Debug)]
pub(super) struct Parameters {
    cmdlet: String,
    left: Map<String, Value>,
}

impl Parameters {
    pub(super) fn new(cmdlet: &str, left: Map<String, Value>) -> Self {
        Self { cmdlet: cmdlet.to_owned(), left }
    }

    /// Takes a parameter; `null` counts as absent.
    pub(super) fn take(&mut self, name: &str) -> Option<Value> {
        let key = self.left.keys().find(|key| key.eq_ignore_ascii_case(name)).cloned()?;
        self.left.shift_remove(&key).filter(|value| !value.is_null())
    }

    pub(super) fn text(&mut self, name: &str) -> Result<Option<String>, ExchangeProblem> {
        match self.take(name) {
            None => Ok(None),
            Some(Value::String(text)) => Ok(Some(text)),
            Some(other) => Err(self.wrong(name, &other)),
        }
    }

    /// A text that must be there.
    pub(super) fn required(&mut self, name: &str) -> Result<String, ExchangeProblem> {
        let text = self.text(name)?.filter(|text| !text.is_empty());
        text.ok_or_else(|| {
            ExchangeProblem::binding(format!("Cannot process command because of missing mandatory parameters: {name}."))
        })
    }

    /// One text or a list of them.
    pub(super) fn texts(&mut self, name: &str) -> Result<Option<Vec<String>>, ExchangeProblem> {
        let text = |value: Value| match value {
            Value::String(text) => Ok(text),
            other => Err(ExchangeProblem::binding(format!("Cannot convert '{other}' for parameter '{name}'."))),
        };
        match self.take(name) {
            None => Ok(None),
            Some(Value::Array(items)) => items.into_iter().map(text).collect::<Result<_, _>>().map(Some),
            Some(one) => text(one).map(|text| Some(vec![text])),
        }
    }

    pub(super) fn number(&mut self, name: &str) -> Result<Option<u64>, ExchangeProblem> {
        let Some(value) = self.take(name) else { return Ok(None) };
        let number = value.as_u64().or_else(|| value.as_str()?.parse().ok());
        number.map(Some).ok_or_else(|| self.wrong(name, &value))
    }

    pub(super) fn flag(&mut self, name: &str) -> Result<Option<bool>, ExchangeProblem> {
        let Some(value) = self.take(name) else { return Ok(None) };
        let flag = match value.as_str() {
            Some(text) if text.eq_ignore_ascii_case("true") => Some(true),
            Some(text) if text.eq_ignore_ascii_case("false") => Some(false),
            _ => value.as_bool(),
        };
        flag.map(Some).ok_or_else(|| self.wrong(name, &value))
    }

    /// An instant, with or without a zone, or a day.
    pub(super) fn time(&mut self, name: &str) -> Result<Option<Timestamp>, ExchangeProblem> {
        let Some(text) = self.text(name)? else { return Ok(None) };
        let instant = text.parse::<Timestamp>().ok().or_else(|| {
            let civil: jiff::civil::DateTime = text.parse().ok()?;
            Some(civil.to_zoned(jiff::tz::TimeZone::UTC).ok()?.timestamp())
        });
        instant.map(Some).ok_or_else(|| self.wrong(name, &Value::String(text)))
    }

    /// Members of an enumeration. Every beginning of a member stands for the first one that begins so; what begins no
    /// member is an error.
    pub(super) fn members(
        &mut self,
        name: &str,
        members: &[&'static str],
    ) -> Result<Option<Vec<&'static str>>, ExchangeProblem> {
        let Some(texts) = self.texts(name)? else { return Ok(None) };
        let member = |text: String| {
            let begins = |member: &&&'static str| {
                !text.is_empty() && member.get(..text.len()).is_some_and(|start| start.eq_ignore_ascii_case(&text))
            };
            let found = members.iter().find(begins).copied();
            found.ok_or_else(|| self.wrong(name, &Value::String(text.clone())))
        };
        texts.into_iter().map(member).collect::<Result<_, _>>().map(Some)
    }

    /// Refuses what nobody took, as the service does.
    pub(super) fn finish(self) -> Result<(), ExchangeProblem> {
        match self.left.keys().next() {
            None => Ok(()),
            Some(name) => Err(ExchangeProblem::binding(format!(
                "A parameter cannot be found that matches parameter name '{name}'."
            ))),
        }
    }

    fn wrong(&self, name: &str, value: &Value) -> ExchangeProblem {
        ExchangeProblem::binding(format!(
            "Cannot process argument transformation on parameter '{name}' of {}: cannot convert value {value}.",
            self.cmdlet
        ))
    }
}
