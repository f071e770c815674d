//! The words of a `$filter` and their order. Only what is documented parses; everything else says why not.

use super::filter::{Field, Filter, Kind, Literal, Operator};
use crate::clock::Ticks;

/// How deep parentheses may nest.
const DEPTH: usize = 40;

/// How many comparisons a filter may have.
const COMPARISONS: usize = 200;

#[derive(Debug, Clone, PartialEq, Eq)]
enum Token {
    Open,
    Close,
    Word(String),
    Text(String),
}

/// Parses a filter; the error is a sentence for the caller.
pub(super) fn parse(text: &str, of: Kind) -> Result<Filter, String> {
    let mut words = Words { tokens: tokens(text)?, of, next: 0, comparisons: 0 };
    let filter = words.either(0)?;
    match words.take() {
        None => Ok(filter),
        Some(token) => Err(format!("{token:?} was not expected at the end.")),
    }
}

fn tokens(text: &str) -> Result<Vec<Token>, String> {
    let mut tokens = Vec::new();
    let mut rest = text.trim_start();
    while let Some(first) = rest.chars().next() {
        let length = match first {
            '(' | ')' => {
                tokens.push(if first == '(' { Token::Open } else { Token::Close });
                1
            }
            '\'' => {
                let (value, length) = quoted(rest)?;
                tokens.push(Token::Text(value));
                length
            }
            _ => {
                let ends = |letter: char| letter.is_whitespace() || matches!(letter, '(' | ')' | '\'');
                let length = rest.find(ends).unwrap_or(rest.len());
                tokens.push(Token::Word(rest[..length].to_owned()));
                length
            }
        };
        rest = rest[length..].trim_start();
    }
    Ok(tokens)
}

/// A quoted text at the start, doubled quotes meaning one; gives it and its length in bytes.
fn quoted(rest: &str) -> Result<(String, usize), String> {
    let mut value = String::new();
    let mut letters = rest.char_indices().skip(1).peekable();
    while let Some((at, letter)) = letters.next() {
        if letter != '\'' {
            value.push(letter);
        } else if letters.next_if(|(_, next)| *next == '\'').is_some() {
            value.push('\'');
        } else {
            return Ok((value, at + 1));
        }
    }
    Err("a quoted text has no end.".to_owned())
}

struct Words {
    tokens: Vec<Token>,
    of: Kind,
    next: usize,
    comparisons: usize,
}

impl Words {
    fn take(&mut self) -> Option<Token> {
        let token = self.tokens.get(self.next).cloned();
        self.next += 1;
        token
    }

    fn take_word(&mut self, word: &str) -> bool {
        let found = matches!(self.tokens.get(self.next), Some(Token::Word(next)) if next == word);
        self.next += usize::from(found);
        found
    }

    fn either(&mut self, depth: usize) -> Result<Filter, String> {
        let mut filter = self.both(depth)?;
        while self.take_word("or") {
            filter = Filter::Or(Box::new(filter), Box::new(self.both(depth)?));
        }
        Ok(filter)
    }

    fn both(&mut self, depth: usize) -> Result<Filter, String> {
        let mut filter = self.single(depth)?;
        while self.take_word("and") {
            filter = Filter::And(Box::new(filter), Box::new(self.single(depth)?));
        }
        Ok(filter)
    }

    fn single(&mut self, depth: usize) -> Result<Filter, String> {
        if depth > DEPTH {
            return Err("parentheses nest too deeply.".to_owned());
        }
        match self.take() {
            Some(Token::Open) => {
                let filter = self.either(depth + 1)?;
                match self.take() {
                    Some(Token::Close) => Ok(filter),
                    _ => Err("a closing parenthesis is missing.".to_owned()),
                }
            }
            Some(Token::Word(name)) => self.comparison(&name),
            Some(token) => Err(format!("{token:?} was not expected where a property belongs.")),
            None => Err("it ends where a comparison belongs.".to_owned()),
        }
    }

    fn comparison(&mut self, name: &str) -> Result<Filter, String> {
        self.comparisons += 1;
        if self.comparisons > COMPARISONS {
            return Err("there are too many comparisons.".to_owned());
        }
        let field = Field::parse(name, self.of).ok_or_else(|| format!("filtering by '{name}' is not supported."))?;
        let operator = match self.take() {
            Some(Token::Word(word)) => operator(&word).ok_or_else(|| format!("operator '{word}' is not supported."))?,
            _ => return Err(format!("an operator is missing after '{name}'.")),
        };
        let literal = match self.take() {
            Some(Token::Text(text)) => Literal::Text(text),
            Some(Token::Word(word)) if word == "null" => Literal::Null,
            Some(Token::Word(word)) => instant(&word)?,
            _ => return Err(format!("a value is missing after '{name}'.")),
        };
        check(name, field, operator, &literal)?;
        Ok(Filter::Compare(field, operator, literal))
    }
}

