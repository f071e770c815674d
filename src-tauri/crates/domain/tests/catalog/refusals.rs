//! A file with a fault is refused for that fault: one good file, broken in one place at a time.

use super::faults::faults;

const GOOD: &str = r#"
id = "example"
vendor = "Dropzone AI"
title = "Example"
subtitle = "An example"
purpose = "Shows what a file may say."
clouds = ["commercial", "gcc"]
base_urls = ["https://api-<REGION>.securitycenter.microsoft.com"]

[[credential]]
kind = "secret"

[[feature]]
id = "calendar"
title = "Calendar"
adds = "Who was away."

[[permission]]
api = "graph"
value = "User.Read.All"
why = "Read people."

[[permission]]
api = "defender"
value = "Alert.Read.All"
why = "Read alerts."

[[permission]]
api = "graph"
value = "Calendars.Read"
feature = "calendar"
why = "See who was away."

[[role]]
name = "Security Reader"
why = "The least role."

[[field]]
label = "Secret"
from = "secret_value"
feature = "calendar"

[attach]
place = "Dropzone AI"
steps = ["Open [[Settings]] and enter {client_id}."]
command = "attach --user {tenant_id}"

[detach]
place = "Dropzone AI"
steps = ["Remove it."]

[[docs]]
title = "The vendor's page"
url = "https://docs.dropzone.ai/example"
"#;

