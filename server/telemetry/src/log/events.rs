//! Events as lines: the message, the request and the source call that it is about, and the spans around it.

use std::fmt::{self, Debug, Write as _};

use ogrom_sources_decorate::current_call;
use tracing::{
    Event, Subscriber,
    field::{Field, Visit},
};
use tracing_subscriber::{
    fmt::{FmtContext, FormatEvent, FormatFields, FormattedFields, format::Writer},
    registry::{LookupSpan, Scope},
};

use super::{
    line::{self, Line},
    request,
};
use crate::system;

/// Formats events like all other lines.
#[derive(Debug)]
pub(super) struct Events;

/// Adds the fields of an event.
struct Fields<'l, 't>(&'l mut Line<'t>);

// === impl Events ===

impl<S, N> FormatEvent<S, N> for Events
where
    S: Subscriber + for<'s> LookupSpan<'s>,
    N: for<'w> FormatFields<'w> + 'static,
{
    fn format_event(
        &self,
        context: &FmtContext<'_, S, N>,
        mut writer: Writer<'_>,
        event: &Event<'_>,
    ) -> fmt::Result {
        let mut text = String::new();
        let about = event.metadata();
        Line::write(&mut text, line::form(), (*about.level(), system::now()), |line| {
            line.text("target", about.target());
            event.record(&mut Fields(line));
            let named = request::current(|id| line.text("request_id", id));
            current_call(|call, request_id| {
                if named.is_none() {
                    line.text("request_id", request_id);
                }
                line.text("call", call.method);
            });
            let mut within = String::new();
            for span in context.event_scope().into_iter().flat_map(Scope::from_root) {
                let extensions = span.extensions();
                let fields = extensions.get::<FormattedFields<N>>();
                let gap = if within.is_empty() { "" } else { " " };
                let _ =
                    write!(within, "{gap}{}{{{}}}", span.name(), fields.map_or("", |fields| &fields.fields));
            }
            if !within.is_empty() {
                line.text("within", &within);
            }
        });
        writer.write_str(&text)
    }
}

// === impl Fields ===

impl Visit for Fields<'_, '_> {
    fn record_str(&mut self, field: &Field, value: &str) {
        match field.name() {
            "message" => self.0.message(value),
            name => self.0.text(name, value),
        }
    }

    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        self.record_str(field, &format!("{value:?}"));
    }

    fn record_u64(&mut self, field: &Field, value: u64) {
        self.0.number(field.name(), value);
    }

    fn record_i64(&mut self, field: &Field, value: i64) {
        self.0.number(field.name(), value);
    }

    fn record_bool(&mut self, field: &Field, value: bool) {
        self.0.raw(field.name(), if value { "true" } else { "false" });
    }
}
