//! One file taken into its pieces: PEM, PFX, or DER of one thing.

use super::key;
use super::piece::Piece;
use crate::pem::{self, Content};
use crate::pfx::{self, Bag};
use crate::sealed::Refused;
use der::asn1::{AnyRef, BitStringRef};
use der::{Decode, Encode, Header, Reader as _, SliceReader};
use domain::secret::SecretText;
use pkcs5::AlgorithmIdentifierRef;
use zeroize::Zeroizing;

const BYTE_ORDER_MARK: &[u8] = &[0xef, 0xbb, 0xbf];

/// What takes DER, and a password where there is one, for a piece.
type Reader = fn(&[u8], Option<&SecretText>) -> Option<Piece>;

/// The pieces of a file; none when nothing in it is known.
pub(super) fn pieces(file: &[u8], password: Option<&SecretText>) -> Vec<Piece> {
    let text = narrowed(file);
    let file = text.as_deref().map_or(file, Vec::as_slice);
    let file = file.strip_prefix(BYTE_ORDER_MARK).unwrap_or(file);
    let blocks = pem::blocks(file);
    if !blocks.is_empty() {
        return blocks.iter().flat_map(|block| of_block(block, password)).collect();
    }
    if pfx::looks_like_pfx(file) {
        return of_pfx(file, password);
    }
    if file.first() == Some(&0x30) { of_der(file, password) } else { Vec::new() }
}

/// Text of two bytes a character, as Windows PowerShell writes it, as bytes; none for any other.
fn narrowed(file: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
    let (wide, higher_first) = match file {
        [0xff, 0xfe, rest @ ..] => (rest, false),
        [0xfe, 0xff, rest @ ..] => (rest, true),
        _ => return None,
    };
    let mut narrow = Zeroizing::new(Vec::with_capacity(wide.len() / 2));
    for pair in wide.chunks_exact(2) {
        let (byte, other) = if higher_first { (pair[1], pair[0]) } else { (pair[0], pair[1]) };
        narrow.push(if other == 0 { byte } else { b'?' });
    }
    Some(narrow)
}

fn of_block(block: &pem::Block, password: Option<&SecretText>) -> Vec<Piece> {
    let label = block.label.as_str();
    let der = match &block.content {
        Content::Der(der) => der.as_slice(),
        Content::Encrypted(algorithm) => {
            return vec![Piece::LockedKey(format!("{algorithm} in the form from before PKCS#8"))];
        }
        Content::Unfinished => return vec![Piece::Broken(format!("The block {label} has no END line."))],
        Content::Damaged => return vec![Piece::Broken(format!("What stands in the block {label} is not base64."))],
    };
    let (what, piece): (&str, Reader) = match label {
        "CERTIFICATE" | "X509 CERTIFICATE" => ("certificate", |der, _| certificate(der)),
        "PRIVATE KEY" => ("private key", |der, _| key::pkcs8(der, None)),
        "ENCRYPTED PRIVATE KEY" => ("encrypted private key", key::encrypted),
        "RSA PRIVATE KEY" => ("RSA private key", |der, _| key::pkcs1_alone(der)),
        "EC PRIVATE KEY" => return vec![Piece::ForeignKey("EC".to_owned())],
        "DSA PRIVATE KEY" => return vec![Piece::ForeignKey("DSA".to_owned())],
        "OPENSSH PRIVATE KEY" => {
            return vec![Piece::Broken(
                "The key is in OpenSSH's own form. ssh-keygen -p -m PKCS8 -f key turns it into PKCS#8.".to_owned(),
            )];
        }
        "CERTIFICATE REQUEST" | "NEW CERTIFICATE REQUEST" => return vec![Piece::Request],
        "PUBLIC KEY" | "RSA PUBLIC KEY" => return vec![Piece::PublicKey],
        // A curve or group that openssl writes before a key says nothing by itself.
        "EC PARAMETERS" | "DH PARAMETERS" | "DSA PARAMETERS" => return Vec::new(),
        other => return vec![Piece::Other(other.to_owned())],
    };
    let (whole, behind) = first_element(der);
    let piece = whole.and_then(|der| piece(der, password));
    let piece = piece.unwrap_or_else(|| Piece::Broken(format!("What stands in the block {label} is not a {what}.")));
    with_rest(piece, behind, "block")
}

