//! Every mistake that people make with these files, and every form in which they are right.

use super::*;
use crate::certificate::tests::made;
use domain::secret::SecretBytes;
use proptest::prelude::*;

macro_rules! sample {
    ($name:literal) => {
        include_bytes!(concat!("../../samples/", $name)).to_vec()
    };
}

fn now() -> Timestamp {
    "2027-01-01T00:00:00Z".parse().unwrap()
}

fn password(text: &str) -> SecretText {
    SecretText::new(text.to_owned())
}

fn right(files: &[Vec<u8>], with: Option<&SecretText>) -> Judged {
    let judged = judge(files, with, now()).unwrap();
    assert_eq!(judged.facts.subject, "CN=sample");
    assert_eq!((judged.facts.key.as_str(), judged.facts.hash.as_str()), ("RSA 2048", "SHA-256"));
    let plain = judge(&[sample!("key.pem"), sample!("certificate.pem")], None, now()).unwrap();
    assert_eq!(judged.made.key_der.reveal(), plain.made.key_der.reveal(), "one key, whatever its form was");
    crate::SigningKey::new(&judged.made.key_der, &judged.made.certificate_der).unwrap();
    judged
}

fn wrong(files: &[Vec<u8>], with: Option<&SecretText>) -> Box<Problem> {
    judge(files, with, now()).err().unwrap()
}

#[test]
fn what_openssl_and_others_write_is_taken_in_every_form_and_order() {
    let (key, certificate) = (sample!("key.pem"), sample!("certificate.pem"));
    let windows = String::from_utf8(certificate.clone()).unwrap().replace('\n', "\r\n");
    let around = format!("Bag Attributes\n  localKeyID: 01\n{windows}\nKey Attributes: <No Attributes>\n");
    let marked: Vec<u8> = [0xef, 0xbb, 0xbf].into_iter().chain(key.clone()).collect();
    let wide: Vec<u8> = String::from_utf8(key.clone()).unwrap().encode_utf16().flat_map(u16::to_le_bytes).collect();
    let wide: Vec<u8> = [0xff, 0xfe].into_iter().chain(wide).collect();
    for files in [
        vec![key.clone(), certificate.clone()],
        vec![certificate.clone(), key.clone()],
        vec![[key.clone(), certificate.clone()].concat()],
        vec![[certificate.clone(), key.clone()].concat()],
        vec![key.clone(), around.into_bytes()],
        vec![marked, certificate.clone()],
        vec![wide, certificate.clone()],
        vec![sample!("key.der"), sample!("certificate.cer")],
        vec![[key.clone(), certificate.clone()].concat(), certificate.clone()],
        vec![sample!("no-password.pfx")],
        vec![sample!("plain.pfx")],
    ] {
        assert!(right(&files, None).notes.is_empty(), "nothing had to be done to them");
    }
}

#[test]
fn older_and_encrypted_forms_are_converted_and_it_is_said() {
    let certificate = sample!("certificate.pem");
    let notes = right(&[sample!("pkcs1.pem"), certificate.clone()], None).notes;
    assert!(notes[0].contains("PKCS#1"), "{notes:?}");
    let open = password("sample");
    for key in [
        sample!("encrypted.pem"),
        sample!("encrypted-3des.pem"),
        sample!("encrypted-scrypt.pem"),
        sample!("encrypted-old.pem"),
    ] {
        let notes = right(&[key, certificate.clone()], Some(&open)).notes;
        assert!(notes[0].contains("opened with the password"), "{notes:?}");
    }
    for file in [sample!("aes.pfx"), sample!("windows.pfx"), sample!("legacy.pfx")] {
        right(&[file], Some(&open));
    }
    right(&[sample!("java.pfx")], Some(&password("samplesample")));
}

