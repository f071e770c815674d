//! What the tenant is called and which administrators can sign in to it.

use rand::RngCore;

use super::random_id;

/// The tenant's own names.
#[derive(Debug, Clone)]
pub(crate) struct TenantName {
    pub(crate) id: String,
    /// The organisation as people know it.
    pub(crate) display: String,
    /// The domain that came with the tenant.
    pub(crate) initial_domain: String,
    /// The domain its mail uses.
    pub(crate) mail_domain: String,
}

impl TenantName {
    pub(crate) fn contoso(random: &mut impl RngCore) -> Self {
        Self {
            id: random_id(random),
            display: "Contoso".to_owned(),
            initial_domain: "contoso.onmicrosoft.com".to_owned(),
            mail_domain: "contoso.com".to_owned(),
        }
    }

    /// Whether this spelling, a GUID or a verified domain, means this tenant.
    pub(crate) fn is(&self, spelling: &str) -> bool {
        [&self.id, &self.initial_domain, &self.mail_domain].iter().any(|name| name.eq_ignore_ascii_case(spelling))
    }
}

/// Somebody who can try to sign in.
#[derive(Debug, Clone)]
pub(crate) struct Account {
    pub(crate) id: String,
    pub(crate) upn: String,
    pub(crate) display: String,
    pub(crate) role: &'static str,
    /// Template id of the directory role; empty for people without one.
    pub(crate) role_id: &'static str,
    /// The AADSTS code with which every sign-in of this account ends; 0 for those that work.
    pub(crate) fault: u32,
}

impl Account {
    /// May register applications.
    pub(crate) fn registers(&self) -> bool {
        may_register(&[self.role_id])
    }

    /// Ids of the directory roles held.
    pub(crate) fn roles(&self) -> Vec<&'static str> {
        Some(self.role_id).filter(|role| !role.is_empty()).into_iter().collect()
    }
}

/// Global Administrator.
const GLOBAL: &str = "62e90394-69f5-4237-9190-012177145e10";
/// Privileged Role Administrator.
const PRIVILEGED: &str = "e8611ab8-c189-46e8-94e1-60213ab1f814";
/// Application Administrator.
const APPLICATIONS: &str = "9b895d92-2cd3-44c7-9d02-a6ac2d5ea5c3";
/// Cloud Application Administrator.
const CLOUD_APPLICATIONS: &str = "158c047a-c907-4556-b7ef-446551a6b5f7";

/// Directory roles: template id and name.
pub(crate) const DIRECTORY_ROLES: &[(&str, &str)] = &[
    ("5d6b6bb7-de71-4623-b4af-96380a352509", "Security Reader"),
    ("5f2222b1-57c3-48ba-8ad5-d4759f1fde6f", "Security Operator"),
    ("194ae4cb-b126-40b2-bd5b-6091b380977d", "Security Administrator"),
    ("f2ef992c-3afb-46b9-b7cf-a126ee74c451", "Global Reader"),
    ("29232cdf-9323-42fd-ade2-1d097af3e4de", "Exchange Administrator"),
    ("31392ffb-586c-42d1-9346-e59415a2cc4e", "Exchange Recipient Administrator"),
    ("17315797-102d-40b4-93e0-432062caca18", "Compliance Administrator"),
    ("729827e3-9c14-49f7-bb1b-9608f156bbb8", "Helpdesk Administrator"),
    (GLOBAL, "Global Administrator"),
    (PRIVILEGED, "Privileged Role Administrator"),
    (APPLICATIONS, "Application Administrator"),
    (CLOUD_APPLICATIONS, "Cloud Application Administrator"),
];

/// Whether one of these directory roles lets a person register applications and consent on their behalf.
pub(crate) fn may_register(roles: &[&str]) -> bool {
    roles.iter().any(|role| [GLOBAL, PRIVILEGED, APPLICATIONS, CLOUD_APPLICATIONS].contains(role))
}

/// Whether one of these directory roles lets a person grant Graph's application permissions and directory roles.
pub(crate) fn may_grant_graph_roles(roles: &[&str]) -> bool {
    roles.iter().any(|role| [GLOBAL, PRIVILEGED].contains(role))
}

/// Who is there to sign in: user part, display name, directory role, and the code of those who cannot.
const PEOPLE: &[(&str, &str, &str, u32)] = &[
    ("admin", "Megan Bowen", "Global Administrator", 0),
    ("privileged", "Nestor Wilke", "Privileged Role Administrator", 0),
    ("cloudapps", "Isaiah Langer", "Cloud Application Administrator", 0),
    ("reader", "Lynne Robbins", "Security Reader", 0),
    ("apps", "Adele Vance", "Application Administrator", 0),
    ("globalreader", "Alex Wilber", "Global Reader", 0),
    ("person", "Patti Fernandez", "", 0),
    ("locked", "Lee Gu", "", 50053),
    ("expired", "Joni Sherman", "", 50055),
    ("disabled", "Grady Archie", "", 50057),
    ("mfa", "Miriam Graham", "Global Administrator", 50076),
    ("enrol", "Diego Siciliani", "Global Administrator", 50079),
    ("device", "Henrietta Mueller", "Global Administrator", 53000),
    ("blocked", "Pradeep Gupta", "Global Administrator", 53003),
];

/// People of elsewhere: full name, display name, code.
const STRANGERS: &[(&str, &str, u32)] =
    &[("guest@fabrikam.com", "Raul Razo", 50020), ("someone@outlook.com", "Personal account", 500_208)];

/// Everybody who can try to sign in to a tenant.
pub(crate) fn accounts(name: &TenantName, random: &mut impl RngCore) -> Vec<Account> {
    let own = PEOPLE.iter().map(|(user, display, role, fault)| {
        let upn = format!("{user}@{}", name.initial_domain);
        (upn, *display, DIRECTORY_ROLES.iter().find(|(_, known)| known == role).copied().unwrap_or_default(), *fault)
    });
    let strangers = STRANGERS.iter().map(|(upn, display, fault)| ((*upn).to_owned(), *display, ("", ""), *fault));
    let account = |(upn, display, (role_id, role), fault): (String, &str, _, u32)| Account {
        id: random_id(random),
        upn,
        display: display.to_owned(),
        role,
        role_id,
        fault,
    };
    own.chain(strangers).map(account).collect()
}
