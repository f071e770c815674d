//! Who works at the tenant and on which machines: the cast that alerts are about, fixed by the seed.

use rand::Rng;
use rand::seq::IndexedRandom;
use rand_chacha::ChaCha8Rng;

use super::words::{DEPARTMENTS, FIRST, LAST};
use crate::tenant::{TenantName, random_id};

/// Letters and digits in machine names.
const LETTERS: &[u8] = b"ABCDEFGHJKLMNPQRSTUVWXYZ0123456789";

/// A person with an account.
#[derive(Debug, Clone)]
pub(crate) struct Person {
    pub(crate) id: String,
    pub(crate) display: String,
    /// The account name, before the at sign.
    pub(crate) account: String,
    pub(crate) upn: String,
    pub(crate) sid: String,
    pub(crate) directory_guid: String,
    pub(crate) department: &'static str,
}

/// A machine.
#[derive(Debug, Clone)]
pub(crate) struct Machine {
    /// Forty hexadecimal digits.
    pub(crate) mde_id: String,
    pub(crate) entra_id: String,
    pub(crate) name: String,
    pub(crate) os: &'static str,
    pub(crate) build: Option<i64>,
    pub(crate) version: &'static str,
    pub(crate) is_server: bool,
    /// The last number of its addresses.
    pub(crate) host: u8,
}

/// The tenant's people and machines.
#[derive(Debug)]
pub(crate) struct World {
    pub(crate) tenant_id: String,
    pub(crate) domain: String,
    pub(crate) net_bios: String,
    pub(crate) people: Vec<Person>,
    pub(crate) machines: Vec<Machine>,
    pub(crate) subscription: String,
}

impl World {
    pub(crate) fn populate(name: &TenantName, users: usize, devices: usize, random: &mut ChaCha8Rng) -> Self {
        let people = (0..users).map(|index| person(name, index, random)).collect();
        let machines = (0..devices).map(|index| machine(index, random)).collect();
        Self {
            tenant_id: name.id.clone(),
            domain: name.mail_domain.clone(),
            net_bios: name.display.to_uppercase(),
            people,
            machines,
            subscription: random_id(random),
        }
    }
}

fn person(name: &TenantName, index: usize, random: &mut ChaCha8Rng) -> Person {
    let (first, plain_first) = FIRST[index % FIRST.len()];
    let (last, plain_last) = LAST[(index * 11 + index / FIRST.len()) % LAST.len()];
    let again = index / (FIRST.len() * LAST.len());
    let number = if again == 0 { String::new() } else { again.to_string() };
    let round = index / FIRST.len();
    let account = match round {
        0 => format!("{plain_first}.{plain_last}{number}"),
        _ => format!("{plain_first}.{plain_last}{round}"),
    };
    Person {
        id: random_id(random),
        display: format!("{first} {last}"),
        upn: format!("{account}@{}", name.mail_domain),
        sid: format!("S-1-5-21-1715567821-{}-725345543-{}", 1_085_031_214_u32, 1100 + index),
        directory_guid: random_id(random),
        department: DEPARTMENTS.choose(random).copied().unwrap_or("Sales"),
        account,
    }
}

fn machine(index: usize, random: &mut ChaCha8Rng) -> Machine {
    let letters: String = (0..7).map(|_| char::from(LETTERS[random.random_range(0..LETTERS.len())])).collect();
    let is_server = index % 6 == 5;
    let name = match (is_server, index % 3) {
        (true, _) => {
            let role = ["DC", "SQL", "FILES", "WEB", "APP"].choose(random).copied().unwrap_or("APP");
            format!("SRV-{role}-{:02}", index / 6 + 1)
        }
        (false, 0) => format!("DESKTOP-{letters}"),
        (false, _) => format!("LAPTOP-{letters}"),
    };
    let (os, build, version) = match (is_server, random.random_range(0..12)) {
        (true, 0..=2) => ("Linux", None, "22.4"),
        (true, _) => ("WindowsServer2022", Some(20348), "21H2"),
        (false, 0) => ("macOS", None, "14.5"),
        (false, 1..=4) => ("Windows10", Some(19045), "22H2"),
        (false, _) => ("Windows11", Some(22631), "23H2"),
    };
    Machine {
        mde_id: (0..40).map(|_| char::from(b"0123456789abcdef"[random.random_range(0..16)])).collect(),
        entra_id: random_id(random),
        name,
        os,
        build,
        version,
        is_server,
        host: random.random_range(10..250),
    }
}