#[test]
fn what_is_made_here_can_be_imported_again() {
    let made = made("Bartizan für Contoso", 2048);
    let secret = password("Pässwort 🔑");
    let pfx = crate::pfx::written(&made, &secret, "Bartizan für Contoso", 16).unwrap();
    let combined = made.combined_pem().unwrap();
    for (file, with) in [(pfx, Some(&secret)), (combined, None)] {
        let judged = judge(&[file.reveal().to_vec()], with, now()).unwrap();
        assert_eq!(judged.made.certificate_der, made.certificate_der);
        assert_eq!(judged.made.key_der.reveal(), made.key_der.reveal(), "not a bit of the key has changed");
        assert_eq!(judged.made.expires, made.expires);
        assert_eq!(judged.facts.subject, "CN=Bartizan für Contoso");
    }
}

#[test]
fn an_encrypted_key_is_named_with_its_algorithm() {
    let certificate = sample!("certificate.pem");
    let told = |key: Vec<u8>| {
        let problem = wrong(&[key, certificate.clone()], None);
        assert_eq!(problem.code, Code::KeyEncrypted);
        problem.message
    };
    assert!(told(sample!("encrypted.pem")).contains("AES-256-CBC with PBKDF2"));
    assert!(told(sample!("encrypted-3des.pem")).contains("Triple DES with PBKDF2"));
    assert!(told(sample!("encrypted-scrypt.pem")).contains("AES-256-CBC with scrypt"));
    assert!(told(sample!("encrypted-old.pem")).contains("Triple DES with SHA-1"));
    assert!(told(sample!("encrypted-before.pem")).contains("AES-256-CBC in the form from before PKCS#8"));
    assert_eq!(wrong(&[sample!("aes.pfx")], None).code, Code::KeyEncrypted, "a PFX whose password was not given");
    let other = password("not it");
    for files in
        [vec![sample!("encrypted.pem"), certificate.clone()], vec![sample!("aes.pfx")], vec![sample!("legacy.pfx")]]
    {
        let problem = wrong(&files, Some(&other));
        assert_eq!(problem.code, Code::PasswordWrong, "{problem}");
        assert!(!format!("{problem:?}").contains("not it"), "the password is never said back");
    }
}

#[test]
fn every_mistake_has_its_own_code_and_names_what_was_found() {
    let (key, certificate) = (sample!("key.pem"), sample!("certificate.pem"));
    let told = |files: &[Vec<u8>], code: Code, word: &str| {
        let problem = wrong(files, None);
        assert_eq!(problem.code, code, "{problem}");
        assert!(problem.message.contains(word), "{problem} names {word}");
    };
    told(&[sample!("ec-key.pem"), sample!("ec-certificate.pem")], Code::KeyNotRsa, "EC P-256");
    told(&[sample!("ec-sec1.pem"), certificate.clone()], Code::KeyNotRsa, "EC");
    told(&[sample!("ed25519-key.pem"), certificate.clone()], Code::KeyNotRsa, "Ed25519");
    told(&[key.clone(), sample!("ec-certificate.pem")], Code::KeyNotRsa, "certificate's key is EC P-256");
    told(&[sample!("short-key.pem"), sample!("short-certificate.pem")], Code::KeyTooShort, "1024 bits");
    told(&[sample!("other-key.pem"), certificate.clone()], Code::KeyApart, "CN=sample");
    told(&[key.clone(), sample!("sha1-certificate.pem")], Code::SignatureWeak, "SHA-1");
    told(&[key.clone(), sample!("request.pem")], Code::RequestInstead, "request");
    told(&[key.clone(), sample!("public.pem")], Code::PublicKeyInstead, "public key");
    told(std::slice::from_ref(&key), Code::KeyInstead, "without its certificate");
    told(std::slice::from_ref(&certificate), Code::FileUnreadable, "CN=sample without its private key");
    told(
        &[key.clone(), certificate.clone(), sample!("other-certificate.pem")],
        Code::SeveralCertificates,
        "CN=sample belongs to the key",
    );
    told(&[key.clone(), sample!("other-key.pem"), certificate.clone()], Code::FileUnreadable, "2 private keys");
    told(&[Vec::new()], Code::FileUnreadable, "empty");
    told(&[b"hello".to_vec()], Code::FileUnreadable, "neither PEM nor DER nor PFX");
    told(&[b"MIIC".to_vec()], Code::FileUnreadable, "base64 without its first and last line");
    told(&[sample!("certificate.cer")[..400].to_vec()], Code::FileUnreadable, "breaks off");
    told(&[], Code::FileUnreadable, "one to eight files");
}

