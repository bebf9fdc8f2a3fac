//! A section as it holds for every flow, and for the flows that depart from it.

use crate::deal::ByFlow;
use crate::deal::read::DealFile;
use crate::path::Path;

/// A section, or a flow's departure from it.
pub(super) struct Held<'a, T> {
    /// Its values, with the departure laid over the section.
    pub value: &'a T,
    file: &'a DealFile,
    section: &'static str,
    flow: Option<&'a str>,
}

/// The section, then each departure.
pub(super) fn held<'a, T>(
    file: &'a DealFile,
    section: &'static str,
    by_flow: &'a ByFlow<T>,
) -> impl Iterator<Item = Held<'a, T>> {
    let every = Held { value: &by_flow.every, file, section, flow: None };
    let departures = by_flow.flows.iter();
    std::iter::once(every).chain(departures.map(move |(flow, value)| Held {
        value,
        file,
        section,
        flow: Some(flow.as_str()),
    }))
}

impl<T> Held<'_, T> {
    /// Whether one of these fields is given here. Values that a departure takes over are judged in the section, once.
    pub(super) fn gives<F: Into<Path> + Clone>(&self, fields: &[F]) -> bool {
        self.flow.is_none_or(|flow| {
            fields.iter().any(|field| self.file.departs(self.section, flow, &field.clone().into()).is_some())
        })
    }

    /// The path of a field.
    pub(super) fn path(&self, field: impl Into<Path>) -> Path {
        let field = field.into();
        self.flow.map_or_else(
            || Path::from(self.section).join(&field),
            |flow| self.file.departing(self.section, flow, &field),
        )
    }
}

/// The path that gives a field for one flow: in its departure, otherwise in the section.
pub(super) fn path(file: &DealFile, section: &'static str, flow: &str, field: &'static str) -> Path {
    file.departing(section, flow, &field.into())
}
