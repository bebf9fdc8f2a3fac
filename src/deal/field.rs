//! A field's three states, and sections that may depart for one flow.

use std::borrow::Cow;
use std::collections::BTreeMap;

use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::de::{DeserializeOwned, Error as _};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value;

use crate::path::{Path, Step};
use crate::template::BLANK;

/// Pattern of the key of a party or a flow, which also stands in file names and headings.
pub(super) const NAME: &str = "^[A-Za-z0-9_-]{1,40}$";

/// The state of one fact. A field without a serde default is required: it is `Known` or `Blank`, never `Absent`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Field<T> {
    /// The deal does not contain it.
    #[default]
    Absent,
    /// `~`: needed, and not known yet.
    Blank,
    /// A value that the deal gives.
    Known(T),
}

impl<T> Field<T> {
    /// The value, if it is known.
    pub fn known(&self) -> Option<&T> {
        match self {
            Self::Known(value) => Some(value),
            Self::Absent | Self::Blank => None,
        }
    }
}

impl<T> From<T> for Field<T> {
    fn from(value: T) -> Self {
        Self::Known(value)
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Field<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Option::<T>::deserialize(deserializer)?.map_or(Self::Blank, Self::Known))
    }
}

impl<T: Serialize> Serialize for Field<T> {
    /// A blank serialises as its character, so that a template prints it; an absent field as null, which is left out of
    /// the context.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Absent => serializer.serialize_none(),
            Self::Blank => serializer.serialize_char(BLANK),
            Self::Known(value) => value.serialize(serializer),
        }
    }
}

impl<T: JsonSchema> JsonSchema for Field<T> {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        T::schema_name()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let mut schema = generator.subschema_for::<T>();
        allow_null(&mut schema);
        schema
    }
}

fn allow_null(schema: &mut Schema) {
    let Some(object) = schema.as_object_mut() else { return };
    match object.get_mut("type") {
        Some(Value::String(one)) => {
            let one = one.clone();
            object.insert("type".into(), serde_json::json!([one, "null"]));
        }
        Some(Value::Array(many)) => many.push("null".into()),
        _ => {
            let inner = Value::Object(std::mem::take(object));
            object.insert("anyOf".into(), serde_json::json!([inner, {"type": "null"}]));
        }
    }
}

/// A section that holds for every flow except those in `by_flow`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ByFlow<T> {
    /// The section for flows without a departure.
    pub every: T,
    /// The complete section of each flow with a departure.
    pub flows: BTreeMap<String, T>,
}

impl<T> ByFlow<T> {
    /// The section as it holds for one flow.
    pub fn of(&self, flow: &str) -> &T {
        self.flows.get(flow).unwrap_or(&self.every)
    }
}

impl<'de, T: DeserializeOwned> Deserialize<'de> for ByFlow<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let mut every = Value::deserialize(deserializer)?;
        let departures = every.as_object_mut().and_then(|section| section.shift_remove("by_flow"));
        let mut flows = BTreeMap::new();
        if let Some(Value::Object(departures)) = departures {
            for (flow, patch) in departures {
                let mut section = every.clone();
                lay_over(&mut section, patch);
                flows.insert(flow, serde_json::from_value(section).map_err(D::Error::custom)?);
            }
        }
        Ok(Self { every: serde_json::from_value(every).map_err(D::Error::custom)?, flows })
    }
}

impl<T: Serialize> Serialize for ByFlow<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.every.serialize(serializer)
    }
}

fn lay_over(section: &mut Value, patch: Value) {
    match (section, patch) {
        (Value::Object(section), Value::Object(patch)) => {
            for (key, value) in patch {
                lay_over(section.entry(key).or_insert(Value::Null), value);
            }
        }
        (section, patch) => *section = patch,
    }
}

impl<T: JsonSchema> JsonSchema for ByFlow<T> {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        T::schema_name()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let mut schema = generator.subschema_for::<T>();
        let mut departure = schema.clone().to_value();
        relax(&mut departure);
        if let Some(properties) = schema.get_mut("properties").and_then(Value::as_object_mut) {
            properties.insert(
                "by_flow".into(),
                serde_json::json!({
                    "description": "What differs for one flow: flow name, then only the fields that depart.",
                    "type": "object",
                    "propertyNames": { "pattern": NAME },
                    "additionalProperties": departure,
                }),
            );
        }
        schema
    }
}

/// A departure may give any fields alone. It takes the others from the section, not from defaults. A list replaces that of the
/// section, so its entries are whole.
fn relax(schema: &mut Value) {
    match schema {
        Value::Object(object) => {
            for key in ["required", "default", "if", "then", "else"] {
                object.shift_remove(key);
            }
            object.iter_mut().filter(|(key, _)| *key != "items").for_each(|(_, inner)| relax(inner));
        }
        Value::Array(items) => items.iter_mut().for_each(relax),
        _ => {}
    }
}

/// A path without the departure of a flow, and that flow.
pub(crate) fn without_flow(path: &Path) -> (Path, Option<&str>) {
    match path.steps() {
        [section, Step::Key(departs), Step::Key(flow), field @ ..] if departs == "by_flow" => {
            (std::iter::once(section).chain(field).cloned().collect(), Some(flow))
        }
        _ => (path.clone(), None),
    }
}
