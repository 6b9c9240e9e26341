//! The platform's own pages: those for clients, and those for operators.

use std::sync::Arc;

use ogrom_core::{
    mount::{BuildErrors, Mounted, Routes},
    problem::{self, Explained},
};
use ogrom_core_openapi::{self as openapi, DescribedRoutes, DocumentCell, Info, forms};
use ogrom_core_resource::Caching;
use ogrom_server_telemetry::{self as telemetry, Build, Metrics, MetricsAccess};

use crate::{
    Paths,
    docs::{self, DevelopmentToken, Guide},
    health::{self, Health},
    limits,
    trace::{self, Traces},
};

/// The pages for operators.
#[derive(Debug, Clone)]
pub struct Operations {
    /// The health of the service.
    pub health: Health,
    /// The release that runs.
    pub build: Build,
    /// All metrics, and who may read them.
    pub metrics: Option<(Metrics, MetricsAccess)>,
    /// The traces of requests, for development.
    pub traces: Option<Arc<Traces>>,
    /// The token that the page for developers of clients offers, for development.
    pub token: Option<DevelopmentToken>,
}

/// An API: its routes, and the words around them.
#[derive(Debug)]
pub struct Api {
    /// Its routes.
    pub routes: Routes,
    /// The words around the document that describes it.
    pub info: Info,
    /// The problems of its own, beside those of the platform.
    pub problems: &'static [Explained],
}

/// An API with the pages for its clients: the document that describes it, a guide, and the explanation of each problem.
pub fn mount<G: Guide>(api: Api) -> Result<Mounted, BuildErrors> {
    described::<G>(api, None)
}

/// The same, with the pages for operators.
pub fn mount_with_operations<G: Guide>(api: Api, operations: &Operations) -> Result<Mounted, BuildErrors> {
    described::<G>(api, Some(operations))
}

/// The endpoints of a service, described, for a document.
pub fn described_routes(service: &Mounted) -> DescribedRoutes {
    let table = service.table();
    let routes = DescribedRoutes::of(table, |guard| guard.values()).guarded(table, |guard| guard.problems());
    routes.with_gateway_responses(limits::add_refusals).with_problems_at(Paths::default().problems)
}

fn described<G: Guide>(
    Api { routes, info, problems }: Api,
    operations: Option<&Operations>,
) -> Result<Mounted, BuildErrors> {
    let (paths, cell) = (Paths::default(), DocumentCell::default());
    let token = operations.and_then(|operations| operations.token.clone());
    let docs = Routes::new()
        .at("/", docs::page::<G>(token.as_ref().map(|_| "token")))
        .at("/scripts/{module}", docs::modules());
    let docs = docs::files().fold(docs, |routes, (name, file)| routes.at(&format!("/{name}"), file));
    let docs = match token {
        None => docs,
        Some(token) => docs.at("/token", docs::development_token(token)),
    };
    let routes = routes
        .nest(paths.docs, docs)
        .at(paths.document, openapi::document::<forms::Json>(cell.clone()))
        .at(paths.document_yaml, openapi::document::<forms::Yaml>(cell.clone()))
        .at(paths.document_3_0, openapi::document::<forms::Json30>(cell.clone()))
        .at(paths.document_full, openapi::document::<forms::FullJson>(cell.clone()))
        .at(paths.collection, openapi::document::<forms::Postman>(cell.clone()))
        .at(paths.problems, problem::problems(problems).cached(Caching::Revalidate))
        .at(
            &format!("{}{{problem}}", paths.problems),
            problem::problem(problems).cached(Caching::Revalidate),
        );
    let routes = match operations {
        None => routes,
        Some(operations) => operations.add_to(routes, paths),
    };
    let service = routes.build()?;
    cell.set(described_routes(&service), info);
    Ok(service)
}

// === impl Operations ===

impl Operations {
    /// These pages alone, for a service without an API.
    pub fn mounted(&self) -> Result<Mounted, BuildErrors> {
        self.add_to(Routes::new(), Paths::default()).build()
    }

    fn add_to(&self, routes: Routes, paths: Paths) -> Routes {
        let Self { health, build, metrics, traces, .. } = self;
        let routes = routes
            .at(&format!("{}live", paths.health), health::live())
            .at(&format!("{}ready", paths.health), health::ready(health.clone()))
            .at(paths.version, health::version(build.clone()));
        let routes = match metrics {
            None => routes,
            Some((metrics, access)) => {
                routes.at(paths.metrics, telemetry::page(metrics.clone(), access.clone()))
            }
        };
        match traces {
            None => routes,
            Some(traces) => routes
                .at(paths.traces, trace::traces(Arc::clone(traces)))
                .at(&format!("{}/{{number}}", paths.traces), trace::trace(Arc::clone(traces))),
        }
    }
}