fn operator(word: &str) -> Option<Operator> {
    Some(match word {
        "eq" => Operator::Eq,
        "ne" => Operator::Ne,
        "gt" => Operator::Gt,
        "ge" => Operator::Ge,
        "lt" => Operator::Lt,
        "le" => Operator::Le,
        _ => return None,
    })
}

fn instant(word: &str) -> Result<Literal, String> {
    let offset = word.get(19..).is_some_and(|rest| rest.contains(['+', '-']));
    let zoned = word.contains('T') && (word.ends_with('Z') || offset);
    let instant: Option<jiff::Timestamp> = zoned.then(|| word.parse().ok()).flatten();
    let instant = instant.ok_or_else(|| format!("'{word}' is neither a quoted text nor an instant with a zone."))?;
    Ok(Literal::Instant(Ticks::of(instant)))
}

fn check(name: &str, field: Field, operator: Operator, literal: &Literal) -> Result<(), String> {
    if field.is_time() {
        return match literal {
            Literal::Instant(_) => Ok(()),
            _ => Err(format!("'{name}' can be compared with a bare instant only.")),
        };
    }
    if !matches!(operator, Operator::Eq | Operator::Ne) {
        return Err(format!("'{name}' can be compared by eq and ne only."));
    }
    match (literal, field.members()) {
        (Literal::Instant(_), _) => Err(format!("'{name}' must be compared with a quoted text.")),
        (Literal::Text(text), Some(members)) if !members.iter().any(|member| member == text) => {
            Err(format!("'{text}' is not a member of '{name}'."))
        }
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use proptest::prelude::*;

    fn parse(text: &str) -> Result<Filter, String> {
        super::parse(text, Kind::Alert)
    }

    #[test]
    fn incidents_have_statuses_of_their_own_and_no_service() {
        assert!(super::parse("status eq 'redirected'", Kind::Incident).is_ok());
        assert!(super::parse("status eq 'new'", Kind::Incident).is_err(), "an alert's status");
        assert!(super::parse("serviceSource eq 'microsoftSentinel'", Kind::Incident).is_err());
    }

    #[test]
    fn and_binds_closer_than_or() {
        let filter = parse("status eq 'new' or severity eq 'high' and severity ne 'low'").unwrap();
        assert!(matches!(filter, Filter::Or(_, right) if matches!(*right, Filter::And(..))), "or is the outer one");
    }

    #[test]
    fn quotes_are_doubled_inside_a_text() {
        let filter = parse("assignedTo eq 'O''Neil (night)'").unwrap();
        let wanted = Filter::Compare(Field::AssignedTo, Operator::Eq, Literal::Text("O'Neil (night)".to_owned()));
        assert_eq!(filter, wanted, "a doubled quote is one quote and parentheses inside are text");
    }

    #[test]
    fn what_is_not_documented_says_why() {
        for (text, part) in [
            ("title eq 'x'", "title"),
            ("severity gt 'low'", "eq and ne"),
            ("severity eq 'grave'", "grave"),
            ("severity eq high", "high"),
            ("createdDateTime ge '2026-01-01T00:00:00Z'", "bare instant"),
            ("createdDateTime ge 2026-01-01", "zone"),
            ("createdDateTime ge 2026-01-01T00:00:00", "zone"),
            ("not (status eq 'new')", "not"),
            ("contains(assignedTo,'x')", "contains"),
            ("status in ('new')", "in"),
            ("(status eq 'new'", "closing"),
            ("status eq 'new", "no end"),
            ("status eq 'new' status eq 'new'", "not expected"),
            ("", "ends"),
        ] {
            let error = parse(text).unwrap_err();
            assert!(error.contains(part), "the refusal of {text:?} should speak of {part:?}: {error}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn no_text_makes_the_parser_panic(text in "\\PC{0,120}") {
            let _ = parse(&text);
        }

        #[test]
        fn near_filters_never_panic(words in prop::collection::vec(
            prop::sample::select(vec!["status", "eq", "'new'", "(", ")", "and", "or", "'", "createdDateTime", "ge",
                "2026-01-01T00:00:00Z", "null", "é", "2026-01-01T00:00:0é+"]), 0..30)
        ) {
            let _ = parse(&words.join(" "));
        }

        #[test]
        fn comparisons_joined_in_any_way_parse(
            joints in prop::collection::vec(prop::bool::ANY, 0..20),
            seconds in 0_i64..4_000_000_000,
        ) {
            let instant = jiff::Timestamp::from_second(seconds).unwrap();
            let mut text = format!("lastUpdateDateTime ge {instant}");
            for joint in joints {
                text = format!("({text}) {} status ne 'resolved'", if joint { "and" } else { "or" });
            }
            prop_assert!(parse(&text).is_ok(), "{}", text);
        }
    }
}
