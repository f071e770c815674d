//! Where the records of an answer are: in `value`, in `data`, in `results`, in a bare list, or the answer itself.

use serde_json::Value;

/// Paths whose answers are records; the directory, subscriptions and sign-in stay as they are.
const SERVED_AT: &[&str] =
    &["/security/", "/messages", "/auditLogs/", "/mde/api/", "/feed/audit/", "/exchange/", "/cloudapps/"];

/// Names under which lists of records stand.
const LISTS: &[&str] = &["value", "data", "results"];

pub(crate) fn are_served_at(path: &str) -> bool {
    SERVED_AT.iter().any(|part| path.contains(part))
}

fn list(body: &mut Value) -> Option<&mut Vec<Value>> {
    match body {
        Value::Array(items) => Some(items),
        Value::Object(map) => {
            let name = LISTS.iter().find(|name| map.get(**name).is_some_and(Value::is_array))?;
            map.get_mut(*name)?.as_array_mut()
        }
        _ => None,
    }
}

/// The records of an answer.
pub(crate) fn of(body: &mut Value) -> impl Iterator<Item = &mut Value> {
    let is_list = list(body).is_some();
    let (items, single) = match is_list {
        true => (list(body), None),
        false => (None, Some(body)),
    };
    items.into_iter().flatten().chain(single)
}

/// Lets every third record come twice, and the first one once more at the end.
pub(crate) fn repeat(body: &mut Value) {
    let Some(items) = list(body) else { return };
    let mut all = Vec::with_capacity(items.len() * 3 / 2);
    for (number, item) in items.iter().enumerate() {
        all.push(item.clone());
        if number % 3 == 2 {
            all.push(item.clone());
        }
    }
    all.extend(items.first().cloned());
    *items = all;
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn records_are_found_in_every_envelope_and_repeated_in_place() {
        for mut body in [json!({ "value": [1, 2, 3] }), json!({ "data": [1, 2, 3], "total": 3 }), json!([1, 2, 3])] {
            assert_eq!(of(&mut body).count(), 3);
            repeat(&mut body);
            let all: Vec<i64> = of(&mut body).filter_map(|it| it.as_i64()).collect();
            assert_eq!(all, [1, 2, 3, 3, 1], "the third twice, the first again at the end");
        }
        assert_eq!(of(&mut json!({ "id": "x" })).count(), 1, "a single record is its own list");
    }
}
