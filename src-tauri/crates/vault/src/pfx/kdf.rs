//! The key derivation of PKCS#12 (RFC 7292, appendix B), which its MAC and its older ciphers use.

use aws_lc_rs::digest::{self, Algorithm, Context};
use zeroize::Zeroizing;

/// What the derived bytes are for; the number goes into them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Purpose {
    /// A cipher's key.
    Key = 1,
    /// A cipher's first block.
    Vector = 2,
    /// A MAC's key.
    Mac = 3,
}

/// Derives `length` bytes from a password. `iterations` has been looked at before.
pub(crate) fn derive_key(
    hash: &'static Algorithm,
    password: &[u8],
    salt: &[u8],
    iterations: u32,
    purpose: Purpose,
    length: usize,
) -> Zeroizing<Vec<u8>> {
    let block = hash.block_len();
    let diversifier = vec![purpose as u8; block];
    let mut input = Zeroizing::new(filled(salt, block));
    input.extend_from_slice(&Zeroizing::new(filled(password, block)));
    let mut derived = Zeroizing::new(Vec::with_capacity(length + hash.output_len()));
    while derived.len() < length {
        let mut context = Context::new(hash);
        context.update(&diversifier);
        context.update(&input);
        let mut round = context.finish();
        for _ in 1..iterations {
            round = digest::digest(hash, round.as_ref());
        }
        derived.extend_from_slice(round.as_ref());
        let added: Vec<u8> = round.as_ref().iter().copied().cycle().take(block).collect();
        for part in input.chunks_exact_mut(block) {
            add_one_more(part, &added);
        }
    }
    derived.truncate(length);
    derived
}

/// The text repeated until it fills whole blocks; nothing stays nothing.
fn filled(text: &[u8], block: usize) -> Vec<u8> {
    let length = text.len().div_ceil(block) * block;
    let mut bytes = Vec::with_capacity(2 * length);
    bytes.extend(text.iter().copied().cycle().take(length));
    bytes
}

/// `part + added + 1`, as numbers of that many bytes.
fn add_one_more(part: &mut [u8], added: &[u8]) {
    let mut carry = 1_u16;
    for (byte, more) in part.iter_mut().zip(added).rev() {
        carry += u16::from(*byte) + u16::from(*more);
        *byte = carry.to_le_bytes()[0];
        carry >>= 8;
    }
}

/// A password as PKCS#12 takes it: UTF-16, the higher byte first, with two zero bytes at the end.
pub(crate) fn utf16(password: &str) -> Zeroizing<Vec<u8>> {
    let mut bytes = Zeroizing::new(Vec::with_capacity(2 * password.len() + 2));
    for unit in password.encode_utf16().chain([0]) {
        bytes.extend_from_slice(&unit.to_be_bytes());
    }
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hex(bytes: &[u8]) -> String {
        bytes.iter().map(|byte| format!("{byte:02x}")).collect()
    }

    #[test]
    fn the_published_vectors_are_met() {
        // The vectors that have gone round since 1998, of `smeg` and `queeg`.
        let salt = [0x0a, 0x58, 0xcf, 0x64, 0x53, 0x0d, 0x82, 0x3f];
        let sha1 = &digest::SHA1_FOR_LEGACY_USE_ONLY;
        let key = derive_key(sha1, &utf16("smeg"), &salt, 1, Purpose::Key, 24);
        assert_eq!(hex(&key), "8aaae6297b6cb04642ab5b077851284eb7128f1a2a7fbca3", "Triple DES of older files");
        let salt = [0x64, 0x2b, 0x99, 0xab, 0x44, 0xfb, 0x4b, 0x1f];
        let vector = derive_key(sha1, &utf16("smeg"), &salt, 1, Purpose::Vector, 8);
        assert_eq!(vector.len(), 8, "a first block is one block");
        let salt = [0x05, 0xde, 0xc9, 0x59, 0xac, 0xff, 0x72, 0xf7];
        let key = derive_key(sha1, &utf16("queeg"), &salt, 1000, Purpose::Key, 24);
        assert_eq!(hex(&key), "ed2034e36328830ff09df1e1a07dd357185dac0d4f9eb3d4", "a thousand rounds");
    }
}
