//! The files of the page.

use std::{fmt, sync::LazyLock};

use http::{HeaderMap, HeaderValue, header};
use ogrom_core_path::path;
use ogrom_core_resource::{
    Access, Caching, Codec, Cx, Endpoint, Existence, Format, Get, NoParameters, Resource, Result, Singleton,
    Text, Validators, describe::Documented,
};

use super::POLICY;
use crate::trace::draw::Svg;

/// A file of the page.
struct FileResource {
    name: &'static str,
    text: LazyLock<Text>,
    format: [Format; 1],
    policy: HeaderValue,
}

/// See [`modules`].
#[derive(Debug)]
struct ModuleResource;

path! {
    /// Names a module.
    struct ModulePath { module: String }
}

/// The modules of the script, each by name.
macro_rules! modules {
    ($($name:literal),+ $(,)?) => {
        &[$(($name, include_str!(concat!("../../docs/scripts/", $name)))),+]
    };
}

/// The modules by name.
pub(super) const MODULES: &[(&str, &str)] = modules![
    "access.js",
    "code.js",
    "dom.js",
    "example.js",
    "main.js",
    "markdown.js",
    "openapi.js",
    "operation.js",
    "samples.js",
    "schema.js",
    "search.js",
    "session.js",
    "status.js",
    "theme.js",
    "trial.js",
];

/// The picture has its style inside, and runs nothing.
const POLICY_OF_PICTURE: HeaderValue =
    HeaderValue::from_static("default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'");

/// The files of the page, each to be mounted below it by its name.
pub fn files() -> impl Iterator<Item = (&'static str, Endpoint)> {
    let file = |name, format, text: fn() -> Text| FileResource {
        name,
        text: LazyLock::new(text),
        format: [format],
        policy: POLICY,
    };
    let files = [
        file("decisions", Format::HTML, || include_str!("../../docs/decisions.html").into()),
        file("page.css", Format::new("text/css; charset=utf-8", Codec::Text), || {
            include_str!("../../docs/page.css").into()
        }),
        FileResource {
            policy: POLICY_OF_PICTURE,
            ..file("graph.svg", Format::new("image/svg+xml", Codec::Text), || {
                Svg::default().to_string().into()
            })
        },
    ];
    files.into_iter().map(|file| (file.name, cached(Endpoint::of(file).get())))
}

/// The modules of the page's script, to be mounted below it as `/scripts/{module}`.
pub fn modules() -> Endpoint {
    cached(Endpoint::of(ModuleResource).get())
}

fn cached(endpoint: impl Into<Endpoint>) -> Endpoint {
    endpoint.into().cached(Caching::Revalidate)
}

// === impl FileResource ===

impl Singleton for FileResource {
    type View = Text;

    async fn authorized(&self, _: &Cx) -> Result<Access> {
        Ok(Access::Granted)
    }

    fn formats(&self) -> &[Format] {
        &self.format
    }

    async fn view(&self, _: &Cx) -> Result<Text> {
        Ok(self.text.clone())
    }

    fn describe(&self, headers: &mut HeaderMap) {
        headers.insert(header::CONTENT_SECURITY_POLICY, self.policy.clone());
    }
}

impl fmt::Debug for FileResource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("FileResource").field(&self.name).finish()
    }
}

// === impl ModuleResource ===

impl Resource for ModuleResource {
    type Path = ModulePath;
    type Parameters = NoParameters;
    type Entity = &'static str;

    fn documented() -> Documented {
        Documented::hidden()
    }

    async fn authorized(&self, _: &Cx) -> Result<Access> {
        Ok(Access::Granted)
    }

    fn formats(&self) -> &[Format] {
        static SCRIPT: LazyLock<[Format; 1]> =
            LazyLock::new(|| [Format::new("text/javascript; charset=utf-8", Codec::Text)]);
        &*SCRIPT
    }

    async fn exists(&self, _: &Cx, path: &ModulePath, _: &NoParameters) -> Result<Existence<&'static str>> {
        let module = MODULES.iter().find(|(name, _)| *name == path.module);
        Ok(module.map_or(Existence::Missing, |(_, text)| Existence::Found(text)))
    }

    fn validators(&self, _: &&'static str) -> Validators {
        Validators::FROM_CONTENT
    }
}

impl Get for ModuleResource {
    type View = Text;

    async fn get(&self, _: &Cx, text: &&'static str) -> Result<Text> {
        Ok(Text::from(*text))
    }

    fn describe(&self, _: &Cx, _: &&'static str, headers: &mut HeaderMap) {
        headers.insert(header::CONTENT_SECURITY_POLICY, POLICY);
    }
}
