//! A query cut into words: names, texts, numbers, lengths of time and signs. Remarks are dropped.

/// One word.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Word {
    /// A name, with its `!` when it is negated.
    Name(String),
    /// A quoted text.
    Text(String),
    /// A number.
    Number(f64),
    /// A length of time in seconds.
    Length(f64),
    /// Punctuation.
    Sign(&'static str),
}

/// Signs, the longer ones first.
const SIGNS: &[&str] = &["==", "!=", "=~", "!~", "<=", ">=", "<", ">", "=", "|", "(", ")", ",", "-"];

/// The longest query that is read.
const LONGEST: usize = 100_000;

/// Cuts a query into words.
pub(super) fn of(text: &str) -> Result<Vec<Word>, String> {
    if text.len() > LONGEST {
        return Err("The query is too long.".to_owned());
    }
    let mut words = Vec::new();
    let mut rest = text.trim_start();
    while let Some(first) = rest.chars().next() {
        let (word, length) = if rest.starts_with("//") {
            rest = rest.split_once('\n').map_or("", |(_, after)| after).trim_start();
            continue;
        } else if first == '\'' || first == '"' || rest.starts_with("@'") || rest.starts_with("@\"") {
            quoted(rest)?
        } else if first.is_ascii_digit() {
            number(rest)?
        } else if first.is_alphabetic() || first == '_' || negation(rest) {
            let ends = |letter: char| !(letter.is_alphanumeric() || letter == '_');
            let skip = usize::from(first == '!');
            let length = rest[skip..].find(ends).map_or(rest.len(), |at| at + skip);
            (Word::Name(rest[..length].to_owned()), length)
        } else {
            let sign = SIGNS.iter().find(|sign| rest.starts_with(**sign));
            let sign = sign.ok_or_else(|| format!("Syntax Error: '{first}' was not expected."))?;
            (Word::Sign(sign), sign.len())
        };
        let instant = word == Word::Name("datetime".to_owned());
        words.push(word);
        rest = rest.get(length..).unwrap_or("").trim_start();
        if instant {
            // What stands between its parentheses follows rules of its own.
            let inside = rest.strip_prefix('(').and_then(|after| after.split_once(')'));
            let (text, after) = inside.ok_or("Syntax Error: datetime() needs parentheses.")?;
            words.push(Word::Text(text.trim().trim_matches(['\'', '"']).to_owned()));
            rest = after.trim_start();
        }
    }
    Ok(words)
}

fn negation(rest: &str) -> bool {
    rest.strip_prefix('!').and_then(|after| after.chars().next()).is_some_and(char::is_alphabetic)
}

/// `'..'` and `".."` with backslashes, `@'..'` and `@".."` without.
fn quoted(rest: &str) -> Result<(Word, usize), String> {
    let verbatim = rest.starts_with('@');
    let mut letters = rest.char_indices().skip(usize::from(verbatim));
    let Some((_, quote)) = letters.next() else { return Err("Syntax Error: a text is missing.".to_owned()) };
    let mut text = String::new();
    while let Some((at, letter)) = letters.next() {
        match letter {
            _ if letter == quote => return Ok((Word::Text(text), at + 1)),
            '\\' if !verbatim => match letters.next() {
                Some((_, 'n')) => text.push('\n'),
                Some((_, 't')) => text.push('\t'),
                Some((_, other)) => text.push(other),
                None => break,
            },
            '\n' => break,
            _ => text.push(letter),
        }
    }
    Err("Syntax Error: a text has no end.".to_owned())
}

fn number(rest: &str) -> Result<(Word, usize), String> {
    let digits = rest.find(|letter: char| !(letter.is_ascii_digit() || letter == '.')).unwrap_or(rest.len());
    let value: f64 =
        rest[..digits].parse().map_err(|_| format!("Syntax Error: '{}' is no number.", &rest[..digits]))?;
    let after = &rest[digits..];
    let letters = after.find(|letter: char| !letter.is_alphanumeric()).unwrap_or(after.len());
    let seconds = match &after[..letters] {
        "" => return Ok((Word::Number(value), digits)),
        "d" => 86_400.0,
        "h" => 3600.0,
        "m" => 60.0,
        "s" => 1.0,
        unit => return Err(format!("Syntax Error: '{unit}' is no unit of time.")),
    };
    Ok((Word::Length(value * seconds), digits + letters))
}
