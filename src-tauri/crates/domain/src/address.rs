//! Addresses as the wire writes them: with and without a port, in brackets, mapped, or not one at all.

use std::net::IpAddr;

/// The address without a port; as it came where it cannot be read as one, and none where there is none.
pub fn bare(text: &str) -> Option<&str> {
    let text = text.trim();
    if text.is_empty() || text == "<null>" {
        return None;
    }
    let bracketed = text.strip_prefix('[').and_then(|rest| rest.split(']').next());
    let without_port = text.rsplit_once(':').map(|(address, _)| address).filter(|address| !address.contains(':'));
    let candidates = [Some(text), bracketed, without_port];
    Some(candidates.into_iter().flatten().find(|each| each.parse::<IpAddr>().is_ok()).unwrap_or(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_form_of_an_address_is_taken() {
        for (text, wanted) in [
            ("192.0.2.1", Some("192.0.2.1")),
            ("192.0.2.1:443", Some("192.0.2.1")),
            ("[2001:db8::1]:443", Some("2001:db8::1")),
            ("2001:db8::1", Some("2001:db8::1")),
            ("::ffff:192.0.2.1", Some("::ffff:192.0.2.1")),
            // Not an address, from Microsoft's own documentation: kept as it is.
            ("ffff:10.11.0.229", Some("ffff:10.11.0.229")),
            ("<null>", None),
            (" ", None),
        ] {
            assert_eq!(bare(text), wanted, "{text}");
        }
    }
}
