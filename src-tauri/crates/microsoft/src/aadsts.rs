//! Microsoft's sign-in errors turned into Problems, by a table of code numbers.

use crate::answer::Answer;
use crate::call::Host;
use domain::{Code, Facts, Problem};
use serde::Deserialize;
use std::sync::LazyLock;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    row: Vec<Row>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    codes: Vec<u32>,
    problem: Code,
    say: String,
}

static ROWS: LazyLock<Vec<Row>> = LazyLock::new(|| {
    toml::from_str::<Table>(include_str!("../data/aadsts.toml")).map(|table| table.row).unwrap_or_default()
});

/// The body of a refused token request.
#[derive(Deserialize, Default)]
#[serde(default)]
pub(crate) struct SignInError {
    pub(crate) error: String,
    error_description: String,
    error_codes: Vec<u32>,
    trace_id: String,
    correlation_id: String,
}

impl SignInError {
    /// The body of an answer; empty where it is none.
    pub(crate) fn of(answer: &Answer) -> Self {
        serde_json::from_slice(&answer.body).unwrap_or_default()
    }

    /// What came back in a redirect.
    pub(crate) fn of_redirect(error: &str, description: &str) -> Self {
        Self { error: error.to_owned(), error_description: description.to_owned(), ..Self::default() }
    }

    /// The code that says most; 0 where none is named.
    pub(crate) fn number(&self) -> u32 {
        let listed = self.error_codes.iter().copied().find(|code| row(*code).is_some());
        listed.or_else(|| self.error_codes.first().copied()).or_else(|| self.named_in_text()).unwrap_or(0)
    }

    fn named_in_text(&self) -> Option<u32> {
        let digits = self.error_description.strip_prefix("AADSTS")?;
        let end = digits.find(|c: char| !c.is_ascii_digit()).unwrap_or(digits.len());
        digits.get(..end)?.parse().ok()
    }

    /// The Problem of an answer, with the names of the app and tenant that were asked for.
    pub(crate) fn problem(&self, answer: &Answer, host: &Host, app: &str, tenant: &str) -> Box<Problem> {
        let mut problem = self.problem_of(answer.status, answer.facts(), host, app, tenant);
        problem.wait_seconds = answer.retry_after;
        problem
    }

    /// The Problem, where there is a status and facts but no whole answer.
    pub(crate) fn problem_of(&self, status: u16, facts: Facts, host: &Host, app: &str, tenant: &str) -> Box<Problem> {
        let number = self.number();
        let (code, say) = match row(number) {
            Some(row) => (row.problem, row.say.as_str()),
            None => (
                self.by_oauth_error(status),
                "The login host {host} refused to issue a token for the app {app} in the tenant {tenant}.",
            ),
        };
        let message = say.replace("{app}", app).replace("{tenant}", tenant).replace("{host}", &host.name());
        // Microsoft's own sentence, without the ids that follow it.
        let said = self.error_description.split(" Trace ID:").next().unwrap_or_default();
        let said: String = said.chars().take(300).collect();
        let microsoft_code = if number == 0 { self.error.clone() } else { format!("AADSTS{number}") };
        Problem::new(code, message)
            .fact("Microsoft code", microsoft_code)
            .with(facts)
            .fact("Correlation id", &self.correlation_id)
            .fact("Trace id", &self.trace_id)
            .fact("Microsoft says", said)
    }

    fn by_oauth_error(&self, status: u16) -> Code {
        match self.error.as_str() {
            "invalid_client" => Code::CredentialKindUnknown,
            "unauthorized_client" => Code::AppUnknown,
            "access_denied" | "authorization_declined" | "consent_required" => Code::SignInDeclined,
            "expired_token" | "bad_verification_code" | "invalid_grant" => Code::SignInExpired,
            "interaction_required" | "login_required" => Code::SignInRefused,
            "temporarily_unavailable" => Code::MicrosoftFailing,
            _ if status == 429 => Code::Throttled,
            _ if status >= 500 => Code::MicrosoftFailing,
            "" => Code::AnswerUnreadable,
            _ => Code::Refused,
        }
    }
}

fn row(code: u32) -> Option<&'static Row> {
    ROWS.iter().find(|row| row.codes.contains(&code))
}

/// The problem that a code of Microsoft's is, such as `AADSTS7000215` or `7000215`.
pub fn problem_of_microsoft_code(text: &str) -> Option<Code> {
    let text = text.trim().to_uppercase();
    let number = text.strip_prefix("AADSTS").unwrap_or(&text).parse().ok()?;
    row(number).map(|row| row.problem)
}

/// The codes of Microsoft's that lead to a problem, such as `AADSTS7000215`.
pub fn microsoft_codes(problem: Code) -> Vec<String> {
    let codes = ROWS.iter().filter(|row| row.problem == problem).flat_map(|row| &row.codes);
    codes.map(|code| format!("AADSTS{code}")).collect()
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn the_table_reads_and_no_code_stands_twice() {
        let table: Table = toml::from_str(include_str!("../data/aadsts.toml")).unwrap();
        let mut seen = std::collections::HashSet::new();
        for row in &table.row {
            for code in &row.codes {
                assert!(seen.insert(*code), "{code} has two meanings");
            }
            assert!(row.say.ends_with('.'), "{} is a sentence", row.say);
        }
        assert!(seen.len() > 80, "the documented codes are there");
    }

    #[test]
    fn a_code_is_explained_in_either_spelling() {
        assert_eq!(problem_of_microsoft_code("AADSTS7000215"), Some(Code::SecretWrong));
        assert_eq!(problem_of_microsoft_code("7000222"), Some(Code::SecretExpired));
        assert_eq!(problem_of_microsoft_code("AADSTS1"), None);
        assert!(microsoft_codes(Code::TenantUnknown).contains(&"AADSTS90002".to_owned()));
    }
}
