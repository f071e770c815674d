//! Whom and where a record is about, and the dice it is made with.

use rand::Rng;
use rand_chacha::ChaCha8Rng;

use crate::generate::{Machine, Person};
use crate::tenant::{Tenant, random_id};

/// Browsers as they introduce themselves.
const AGENTS: &[&str] = &[
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36",
    "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0",
    "axios/1.7.2",
];

/// What one record has at hand.
pub(super) struct Scene<'a> {
    random: ChaCha8Rng,
    tenant: &'a Tenant,
    pub(super) person: &'a Person,
    pub(super) other: &'a Person,
    pub(super) machine: &'a Machine,
}

impl<'a> Scene<'a> {
    pub(super) fn new(tenant: &'a Tenant, what: &str) -> Self {
        let mut random = tenant.generator.dice(what);
        let (person, other, machine) = draw(tenant, &mut random);
        Self { random, tenant, person, other, machine }
    }

    /// Draws another cast for the next record.
    pub(super) fn cast(&mut self) {
        (self.person, self.other, self.machine) = draw(self.tenant, &mut self.random);
    }

    pub(super) fn tenant_id(&self) -> &'a str {
        &self.tenant.name.id
    }

    /// The tenant's initial domain.
    pub(super) fn organization(&self) -> &'a str {
        &self.tenant.name.initial_domain
    }

    pub(super) fn one<T: Copy>(&mut self, of: &[T]) -> T {
        of[self.random.random_range(0..of.len())]
    }

    pub(super) fn chance(&mut self, often: f64) -> bool {
        self.random.random_bool(often)
    }

    /// A whole number in a half-open range.
    pub(super) fn number(&mut self, low: i64, high: i64) -> i64 {
        self.random.random_range(low..high)
    }

    pub(super) fn id(&mut self) -> String {
        random_id(&mut self.random)
    }

    pub(super) fn hex(&mut self, digits: usize) -> String {
        (0..digits).map(|_| char::from(b"0123456789abcdef"[self.random.random_range(0..16)])).collect()
    }

    pub(super) fn agent(&mut self) -> &'static str {
        self.one(AGENTS)
    }

    /// An address in one of the forms that records have.
    pub(super) fn address(&mut self) -> String {
        let last = self.number(1, 255);
        match self.number(0, 20) {
            0 => format!("203.0.113.{last}:{}", self.number(1025, 65_535)),
            1 => format!("[2001:db8::{last:x}]:{}", self.number(1025, 65_535)),
            2 | 3 => format!("2001:db8:85a3::{last:x}"),
            4 => format!("::ffff:203.0.113.{last}"),
            5 => "::1".to_owned(),
            6 => String::new(),
            7 => "<null>".to_owned(),
            8 => "ffff:10.11.0.229".to_owned(),
            9..=13 => "198.51.100.7".to_owned(),
            _ => format!("203.0.113.{last}"),
        }
    }
}

fn draw<'a>(tenant: &'a Tenant, random: &mut ChaCha8Rng) -> (&'a Person, &'a Person, &'a Machine) {
    let world = tenant.generator.world();
    let (people, machines) = (&world.people, &world.machines);
    let mut person = || &people[random.random_range(0..people.len())];
    let (one, other) = (person(), person());
    (one, other, &machines[random.random_range(0..machines.len())])
}
