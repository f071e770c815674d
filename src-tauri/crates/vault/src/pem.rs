//! Reading PEM: the one place that names rustls-pemfile.
//!
//! That crate is archived (RUSTSEC-2025-0134) and a thin layer on rustls-pki-types; it is used because the product's
//! owner fixed it, behind this one function, so that replacing it is one file. It passes over labels that it does not
//! know, so blocks are found here and handed to it one by one. Its base64 of a key takes the same time for every key;
//! the decoded copy is zeroed here, its own buffer for the text is not.

use rustls_pemfile::Item;
use zeroize::Zeroizing;

const BEGIN: &[u8] = b"-----BEGIN ";
const END: &[u8] = b"-----END ";
const DASHES: &[u8] = b"-----";
/// A longer label is none.
const LONGEST_LABEL: usize = 64;

/// One block of a text.
pub(crate) struct Block {
    /// What stands behind BEGIN.
    pub label: String,
    /// What stands in it.
    pub content: Content,
}

/// What stands in a block.
pub(crate) enum Content {
    /// Its bytes.
    Der(Zeroizing<Vec<u8>>),
    /// It is encrypted in the way from before PKCS#8, with this algorithm.
    Encrypted(String),
    /// Its END line is missing.
    Unfinished,
    /// It is not base64.
    Damaged,
}

/// The blocks of a text, in order; what stands between them does not matter.
pub(crate) fn blocks(text: &[u8]) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut rest = text;
    while let Some(at) = position(rest, BEGIN) {
        let after = &rest[at + BEGIN.len()..];
        let Some((label, behind_label)) = label(after) else {
            rest = after;
            continue;
        };
        // A second BEGIN before the END belongs to the next block.
        let next = position(behind_label, BEGIN).unwrap_or(behind_label.len());
        let content = match position(&behind_label[..next], END) {
            Some(end) => {
                rest = &behind_label[end + END.len()..];
                content(&label, &behind_label[..end])
            }
            None => {
                rest = &behind_label[next..];
                Content::Unfinished
            }
        };
        blocks.push(Block { label, content });
    }
    blocks
}

fn content(label: &str, body: &[u8]) -> Content {
    if position(body, b"Proc-Type:").is_some() {
        let marked = position(body, b"DEK-Info:").map(|at| &body[at + b"DEK-Info:".len()..]).unwrap_or_default();
        let algorithm = marked.iter().take_while(|byte| !matches!(byte, b',' | b'\r' | b'\n')).take(40);
        let algorithm = algorithm.map(|byte| char::from(*byte)).filter(char::is_ascii_graphic).collect();
        return Content::Encrypted(algorithm);
    }
    // Bytes that no base64 has would be passed over or taken for line ends.
    let plain =
        |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'=') || byte.is_ascii_whitespace();
    if !body.iter().all(plain) {
        return Content::Damaged;
    }
    let known = match label {
        "CERTIFICATE" | "X509 CERTIFICATE" => "CERTIFICATE",
        "CERTIFICATE REQUEST" | "NEW CERTIFICATE REQUEST" => "CERTIFICATE REQUEST",
        // The only label whose bytes are decoded as a secret and handed back without being looked into.
        _ => "PRIVATE KEY",
    };
    let size = body.len() + 4 * known.len() + 64;
    let mut block = Zeroizing::new(Vec::with_capacity(size));
    let lines: [&[u8]; 8] =
        [BEGIN, known.as_bytes(), b"-----\n", body, b"\n-----END ", known.as_bytes(), DASHES, b"\n"];
    lines.iter().for_each(|line| block.extend_from_slice(line));
    match rustls_pemfile::read_one_from_slice(&block) {
        Ok(Some((Item::X509Certificate(der), _))) => Content::Der(Zeroizing::new(der.to_vec())),
        Ok(Some((Item::Csr(der), _))) => Content::Der(Zeroizing::new(der.to_vec())),
        Ok(Some((Item::Pkcs8Key(mut der), _))) => {
            let copy = Zeroizing::new(der.secret_pkcs8_der().to_vec());
            zeroize::Zeroize::zeroize(&mut der);
            Content::Der(copy)
        }
        _ => Content::Damaged,
    }
}

/// The label and what lies behind its line.
fn label(after: &[u8]) -> Option<(String, &[u8])> {
    let end = position(&after[..after.len().min(LONGEST_LABEL + DASHES.len())], DASHES)?;
    let label = std::str::from_utf8(&after[..end]).ok()?;
    let known = label.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b' ');
    known.then(|| (label.to_owned(), &after[end + DASHES.len()..]))
}

fn position(text: &[u8], wanted: &[u8]) -> Option<usize> {
    text.windows(wanted.len()).position(|part| part == wanted)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn told(text: &str) -> Vec<(String, String)> {
        let content = |content: &Content| match content {
            Content::Der(der) => format!("{:02x?}", der.as_slice()),
            Content::Encrypted(algorithm) => format!("encrypted with {algorithm}"),
            Content::Unfinished => "unfinished".to_owned(),
            Content::Damaged => "damaged".to_owned(),
        };
        blocks(text.as_bytes()).iter().map(|block| (block.label.clone(), content(&block.content))).collect()
    }

    #[test]
    fn every_block_is_found_whatever_stands_around_it() {
        let text = "Bag Attributes\r\n    friendlyName: x\r\n-----BEGIN PRIVATE KEY-----\r\nAQID\r\n-----END PRIVATE KEY-----\r\n\
                    subject=CN = x\n-----BEGIN CERTIFICATE-----\n  BAUG  \n\n-----END CERTIFICATE-----  -----BEGIN DH PARAMETERS-----AQ==-----END DH PARAMETERS-----";
        let found = told(text);
        assert_eq!(found[0], ("PRIVATE KEY".to_owned(), "[01, 02, 03]".to_owned()), "Windows line ends");
        assert_eq!(found[1], ("CERTIFICATE".to_owned(), "[04, 05, 06]".to_owned()), "spaces and empty lines");
        assert_eq!(
            found[2],
            ("DH PARAMETERS".to_owned(), "[01]".to_owned()),
            "a label that nobody asked for, in one line"
        );
    }

    #[test]
    fn what_is_wrong_with_a_block_is_told() {
        let dek = "-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-256-CBC,00\n\nAA==\n-----END RSA PRIVATE KEY-----";
        assert_eq!(told(dek)[0].1, "encrypted with AES-256-CBC");
        assert_eq!(told("-----BEGIN CERTIFICATE-----\nAQID\n")[0].1, "unfinished");
        assert_eq!(told("-----BEGIN CERTIFICATE-----\nA(ID\n-----END CERTIFICATE-----")[0].1, "damaged");
        assert_eq!(
            told("-----BEGIN CERTIFICATE-----\nAQIDA\n-----END CERTIFICATE-----")[0].1,
            "damaged",
            "characters are missing"
        );
        let two = "-----BEGIN CERTIFICATE-----\nAQID\n-----BEGIN PRIVATE KEY-----\nAQID\n-----END PRIVATE KEY-----";
        assert_eq!(told(two).iter().map(|found| found.1.as_str()).collect::<Vec<_>>(), ["unfinished", "[01, 02, 03]"]);
        assert!(told("-----BEGIN not a label-----").is_empty() && told("").is_empty());
    }
}
