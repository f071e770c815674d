//! Authenticated encryption for what lies in files: XChaCha20-Poly1305, whose nonce is long enough to be random.

use chacha20poly1305::aead::{AeadInOut, KeyInit};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use zeroize::Zeroizing;

const NONCE: usize = 24;
const TAG: usize = 16;

/// A key of this cipher.
pub(crate) type CipherKey = Zeroizing<[u8; 32]>;

/// Encrypts; `beside` is what stands beside it in clear and must not be changed either. The nonce stands first.
pub(crate) fn encrypt(key: &CipherKey, beside: &[u8], plain: &[u8]) -> Option<Vec<u8>> {
    let mut nonce = [0; NONCE];
    aws_lc_rs::rand::fill(&mut nonce).ok()?;
    let mut sealed = Vec::with_capacity(NONCE + plain.len() + TAG);
    sealed.extend_from_slice(&nonce);
    sealed.extend_from_slice(plain);
    let cipher = XChaCha20Poly1305::new_from_slice(key.as_slice()).ok()?;
    let tag = cipher.encrypt_inout_detached(&XNonce::from(nonce), beside, (&mut sealed[NONCE..]).into()).ok()?;
    sealed.extend_from_slice(&tag);
    Some(sealed)
}

/// Decrypts; none when anything was changed, or the key is another one.
pub(crate) fn decrypt(key: &CipherKey, beside: &[u8], sealed: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
    let (nonce, sealed) = sealed.split_first_chunk::<NONCE>()?;
    let (sealed, tag) = sealed.split_last_chunk::<TAG>()?;
    let mut plain = Zeroizing::new(sealed.to_vec());
    let cipher = XChaCha20Poly1305::new_from_slice(key.as_slice()).ok()?;
    let (nonce, tag) = (XNonce::from(*nonce), (*tag).into());
    cipher.decrypt_inout_detached(&nonce, beside, plain.as_mut_slice().into(), &tag).ok()?;
    Some(plain)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn what_was_changed_is_not_opened() {
        let (key, other) = (Zeroizing::new([1; 32]), Zeroizing::new([2; 32]));
        let sealed = encrypt(&key, b"beside", b"secret").unwrap();
        assert_eq!(decrypt(&key, b"beside", &sealed).unwrap().as_slice(), b"secret");
        assert!(decrypt(&other, b"beside", &sealed).is_none(), "another key");
        assert!(decrypt(&key, b"beside.", &sealed).is_none(), "what stands beside it was changed");
        for at in 0..sealed.len() {
            let mut changed = sealed.clone();
            changed[at] ^= 1;
            assert!(decrypt(&key, b"beside", &changed).is_none(), "byte {at} was changed");
            assert!(decrypt(&key, b"beside", &sealed[..at]).is_none(), "cut at {at}");
        }
        assert_ne!(encrypt(&key, b"", b"x"), encrypt(&key, b"", b"x"), "no nonce is used twice");
    }
}