fn of_pfx(file: &[u8], password: Option<&SecretText>) -> Vec<Piece> {
    let contents = match pfx::contents(file, password) {
        Ok(contents) => contents,
        Err(Refused::Password) if password.is_none() => return vec![Piece::LockedFile],
        Err(Refused::Password) => return vec![Piece::WrongPassword("a PFX file".to_owned())],
        Err(Refused::Algorithm(name)) => {
            return vec![Piece::Broken(format!(
                "The PFX file is protected with {name}, which is not read here. Export it again with AES-256 and SHA-256."
            ))];
        }
        Err(Refused::TooCostly) => {
            return vec![Piece::Broken(
                "The PFX file asks for more iterations than this program carries out for a file.".to_owned(),
            )];
        }
        Err(Refused::Broken) => return vec![Piece::Broken("The PFX file is damaged.".to_owned())],
    };
    let piece = |bag: &Bag| match bag {
        Bag::Key(der) => key::pkcs8(der.reveal(), None),
        Bag::Certificate(der) => certificate(der),
    };
    let mut pieces: Vec<_> = contents
        .bags
        .iter()
        .map(|bag| piece(bag).unwrap_or_else(|| Piece::Broken("Something in the PFX file is damaged.".to_owned())))
        .collect();
    if contents.behind > 0 {
        pieces.push(Piece::Trailing(contents.behind, "PFX file"));
    }
    pieces
}

fn of_der(file: &[u8], password: Option<&SecretText>) -> Vec<Piece> {
    let (Some(der), behind) = first_element(file) else { return Vec::new() };
    let piece = certificate(der)
        .or_else(|| key::pkcs8(der, None))
        .or_else(|| key::encrypted(der, password))
        .or_else(|| key::pkcs1_alone(der))
        .or_else(|| key::is_sec1(der).then(|| Piece::ForeignKey("EC".to_owned())))
        .or_else(|| is_public_key(der).then_some(Piece::PublicKey))
        .or_else(|| x509_cert::request::CertReq::from_der(der).is_ok().then_some(Piece::Request));
    piece.map_or_else(Vec::new, |piece| with_rest(piece, behind, "file"))
}

fn certificate(der: &[u8]) -> Option<Piece> {
    x509_cert::Certificate::from_der(der).is_ok().then(|| Piece::Certificate(der.to_vec()))
}

fn is_public_key(der: &[u8]) -> bool {
    let read = AnyRef::from_der(der).and_then(|any| {
        any.sequence(|reader| {
            reader.decode::<AlgorithmIdentifierRef<'_>>()?;
            reader.decode::<BitStringRef<'_>>().map(drop)
        })
    });
    read.is_ok()
}

fn with_rest(piece: Piece, behind: usize, what: &'static str) -> Vec<Piece> {
    let trailing = (behind > 0).then_some(Piece::Trailing(behind, what));
    std::iter::once(piece).chain(trailing).collect()
}

/// The first element and how many bytes lie behind it.
fn first_element(bytes: &[u8]) -> (Option<&[u8]>, usize) {
    let length = SliceReader::new(bytes).ok().and_then(|mut reader| {
        let header = Header::decode(&mut reader).ok()?;
        usize::try_from((header.encoded_len().ok()? + header.length()).ok()?).ok()
    });
    match length.and_then(|length| bytes.split_at_checked(length)) {
        Some((element, behind)) => (Some(element), behind.len()),
        None => (None, 0),
    }
}
