//! The grammar: a table, then steps. Instants are worked out here, so that a query means one point in time.

use super::cell::Cell;
use super::words::{self, Word};
use crate::clock::Ticks;

/// How deep conditions may nest.
const DEPTH: usize = 40;

/// A parsed query.
#[derive(Debug)]
pub(super) struct Query {
    pub(super) table: String,
    pub(super) steps: Vec<Step>,
}

/// What is done with the rows.
#[derive(Debug)]
pub(super) enum Step {
    /// Keep some.
    Where(Test),
    /// Keep these columns: new name, old name.
    Project(Vec<(String, String)>),
    /// Keep so many.
    Take(usize),
    /// Put in order: column, descending.
    Sort(Vec<(String, bool)>),
    /// Only say how many.
    Count,
    /// Say how many of each: name of the number, columns.
    Summarize(String, Vec<String>),
}

/// A condition.
#[derive(Debug)]
pub(super) enum Test {
    /// Both.
    And(Box<Test>, Box<Test>),
    /// Either.
    Or(Box<Test>, Box<Test>),
    /// Not so.
    Not(Box<Test>),
    /// Column, operator, values.
    Compare(String, &'static str, Vec<Cell>),
}

/// Operators between a column and a value; each has a `!` form but for the signs.
const OPERATORS: &[&str] = &["contains", "has", "startswith", "endswith", "in"];
const SIGNS: &[&str] = &["==", "!=", "=~", "!~", "<", "<=", ">", ">="];

/// Parses a query; the error is the text of the refusal.
pub(super) fn parse(text: &str, now: Ticks) -> Result<Query, String> {
    let mut reader = Reader { words: words::of(text)?, next: 0, now };
    let table = reader.name("a table")?;
    let mut steps = Vec::new();
    while reader.next < reader.words.len() {
        reader.expect("|")?;
        let operator = reader.name("an operator")?;
        match operator.as_str() {
            "where" | "filter" => steps.push(Step::Where(reader.either(0)?)),
            "project" => steps.push(reader.project()?),
            "take" | "limit" => steps.push(Step::Take(reader.number()?)),
            "count" => steps.push(Step::Count),
            "sort" | "order" => {
                reader.keyword("by")?;
                steps.push(Step::Sort(reader.order()?));
            }
            "top" => {
                let most = reader.number()?;
                reader.keyword("by")?;
                steps.extend([Step::Sort(reader.order()?), Step::Take(most)]);
            }
            "summarize" => steps.push(reader.summarize()?),
            other => return Err(format!("Syntax Error: the operator '{other}' is not available here.")),
        }
    }
    Ok(Query { table, steps })
}

struct Reader {
    words: Vec<Word>,
    next: usize,
    now: Ticks,
}

impl Reader {
    fn take(&mut self) -> Option<Word> {
        let word = self.words.get(self.next).cloned();
        self.next += 1;
        word
    }

    fn take_sign(&mut self, sign: &str) -> bool {
        let found = matches!(self.words.get(self.next), Some(Word::Sign(next)) if *next == sign);
        self.next += usize::from(found);
        found
    }

    fn take_keyword(&mut self, name: &str) -> bool {
        let found = matches!(self.words.get(self.next), Some(Word::Name(next)) if next == name);
        self.next += usize::from(found);
        found
    }

    fn expect(&mut self, sign: &str) -> Result<(), String> {
        if self.take_sign(sign) { Ok(()) } else { Err(format!("Syntax Error: '{sign}' is missing.")) }
    }

    fn keyword(&mut self, name: &str) -> Result<(), String> {
        if self.take_keyword(name) { Ok(()) } else { Err(format!("Syntax Error: '{name}' is missing.")) }
    }

    fn name(&mut self, what: &str) -> Result<String, String> {
        match self.take() {
            Some(Word::Name(name)) => Ok(name),
            _ => Err(format!("Syntax Error: {what} is missing.")),
        }
    }

    fn number(&mut self) -> Result<usize, String> {
        match self.take() {
            Some(Word::Number(number)) if number.fract() == 0.0 => Ok(number as usize),
            _ => Err("Syntax Error: a whole number is missing.".to_owned()),
        }
    }

