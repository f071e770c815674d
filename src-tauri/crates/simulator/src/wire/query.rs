//! Query options, taken one by one so that whatever nobody took can be refused by name.

use crate::graph::GraphProblem;

/// The query options of one request that have not been understood yet.
#[derive(Debug)]
pub(crate) struct Query(Vec<(String, String)>);

impl Query {
    pub(crate) fn new(pairs: &[(String, String)]) -> Self {
        Self(pairs.to_vec())
    }

    /// Takes an option out. Sending it twice is the caller's mistake.
    pub(crate) fn take(&mut self, name: &str) -> Result<Option<String>, GraphProblem> {
        let mut found = None;
        let mut repeated = false;
        self.0.retain_mut(|(key, value)| {
            if key != name {
                return true;
            }
            repeated |= found.is_some();
            found = Some(std::mem::take(value));
            false
        });
        if repeated {
            return Err(GraphProblem::bad_request(format!("Query option '{name}' was specified more than once.")));
        }
        Ok(found)
    }

    /// A non-negative whole number.
    pub(crate) fn take_number(&mut self, name: &str) -> Result<Option<usize>, GraphProblem> {
        let Some(text) = self.take(name)? else { return Ok(None) };
        let number = text.parse().map_err(|_| {
            GraphProblem::bad_request(format!("Invalid value '{text}' for {name}: a non-negative integer is expected."))
        })?;
        Ok(Some(number))
    }

    /// `true` or `false`; absent counts as false.
    pub(crate) fn take_flag(&mut self, name: &str) -> Result<bool, GraphProblem> {
        match self.take(name)?.as_deref() {
            None | Some("false") => Ok(false),
            Some("true") => Ok(true),
            Some(other) => Err(GraphProblem::bad_request(format!("Invalid value '{other}' for {name}."))),
        }
    }

    /// The names in `$select`, checked against what the simulator can give.
    pub(crate) fn take_select(&mut self, known: &[&str]) -> Result<Option<Vec<String>>, GraphProblem> {
        let Some(text) = self.take("$select")? else { return Ok(None) };
        let names: Vec<String> = text.split(',').map(|name| name.trim().to_owned()).collect();
        match names.iter().find(|name| !known.contains(&name.as_str())) {
            Some(stranger) => Err(GraphProblem::unsupported(format!("$select of property '{stranger}'"))),
            None => Ok(Some(names)),
        }
    }

    /// Refuses what nobody took.
    pub(crate) fn finish(self) -> Result<(), GraphProblem> {
        match self.0.first() {
            Some((name, _)) => Err(GraphProblem::unsupported(format!("query option '{name}'"))),
            None => Ok(()),
        }
    }
}
