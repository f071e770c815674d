//! BER made definite: some programs write PFX files with open lengths and strings in pieces, which DER does not have.
//!
//! Only the form changes, never a value. Depth is limited and nothing is read twice, so that a hostile file costs no
//! more than its own length times its depth.

/// How deep elements may lie in one another; real files reach about fifteen.
const DEEPEST: usize = 40;
const CONSTRUCTED: u8 = 0x20;
const OCTET_STRING: u8 = 0x04;
const END: [u8; 2] = [0, 0];

/// The first element with every length definite and every octet string in one piece, and what lies behind it; none
/// when it is not built as BER asks.
pub(crate) fn definite(bytes: &[u8]) -> Option<(Vec<u8>, &[u8])> {
    let mut out = Vec::with_capacity(bytes.len());
    let rest = element(bytes, 0, &mut out)?;
    Some((out, rest))
}

/// Writes one element; returns what lies behind it.
fn element<'a>(bytes: &'a [u8], depth: usize, out: &mut Vec<u8>) -> Option<&'a [u8]> {
    if depth > DEEPEST {
        return None;
    }
    let (tag, after_tag) = tag(bytes)?;
    let constructed = tag[0] & CONSTRUCTED != 0;
    let (length, body) = length(after_tag)?;
    let (content, rest) = match length {
        Some(length) => body.split_at_checked(length)?,
        None if constructed => (body, body),
        None => return None,
    };
    if !constructed {
        write(tag, content, out);
        return Some(rest);
    }
    let mut inner = Vec::new();
    let mut left = content;
    loop {
        if length.is_none() && left.starts_with(&END) {
            left = &left[END.len()..];
            break;
        }
        if length.is_some() && left.is_empty() {
            break;
        }
        left = element(left, depth + 1, &mut inner)?;
    }
    let rest = if length.is_some() { rest } else { left };
    if tag == [OCTET_STRING | CONSTRUCTED] {
        write(&[OCTET_STRING], &pieces(&inner)?, out);
    } else if is_string_in_pieces(tag, &inner) {
        // An octet string under a tag of its own, as the encrypted content of CMS is.
        write(&[tag[0] & !CONSTRUCTED], &pieces(&inner)?, out);
    } else {
        write(tag, &inner, out);
    }
    Some(rest)
}

/// The tag of CMS's encrypted content, `[0]`, holding nothing but two or more octet strings, or one that was open.
///
/// The same tag wraps single octet strings explicitly, which stay as they are.
fn is_string_in_pieces(tag: &[u8], inner: &[u8]) -> bool {
    let mut count = 0;
    let mut left = inner;
    while !left.is_empty() {
        let Some((OCTET_STRING, _, rest)) = definite_element(left) else { return false };
        left = rest;
        count += 1;
    }
    tag == [0xa0] && count > 1
}

/// The contents of octet strings that follow one another, joined.
fn pieces(mut inner: &[u8]) -> Option<Vec<u8>> {
    let mut joined = Vec::with_capacity(inner.len());
    while !inner.is_empty() {
        let (OCTET_STRING, content, rest) = definite_element(inner)? else { return None };
        joined.extend_from_slice(content);
        inner = rest;
    }
    Some(joined)
}

fn definite_element(bytes: &[u8]) -> Option<(u8, &[u8], &[u8])> {
    let (tag, after_tag) = tag(bytes)?;
    let (length, body) = length(after_tag)?;
    let (content, rest) = body.split_at_checked(length?)?;
    Some((tag[0], content, rest))
}

/// The tag's bytes and what lies behind them.
fn tag(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let first = *bytes.first()?;
    let mut end = 1;
    if first & 0x1f == 0x1f {
        while bytes.get(end)? & 0x80 != 0 {
            end += 1;
        }
        end += 1;
    }
    bytes.split_at_checked(end)
}

/// The length, none for an open one, and what lies behind it.
fn length(bytes: &[u8]) -> Option<(Option<usize>, &[u8])> {
    let (first, rest) = bytes.split_first()?;
    match first {
        0..=0x7f => Some((Some(usize::from(*first)), rest)),
        0x80 => Some((None, rest)),
        0x81..=0x84 => {
            let (digits, rest) = rest.split_at_checked(usize::from(first & 0x7f))?;
            let length = digits.iter().fold(0_usize, |length, digit| length << 8 | usize::from(*digit));
            Some((Some(length), rest))
        }
        _ => None,
    }
}

fn write(tag: &[u8], content: &[u8], out: &mut Vec<u8>) {
    out.extend_from_slice(tag);
    let digits = content.len().to_be_bytes();
    let skip = content.len().leading_zeros() as usize / 8;
    match content.len() {
        short @ 0..=0x7f => out.push(short.to_le_bytes()[0]),
        _ => {
            out.push(0x80 | (digits.len() - skip).to_le_bytes()[0]);
            out.extend_from_slice(&digits[skip..]);
        }
    }
    out.extend_from_slice(content);
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn open_lengths_and_pieces_become_definite() {
        let open = [0x30, 0x80, 0x24, 0x80, 0x04, 1, b'a', 0x04, 1, b'b', 0, 0, 0, 0, 0xff];
        let (made, rest) = definite(&open).unwrap();
        assert_eq!(made, [0x30, 4, 0x04, 2, b'a', b'b'], "one sequence with one string");
        assert_eq!(rest, [0xff], "what lies behind it is handed back");
        let implicit = [0xa0, 0x80, 0x04, 1, b'a', 0x04, 1, b'b', 0, 0];
        assert_eq!(definite(&implicit).unwrap().0, [0x80, 2, b'a', b'b'], "the encrypted content of CMS");
        let explicit = [0xa0, 0x80, 0x04, 1, b'a', 0, 0];
        assert_eq!(definite(&explicit).unwrap().0, [0xa0, 3, 0x04, 1, b'a'], "a single string stays in its wrapping");
    }

    #[test]
    fn der_stays_as_it_is() {
        let long: Vec<u8> = [0x04, 0x82, 1, 0].into_iter().chain([7; 256]).collect();
        assert_eq!(definite(&long).unwrap(), (long.clone(), &[][..]), "lengths are written in their shortest form");
    }

    #[test]
    fn what_is_not_ber_is_refused() {
        let deep = [0x30, 0x80].repeat(100);
        for bytes in
            [&[][..], &[0x30], &[0x30, 5, 1], &[0x04, 0x80], &[0x30, 0x80], &[0x30, 0x85, 0, 0, 0, 0, 1], &deep]
        {
            assert!(definite(bytes).is_none(), "{bytes:02x?}");
        }
    }
}
