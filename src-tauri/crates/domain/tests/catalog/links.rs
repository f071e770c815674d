//! Where a file of the catalog may lead: Microsoft's hosts, Microsoft's documentation, and the vendor's own pages.

use domain::catalog::CatalogEntry;
use domain::cloud::clouds;
use std::collections::BTreeSet;
use url::Url;

/// Microsoft's documentation.
const DOCUMENTATION: &str = "learn.microsoft.com";

/// The pages of each vendor. A vendor that has none here cannot have an entry.
const VENDORS: [(&str, &[&str]); 3] = [
    ("Prelude", &["docs.preludesecurity.com", "support.preludesecurity.com"]),
    ("Secureworks Taegis", &["docs.ctpx.secureworks.com"]),
    ("Dropzone AI", &["docs.dropzone.ai", "mycompany.dropzone.app"]),
];

/// Whether that vendor is known.
pub fn is_vendor(name: &str) -> bool {
    VENDORS.iter().any(|(vendor, _)| *vendor == name)
}

/// Every address of an entry: links, base addresses, and what stands in its texts.
pub fn links(entry: &CatalogEntry) -> Vec<String> {
    let steps = entry.attach.iter().chain(&entry.detach);
    let mut all: Vec<String> = entry.prerequisite.iter().filter_map(|first| first.link.clone()).collect();
    all.extend(steps.filter_map(|steps| steps.link.clone()));
    all.extend(entry.note.iter().filter_map(|note| note.link.clone()));
    all.extend(entry.docs.iter().map(|link| link.url.clone()));
    all.extend(entry.base_urls.iter().cloned());
    all.extend(super::texts::texts(entry).iter().flat_map(|(_, text, _)| addresses(text)));
    all
}

/// The addresses that stand in a text.
pub fn addresses(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find("http").filter(|at| rest.is_char_boundary(*at)) {
        let after = &rest[at..];
        let end = after.find(|c: char| c.is_whitespace() || "<>()\"'`,".contains(c)).unwrap_or(after.len());
        let address = &after[..end];
        if address.starts_with("http://") || address.starts_with("https://") {
            found.push(address.trim_end_matches('.').to_owned());
        }
        rest = &after[end.max("http".len())..];
    }
    found
}

/// The hosts of the APIs of all clouds, or with `portals` of everything that the clouds name.
fn cloud_hosts(portals: bool) -> BTreeSet<String> {
    let mut bases: Vec<&str> = Vec::new();
    for cloud in clouds() {
        bases.extend(cloud.apis.values().map(|api| api.base.as_str()));
        if portals {
            bases.push(&cloud.login);
            bases.extend(cloud.entra.as_deref());
            bases.extend(cloud.defender_portal.as_deref());
        }
    }
    bases.into_iter().filter_map(|base| Some(Url::parse(base).ok()?.host_str()?.to_owned())).collect()
}

/// What is wrong with the addresses of an entry.
pub fn faults(entry: &CatalogEntry) -> Vec<String> {
    let mut allowed = cloud_hosts(true);
    allowed.insert(DOCUMENTATION.to_owned());
    let own = VENDORS.iter().filter(|(vendor, _)| entry.vendor.as_deref() == Some(vendor));
    allowed.extend(own.flat_map(|(_, hosts)| hosts.iter().map(|host| (*host).to_owned())));
    let mut found: Vec<String> = links(entry).iter().filter_map(|address| fault(address, &allowed)).collect();
    let apis = cloud_hosts(false);
    found.extend(entry.base_urls.iter().filter_map(|address| fault(address, &apis)));
    let slashes = entry.base_urls.iter().filter(|address| address.ends_with('/'));
    found.extend(slashes.map(|address| format!("{address}: a base address ends without a slash")));
    found
}

fn fault(address: &str, allowed: &BTreeSet<String>) -> Option<String> {
    // A regional host is the usual one with `-` and the region behind its first name.
    let Ok(url) = Url::parse(&address.replacen("-<REGION>", "", 1)) else {
        return Some(format!("{address} is no address"));
    };
    let plain =
        url.scheme() == "https" && url.username().is_empty() && url.password().is_none() && url.port().is_none();
    let known = url.host_str().is_some_and(|host| allowed.contains(host));
    (!plain || !known).then(|| format!("{address} leads to a host that is not on the list"))
}