/// What is broken, in which place, and what the refusal says.
const BROKEN: &[(&str, &str, &str, &str)] = &[
    ("a permission that nobody has", r#""User.Read.All""#, r#""User.Raed.All""#, "unknown permission User.Raed.All"),
    (
        "a permission of another API",
        r#""Alert.Read.All""#,
        r#""Calendars.Read""#,
        "unknown permission Calendars.Read of Defender",
    ),
    ("letters of another size", r#""User.Read.All""#, r#""user.read.all""#, "unknown permission user.read.all"),
    (
        "a kind that the permission is not there as",
        r#"value = "Alert.Read.All""#,
        "value = \"Alert.Read.All\"\nkind = \"delegated\"",
        "Alert.Read.All is not there as Delegated",
    ),
    (
        "a kind that is none",
        "why = \"Read alerts.\"",
        "why = \"Read alerts.\"\nkind = \"role\"",
        "unknown variant `role`",
    ),
    ("an API that is none", r#"api = "defender""#, r#"api = "intune""#, "unknown variant `intune`"),
    (
        "a permission twice",
        r#"value = "Calendars.Read""#,
        r#"value = "User.Read.All""#,
        "User.Read.All of Graph, Application stands twice",
    ),
    ("a role that nobody has", r#""Security Reader""#, r#""Security reader""#, "unknown role Security reader"),
    (
        "a role of an unknown feature",
        r#"why = "The least role.""#,
        "why = \"The least role.\"\nfeature = \"mail\"",
        "unknown feature mail",
    ),
    (
        "a permission of an unknown feature",
        "feature = \"calendar\"\nwhy",
        "feature = \"calender\"\nwhy",
        "unknown feature calender",
    ),
    (
        "a field of an unknown feature",
        "feature = \"calendar\"\n\n[attach]",
        "feature = \"mail\"\n\n[attach]",
        "unknown feature mail",
    ),
    ("a feature that changes nothing", r#"id = "calendar""#, r#"id = "presence""#, "feature presence changes nothing"),
    ("a field of an unknown kind", r#"from = "secret_value""#, r#"from = "password""#, "unknown variant `password`"),
    (
        "a field that nothing can fill",
        r#"from = "secret_value""#,
        r#"from = "key_pem""#,
        "nothing here gives the field Secret its value",
    ),
    ("a choice without a hint", r#"from = "secret_value""#, r#"from = "choice""#, "does not say what to choose"),
    ("a key of the schema that is none", "[[docs]]", "[[doc]]", "unknown field `doc`"),
    (
        "a key of a field that is none",
        r#"label = "Secret""#,
        "label = \"Secret\"\nsecret = true",
        "unknown field `secret`",
    ),
    ("a cloud that is none", r#""gcc""#, r#""mars""#, "unknown cloud mars"),
    ("a cloud that lacks an API", r#""gcc""#, r#""china""#, "Alert.Read.All is of an API that china does not have"),
    ("no cloud", r#"["commercial", "gcc"]"#, "[]", "no cloud"),
    ("a foreign host", "https://docs.dropzone.ai/", "https://docs.dropzone.example/", "not on the list"),
    ("another vendor's host", "https://docs.dropzone.ai/", "https://docs.preludesecurity.com/", "not on the list"),
    (
        "a host that begins like one of ours",
        "https://docs.dropzone.ai/",
        "https://learn.microsoft.com.example/",
        "not on the list",
    ),
    (
        "a name before the host",
        "https://docs.dropzone.ai/",
        "https://learn.microsoft.com@docs.dropzone.ai/",
        "not on the list",
    ),
    ("a port", "https://docs.dropzone.ai/", "https://docs.dropzone.ai:8443/", "not on the list"),
    ("an address without encryption", "https://docs.dropzone.ai/", "http://docs.dropzone.ai/", "not on the list"),
    ("no address at all", "https://docs.dropzone.ai/example", "docs", "is no address"),
    ("a foreign host in a text", "Remove it.", "Remove it at https://docs.dropzone.example.", "not on the list"),
    (
        "a base address that is a portal",
        "https://api-<REGION>.securitycenter.microsoft.com",
        "https://entra.microsoft.com",
        "not on the list",
    ),
    (
        "a base address with a slash",
        ".securitycenter.microsoft.com\"",
        ".securitycenter.microsoft.com/\"",
        "without a slash",
    ),
    ("a vendor that nobody knows", r#"vendor = "Dropzone AI""#, r#"vendor = "Acme""#, "unknown vendor Acme"),
    (
        "a vendor and a source",
        r#"vendor = "Dropzone AI""#,
        "vendor = \"Dropzone AI\"\nsource = \"x\"",
        "the vendor collects",
    ),
    ("neither vendor nor source", r#"vendor = "Dropzone AI""#, "", "nobody collects it"),
    ("no way to detach it", "[detach]\nplace = \"Dropzone AI\"\nsteps = [\"Remove it.\"]", "", "how to detach it"),
    ("no credential", "[[credential]]\nkind = \"secret\"\n", "", "a credential is made here exactly when"),
    (
        "a credential for the vendor's app",
        r#"title = "Example""#,
        "title = \"Example\"\nvendor_registers = true",
        "a credential is made here exactly when",
    ),
    ("a secret of the vendor's", r#"kind = "secret""#, "kind = \"secret\"\nfrom_vendor = true", "only a certificate"),
    ("acting that is not needed", r#"title = "Example""#, "title = \"Example\"\nacts = true", "acts is true"),
    ("acting that is not said", r#""Alert.Read.All""#, r#""Machine.Isolate""#, "acts is false"),
    (
        "audit without audit logging",
        "api = \"defender\"\nvalue = \"Alert.Read.All\"",
        "api = \"management\"\nvalue = \"ActivityFeed.Read\"",
        "audit_log is a prerequisite",
    ),
    ("a sentence without its end", "Read people.", "Read people", "ends with a full stop"),
    ("a title with an end", r#"title = "Example""#, r#"title = "Example.""#, "ends with a full stop"),
    ("a polite word", "Remove it.", "Please remove it.", "no \"please\""),
    ("a raised voice", "Remove it.", "Remove it! Now.", "no \"!\""),
    ("a label that does not end", "[[Settings]]", "[[Settings", "a label that does not end"),
    ("a label with one bracket", "[[Settings]]", "[Settings]", "a bracket outside a label"),
    ("an empty label", "[[Settings]]", "[[ ]]", "a label that is none"),
    ("a value that nobody knows", "{client_id}", "{password}", "nobody knows the value {password}"),
    ("a value that does not end", "{client_id}", "{client_id", "a value that does not end"),
    ("an unknown value in a command", "{tenant_id}", "{secret}", "nobody knows a value in it"),
];

#[test]
fn the_good_file_is_accepted() {
    assert_eq!(faults(GOOD), Vec::<String>::new(), "else the refusals below prove nothing");
}

#[test]
fn a_file_with_a_fault_is_refused_for_that_fault() {
    for (what, from, to, says) in BROKEN {
        assert_eq!(GOOD.matches(from).count(), 1, "{what}: {from} is one place of the good file");
        let found = faults(&GOOD.replacen(from, to, 1));
        assert!(found.iter().any(|fault| fault.contains(says)), "{what} is refused with \"{says}\", not {found:?}");
    }
}
