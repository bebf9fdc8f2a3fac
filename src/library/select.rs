//! Decides which clauses a deal needs.

use serde_json::Value;

/// The key under which one of several conditions is enough.
pub const ANY: &str = "any";

/// The key under which stand fields of which the deal has to write one.
const WRITTEN: &str = "written";

/// Whether a `when` holds. A missing path, a false value and an empty list do not hold; a blank does.
#[must_use]
pub fn holds(when: &Value, context: &Value) -> bool {
    match when {
        Value::String(path) => found(context, path).iter().any(|value| present(value)),
        Value::Object(conditions) => conditions.iter().all(|(path, wanted)| {
            if let (ANY, Value::Array(choices)) = (path.as_str(), wanted) {
                return choices.iter().any(|one| holds(one, context));
            }
            found(context, path).iter().any(|value| match wanted {
                Value::Array(any) => any.iter().any(|one| same(value, one)),
                one => same(value, one),
            })
        }),
        Value::Array(all) => all.iter().all(|one| holds(one, context)),
        _ => false,
    }
}

/// The paths of the context that a `when` asks about.
#[must_use]
pub fn paths(when: &Value) -> Vec<String> {
    match when {
        Value::String(path) => vec![path.clone()],
        Value::Object(conditions) => {
            let each = conditions.iter().map(|(path, wanted)| match wanted {
                Value::Array(choices) if path == ANY => choices.iter().flat_map(paths).collect(),
                Value::Array(fields) if path == WRITTEN => {
                    fields.iter().filter_map(Value::as_str).flat_map(inside).collect()
                }
                Value::String(field) if path == WRITTEN => inside(field),
                _ => vec![path.clone()],
            });
            each.collect::<Vec<_>>().concat()
        }
        Value::Array(all) => all.iter().flat_map(paths).collect(),
        _ => Vec::new(),
    }
}

/// A field, and every field below it: a section is written where any of its fields is.
pub(crate) fn inside(field: &str) -> Vec<String> {
    vec![field.to_owned(), format!("{field}.*")]
}

fn present(value: &Value) -> bool {
    match value {
        Value::Null | Value::Bool(false) => false,
        Value::Array(items) => !items.is_empty(),
        Value::Object(fields) => !fields.is_empty(),
        _ => true,
    }
}

/// Front matter is text: `true`, `3` and `tls` are compared as they print.
fn same(value: &Value, wanted: &Value) -> bool {
    let text = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    text(value) == text(wanted)
}

/// The values at a path; through a list, those of every element.
fn found<'a>(context: &'a Value, path: &str) -> Vec<&'a Value> {
    let mut here = vec![context];
    for step in path.split('.') {
        here = here
            .into_iter()
            .flat_map(|value| match value {
                Value::Array(items) => items.iter().collect(),
                one => vec![one],
            })
            .filter_map(|value| value.get(step))
            .collect();
    }
    here.into_iter()
        .flat_map(|value| match value {
            Value::Array(items) => items.iter().collect(),
            one => vec![one],
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::holds;

    #[test]
    fn a_path_through_a_list_holds_if_one_element_does() {
        let context =
            json!({"rates": {"lines": [{"rate": "1"}, {"origin": "EEA"}]}, "countries": ["GB", "NG"], "fax": false});
        assert!(holds(&json!("rates.lines.origin"), &context));
        assert!(!holds(&json!("rates.lines.surcharge"), &context));
        assert!(holds(&json!({"countries": "NG"}), &context));
        assert!(holds(&json!({"countries": ["US", "GB"]}), &context));
        assert!(!holds(&json!({"countries": "US"}), &context));
        assert!(!holds(&json!("fax"), &context));
        assert!(holds(&json!(["rates.lines", {"countries": "GB"}]), &context));
        assert!(!holds(&json!(["rates.lines", {"countries": "US"}]), &context));
        assert!(holds(&json!({"any": ["fax", {"countries": "NG"}]}), &context));
        assert!(!holds(&json!({"any": ["fax", {"countries": "US"}]}), &context));
    }
}
