//! DER as a tree that can be changed and written again with lengths that fit: most changes must get past the first
//! look, or nothing behind it is ever tried.

use super::chance::Chance;

/// An element.
#[derive(Clone)]
pub struct Element {
    tag: u8,
    content: Inside,
    /// Writes a length of its own instead of the one that fits.
    false_length: Option<u8>,
}

#[derive(Clone)]
enum Inside {
    Bytes(Vec<u8>),
    /// Whether it was a string whose content reads as DER.
    Elements(Vec<Element>),
}

/// Every element that follows another; none when the bytes are not DER.
pub fn read(mut bytes: &[u8], depth: usize) -> Option<Vec<Element>> {
    let mut all = Vec::new();
    while !bytes.is_empty() {
        let (element, rest) = read_one(bytes, depth)?;
        all.push(element);
        bytes = rest;
    }
    Some(all)
}

fn read_one(bytes: &[u8], depth: usize) -> Option<(Element, &[u8])> {
    let (&tag, rest) = bytes.split_first()?;
    let (&first, rest) = rest.split_first()?;
    let (length, rest) = match first {
        0..=0x7f => (usize::from(first), rest),
        0x81..=0x83 => {
            let (digits, rest) = rest.split_at_checked(usize::from(first & 0x7f))?;
            (digits.iter().fold(0, |length, digit| length << 8 | usize::from(*digit)), rest)
        }
        _ => return None,
    };
    let (content, rest) = rest.split_at_checked(length)?;
    let may_hold = tag & 0x20 != 0 || tag == 0x04 || tag == 0x80;
    let inside = (may_hold && depth > 0 && !content.is_empty()).then(|| read(content, depth - 1)).flatten();
    let content = inside.map_or_else(|| Inside::Bytes(content.to_vec()), Inside::Elements);
    Some((Element { tag, content, false_length: None }, rest))
}

/// The elements as bytes.
pub fn write(elements: &[Element], out: &mut Vec<u8>) {
    for element in elements {
        let content = match &element.content {
            Inside::Bytes(bytes) => bytes.clone(),
            Inside::Elements(inner) => {
                let mut bytes = Vec::new();
                write(inner, &mut bytes);
                bytes
            }
        };
        out.push(element.tag);
        match (element.false_length, content.len()) {
            (Some(length), _) => out.push(length),
            (None, length @ 0..=0x7f) => out.push(length as u8),
            (None, length @ 0x80..=0xff) => out.extend([0x81, length as u8]),
            (None, length) => out.extend([0x82, (length >> 8) as u8, length as u8]),
        }
        out.extend(content);
    }
}

/// Changes one element somewhere in the tree; another tree lends what is grafted.
pub fn change(elements: &mut Vec<Element>, other: &[Element], chance: &mut Chance) {
    if elements.is_empty() {
        elements.extend(other.first().cloned());
        return;
    }
    let place = chance.below(elements.len());
    if let Inside::Elements(inner) = &mut elements[place].content
        && !chance.once_in(3)
    {
        return change(inner, other, chance);
    }
    match chance.below(14) {
        0 => drop(elements.remove(place)),
        1 => elements.insert(place, elements[place].clone()),
        2 => {
            let with = chance.below(elements.len());
            elements.swap(place, with);
        }
        3 => {
            elements[place].tag = *chance.one(&[
                0x01, 0x02, 0x03, 0x04, 0x05, 0x06, 0x0c, 0x13, 0x17, 0x18, 0x30, 0x31, 0x80, 0xa0, 0xa1, 0x24, 0x1f,
            ])
        }
        4 => elements[place].tag = chance.byte(),
        5 => elements[place].false_length = Some(*chance.one(&[0, 1, 0x7f, 0x80, 0x81, 0x84, 0x85, 0xff])),
        6 => elements[place] = graft(other, chance).unwrap_or_else(|| elements[place].clone()),
        7 => {
            let wrapped = Element {
                tag: *chance.one(&[0x30, 0x31, 0xa0, 0x24]),
                content: Inside::Elements(vec![elements[place].clone()]),
                false_length: None,
            };
            elements[place] = wrapped;
        }
        _ => change_bytes(&mut elements[place], chance),
    }
}

fn graft(other: &[Element], chance: &mut Chance) -> Option<Element> {
    let element = other.get(chance.below(other.len()))?;
    match &element.content {
        Inside::Elements(inner) if !chance.once_in(3) && !inner.is_empty() => graft(inner, chance),
        _ => Some(element.clone()),
    }
}

fn change_bytes(element: &mut Element, chance: &mut Chance) {
    let mut bytes = Vec::new();
    match &element.content {
        Inside::Bytes(own) => bytes.clone_from(own),
        Inside::Elements(inner) => write(inner, &mut bytes),
    }
    super::mutate::bytes(&mut bytes, chance);
    element.content = Inside::Bytes(bytes);
}
