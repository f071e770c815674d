//! Makes text that is nearly JSON readable, without losing what it says.
//!
//! Seen on the wire: bytes that are no UTF-8, control characters inside strings, and halves of surrogate pairs. A strict
//! reader refuses the whole page for one of them. Source: wire-oddities, text.

use std::borrow::Cow;

/// The bytes as text that a JSON reader takes apart: as they are where they can stay, mended where not.
pub(crate) fn text(bytes: &[u8]) -> Cow<'_, str> {
    let text = String::from_utf8_lossy(bytes);
    let text = match text.strip_prefix('\u{feff}') {
        Some(rest) => Cow::Owned(rest.to_owned()),
        None => text,
    };
    if text.bytes().any(|byte| byte < b' ' && !matches!(byte, b'\n' | b'\r' | b'\t')) || breaks_lines(&text) {
        return Cow::Owned(escaped(&text));
    }
    text
}

/// A JSON text whose strings can be read: halves of surrogate pairs become U+FFFD.
pub(crate) fn readable(json: &str) -> Cow<'_, str> {
    if !json.contains("\\u") {
        return Cow::Borrowed(json);
    }
    let mut out = String::with_capacity(json.len());
    let mut rest = json;
    while let Some(place) = rest.find('\\') {
        let (before, escape) = rest.split_at(place);
        out.push_str(before);
        let (unit, length) = match unit(escape) {
            Some(unit) => (unit, 6),
            None => (0, escape.chars().take(2).map(char::len_utf8).sum()),
        };
        let after = escape.get(length..).unwrap_or_default();
        match self::unit(after) {
            Some(low) if is_high(unit) && is_low(low) => {
                out.push_str(escape.get(..12).unwrap_or_default());
                rest = escape.get(12..).unwrap_or_default();
            }
            _ => {
                let lone = is_high(unit) || is_low(unit);
                out.push_str(if lone { "\\ufffd" } else { escape.get(..length).unwrap_or_default() });
                rest = after;
            }
        }
    }
    out.push_str(rest);
    Cow::Owned(out)
}

/// The code unit of `\uXXXX` at the beginning of a text.
fn unit(text: &str) -> Option<u32> {
    let digits = text.strip_prefix("\\u")?.get(..4)?;
    u32::from_str_radix(digits, 16).ok()
}

fn is_high(unit: u32) -> bool {
    (0xD800..0xDC00).contains(&unit)
}

fn is_low(unit: u32) -> bool {
    (0xDC00..0xE000).contains(&unit)
}

/// Whether a line ends inside a string: valid nowhere in JSON, but seen.
fn breaks_lines(text: &str) -> bool {
    let mut inside = Inside::default();
    text.bytes().any(|byte| inside.next(byte) && byte < b' ')
}

/// Control characters inside strings as escapes.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 32);
    let mut inside = Inside::default();
    for letter in text.chars() {
        let string = inside.next(u8::try_from(letter).unwrap_or(b'x'));
        if string && letter < ' ' {
            out.push_str(&format!("\\u{:04x}", u32::from(letter)));
        } else {
            out.push(letter);
        }
    }
    out
}

/// Follows a JSON text byte by byte.
#[derive(Default)]
struct Inside {
    string: bool,
    escape: bool,
}

impl Inside {
    /// Takes a byte; whether it stands inside a string.
    fn next(&mut self, byte: u8) -> bool {
        let was = self.string;
        if self.escape {
            self.escape = false;
        } else if byte == b'\\' && self.string {
            self.escape = true;
        } else if byte == b'"' {
            self.string = !self.string;
        }
        was && self.string
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::Value;

    #[test]
    fn a_half_of_a_surrogate_pair_becomes_a_replacement_and_a_whole_one_stays() {
        for (json, read) in [
            (r#""a\ud83d""#, "a\u{fffd}"),
            (r#""\ude00b""#, "\u{fffd}b"),
            (r#""\ud83d\ude00""#, "\u{1f600}"),
            (r#""\ud83d\ud83d\ude00""#, "\u{fffd}\u{1f600}"),
            (r#""\\ud83d""#, "\\ud83d"),
            (r#""\ud83d\n""#, "\u{fffd}\n"),
            (r#""\u00e9""#, "\u{e9}"),
        ] {
            let value: Value = serde_json::from_str(&readable(json)).unwrap();
            assert_eq!(value.as_str(), Some(read), "{json}");
        }
    }

    #[test]
    fn control_characters_in_a_string_are_kept_as_escapes() {
        let value: Value = serde_json::from_str(&text(b"{\"a\":\"x\x11y\nz\"}\r\n")).unwrap();
        assert_eq!(value["a"], "x\u{11}y\nz");
        assert!(serde_json::from_str::<Value>(&text(b"\xef\xbb\xbf[]")).is_ok(), "a byte order mark is no content");
        let value: Value = serde_json::from_str(&text(b"[\"\xff\"]")).unwrap();
        assert_eq!(value[0], "\u{fffd}");
    }

    proptest! {
        #[test]
        fn what_is_valid_stays_as_it_is(words in prop::collection::vec("\\PC{0,20}", 0..6)) {
            let json = serde_json::to_string(&words).unwrap();
            prop_assert_eq!(text(json.as_bytes()), json.as_str());
            let read: Vec<String> = serde_json::from_str(&readable(&json)).unwrap();
            prop_assert_eq!(read, words);
        }
    }
}
