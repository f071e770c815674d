//! Fills a store with made-up alerts and prints what it measured: `fill [alerts] [alerts a page]`.
//!
//! A probe for the two questions that decide a design: how fast pages go in, and how fast answers come out.

use domain::alert::AlertSummary;
use domain::evidence::EntityField;
use domain::query::{Now, Query, parse};
use domain::secret::DatabaseKey;
use jiff::{SignedDuration, Timestamp, tz::TimeZone};
use std::error::Error;
use std::fmt::Write as _;
use std::io::Write as _;
use std::time::Instant;
use store::{Access, Item, LedgerLines, PageCommit, Seq, Sort, Store};

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let count: u64 = arguments.next().map_or(Ok(100_000), |text| text.parse())?;
    let size: u64 = arguments.next().map_or(Ok(250), |text| text.parse())?;
    let folder = tempfile::tempdir()?;
    let key = DatabaseKey::new([9; 32]);
    let start: Timestamp = "2026-01-01T00:00:00Z".parse()?;
    let mut out = std::io::stdout().lock();

    let store = Store::open(folder.path(), &key, Access::Write)?;
    let (mut spent, mut bytes) = (0.0, 0);
    for first in (0..count).step_by(size as usize) {
        let page = page(first..count.min(first + size), start);
        bytes += page.items.iter().map(|item| item.raw.len()).sum::<usize>();
        let began = Instant::now();
        store.commit(&page)?;
        spent += began.elapsed().as_secs_f64();
        if (first + size) % (count / 5).max(size) < size {
            writeln!(out, "{:>9} alerts  {:>7.0}/s on the whole", first + size, (first + size) as f64 / spent)?;
        }
    }
    let totals = store.totals()?;
    writeln!(out, "{count} alerts of {} bytes: {:.0}/s", bytes as u64 / count, count as f64 / spent)?;
    writeln!(out, "stored {:.1}% of the JSON", totals.bytes_on_disk as f64 / bytes as f64 * 100.0)?;
    let page = page(0..size.min(count), start);
    let began = Instant::now();
    store.commit(&page)?;
    writeln!(out, "unchanged: {:.1} us each", began.elapsed().as_secs_f64() * 1e6 / size as f64)?;
    drop(store);

    let began = Instant::now();
    let store = Store::open(folder.path(), &key, Access::Write)?;
    writeln!(out, "open: {:.0} ms, resident {}", began.elapsed().as_secs_f64() * 1e3, resident())?;
    let now = Now { at: start, zone: TimeZone::UTC };
    let texts = [
        "",
        "severity:high",
        "lsass",
        "-status:resolved user:user-17@contoso.com",
        "da638001",
        "device:desktop-1*",
        "severity>=medium -service:xdr category:malware",
        "created:2026-01-01..2026-01-02",
        "technique:T1059",
        "nowhere",
    ];
    for text in texts {
        let query = parse(text, &now)?;
        let search = best(|| store.search(&query, None, 60).map(|found| found.total))?;
        // A view of its own for each list, so that none is the kept one.
        let mut up_to = count as u32 + 1;
        let list = best(|| {
            up_to -= 1;
            window(&store, &query, Seq(up_to), 0)
        })?;
        let deep = best(|| window(&store, &query, Seq(up_to), search.1 / 2))?;
        writeln!(
            out,
            "{text:50} {:>8} found  search {:>6.2} ms  first page {:>6.2} ms  deep {:>5.2} ms",
            search.1, search.0, list.0, deep.0
        )?;
    }
    Ok(())
}

fn window(store: &Store, query: &Query, up_to: Seq, offset: u32) -> domain::Outcome<u32> {
    store.rows(query, Some(up_to), Sort::Created, true, offset, 100).map(|rows| rows.total)
}

/// Milliseconds of the median of five, and the last answer.
fn best(mut act: impl FnMut() -> domain::Outcome<u32>) -> domain::Outcome<(f64, u32)> {
    let mut times = Vec::new();
    let mut answer = 0;
    for _ in 0..5 {
        let began = Instant::now();
        answer = act()?;
        times.push(began.elapsed().as_secs_f64() * 1e3);
    }
    times.sort_by(f64::total_cmp);
    Ok((times[2], answer))
}

