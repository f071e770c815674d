//! The form of the vault file: three lines of text, of which the first two are in clear and cannot be changed unnoticed.
//!
//! `bartizan-vault 1 argon2id MEMORY PASSES LANES SALT`, a check that tells a wrong passphrase from a damaged file, and the
//! encrypted entries. Times and sizes come from the file, so they are looked at before they are carried out.

use crate::cipher::{self, CipherKey};
use argon2::{Algorithm, Argon2, Params, Version};
use aws_lc_rs::hmac;
use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use domain::secret::{SecretBytes, SecretText};
use domain::{Code, Outcome, Problem};
use std::collections::BTreeMap;
use zeroize::Zeroizing;

const NAME: &str = "bartizan-vault 1 argon2id";
const CHECKED: &[u8] = b"bartizan vault check";

/// What one try at the passphrase costs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Costs {
    kibibytes: u32,
    passes: u32,
    lanes: u32,
}

impl Costs {
    /// 64 MiB in three passes. Source: RFC 9106, second recommended option.
    pub(super) const USUAL: Self = Self { kibibytes: 65_536, passes: 3, lanes: 4 };

    /// Whether a file may ask for them.
    fn affordable(self) -> bool {
        (8_192..=1_048_576).contains(&self.kibibytes)
            && (1..=16).contains(&self.passes)
            && (1..=16).contains(&self.lanes)
    }
}

/// The lines in clear.
pub(super) struct Frame {
    costs: Costs,
    salt: Vec<u8>,
    check: Vec<u8>,
}

/// What the file keeps.
#[derive(Default)]
pub(super) struct Entries(pub(super) BTreeMap<String, SecretBytes>);

impl Frame {
    /// A new salt.
    pub(super) fn make(costs: Costs) -> Outcome<Self> {
        let mut salt = vec![0; 16];
        aws_lc_rs::rand::fill(&mut salt)
            .map_err(|_| Problem::new(Code::Unexpected, "The operating system gave no random bytes."))?;
        Ok(Self { costs, salt, check: Vec::new() })
    }

    /// The frame and the encrypted entries of a file; none when it is not built as one.
    pub(super) fn read(text: &str) -> Option<(Self, Vec<u8>)> {
        let mut lines = text.lines();
        let mut words = lines.next()?.strip_prefix(NAME)?.split_whitespace();
        let mut number = || words.next()?.parse().ok();
        let costs = Costs { kibibytes: number()?, passes: number()?, lanes: number()? };
        let salt = BASE64.decode(words.next()?).ok()?;
        let check = BASE64.decode(lines.next()?).ok()?;
        let sealed = BASE64.decode(lines.next()?).ok()?;
        let whole = words.next().is_none() && lines.next().is_none() && (8..=64).contains(&salt.len());
        (whole && costs.affordable()).then_some((Self { costs, salt, check }, sealed))
    }

    /// The key that the passphrase has in this file.
    pub(super) fn key(&self, passphrase: &SecretText) -> Outcome<CipherKey> {
        let failed = || Problem::new(Code::Unexpected, "The key of the vault file could not be derived.");
        let Costs { kibibytes, passes, lanes } = self.costs;
        let params = Params::new(kibibytes, passes, lanes, Some(32)).map_err(|_| failed())?;
        let mut key = Zeroizing::new([0; 32]);
        Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
            .hash_password_into(passphrase.reveal().as_bytes(), &self.salt, key.as_mut())
            .map_err(|_| failed().fact("Needed", format!("{} MiB of memory", kibibytes / 1024)))?;
        Ok(key)
    }

    /// The frame with the check of its key.
    pub(super) fn checked_by(self, key: &CipherKey) -> Self {
        let check = hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, key.as_slice()), CHECKED).as_ref().to_vec();
        Self { check, ..self }
    }

    /// Whether the key is this file's.
    pub(super) fn is_of(&self, key: &CipherKey) -> bool {
        hmac::verify(&hmac::Key::new(hmac::HMAC_SHA256, key.as_slice()), CHECKED, &self.check).is_ok()
    }

    /// What is encrypted in it; none when something was changed.
    pub(super) fn entries(&self, key: &CipherKey, sealed: &[u8]) -> Option<Entries> {
        Entries::read(&cipher::decrypt(key, self.first_line().as_bytes(), sealed)?)
    }

    /// The file as text.
    pub(super) fn text(&self, key: &CipherKey, entries: &Entries) -> Option<String> {
        let first = self.first_line();
        let sealed = cipher::encrypt(key, first.as_bytes(), &entries.written()?)?;
        Some(format!("{first}\n{}\n{}\n", BASE64.encode(&self.check), BASE64.encode(sealed)))
    }

    fn first_line(&self) -> String {
        let Costs { kibibytes, passes, lanes } = self.costs;
        format!("{NAME} {kibibytes} {passes} {lanes} {}", BASE64.encode(&self.salt))
    }
}

impl Entries {
    /// Each account and secret behind its length, four bytes with the highest first.
    fn written(&self) -> Option<Zeroizing<Vec<u8>>> {
        let length = self.0.iter().map(|(account, secret)| 8 + account.len() + secret.reveal().len()).sum();
        let mut bytes = Zeroizing::new(Vec::with_capacity(length));
        for (account, secret) in &self.0 {
            for part in [account.as_bytes(), secret.reveal()] {
                bytes.extend_from_slice(&u32::try_from(part.len()).ok()?.to_be_bytes());
                bytes.extend_from_slice(part);
            }
        }
        Some(bytes)
    }

    fn read(mut bytes: &[u8]) -> Option<Self> {
        let mut entries = BTreeMap::new();
        while !bytes.is_empty() {
            let account = part(&mut bytes)?;
            let secret = part(&mut bytes)?;
            entries.insert(std::str::from_utf8(account).ok()?.to_owned(), SecretBytes::new(secret.to_vec()));
        }
        Some(Self(entries))
    }
}

fn part<'a>(bytes: &mut &'a [u8]) -> Option<&'a [u8]> {
    let (length, rest) = bytes.split_first_chunk::<4>()?;
    let (part, rest) = rest.split_at_checked(usize::try_from(u32::from_be_bytes(*length)).ok()?)?;
    *bytes = rest;
    Some(part)
}
