//! Rust text without what is not code: comments and the inside of texts become blanks, so that a rule about words does
//! not read prose. Lines and columns stay where they are.

/// `text` with comments, string and character literals blanked.
pub fn bare(text: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    while at < chars.len() {
        let end = literal_end(&chars, at).unwrap_or(at);
        if end == at {
            out.push(chars[at]);
            at += 1;
            continue;
        }
        out.extend(chars[at..end].iter().map(|one| if *one == '\n' { '\n' } else { ' ' }));
        at = end;
    }
    out
}

/// Cuts a trailing module of unit tests off; the convention puts it last.
pub fn without_tests(bare: &str) -> String {
    let lines: Vec<&str> = bare.lines().collect();
    let starts = |index: &usize| {
        let mut after = lines[index + 1..].iter().map(|line| line.trim()).skip_while(|line| line.starts_with("#["));
        lines[*index].trim() == "#[cfg(test)]"
            && after.next().is_some_and(|next| next.starts_with("mod ") && next.ends_with('{'))
    };
    match (0..lines.len()).find(starts) {
        Some(cut) => lines[..cut].join("\n"),
        None => lines.join("\n"),
    }
}

/// True when `word` stands in `line` and is not part of a longer name. `std::fs` is also found in `std::{fs, io}`.
pub fn has_word(line: &str, word: &str) -> bool {
    if let Some((parent, child)) = word.rsplit_once("::") {
        let group = format!("{parent}::{{");
        let inside = line.split(&group).nth(1).and_then(|rest| rest.split('}').next());
        if inside.is_some_and(|inside| inside.split(',').any(|one| one.trim().split("::").next() == Some(child))) {
            return true;
        }
    }
    let is_name = |character: char| character.is_alphanumeric() || character == '_';
    line.match_indices(word).any(|(start, _)| {
        let before = line[..start].chars().next_back();
        let after = line[start + word.len()..].chars().next();
        let open = word.starts_with(is_name) && before.is_some_and(is_name);
        let shut = word.ends_with(is_name) && after.is_some_and(is_name);
        !open && !shut
    })
}

/// The end of the comment or literal that starts at `at`, if one does.
fn literal_end(chars: &[char], at: usize) -> Option<usize> {
    let next = |offset: usize| chars.get(at + offset).copied().unwrap_or('\0');
    match (chars[at], next(1)) {
        ('/', '/') => Some(find(chars, at, |rest| rest[0] == '\n')),
        ('/', '*') => Some(block_end(chars, at)),
        ('"', _) => Some(quoted_end(chars, at + 1, '"')),
        ('r', '"' | '#') if !is_in_name(chars, at) => raw_end(chars, at),
        ('\'', '\\') => Some(quoted_end(chars, at + 1, '\'')),
        // A lifetime has no quote two characters on.
        ('\'', _) if next(2) == '\'' => Some(at + 3),
        _ => None,
    }
}

fn is_in_name(chars: &[char], at: usize) -> bool {
    // `br"..."` is a raw text too: the b before it does not make it a name.
    at > 0 && (chars[at - 1].is_alphanumeric() && chars[at - 1] != 'b' || chars[at - 1] == '_')
}

fn find(chars: &[char], from: usize, stop: impl Fn(&[char]) -> bool) -> usize {
    (from..chars.len()).find(|at| stop(&chars[*at..])).unwrap_or(chars.len())
}

fn block_end(chars: &[char], at: usize) -> usize {
    let mut depth = 0_usize;
    let mut here = at;
    while here < chars.len() {
        match (chars[here], chars.get(here + 1)) {
            ('/', Some('*')) => (depth, here) = (depth + 1, here + 2),
            ('*', Some('/')) => (depth, here) = (depth - 1, here + 2),
            _ => here += 1,
        }
        if depth == 0 {
            return here;
        }
    }
    chars.len()
}

fn quoted_end(chars: &[char], from: usize, quote: char) -> usize {
    let mut here = from;
    while here < chars.len() && chars[here] != quote {
        here += if chars[here] == '\\' { 2 } else { 1 };
    }
    (here + 1).min(chars.len())
}

fn raw_end(chars: &[char], at: usize) -> Option<usize> {
    let hashes = chars[at + 1..].iter().take_while(|one| **one == '#').count();
    if chars.get(at + 1 + hashes) != Some(&'"') {
        return None;
    }
    let body = at + hashes + 2;
    let shut = |rest: &[char]| rest[0] == '"' && rest[1..].iter().take_while(|one| **one == '#').count() >= hashes;
    Some((find(chars, body, shut) + 1 + hashes).min(chars.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_in_prose_and_in_texts_are_not_code() {
        let text = "let a = \"std::fs \\\" x\"; // std::fs\n/* std::fs /* nested */ */ let b = r#\"std::fs\"#; let c = '\"'; d();";
        let bare = bare(text);
        assert!(!bare.contains("std::fs"), "none of the four places is code: {bare}");
        assert!(bare.contains("d();"), "a quote as a character does not swallow the rest: {bare}");
        assert_eq!(bare.lines().count(), text.lines().count(), "line numbers stay");
    }

    #[test]
    fn lifetimes_are_code() {
        assert_eq!(
            bare("fn f<'a>(x: &'a str, y: &'a str)"),
            "fn f<'a>(x: &'a str, y: &'a str)",
            "no literal starts there"
        );
    }

    #[test]
    fn a_word_is_found_whole_and_inside_a_group() {
        assert!(has_word("use std::fs;", "std::fs"), "as it stands");
        assert!(has_word("use std::{io, fs};", "std::fs"), "in a group");
        assert!(!has_word("use std::fsync;", "std::fs"), "a longer name is another name");
        assert!(has_word("Timestamp::now()", "now()"), "a call");
        assert!(!has_word("unknown()", "now()"), "the end of a longer name");
    }

    #[test]
    fn unit_tests_at_the_end_are_cut_off() {
        let text = "a\n#[cfg(test)]\n#[allow(x)]\nmod tests {\nb\n}";
        assert_eq!(without_tests(text), "a", "they follow other rules");
        assert_eq!(
            without_tests("#[cfg(test)]\nmod fixture;\na"),
            "#[cfg(test)]\nmod fixture;\na",
            "a test module in its own file is not the end"
        );
    }
}