    fn names(&mut self) -> Result<Vec<String>, String> {
        let mut names = vec![self.name("a column")?];
        while self.take_sign(",") {
            names.push(self.name("a column")?);
        }
        Ok(names)
    }

    fn project(&mut self) -> Result<Step, String> {
        let mut columns = Vec::new();
        loop {
            let name = self.name("a column")?;
            let old = if self.take_sign("=") { self.name("a column")? } else { name.clone() };
            columns.push((name, old));
            if !self.take_sign(",") {
                return Ok(Step::Project(columns));
            }
        }
    }

    fn order(&mut self) -> Result<Vec<(String, bool)>, String> {
        let mut order = Vec::new();
        loop {
            let name = self.name("a column")?;
            let ascending = self.take_keyword("asc");
            if !ascending {
                self.take_keyword("desc");
            }
            order.push((name, !ascending));
            if !self.take_sign(",") {
                return Ok(order);
            }
        }
    }

    fn summarize(&mut self) -> Result<Step, String> {
        let mut name = self.name("an aggregate")?;
        let mut function = name.clone();
        if self.take_sign("=") {
            function = self.name("an aggregate")?;
        } else {
            name = "count_".to_owned();
        }
        if function != "count" {
            return Err(format!("The aggregate '{function}' is not available here."));
        }
        self.expect("(")?;
        self.expect(")")?;
        let by = if self.take_keyword("by") { self.names()? } else { Vec::new() };
        Ok(Step::Summarize(name, by))
    }

    fn either(&mut self, depth: usize) -> Result<Test, String> {
        let mut test = self.both(depth)?;
        while self.take_keyword("or") {
            test = Test::Or(Box::new(test), Box::new(self.both(depth)?));
        }
        Ok(test)
    }

    fn both(&mut self, depth: usize) -> Result<Test, String> {
        let mut test = self.single(depth)?;
        while self.take_keyword("and") {
            test = Test::And(Box::new(test), Box::new(self.single(depth)?));
        }
        Ok(test)
    }

    fn single(&mut self, depth: usize) -> Result<Test, String> {
        if depth > DEPTH {
            return Err("Syntax Error: conditions nest too deeply.".to_owned());
        }
        if self.take_sign("(") {
            let inner = self.either(depth + 1)?;
            self.expect(")")?;
            return Ok(inner);
        }
        let name = self.name("a condition")?;
        match name.as_str() {
            "not" => {
                self.expect("(")?;
                let inner = self.either(depth + 1)?;
                self.expect(")")?;
                Ok(Test::Not(Box::new(inner)))
            }
            "isempty" | "isnotempty" => {
                self.expect("(")?;
                let column = self.name("a column")?;
                self.expect(")")?;
                let empty = Test::Compare(column, "isempty", Vec::new());
                Ok(if name == "isempty" { empty } else { Test::Not(Box::new(empty)) })
            }
            _ => self.comparison(name),
        }
    }

    fn comparison(&mut self, column: String) -> Result<Test, String> {
        let (operator, negated) = match self.take() {
            Some(Word::Sign(sign)) if SIGNS.contains(&sign) => (sign, false),
            Some(Word::Name(name)) => {
                let plain = name.trim_start_matches('!');
                let operator = OPERATORS.iter().find(|known| **known == plain);
                let operator =
                    operator.ok_or_else(|| format!("Syntax Error: the operator '{name}' is not available here."))?;
                (*operator, name.starts_with('!'))
            }
            _ => return Err(format!("Syntax Error: an operator is missing after '{column}'.")),
        };
        let mut values = Vec::new();
        if operator == "in" {
            self.expect("(")?;
            loop {
                values.push(self.value()?);
                if !self.take_sign(",") {
                    break;
                }
            }
            self.expect(")")?;
        } else {
            values.push(self.value()?);
        }
        let test = Test::Compare(column, operator, values);
        Ok(if negated { Test::Not(Box::new(test)) } else { test })
    }

