//! Inputs for the importer: samples of every form, changed a little, mostly in ways that keep their structure.

use super::chance::Chance;
use super::tree;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;

macro_rules! samples {
    ($($name:literal),+ $(,)?) => {
        const SAMPLES: &[&[u8]] = &[$(include_bytes!(concat!("../samples/", $name))),+];
    };
}

samples![
    "key.pem",
    "certificate.pem",
    "aes.pfx",
    "certificate.cer",
    "ec-certificate.pem",
    "ec-key.pem",
    "ec-sec1.pem",
    "ed25519-key.pem",
    "encrypted-3des.pem",
    "encrypted-before.pem",
    "encrypted-old.pem",
    "encrypted-scrypt.pem",
    "encrypted.pem",
    "java.pfx",
    "key.der",
    "legacy.pfx",
    "no-password.pfx",
    "other-certificate.pem",
    "other-key.pem",
    "pkcs1.pem",
    "plain.pfx",
    "plain.pfx",
    "plain.pfx",
    "public.pem",
    "request.pem",
    "sha1-certificate.pem",
    "short-certificate.pem",
    "short-key.pem",
    "windows.pfx",
];
const PASSWORDS: [&str; 4] = ["sample", "samplesample", "", "other"];
/// Numbers at which programs stumble.
const EDGES: [u8; 8] = [0, 1, 0x7f, 0x80, 0x81, 0x84, 0xfe, 0xff];

/// What the importer is given.
pub struct Input {
    /// The files.
    pub files: Vec<Vec<u8>>,
    /// The password.
    pub password: Option<String>,
}

/// The next input of a stream.
pub fn input(chance: &mut Chance) -> Input {
    let mut files: Vec<Vec<u8>> = match chance.below(5) {
        // A right pair, of which one half is changed.
        0 | 1 => vec![SAMPLES[0].to_vec(), SAMPLES[1].to_vec()],
        2 => vec![[SAMPLES[0], SAMPLES[1]].concat()],
        _ => vec![chance.one(SAMPLES).to_vec()],
    };
    if chance.once_in(4) {
        files.push(chance.one(SAMPLES).to_vec());
    }
    for _ in 0..=chance.below(2) {
        let place = chance.below(files.len());
        file(&mut files[place], chance);
    }
    let password = (!chance.once_in(3)).then(|| (*chance.one(&PASSWORDS)).to_owned());
    Input { files, password }
}

fn file(file: &mut Vec<u8>, chance: &mut Chance) {
    let block = std::str::from_utf8(file).ok().and_then(Block::find);
    match block {
        Some(block) if !chance.once_in(4) => {
            let Ok(mut der) = STANDARD.decode(&block.body) else { return bytes(file, chance) };
            structure(&mut der, chance);
            let mut text = block.before.into_bytes();
            for line in STANDARD.encode(&der).as_bytes().chunks(64) {
                text.extend_from_slice(line);
                text.extend_from_slice(if chance.once_in(40) { b"\r\n" } else { b"\n" });
            }
            text.extend_from_slice(block.after.as_bytes());
            *file = text;
        }
        None if !chance.once_in(4) => structure(file, chance),
        _ => bytes(file, chance),
    }
}

/// The first block of a PEM text, its lines of dashes left with what stands around them.
struct Block {
    before: String,
    body: String,
    after: String,
}

impl Block {
    fn find(text: &str) -> Option<Self> {
        let start = text.find("-----BEGIN ")?;
        let body = start + text[start..].find('\n')? + 1;
        let end = body + text[body..].find("-----END ")?;
        Some(Self {
            before: text[..body].to_owned(),
            body: text[body..end].split_whitespace().collect(),
            after: text[end..].to_owned(),
        })
    }
}

fn structure(der: &mut Vec<u8>, chance: &mut Chance) {
    let Some(mut elements) = tree::read(der, 12) else { return bytes(der, chance) };
    let other = chance.one(SAMPLES);
    let other = std::str::from_utf8(other)
        .ok()
        .and_then(Block::find)
        .and_then(|block| STANDARD.decode(block.body).ok())
        .unwrap_or_else(|| other.to_vec());
    let other = tree::read(&other, 12).unwrap_or_default();
    for _ in 0..=chance.below(3) {
        tree::change(&mut elements, &other, chance);
    }
    der.clear();
    tree::write(&elements, der);
    if chance.once_in(12) {
        bytes(der, chance);
    }
}

/// Changes bytes without regard to what they mean.
pub fn bytes(bytes: &mut Vec<u8>, chance: &mut Chance) {
    if bytes.is_empty() {
        bytes.push(chance.byte());
        return;
    }
    let place = chance.below(bytes.len());
    let length = 1 + chance.below(8.min(bytes.len() - place));
    match chance.below(9) {
        0 => bytes[place] ^= 1 << chance.below(8),
        1 => bytes[place] = *chance.one(&EDGES),
        2 => bytes[place] = chance.byte(),
        3 => drop(bytes.drain(place..place + length)),
        4 => {
            let part = bytes[place..place + length].to_vec();
            bytes.splice(place..place, part);
        }
        5 => bytes.truncate(place),
        6 => {
            let added: Vec<u8> = (0..length).map(|_| chance.byte()).collect();
            bytes.splice(place..place, added);
        }
        7 => bytes[place..place + length].fill(*chance.one(&EDGES)),
        _ => {
            let with = chance.below(bytes.len());
            bytes.swap(place, with);
        }
    }
}
