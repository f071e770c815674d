//! Rows through the steps of a query, one at a time where that is possible, so that a `take 1` looks at one row.

use std::cmp::Ordering;

use super::cell::{Cell, Holds};
use super::syntax::{Step, Test};

/// Rows with names for their columns.
pub(super) struct Stream<'a> {
    pub(super) columns: Vec<(String, Holds)>,
    pub(super) rows: Box<dyn Iterator<Item = Vec<Cell>> + 'a>,
}

/// Sends the rows of a table through the steps.
pub(super) fn run<'a>(table: Stream<'a>, steps: &'a [Step]) -> Result<Stream<'a>, String> {
    steps.iter().try_fold(table, one)
}

fn one<'a>(stream: Stream<'a>, step: &'a Step) -> Result<Stream<'a>, String> {
    let Stream { columns, rows } = stream;
    match step {
        Step::Where(test) => {
            check(test, &columns)?;
            let names = columns.clone();
            Ok(Stream { columns, rows: Box::new(rows.filter(move |row| passes(test, &names, row))) })
        }
        Step::Project(wanted) => {
            let mut places = Vec::new();
            let mut kept = Vec::new();
            for (new, old) in wanted {
                let place = place(&columns, old)?;
                places.push(place);
                kept.push((new.clone(), columns[place].1));
            }
            let pick = move |row: Vec<Cell>| places.iter().map(|place| row[*place].clone()).collect();
            Ok(Stream { columns: kept, rows: Box::new(rows.map(pick)) })
        }
        Step::Take(most) => Ok(Stream { columns, rows: Box::new(rows.take(*most)) }),
        Step::Sort(order) => {
            let order: Vec<(usize, bool)> = order
                .iter()
                .map(|(name, descending)| Ok((place(&columns, name)?, *descending)))
                .collect::<Result<_, String>>()?;
            let mut all: Vec<Vec<Cell>> = rows.collect();
            all.sort_by(|left, right| {
                let one = |(place, descending): &(usize, bool)| {
                    let found = left[*place].compared(&right[*place]).unwrap_or(Ordering::Equal);
                    if *descending { found.reverse() } else { found }
                };
                order.iter().map(one).find(|found| found.is_ne()).unwrap_or(Ordering::Equal)
            });
            Ok(Stream { columns, rows: Box::new(all.into_iter()) })
        }
        Step::Count => {
            let count = vec![Cell::Number(rows.count() as f64)];
            Ok(Stream { columns: vec![("Count".to_owned(), Holds::Long)], rows: Box::new(std::iter::once(count)) })
        }
        Step::Summarize(name, by) => {
            let places = by.iter().map(|name| place(&columns, name)).collect::<Result<Vec<usize>, String>>()?;
            let mut kept: Vec<(String, Holds)> = places.iter().map(|place| columns[*place].clone()).collect();
            kept.push((name.clone(), Holds::Long));
            Ok(Stream { columns: kept, rows: Box::new(counted(rows, &places).into_iter()) })
        }
    }
}

/// How many rows there are of each combination, in the order in which they first came.
fn counted(rows: impl Iterator<Item = Vec<Cell>>, places: &[usize]) -> Vec<Vec<Cell>> {
    let mut order: Vec<(Vec<Cell>, u64)> = Vec::new();
    let mut known: std::collections::HashMap<String, usize> = std::collections::HashMap::new();
    if places.is_empty() {
        order.push((Vec::new(), 0));
        known.insert("[]".to_owned(), 0);
    }
    for row in rows {
        let key: Vec<Cell> = places.iter().map(|place| row[*place].clone()).collect();
        let index = *known.entry(format!("{key:?}")).or_insert_with(|| {
            order.push((key, 0));
            order.len() - 1
        });
        order[index].1 += 1;
    }
    let row = |(mut key, count): (Vec<Cell>, u64)| {
        key.push(Cell::Number(count as f64));
        key
    };
    order.into_iter().map(row).collect()
}

fn place(columns: &[(String, Holds)], name: &str) -> Result<usize, String> {
    let found = columns.iter().position(|(known, _)| known == name);
    found.ok_or_else(|| format!("Failed to resolve scalar expression named '{name}'."))
}

/// Refuses names that are no columns, and values that a column cannot be compared with.
fn check(test: &Test, columns: &[(String, Holds)]) -> Result<(), String> {
    match test {
        Test::And(left, right) | Test::Or(left, right) => check(left, columns).and_then(|()| check(right, columns)),
        Test::Not(inner) => check(inner, columns),
        Test::Compare(name, operator, values) => {
            let holds = columns[place(columns, name)?].1;
            let textual = matches!(*operator, "contains" | "has" | "startswith" | "endswith" | "=~" | "!~");
            let fits = |value: &Cell| match value {
                Cell::Text(_) => holds == Holds::Text || (textual && holds == Holds::Dynamic),
                Cell::Time(_) => holds == Holds::Time && !textual,
                Cell::Number(_) | Cell::Flag(_) => matches!(holds, Holds::Int | Holds::Long | Holds::Flag) && !textual,
                Cell::Null => false,
            };
            if values.iter().all(fits) {
                return Ok(());
            }
            Err(format!("Cannot compare values of types {} and another in '{name} {operator}'.", holds.wire()))
        }
    }
}

fn passes(test: &Test, columns: &[(String, Holds)], row: &[Cell]) -> bool {
    match test {
        Test::And(left, right) => passes(left, columns, row) && passes(right, columns, row),
        Test::Or(left, right) => passes(left, columns, row) || passes(right, columns, row),
        Test::Not(inner) => !passes(inner, columns, row),
        Test::Compare(name, operator, values) => {
            let Some(found) = columns.iter().position(|(known, _)| known == name).and_then(|at| row.get(at)) else {
                return false;
            };
            match *operator {
                "isempty" => found.is_empty(),
                "in" => values.contains(found),
                _ => values.first().is_some_and(|wanted| compare(found, operator, wanted)),
            }
        }
    }
}

fn compare(found: &Cell, operator: &str, wanted: &Cell) -> bool {
    let order = || found.compared(wanted);
    match operator {
        "==" => order() == Some(Ordering::Equal),
        "!=" => order() != Some(Ordering::Equal),
        "<" => order() == Some(Ordering::Less),
        "<=" => order().is_some_and(Ordering::is_le),
        ">" => order() == Some(Ordering::Greater),
        ">=" => order().is_some_and(Ordering::is_ge),
        "=~" => found.lower() == wanted.lower(),
        "!~" => found.lower() != wanted.lower(),
        "contains" => found.lower().contains(&wanted.lower()),
        "startswith" => found.lower().starts_with(&wanted.lower()),
        "endswith" => found.lower().ends_with(&wanted.lower()),
        "has" => has(&found.lower(), &wanted.lower()),
        _ => false,
    }
}

/// Whether a text has a term: the same letters with no letter or digit beside them.
fn has(text: &str, term: &str) -> bool {
    let inside = |letter: Option<char>| letter.is_some_and(char::is_alphanumeric);
    text.match_indices(term)
        .any(|(at, found)| !inside(text[..at].chars().next_back()) && !inside(text[at + found.len()..].chars().next()))
}