    fn value(&mut self) -> Result<Cell, String> {
        let wrong = || "Syntax Error: a value is missing.".to_owned();
        match self.take() {
            Some(Word::Text(text)) => Ok(Cell::Text(text)),
            Some(Word::Number(number)) => Ok(Cell::Number(number)),
            Some(Word::Sign("-")) => self.number().map(|number| Cell::Number(-(number as f64))),
            Some(Word::Name(name)) => match name.as_str() {
                "true" => Ok(Cell::Flag(true)),
                "false" => Ok(Cell::Flag(false)),
                "now" => {
                    self.expect("(")?;
                    self.expect(")")?;
                    Ok(Cell::Time(self.now))
                }
                "ago" => {
                    self.expect("(")?;
                    let Some(Word::Length(seconds)) = self.take() else { return Err(wrong()) };
                    self.expect(")")?;
                    Ok(Cell::Time(self.now.plus_seconds(-seconds)))
                }
                "datetime" => self.instant().ok_or_else(|| "Syntax Error: datetime() needs an instant.".to_owned()),
                other => Err(format!("'{other}' is not a value that is available here.")),
            },
            _ => Err(wrong()),
        }
    }

    /// `datetime(2026-01-31)` and `datetime(2026-01-31T10:00:00Z)`, bare or quoted. Without a zone it is UTC.
    fn instant(&mut self) -> Option<Cell> {
        let Some(Word::Text(text)) = self.take() else { return None };
        let zoned = text.parse::<jiff::Timestamp>().ok();
        let civil = || text.parse::<jiff::civil::DateTime>().ok()?.to_zoned(jiff::tz::TimeZone::UTC).ok();
        let at = zoned.or_else(|| civil().map(|zoned| zoned.timestamp()))?;
        Some(Cell::Time(Ticks::of(at)))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use proptest::prelude::*;

    fn refusal(text: &str) -> String {
        parse(text, Ticks(0)).unwrap_err()
    }

    #[test]
    fn queries_of_the_subset_parse() {
        for text in [
            "AlertInfo",
            "// first\nAlertInfo | take 5 // last",
            "AlertInfo | where Severity == 'High' and (Title contains \"x\" or not(Title has @'a\\b')) | count",
            "AlertInfo | where Timestamp > ago(1.5d) and Timestamp <= datetime(2026-01-31T10:00:00Z) | limit 1",
            "AlertInfo | where Severity !in ('Low', 'Medium') | project A = AlertId, Title",
            "AlertInfo | top 3 by Timestamp asc | sort by Title, AlertId desc",
            "AlertInfo | summarize count() | summarize n = count() by count_",
            "DeviceInfo | where isnotempty(DeviceName) and IsAzureADJoined == true and OSBuild >= -1",
        ] {
            assert!(parse(text, Ticks(0)).is_ok(), "{text}: {:?}", parse(text, Ticks(0)));
        }
    }

    #[test]
    fn everything_else_is_refused_by_name() {
        for (text, part) in [
            ("", "a table"),
            ("AlertInfo | join kind=inner X on Y", "join"),
            ("AlertInfo | extend x = 1", "extend"),
            ("AlertInfo | where Title matches regex 'x'", "matches"),
            ("AlertInfo | summarize dcount(Title)", "dcount"),
            ("AlertInfo | take", "whole number"),
            ("AlertInfo | where Title == 'x", "no end"),
            ("AlertInfo; drop", "';'"),
            ("AlertInfo | where Timestamp > ago(1y)", "unit"),
            ("let x = 1; AlertInfo", "';'"),
        ] {
            assert!(refusal(text).contains(part), "{text:?} should speak of {part:?}: {}", refusal(text));
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn no_text_makes_the_parser_panic(text in "\\PC{0,120}") {
            let _ = parse(&text, Ticks(0));
        }

        #[test]
        fn near_queries_never_panic(words in prop::collection::vec(
            prop::sample::select(vec!["AlertInfo", "|", "where", "Title", "==", "'x'", "(", ")", "and", "!in", "datetime(",
                "ago(", "1d", "@'", "é", "top", "by", "summarize", "count()", "9999999999999999999999"]), 0..30)
        ) {
            let _ = parse(&words.join(" "), Ticks(0));
        }
    }
}
