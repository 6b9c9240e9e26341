//! From what is known of a resource to its description.

use http::header;
use ogrom_core_path::Path;

use super::{
    Content, Description, Documented, Field, Operation, PathParameter, Response, Shape,
    ends::{End, Known},
    fields,
    shape::schema_of,
};
use crate::{
    Fault, Format, Method, NoParameters, Problem, Resource,
    bound::Bound,
    graph::{Branch, Decision},
    problem::of,
};

// === impl Bound ===

impl<R: Resource> Bound<R> {
    /// The description of the endpoint.
    pub(crate) fn describe(&self) -> Description {
        let documented = R::documented();
        let of = |texts: &[&'static str], i: usize| texts.get(i).copied().unwrap_or_default();
        let path = R::Path::NAMES.iter().enumerate().map(|(i, name)| PathParameter {
            name,
            about: of(R::Path::DOCS, i).trim(),
            example: of(R::Path::EXAMPLES, i),
        });
        Description {
            key: self.info.key,
            noun: documented.noun,
            hidden: documented.hidden,
            path: path.collect(),
            operations: self
                .shapes()
                .map(|(method, shape)| Describing::new(self, method, shape, &documented).operation())
                .collect(),
        }
    }
}

/// One method on its way to be described.
struct Describing<'a, R: Resource> {
    bound: &'a Bound<R>,
    method: Method,
    shape: &'a Shape<R>,
    documented: &'a Documented,
    ends: Vec<End>,
    asked: Vec<Decision>,
    known: Known<'a>,
}

// === impl Describing ===

impl<'a, R: Resource> Describing<'a, R> {
    fn new(bound: &'a Bound<R>, method: Method, shape: &'a Shape<R>, documented: &'a Documented) -> Self {
        let known = Known::of(bound, method, shape, documented);
        let (ends, asked) = known.walk();
        Self { bound, method, shape, documented, ends, asked, known }
    }

    fn operation(&self) -> Operation {
        let words = self.documented.words(self.method);
        let lines = words.map_or(&[][..], |words| words.lines);
        let (summary, details) = lines.split_first().map_or(("", &[][..]), |(first, rest)| (*first, rest));
        let by_type = || {
            let noun = self.bound.info.key.name();
            format!(
                "{}{}",
                self.method.as_str().to_lowercase(),
                noun.strip_suffix("Resource").unwrap_or(noun)
            )
        };
        let mut operation = Operation {
            method: self.method,
            id: words.map_or_else(|| by_type().into(), |words| words.id.into()),
            summary: summary.trim().to_owned(),
            details: details.iter().map(|line| line.trim()).collect::<Vec<_>>().join("\n").trim().to_owned(),
            deprecated: false,
            needs_bearer: self.documented.needs_bearer(self.method),
            parameters: if self.documented.selects_reads && !self.method.is_read() {
                schema_of::<NoParameters>
            } else {
                schema_of::<R::Parameters>
            },
            sparse: self.method == Method::Get && self.bound.parameters.outline().is_some(),
            fields: self.fields(),
            content: self.content(),
            responses: self.successes(),
            leads: words.map_or_else(Vec::new, |words| words.leads.clone()),
            demands_condition: self.known.demands_condition,
        };
        let of_the_graph = self.ends.iter().filter_map(|end| end.problem()).chain(Fault::problems());
        for problem in of_the_graph.chain(self.documented.own_problems(self.method)) {
            operation.tell_problem(problem);
        }
        if self.shape.receives {
            for problem in [Problem::malformed(""), Problem::content_too_large(0), of::invalid_content()] {
                operation.tell_problem(problem);
            }
        }
        operation.responses.iter_mut().for_each(|response| self.add_fields(response));
        operation
    }

    /// The request's header fields that the decisions on the way read.
    fn fields(&self) -> Vec<Field> {
        let parts = self.ends.iter().any(|end| end.answer == Branch::Part);
        let mut fields: Vec<Field> = Vec::new();
        let seen = self.asked.iter().filter(|decision| **decision != Decision::Range || parts);
        for name in seen.flat_map(|decision| decision.node().sees) {
            let told = match *name {
                "prefer" => !self.method.is_safe(),
                "if-modified-since" => self.method.is_read(),
                "accept-language" => self.bound.resource.languages().len() > 1,
                _ => true,
            };
            let field = fields::asked(name).filter(|_| told).map(|field| self.demanded(field));
            fields.extend(field.filter(|field| !fields.contains(field)));
        }
        fields
    }

