//! True answers made strange on their way out: hostile texts, a schema that grew, records that come twice. One place for
//! all services, so that no service needs to know about it.

mod grown;
mod hostile;
mod records;

use crate::wire::{Reply, Visit};

/// The answer as the switches want it. Only records are touched: never sign-in, never the directory.
pub(crate) fn distorted(visit: &Visit<'_>, reply: Reply) -> Reply {
    let (hostile, grown, twice) = {
        let switches = visit.tenant.switches.lock();
        (switches.hostile_text, switches.grown_schema, switches.duplicate_rows)
    };
    let records = records::are_served_at(&visit.call.path);
    if !(hostile || grown || twice) || reply.status != 200 || reply.cut || !records {
        return reply;
    }
    let Ok(mut body) = serde_json::from_slice(&reply.body) else { return reply };
    if grown {
        let by_name = visit.call.prefers("include-unknown-enum-members") || !visit.call.path.starts_with("/graph/");
        records::of(&mut body).enumerate().for_each(|(number, record)| grown::grow(record, number, by_name));
    }
    if hostile {
        let mut texts = hostile::Texts::default();
        records::of(&mut body).for_each(|record| texts.replace_in(record));
    }
    if twice {
        records::repeat(&mut body);
    }
    Reply { body: body.to_string().into_bytes(), ..reply }
}
