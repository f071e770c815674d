//! `$filter` and `$orderby` on people, mail, sign-ins and submissions: a condition over named properties of a JSON object.
//! Only properties that a list declares can be named; alerts and incidents have a stricter reader of their own.

use std::cmp::Ordering;

use serde_json::Value;

use crate::clock::Ticks;

/// What a property holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Holds {
    /// Text, compared without regard to case.
    Text,
    /// An instant.
    Time,
    /// `true` or `false`.
    Flag,
    /// A whole number.
    Number,
}

/// The properties that a list can be filtered by.
pub(crate) type Known = &'static [(&'static str, Holds)];

/// How deep parentheses may nest, and how many comparisons there may be.
const LIMIT: usize = 40;

/// A parsed condition.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Condition {
    /// `a and b`.
    And(Box<Condition>, Box<Condition>),
    /// `a or b`.
    Or(Box<Condition>, Box<Condition>),
    /// `not a`.
    Not(Box<Condition>),
    /// `property operator literal`, or a function of the property and a text.
    Compare(&'static str, Test, Value),
}

/// How a property is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs, reason = "the names are OData's")]
pub(crate) enum Test {
    Eq,
    Ne,
    Gt,
    Ge,
    Lt,
    Le,
    StartsWith,
    EndsWith,
    Contains,
}

impl Condition {
    /// Parses a `$filter`; the error is a sentence for the caller.
    pub(crate) fn parse(text: &str, known: Known) -> Result<Self, String> {
        let mut words = Words { left: words(text)?, known, used: 0 };
        let condition = words.either(0)?;
        match words.left.first() {
            None => Ok(condition),
            Some(word) => Err(format!("'{word}' was not expected at the end.")),
        }
    }

    pub(crate) fn passes(&self, item: &Value) -> bool {
        match self {
            Self::And(left, right) => left.passes(item) && right.passes(item),
            Self::Or(left, right) => left.passes(item) || right.passes(item),
            Self::Not(inner) => !inner.passes(item),
            Self::Compare(property, test, wanted) => test.holds(at(item, property), wanted),
        }
    }

    /// The properties in the order in which they are named.
    pub(crate) fn properties(&self) -> Vec<&'static str> {
        match self {
            Self::And(left, right) | Self::Or(left, right) => [left.properties(), right.properties()].concat(),
            Self::Not(inner) => inner.properties(),
            Self::Compare(property, _, _) => vec![property],
        }
    }
}

impl Test {
    fn holds(self, found: &Value, wanted: &Value) -> bool {
        let text = |value: &Value| value.as_str().unwrap_or("").to_lowercase();
        match self {
            Self::StartsWith => text(found).starts_with(&text(wanted)),
            Self::EndsWith => text(found).ends_with(&text(wanted)),
            Self::Contains => text(found).contains(&text(wanted)),
            Self::Eq => compared(found, wanted) == Some(Ordering::Equal),
            Self::Ne => compared(found, wanted) != Some(Ordering::Equal),
            Self::Gt => compared(found, wanted) == Some(Ordering::Greater),
            Self::Ge => compared(found, wanted).is_some_and(Ordering::is_ge),
            Self::Lt => compared(found, wanted) == Some(Ordering::Less),
            Self::Le => compared(found, wanted).is_some_and(Ordering::is_le),
        }
    }
}

/// The value at a path of names.
pub(crate) fn at<'a>(item: &'a Value, path: &str) -> &'a Value {
    path.split('/').fold(item, |value, name| &value[name])
}

/// Instants are compared as instants, other texts without regard to case.
pub(crate) fn compared(left: &Value, right: &Value) -> Option<Ordering> {
    match (left, right) {
        (Value::String(left), Value::String(right)) => match (instant(left), instant(right)) {
            (Some(left), Some(right)) => Some(left.cmp(&right)),
            _ => Some(left.to_lowercase().cmp(&right.to_lowercase())),
        },
        (Value::Bool(left), Value::Bool(right)) => Some(left.cmp(right)),
        (Value::Number(left), Value::Number(right)) => left.as_f64()?.partial_cmp(&right.as_f64()?),
        (Value::Null, Value::Null) => Some(Ordering::Equal),
        _ => None,
    }
}

fn instant(text: &str) -> Option<Ticks> {
    let dated = text.len() >= 20 && text.as_bytes().get(10) == Some(&b'T');
    dated.then(|| text.parse().ok().map(Ticks::of)).flatten()
}