    /// The field, marked as required where the request fails without it.
    fn demanded(&self, field: Field) -> Field {
        let demands = self.known.demands_condition && !self.known.creates && field.name == header::IF_MATCH;
        Field { always: demands, ..field }
    }

    fn content(&self) -> Option<Content> {
        let schema = self.shape.input.filter(|_| !self.bound.takes_nothing(self.method))?;
        Some(Content {
            formats: (self.shape.taken)(&self.bound.resource, self.method).to_vec(),
            schema,
            streamed: self.shape.receives,
            part: false,
            required: true,
            repeats: if self.method == Method::Post { Vec::new() } else { self.bound.read_only.names() },
        })
    }

    fn representation(&self, status: u16) -> Option<Content> {
        Some(Content {
            formats: self.offered().to_vec(),
            schema: self.shape.output?,
            streamed: self.shape.streams,
            part: status == 206,
            // A client that prefers `return=minimal` gets none (RFC 7240 §4.2).
            required: status != 201,
            repeats: Vec::new(),
        })
    }

    fn offered(&self) -> &[Format] {
        (self.shape.offered)(&self.bound.resource)
    }

    /// The responses that are no problem.
    fn successes(&self) -> Vec<Response> {
        let mut statuses: Vec<_> =
            self.ends.iter().map(|end| end.status).filter(|status| *status < 400).collect();
        statuses.sort_unstable();
        statuses.dedup();
        let response = |status| Response {
            status,
            problems: Vec::new(),
            content: if matches!(status, 200 | 201 | 206) { self.representation(status) } else { None },
            headers: Vec::new(),
        };
        statuses.into_iter().map(response).collect()
    }

    fn add_fields(&self, response: &mut Response) {
        let (status, reads) = (response.status, self.method.is_read());
        let of_status: Vec<_> = self.ends.iter().filter(|end| end.status == status).collect();
        self.add_validators(response);
        if self.describes(response) {
            for (name, about) in &self.documented.sends {
                response.add(Field::new(name.clone(), about, false));
            }
        }
        if let Some(content) = &response.content
            && self.bound.resource.languages().len() > 1
        {
            response.add(fields::content_language(content.required));
        }
        match status {
            200 | 206 if reads && !self.shape.streams => response.add(fields::accept_ranges()),
            201 | 303 | 307 | 308 => response.add(fields::location(status)),
            401 => response.add(fields::www_authenticate()),
            403 if self.documented.bearer.is_some() => response.add(fields::insufficient_scope()),
            415 => response.headers.extend(fields::taken(self.method == Method::Patch)),
            _ => {}
        }
        if matches!(status, 206 | 416) {
            response.add(fields::content_range());
        }
        if matches!(status, 200 | 201 | 204) && !reads && self.prefers() {
            response.add(fields::preference_applied());
        }
        let varies = self.offered().len() > 1
            || self.bound.resource.languages().len() > 1
            || self.bound.parameters.vary().is_some();
        // A fault may occur at any decision, and so may a problem of the resource's own.
        let is_own = |problem: Problem| problem.status().as_u16() == status;
        let fails = status >= 500 || self.documented.own_problems(self.method).any(is_own);
        // The route table responds by itself if a path parameter does not parse.
        let lost = status == 404 && self.known.has_path;
        if varies && (fails || of_status.iter().any(|end| end.is_negotiated())) {
            let always = !fails && !lost && of_status.iter().all(|end| end.is_negotiated());
            response.add(fields::vary(always));
        }
    }

    /// Whether the resource's own header fields may be there: with content, or with a 204 that replaced content.
    fn describes(&self, response: &Response) -> bool {
        let spared = response.status == 204 && self.documented.may_answer(self.method, Branch::Ok);
        self.method != Method::Post && (response.content.is_some() || spared)
    }

    /// Whether `Prefer: return=…` has an effect.
    fn prefers(&self) -> bool {
        let tells = |end: &End| matches!(end.status, 200 | 201);
        self.ends.iter().any(tells)
    }

    fn add_validators(&self, response: &mut Response) {
        let told = match (self.method, response.status) {
            (Method::Get, 200 | 206 | 304) => {
                let certain = |known: Option<bool>| known.map_or(Some(false), |is| is.then_some(true));
                (certain(self.documented.tag), certain(self.documented.date))
            }
            (Method::Post, 200 | 201) | (Method::Patch, 200 | 201 | 204) => (Some(false), Some(false)),
            _ => (None, None),
        };
        response.headers.extend(told.0.map(fields::etag));
        response.headers.extend(told.1.map(fields::last_modified));
    }
}
