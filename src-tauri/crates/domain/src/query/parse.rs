//! From text to terms. Mistakes name their place, in characters, and what would be right.

use super::{FIELDS, Field, Match, Now, Query, Term, Test, TimeField, times};
use crate::alert::Grade;
use crate::evidence::EntityField;
use crate::words::Words;
use crate::{Code, Outcome, Problem};

/// Reads a query.
///
/// # Errors
/// `query.syntax`, `query.unknown_field`, `query.bad_value`, each with the fact `Position` (characters from 0) and
/// `Length`.
pub fn parse(text: &str, now: &Now) -> Outcome<Query> {
    let mut reader = Reader { text, at: 0 };
    let mut terms = Vec::new();
    loop {
        reader.skip_space();
        if reader.at >= text.len() {
            return Ok(Query { terms });
        }
        let start = reader.at;
        let negated = reader.take('-');
        let test = reader.term(now, start)?;
        terms.push(Term { span: start..reader.at, negated, test });
    }
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
}

impl Reader<'_> {
    fn rest(&self) -> &str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn skip_space(&mut self) {
        self.at += self.rest().len() - self.rest().trim_start().len();
    }

    fn take(&mut self, wanted: char) -> bool {
        let there = self.rest().starts_with(wanted);
        if there {
            self.at += wanted.len_utf8();
        }
        there
    }

    fn wrong(&self, code: Code, start: usize, end: usize, message: String) -> Box<Problem> {
        let position = self.text.get(..start).unwrap_or_default().chars().count();
        let length = self.text.get(start..end).unwrap_or_default().chars().count().max(1);
        Problem::new(code, message).fact("Position", position).fact("Length", length)
    }

    fn term(&mut self, now: &Now, start: usize) -> Outcome<Test> {
        if self.rest().starts_with('"') {
            return Ok(Test::Text(self.quoted()?));
        }
        let name: String = self.rest().chars().take_while(|c| c.is_ascii_alphabetic() || *c == '_').collect::<String>();
        let after = self.rest().get(name.len()..).unwrap_or_default();
        let compared = ['>', '<', '='].iter().any(|sign| after.starts_with(*sign));
        if !name.is_empty() && (after.starts_with(':') || compared) {
            let named_at = self.at;
            self.at += name.len();
            return self.field(&name.to_lowercase(), named_at, now);
        }
        let word = self.bare(&[]);
        if word.is_empty() {
            // A lone minus or a closing bracket: nothing to look for.
            let end = (self.at + 1).min(self.text.len());
            return Err(self.wrong(Code::QuerySyntax, start, end, "A word or field:value is missing here.".to_owned()));
        }
        Ok(Test::Text(word.trim_end_matches('*').to_lowercase()))
    }

    fn field(&mut self, name: &str, named_at: usize, now: &Now) -> Outcome<Test> {
        let after_name = self.at;
        let sign: String = self.rest().chars().take_while(|c| matches!(c, ':' | '>' | '<' | '=')).collect();
        self.at += sign.len();
        let value_at = self.at;
        let time = match name {
            "created" => Some(TimeField::Created),
            "updated" => Some(TimeField::Updated),
            _ => None,
        };
        if let Some(field) = time {
            let value = self.value(name)?;
            let (from, to) = times::span(&value, &sign, now).ok_or_else(|| {
                let message =
                    format!("\"{value}\" is no time: write today, yesterday, 2026-11-20, or 2026-11-01..2026-11-20.");
                self.wrong(Code::QueryValue, value_at, self.at, message)
            })?;
            return Ok(Test::Time(field, from, to));
        }
        if name == "severity" && sign != ":" {
            let value = self.value(name)?;
            return severity_span(&value, &sign).ok_or_else(|| {
                let message = format!("\"{value}\" is no severity: write informational, low, medium or high.");
                self.wrong(Code::QueryValue, value_at, self.at, message)
            });
        }
        if name == "has" {
            let value = self.value(name)?;
            return entity(&value).map(Test::Has).ok_or_else(|| {
                let message =
                    format!("Alerts have user, device, ip, file, hash, url, sender or subject, not \"{value}\".");
                self.wrong(Code::QueryValue, value_at, self.at, message)
            });
        }
        let Some((_, field)) = FIELDS.iter().find(|(known, _)| *known == name) else {
            let near = FIELDS
                .iter()
                .map(|(known, _)| *known)
                .chain(["created", "updated", "has"])
                .find(|known| near(known, name));
            let hint = near.map_or_else(String::new, |known| format!(" Did you mean {known}?"));
            let message = format!("There is no field \"{name}\".{hint}");
            return Err(self.wrong(Code::QueryField, named_at, after_name, message));
        };
        if sign != ":" {
            let message = format!("{name} has no order; write {name}:value.");
            return Err(self.wrong(Code::QuerySyntax, after_name, value_at, message));
        }
        let values = self.values(name)?;
        Ok(Test::Field(*field, values.into_iter().map(|(value, quoted)| matching(*field, &value, quoted)).collect()))
    }

    /// One value, or several in brackets with `or` between them.
    fn values(&mut self, name: &str) -> Outcome<Vec<(String, bool)>> {
        if !self.take('(') {
            let quoted = self.rest().starts_with('"');
            return Ok(vec![(self.value(name)?, quoted)]);
        }
        let opened = self.at - 1;
        let mut values = Vec::new();
        loop {
            self.skip_space();
            if self.take(')') {
                break;
            }
            if self.at >= self.text.len() {
                return Err(self.wrong(
                    Code::QuerySyntax,
                    opened,
                    self.text.len(),
                    "This bracket is not closed.".to_owned(),
                ));
            }
            let quoted = self.rest().starts_with('"');
            let value = if quoted { self.quoted()? } else { self.bare(&[')']) };
            if quoted || !value.eq_ignore_ascii_case("or") {
                values.push((value, quoted));
            }
        }
        if values.is_empty() {
            return Err(self.wrong(
                Code::QuerySyntax,
                opened,
                self.at,
                format!("{name} has no value in these brackets."),
            ));
        }
        Ok(values)
    }

    fn value(&mut self, name: &str) -> Outcome<String> {
        let start = self.at;
        let value = if self.rest().starts_with('"') { self.quoted()? } else { self.bare(&[]) };
        if value.is_empty() {
            let message = format!("A value is missing after {name}.");
            return Err(self.wrong(Code::QuerySyntax, start.saturating_sub(1), start, message));
        }
        Ok(value)
    }

    fn bare(&mut self, also_end: &[char]) -> String {
        let word: String =
            self.rest().chars().take_while(|c| !c.is_whitespace() && *c != '"' && !also_end.contains(c)).collect();
        self.at += word.len();
        word
    }

    /// A quoted text; a quote inside is written `\"`, a backslash stands for itself elsewhere.
    fn quoted(&mut self) -> Outcome<String> {
        let opened = self.at;
        self.at += 1;
        let mut text = String::new();
        let mut letters = self.rest().char_indices().peekable();
        while let Some((place, letter)) = letters.next() {
            match letter {
                '"' => {
                    self.at += place + 1;
                    return Ok(text.to_lowercase());
                }
                '\\' if letters.peek().is_some_and(|(_, next)| *next == '"') => {
                    text.push('"');
                    letters.next();
                }
                other => text.push(other),
            }
        }
        Err(self.wrong(Code::QuerySyntax, opened, self.text.len(), "This quote is not closed.".to_owned()))
    }
}

