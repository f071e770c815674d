//! Texts that stand in many records, each once: a record names them by number.
//!
//! Every vocabulary counts its texts from 0 without gaps and only ever gets longer, so a number is a place in memory.

use domain::evidence::EntityField;
use rusqlite::{Connection, params};

pub(crate) const CREATE: &str = "CREATE TABLE value (
  vocabulary INTEGER NOT NULL,
  number INTEGER NOT NULL,
  text TEXT NOT NULL,
  PRIMARY KEY (vocabulary, number)
) STRICT, WITHOUT ROWID";

macro_rules! vocabularies {
    ($($name:ident),+ $(,)?) => {
        /// The vocabularies. Their order is stored: new ones go to the end.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub(crate) enum Vocabulary {
            $($name,)+
        }

        impl Vocabulary {
            /// All of them, each at its own place.
            pub(crate) const ALL: &[Self] = &[$(Self::$name),+];
        }
    };
}

vocabularies! {
    Tenant, Integration, Source, Severity, Status, Service, Detection, Category, Title, Incident, Technique,
    User, Device, Ip, File, Hash, Url, Sender, Subject,
}

impl Vocabulary {
    /// The one of a field of the evidence.
    pub(crate) fn entity(field: EntityField) -> Self {
        match field {
            EntityField::User => Self::User,
            EntityField::Device => Self::Device,
            EntityField::Ip => Self::Ip,
            EntityField::File => Self::File,
            EntityField::Hash => Self::Hash,
            EntityField::Url => Self::Url,
            EntityField::Sender => Self::Sender,
            EntityField::Subject => Self::Subject,
        }
    }
}

/// The fields of the evidence in the order of their codes.
pub(crate) const ENTITIES: [EntityField; 8] = [
    EntityField::User,
    EntityField::Device,
    EntityField::Ip,
    EntityField::File,
    EntityField::Hash,
    EntityField::Url,
    EntityField::Sender,
    EntityField::Subject,
];

/// A field of the evidence and the number of its text as one number: the field is in the lowest four bits.
pub(crate) fn tagged(field: EntityField, number: u32) -> u32 {
    number << 4 | code(field)
}

/// The code of a field in such a number.
pub(crate) fn code(field: EntityField) -> u32 {
    Vocabulary::entity(field) as u32 - Vocabulary::User as u32
}

/// Takes such a number apart; none for a code that no field has.
pub(crate) fn untagged(tagged: u32) -> Option<(EntityField, u32)> {
    ENTITIES.get((tagged & 15) as usize).map(|field| (*field, tagged >> 4))
}

pub(crate) fn add(connection: &Connection, vocabulary: Vocabulary, number: u32, text: &str) -> rusqlite::Result<()> {
    connection
        .prepare_cached("INSERT INTO value (vocabulary, number, text) VALUES (?1, ?2, ?3)")?
        .execute(params![vocabulary as u32, number, text])
        .map(drop)
}

/// The texts of a vocabulary from that number on, in order.
pub(crate) fn from(
    connection: &Connection,
    vocabulary: Vocabulary,
    first: u32,
    mut each: impl FnMut(&str),
) -> rusqlite::Result<()> {
    let mut query =
        connection.prepare_cached("SELECT text FROM value WHERE vocabulary = ?1 AND number >= ?2 ORDER BY number")?;
    let mut rows = query.query(params![vocabulary as u32, first])?;
    while let Some(row) = rows.next()? {
        each(row.get_ref(0)?.as_str()?);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_vocabulary_stands_at_its_own_place() {
        for (place, vocabulary) in Vocabulary::ALL.iter().enumerate() {
            assert_eq!(*vocabulary as usize, place);
        }
        assert_eq!(Vocabulary::Tenant as u32, 0, "numbers are stored and must not move");
        assert_eq!(Vocabulary::Subject as u32, 18, "numbers are stored and must not move");
    }

    #[test]
    fn fields_and_numbers_can_be_joined_and_parted() {
        for field in ENTITIES {
            assert_eq!(untagged(tagged(field, 70_000)), Some((field, 70_000)));
        }
        assert_eq!(untagged(15), None, "a field that a newer program added");
    }
}