#[test]
fn what_breaks_off_or_goes_on_is_told() {
    let (key, certificate) = (sample!("key.pem"), sample!("certificate.pem"));
    let cut = certificate[..certificate.len() - 40].to_vec();
    let problem = wrong(&[key.clone(), cut], None);
    assert!(problem.message.contains("CERTIFICATE has no END line"), "{problem}");
    let behind = |file: Vec<u8>| file.into_iter().chain([1, 2, 3]).collect::<Vec<u8>>();
    for (files, with) in [
        (vec![key.clone(), behind(sample!("certificate.cer"))], None),
        (vec![behind(sample!("key.der")), certificate.clone()], None),
        (vec![behind(sample!("aes.pfx"))], Some(password("sample"))),
    ] {
        let problem = wrong(&files, with.as_ref());
        assert_eq!(problem.code, Code::FileTrailing, "{problem}");
        assert!(problem.message.starts_with("3 bytes"), "{problem}");
    }
}

#[test]
fn a_certificate_is_taken_only_while_it_is_valid() {
    let files = [sample!("key.pem"), sample!("certificate.pem")];
    let at = |moment: &str| judge(&files, None, moment.parse().unwrap()).map(|_| ()).map_err(|problem| problem.code);
    assert_eq!(at("2020-01-01T00:00:00Z"), Err(Code::NotYetValid));
    assert_eq!(at("2027-01-01T00:00:00Z"), Ok(()));
    assert_eq!(at("2200-01-01T00:00:00Z"), Err(Code::CertificateExpired));
}

#[test]
fn a_file_cannot_keep_the_program_busy() {
    let changed = |file: &[u8], from: &[u8], to: &[u8]| {
        let at = file.windows(from.len()).rposition(|part| part == from).unwrap();
        [&file[..at], to, &file[at + from.len()..]].concat()
    };
    let secret = password("sample");
    // Three bytes of the MAC's number, 32,768, become the most that they can say.
    let file = crate::pfx::written(&made("x", 2048), &secret, "x", 0x8000).unwrap();
    let costly = changed(file.reveal(), &[2, 3, 0, 0x80, 0], &[2, 3, 0x7f, 0xff, 0xff]);
    let begun = std::time::Instant::now();
    let problem = wrong(&[costly], Some(&secret));
    assert!(problem.message.contains("more iterations"), "{problem}");
    assert!(begun.elapsed().as_secs() < 2, "it was refused before it was worked");
    let none = changed(&sample!("windows.pfx"), &[2, 1, 16], &[2, 1, 0]);
    assert!(judge(&[none], Some(&secret), now()).is_err(), "no iteration at all is no derivation");
}

#[test]
fn a_first_block_that_is_too_short_is_damage() {
    // Found by fuzzing: the library that reads these parameters panics over it.
    let problem = wrong(&[sample!("short-vector.pem"), sample!("certificate.pem")], Some(&password("sample")));
    assert_eq!(problem.code, Code::FileUnreadable, "{problem}");
}

#[test]
fn a_judged_key_is_not_printed() {
    let problem = wrong(&[sample!("other-key.pem"), sample!("certificate.pem")], None);
    let shown = format!("{problem:?}");
    let key = SecretBytes::new(sample!("other-key.pem"));
    let line = std::str::from_utf8(key.reveal()).unwrap().lines().nth(1).unwrap().to_owned();
    assert!(!shown.contains(&line), "a Problem holds nothing of the key");
}

proptest! {
    #[test]
    fn no_file_breaks_the_judge(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        prop_assert!(judge(&[bytes], None, now()).is_err(), "random bytes are no credential");
    }
}