fn matching(field: Field, value: &str, quoted: bool) -> Match {
    let value = value.to_lowercase();
    if let (Some(start), false) = (value.strip_suffix('*'), quoted) {
        return Match::Prefix(start.to_owned());
    }
    let words = match field {
        Field::Severity => Words::of("severity"),
        Field::Status => Words::of("status"),
        Field::Service => Words::of("service"),
        Field::Detection => Words::of("detection"),
        Field::Title => return Match::Part(value),
        // T1059 stands for its sub-techniques too.
        Field::Technique if !value.contains('.') => return Match::Prefix(value),
        _ => return Match::Exact(value),
    };
    Match::Exact(words.queried(&value).map_or(value, |word| word.wire.to_lowercase()))
}

fn severity_span(value: &str, sign: &str) -> Option<Test> {
    const GRADES: [Grade; 5] = [Grade::Unknown, Grade::Informational, Grade::Low, Grade::Medium, Grade::High];
    let place = GRADES.iter().position(|grade| *grade == Grade::of(value) && *grade != Grade::Unknown)?;
    let span = |from: usize, to: usize| Some(Test::Severity(*GRADES.get(from)?, *GRADES.get(to)?));
    match sign {
        ">=" => span(place, 4),
        ">" => span(place + 1, 4),
        "<=" => span(0, place),
        "<" => span(0, place.checked_sub(1)?),
        "=" => span(place, place),
        _ => None,
    }
}

fn entity(value: &str) -> Option<EntityField> {
    use EntityField::{Device, File, Hash, Ip, Sender, Subject, Url, User};
    [User, Device, Ip, File, Hash, Url, Sender, Subject].into_iter().find(|field| field.name() == value.to_lowercase())
}

/// Whether two names differ by one letter added, dropped, changed, or by two that changed places.
fn near(known: &str, typed: &str) -> bool {
    let (a, b): (Vec<char>, Vec<char>) = (known.chars().collect(), typed.chars().collect());
    if known.starts_with(typed) && typed.len() >= 3 {
        return true;
    }
    let same_start = a.iter().zip(&b).take_while(|(x, y)| x == y).count();
    let same_end = a.iter().rev().zip(b.iter().rev()).take_while(|(x, y)| x == y).count();
    let longest = a.len().max(b.len());
    let swapped =
        a.len() == b.len() && same_start + same_end + 2 == longest && a.get(same_start) == b.get(same_start + 1);
    a.len().abs_diff(b.len()) <= 1 && same_start + same_end + 1 >= longest || swapped
}

#[cfg(test)]
#[path = "parse_tests.rs"]
mod tests;