fn resident() -> String {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmRSS"));
    line.map_or_else(|| "unknown".to_owned(), |line| line.trim_start_matches("VmRSS:").trim().to_owned())
}

fn page(numbers: std::ops::Range<u64>, start: Timestamp) -> PageCommit {
    PageCommit {
        integration: "t/defender-xdr".into(),
        tenant: "t".into(),
        source: "defender-xdr-alerts".into(),
        feed: "defender-xdr-alerts".into(),
        cursor: Some(format!("{{\"at\":{}}}", numbers.end)),
        memo: None,
        items: numbers.map(|number| item(number, start)).collect(),
        poll: None,
        at: start,
        request_id: Some("6e8c1a60-0000-0000-0000-000000000000".to_owned()),
        ledger: LedgerLines::default(),
    }
}

fn item(number: u64, start: Timestamp) -> Item {
    let mut dice = Dice(number);
    let mut pick = |list: &[&str]| list[dice.roll(list.len() as u64) as usize].to_owned();
    let severity = pick(&["high", "medium", "low", "low", "informational"]);
    let status = pick(&["new", "inProgress", "resolved"]);
    let service = pick(&["microsoftDefenderForEndpoint", "microsoftDefenderForOffice365", "microsoft365Defender"]);
    let category = pick(&["Malware", "Execution", "CredentialAccess", "Exfiltration", "InitialAccess"]);
    let technique = pick(&["T1059", "T1059.001", "T1003.001", "T1110", "T1566.002"]);
    let kind = dice.roll(400);
    let title =
        format!("{} of kind {kind}", if kind.is_multiple_of(7) { "Access to LSASS" } else { "Suspicious behaviour" });
    let id = format!("da{}_{}", 638_000_000_000_000_000 + dice.roll(1 << 50), dice.roll(1 << 31));
    let user = format!("user-{}@contoso.com", dice.roll(20_000));
    let device = format!("desktop-{}.contoso.com", dice.roll(8_000));
    let address = format!("10.{}.{}.{}", dice.roll(4), dice.roll(256), dice.roll(256));
    let file = format!("file-{}.exe", dice.roll(60_000));
    let hash = format!("{:016x}{:016x}{:016x}{:016x}", dice.next(), dice.next(), dice.next(), dice.next());
    let created = start + SignedDuration::from_secs(number as i64 * 20);
    let mut raw = format!(
        "{{\"id\":\"{id}\",\"title\":\"{title}\",\"severity\":\"{severity}\",\"status\":\"{status}\",\
         \"serviceSource\":\"{service}\",\"category\":\"{category}\",\"createdDateTime\":\"{created}\",\"evidence\":["
    );
    for place in 0..8 {
        let _ = write!(
            raw,
            "{}{{\"@odata.type\":\"#microsoft.graph.security.processEvidence\",\"createdDateTime\":\"{created}\",\
             \"verdict\":\"suspicious\",\"remediationStatus\":\"none\",\"roles\":[],\"tags\":[],\"processId\":{},\
             \"processCommandLine\":\"{file} -enc {:x}{:x}{:x}\",\"imageFile\":{{\"fileName\":\"{file}\",\
             \"filePath\":\"C:\\\\Windows\\\\System32\",\"sha256\":\"{hash}\"}},\"userAccount\":{{\
             \"userPrincipalName\":\"{user}\"}},\"mdeDeviceId\":\"{:x}\"}}",
            if place > 0 { "," } else { "" },
            dice.roll(60_000),
            dice.next(),
            dice.next(),
            dice.next(),
            dice.next(),
        );
    }
    raw.push_str("]}");
    let entities = [
        (EntityField::User, user),
        (EntityField::Device, device),
        (EntityField::Ip, address),
        (EntityField::File, file),
        (EntityField::Hash, hash),
    ];
    let summary = AlertSummary {
        id: id.as_str().into(),
        title,
        severity,
        status,
        service,
        detection: "microsoftDefenderForEndpoint".to_owned(),
        category,
        incident: (number / 4).to_string(),
        created: Some(created),
        updated: Some(created),
        entity: None,
        techniques: vec![technique],
        entities: entities.into(),
    };
    Item::plain(summary, raw)
}

/// Numbers that look random and are the same every time.
struct Dice(u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb)
    }

    fn roll(&mut self, sides: u64) -> u64 {
        (self.next() >> 11) % sides
    }
}
