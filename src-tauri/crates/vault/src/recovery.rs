//! The recovery code: what opens a database whose keyring is lost. Shown once, on paper ever after.
//!
//! The code is 150 random bits in 30 letters and digits, with two more that notice a slip of the pen. The database's key
//! lies beside the database, encrypted with what is derived from the code; so many bits need no costly derivation.

use crate::cipher::{self, CipherKey};
use aws_lc_rs::hkdf::{HKDF_SHA256, Salt};
use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use domain::secret::{DatabaseKey, SecretText};
use domain::{Code, Outcome, Problem};
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

/// Crockford's digits: none of them is taken for another one.
const DIGITS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const RANDOM: usize = 30;
const ALL: usize = 32;
const GROUP: usize = 4;
const NAME: &str = "bartizan-recovery 1";

/// A recovery code, in the one form that is derived from.
pub struct RecoveryCode(Zeroizing<Vec<u8>>);

impl RecoveryCode {
    /// A new code.
    ///
    /// # Errors
    /// `internal.unexpected` when the system has no randomness.
    pub fn make() -> Outcome<Self> {
        let mut digits = Zeroizing::new(vec![0; RANDOM]);
        aws_lc_rs::rand::fill(&mut digits)
            .map_err(|_| Problem::new(Code::Unexpected, "The operating system gave no random bytes."))?;
        // 256 is a multiple of 32, so every digit is equally likely.
        digits.iter_mut().for_each(|digit| *digit = DIGITS[usize::from(*digit & 31)]);
        Ok(Self(digits))
    }

    /// A code as a person typed it: in either case, with or without its dashes.
    ///
    /// # Errors
    /// `recovery.code_wrong` when it is no code, or has a slip of the pen in it.
    pub fn read(typed: &SecretText) -> Outcome<Self> {
        let wrong = |message: String| Problem::new(Code::RecoveryCodeWrong, message);
        let mut digits = Zeroizing::new(Vec::with_capacity(ALL));
        for letter in typed.reveal().chars().filter(|letter| letter.is_alphanumeric()) {
            let letter = match letter.to_ascii_uppercase() {
                'O' => '0',
                'I' | 'L' => '1',
                other => other,
            };
            let digit = u8::try_from(letter).ok().filter(|digit| DIGITS.contains(digit) && digits.len() <= ALL);
            digits.push(digit.ok_or_else(|| wrong("A recovery code has no such letter in it.".to_owned()))?);
        }
        if digits.len() != ALL {
            let message = format!("A recovery code has {ALL} letters and digits; {} were typed.", digits.len());
            return Err(wrong(message));
        }
        let check = digits.split_off(RANDOM);
        if check != checks(&digits) {
            return Err(wrong("A letter or digit of the recovery code is not what was shown.".to_owned()));
        }
        Ok(Self(digits))
    }

    /// The code as it is shown, in eight groups of four.
    pub fn shown(&self) -> SecretText {
        let check = checks(&self.0);
        let mut text = String::with_capacity(ALL + ALL / GROUP);
        for (place, digit) in self.0.iter().chain(&check).enumerate() {
            if place > 0 && place.is_multiple_of(GROUP) {
                text.push('-');
            }
            text.push(char::from(*digit));
        }
        SecretText::new(text)
    }

    /// A database's key as the line that lies beside the database.
    ///
    /// # Errors
    /// `internal.unexpected` when it cannot be encrypted.
    pub fn seal(&self, key: &DatabaseKey) -> Outcome<String> {
        let sealed = cipher::encrypt(&self.key()?, NAME.as_bytes(), key.reveal())
            .ok_or_else(|| Problem::new(Code::Unexpected, "The database's key could not be encrypted."))?;
        Ok(format!("{NAME} {}\n", BASE64.encode(sealed)))
    }

    /// The key in such a line.
    ///
    /// # Errors
    /// `recovery.code_wrong` when it is another database's code; `recovery.unreadable` when the line is damaged.
    pub fn unseal(&self, line: &str) -> Outcome<DatabaseKey> {
        let damaged = || Problem::new(Code::RecoveryUnreadable, "The file with the encrypted key is damaged.");
        let sealed = line.trim_end().strip_prefix(NAME).and_then(|sealed| BASE64.decode(sealed.trim()).ok());
        let opened = cipher::decrypt(&self.key()?, NAME.as_bytes(), &sealed.ok_or_else(damaged)?).ok_or_else(|| {
            Problem::new(Code::RecoveryCodeWrong, "The recovery code is not the one of this database.")
        })?;
        let bytes = opened.as_slice().try_into().map_err(|_| damaged())?;
        Ok(DatabaseKey::new(bytes))
    }

    fn key(&self) -> Outcome<CipherKey> {
        let mut key = Zeroizing::new([0; 32]);
        let derived = Salt::new(HKDF_SHA256, NAME.as_bytes()).extract(&self.0);
        derived
            .expand(&[b"database key"], HKDF_SHA256)
            .and_then(|out| out.fill(key.as_mut()))
            .map_err(|_| Problem::new(Code::Unexpected, "The key of the recovery code could not be derived."))?;
        Ok(key)
    }
}

/// The two digits that notice a slip.
fn checks(digits: &[u8]) -> Vec<u8> {
    let hash = Sha256::digest([b"bartizan recovery code check", digits].concat());
    hash[..ALL - RANDOM].iter().map(|byte| DIGITS[usize::from(byte & 31)]).collect()
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<String, Code> {
        let code = RecoveryCode::read(&SecretText::new(text.to_owned()));
        code.map(|code| code.shown().reveal().to_owned()).map_err(|problem| problem.code)
    }

    #[test]
    fn a_code_survives_paper_and_a_slip_is_noticed() {
        let shown = RecoveryCode::make().unwrap().shown();
        let shown = shown.reveal();
        assert_eq!((shown.len(), shown.split('-').count()), (39, 8), "eight groups of four: {shown}");
        assert_eq!(read(shown), Ok(shown.to_owned()));
        assert_eq!(read(&shown.to_lowercase().replace('-', " ")), Ok(shown.to_owned()), "as people type");
        assert_eq!(read(&shown.replace('0', "O").replace('1', "l")), Ok(shown.to_owned()), "as people read");
        let first = shown.chars().next().unwrap();
        let slipped = format!("{}{}", if first == 'Z' { 'Y' } else { 'Z' }, &shown[1..]);
        assert_eq!(read(&slipped), Err(Code::RecoveryCodeWrong), "{slipped}");
        for wrong in ["", "ABCD", "U", &format!("{shown}0"), "öööö"] {
            assert_eq!(read(wrong), Err(Code::RecoveryCodeWrong), "{wrong}");
        }
    }

    #[test]
    fn a_code_opens_its_own_database_only() {
        let (code, other) = (RecoveryCode::make().unwrap(), RecoveryCode::make().unwrap());
        let key = DatabaseKey::new([7; 32]);
        let line = code.seal(&key).unwrap();
        assert_eq!(code.unseal(&line).unwrap().reveal(), &[7; 32]);
        assert_eq!(other.unseal(&line).err().unwrap().code, Code::RecoveryCodeWrong);
        assert_eq!(code.unseal("bartizan-recovery 1 !").err().unwrap().code, Code::RecoveryUnreadable);
        assert_eq!(code.unseal("").err().unwrap().code, Code::RecoveryUnreadable);
        assert!(!line.contains(key.hex().as_str()), "the key does not stand in it");
    }
}