/// One `$orderby`: properties and whether each descends.
pub(crate) fn order(text: &str, known: &[&'static str]) -> Result<Vec<(&'static str, bool)>, String> {
    let each = |part: &str| {
        let mut words = part.split_whitespace();
        let name = words.next().unwrap_or("");
        let property = known.iter().find(|known| **known == name);
        let property = property.ok_or_else(|| format!("ordering by '{name}' is not supported."))?;
        match (words.next(), words.next()) {
            (None | Some("asc"), None) => Ok((*property, false)),
            (Some("desc"), None) => Ok((*property, true)),
            _ => Err(format!("'{part}' is not an order.")),
        }
    };
    text.split(',').map(each).collect()
}

/// Puts items into an order.
pub(crate) fn sort(items: &mut [Value], order: &[(&'static str, bool)]) {
    items.sort_by(|left, right| {
        let one = |(property, descending): &(&'static str, bool)| {
            let found = compared(at(left, property), at(right, property)).unwrap_or(Ordering::Equal);
            if *descending { found.reverse() } else { found }
        };
        order.iter().map(one).find(|found| found.is_ne()).unwrap_or(Ordering::Equal)
    });
}

/// Words, quoted texts (with their opening quote kept as a mark), parentheses and commas.
fn words(text: &str) -> Result<Vec<String>, String> {
    let mut all = Vec::new();
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            _ if letter.is_whitespace() => {}
            '(' | ')' | ',' => all.push(letter.to_string()),
            '\'' => {
                let mut value = "'".to_owned();
                loop {
                    match letters.next() {
                        None => return Err("a quoted text has no end.".to_owned()),
                        Some('\'') if letters.next_if_eq(&'\'').is_none() => break,
                        Some(other) => value.push(other),
                    }
                }
                all.push(value);
            }
            _ => {
                let mut word = letter.to_string();
                let ends = |letter: &char| !letter.is_whitespace() && !"(),'".contains(*letter);
                while let Some(next) = letters.next_if(ends) {
                    word.push(next);
                }
                all.push(word);
            }
        }
    }
    Ok(all)
}

struct Words {
    left: Vec<String>,
    known: Known,
    used: usize,
}

impl Words {
    fn take(&mut self) -> Result<String, String> {
        if self.left.is_empty() { Err("it ends too early.".to_owned()) } else { Ok(self.left.remove(0)) }
    }

    fn take_word(&mut self, word: &str) -> bool {
        let found = self.left.first().is_some_and(|next| next == word);
        if found {
            self.left.remove(0);
        }
        found
    }

    fn expect(&mut self, word: &str) -> Result<(), String> {
        if self.take_word(word) { Ok(()) } else { Err(format!("'{word}' is missing.")) }
    }

    fn either(&mut self, depth: usize) -> Result<Condition, String> {
        let mut whole = self.both(depth)?;
        while self.take_word("or") {
            whole = Condition::Or(Box::new(whole), Box::new(self.both(depth)?));
        }
        Ok(whole)
    }

    fn both(&mut self, depth: usize) -> Result<Condition, String> {
        let mut whole = self.single(depth)?;
        while self.take_word("and") {
            whole = Condition::And(Box::new(whole), Box::new(self.single(depth)?));
        }
        Ok(whole)
    }

    fn single(&mut self, depth: usize) -> Result<Condition, String> {
        self.used += 1;
        if depth > LIMIT || self.used > LIMIT * 4 {
            return Err("it is too long.".to_owned());
        }
        if self.take_word("not") {
            return Ok(Condition::Not(Box::new(self.single(depth + 1)?)));
        }
        if self.take_word("(") {
            let inner = self.either(depth + 1)?;
            self.expect(")")?;
            return Ok(inner);
        }
        let first = self.take()?;
        let function = match first.as_str() {
            "startswith" => Some(Test::StartsWith),
            "endswith" => Some(Test::EndsWith),
            "contains" => Some(Test::Contains),
            _ => None,
        };
        let Some(test) = function else { return self.comparison(&first) };
        self.expect("(")?;
        let name = self.take()?;
        let (property, holds) = self.property(&name)?;
        self.expect(",")?;
        let value = literal(&self.take()?, holds)?;
        self.expect(")")?;
        match holds {
            Holds::Text => Ok(Condition::Compare(property, test, value)),
            _ => Err(format!("{first} needs a text and '{name}' is none.")),
        }
    }

    fn comparison(&mut self, name: &str) -> Result<Condition, String> {
        let (property, holds) = self.property(name)?;
        let word = self.take()?;
        let test = match word.as_str() {
            "eq" => Test::Eq,
            "ne" => Test::Ne,
            "gt" => Test::Gt,
            "ge" => Test::Ge,
            "lt" => Test::Lt,
            "le" => Test::Le,
            _ => return Err(format!("operator '{word}' is not supported.")),
        };
        if matches!(holds, Holds::Text | Holds::Flag) && !matches!(test, Test::Eq | Test::Ne) {
            return Err(format!("'{name}' can be compared by eq and ne only."));
        }
        let value = literal(&self.take()?, holds)?;
        Ok(Condition::Compare(property, test, value))
    }

    fn property(&self, name: &str) -> Result<(&'static str, Holds), String> {
        let found = self.known.iter().find(|(known, _)| *known == name);
        found.copied().ok_or_else(|| format!("filtering by '{name}' is not supported."))
    }
}

fn literal(word: &str, holds: Holds) -> Result<Value, String> {
    let wrong = || format!("'{}' is not a value for this property.", word.trim_start_matches('\''));
    match (holds, word, word.strip_prefix('\'')) {
        (_, "null", _) => Ok(Value::Null),
        (Holds::Text, _, Some(text)) => Ok(Value::String(text.to_owned())),
        (Holds::Time, _, None) if instant(word).is_some() => Ok(Value::String(word.to_owned())),
        (Holds::Flag, "true", _) => Ok(Value::Bool(true)),
        (Holds::Flag, "false", _) => Ok(Value::Bool(false)),
        (Holds::Number, _, None) => word.parse::<i64>().map(Value::from).map_err(|_| wrong()),
        _ => Err(wrong()),
    }
}
