//! The tenant's invented history: alerts planned from a seed and written out when asked for. A plan is a few dozen bytes,
//! so a hundred thousand alerts cost little memory and no time before somebody reads them.

mod evidence;
mod mailbox;
mod plan;
mod reports;
mod rhythm;
mod scene;
mod templates;
mod words;
mod world;
mod write;

use std::sync::Arc;

use rand::seq::IndexedRandom;
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use sha2::{Digest, Sha256};

pub(crate) use mailbox::{Attachment, AttachmentKind, FOLDERS, Letter, Mailbox, mime};
pub(crate) use plan::Plan;
use plan::Service;
use templates::Template;
pub(crate) use world::{Machine, Person, World};

use crate::Options;
use crate::alerts::{Content, Row};
use crate::clock::Ticks;
use crate::tenant::{TenantName, random_id};

/// Plans and writes the alerts of one tenant.
pub(crate) struct Generator {
    seed: u64,
    world: World,
    templates: Vec<Template>,
}

impl Generator {
    pub(crate) fn new(options: &Options, name: &TenantName) -> Result<Self, toml::de::Error> {
        let mut random = ChaCha8Rng::seed_from_u64(options.seed ^ 0x701d);
        Ok(Self {
            seed: options.seed,
            world: World::populate(name, options.users.max(1), options.devices.max(1), &mut random),
            templates: templates::load()?,
        })
    }

    /// A history of so many alerts that ends now. The first ones show every template once, whenever they happened.
    pub(crate) fn history(&self, count: usize, now: Ticks) -> Vec<Row> {
        let mut random = self.random(u64::MAX);
        let mut rows: Vec<Row> = Vec::with_capacity(count);
        for number in 0..count {
            let created = match rows.last() {
                Some(previous) if random.random_bool(0.03) => previous.created,
                _ => rhythm::moment(&mut random, now),
            };
            let mut row = self.planned(number, created, now);
            if let Some(previous) = rows.last().filter(|previous| previous.updated >= created) {
                // One click in the portal changes several alerts at the very same instant.
                if random.random_bool(0.05) {
                    row.updated = previous.updated;
                }
            }
            rows.push(row);
        }
        rows
    }

    /// Alerts that happen now, numbered on from those there are.
    pub(crate) fn arriving(&self, first: usize, count: usize, now: Ticks) -> Vec<Row> {
        let arrive = |index: usize| {
            let created = Ticks(now.0 + i64::try_from(index).unwrap_or(0));
            let mut row = self.planned(first + index, created, created);
            row.updated = created;
            if let Content::Generated(plan) = &mut row.content {
                *plan = plan.untouched();
            }
            row
        };
        (0..count).map(arrive).collect()
    }

    fn planned(&self, number: usize, created: Ticks, now: Ticks) -> Row {
        let mut random = self.random(number as u64);
        let index = if number < self.templates.len() {
            number
        } else {
            let indexes: Vec<usize> = (0..self.templates.len()).collect();
            let weight = |index: &usize| self.templates[*index].weight;
            indexes.choose_weighted(&mut random, weight).copied().unwrap_or(0)
        };
        let template = &self.templates[index];
        let (plan, updated) = Plan::draw(number, index, template, created, now, &mut random);
        let id = id_of(template.service, &mut random);
        let incident = Some(self.incident(&plan, created));
        Row { id: Some(Arc::from(id)), created, updated, incident, content: Content::Generated(plan), edits: None }
    }

    /// Alerts about the same person within three days make one incident.
    fn incident(&self, plan: &Plan, created: Ticks) -> u64 {
        let days = u64::try_from(created.0.div_euclid(crate::clock::TICKS * 86_400 * 3)).unwrap_or(0);
        let people = self.world.people.len();
        let person = scene::person(people, &mut self.drawn(plan));
        1000 + days * people as u64 + person as u64
    }

    /// The name of the kind of alert this is.
    pub(crate) fn title(&self, plan: &Plan) -> &str {
        self.templates.get(plan.template()).map_or("", |template| template.title.as_str())
    }

    /// What an alert says about itself but for its evidence and people, under the names that it is written with.
    pub(crate) fn facts(&self, plan: &Plan) -> serde_json::Value {
        let Some(template) = self.templates.get(plan.template()) else { return serde_json::Value::Null };
        serde_json::json!({
            "title": template.title, "category": template.category, "categories": [template.category],
            "severity": plan.severity(), "productName": plan.service().product(),
            "detectionSource": template.detection, "mitreTechniques": template.techniques,
        })
    }

    /// The dice that an alert is written with.
    fn drawn(&self, plan: &Plan) -> ChaCha8Rng {
        self.random(plan.number() ^ 0x5ce7_e000_0000_0000)
    }

    /// The alert as JSON; `full` tells enum members that are numbered after `unknownFutureValue` by name.
    pub(crate) fn written(&self, plan: &Plan, row: &Row, full: bool) -> Vec<u8> {
        write::alert(&self.world, &self.templates[plan.template()], plan, row, self.drawn(plan), full)
    }

    /// The people and machines that everything is about.
    pub(crate) fn world(&self) -> &World {
        &self.world
    }

    /// Dice of their own for something else that is invented: the same `what` always throws the same.
    pub(crate) fn dice(&self, what: &str) -> ChaCha8Rng {
        let digest = Sha256::digest(what.as_bytes());
        let number = digest.iter().take(8).fold(0_u64, |sum, byte| (sum << 8) | u64::from(*byte));
        let mut random = ChaCha8Rng::seed_from_u64(self.seed.wrapping_add(0x5eed));
        random.set_stream(number);
        random
    }

    fn random(&self, number: u64) -> ChaCha8Rng {
        let mut random = ChaCha8Rng::seed_from_u64(self.seed);
        random.set_stream(number);
        random
    }
}

impl std::fmt::Debug for Generator {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("Generator").field("seed", &self.seed).finish_non_exhaustive()
    }
}

/// An id in one of the shapes that the services use.
fn id_of(service: Service, random: &mut ChaCha8Rng) -> String {
    let guid = random_id(random);
    match service {
        Service::Endpoint => match random.random_range(0..10) {
            0 => format!(
                "da{}_-{}",
                random.random_range(10_u64.pow(17)..10_u64.pow(18)),
                random.random_range(1..2_000_000_000)
            ),
            1 => format!(
                "{}_{}",
                random.random_range(10_u64.pow(17)..10_u64.pow(18)),
                random.random_range(1..2_000_000_000)
            ),
            _ => format!("da{guid}_1"),
        },
        Service::CloudApps => format!("ca{}", &guid.replace('-', "")[..22]),
        other => format!("{}{guid}", other.prefix()),
    }
}
