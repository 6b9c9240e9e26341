//! The page for developers of clients: a guide, and all operations to read and to try.
//!
//! The operations are shown by Swagger UI, vendored in `server/docs/swagger-ui`. Nothing of the page comes from elsewhere, and
//! its policy lets nothing: scripts and styles are files of their own, so that none has to be allowed inside of the page.

use std::{fmt, io::Read, marker::PhantomData, sync::LazyLock, time::Duration};

use flate2::read::ZlibDecoder;
use http::{HeaderMap, HeaderValue, header};
use ogrom_core::problem::ProblemsResource;
use ogrom_core_openapi::DocumentResource;
use ogrom_core_path::LinkTo;
use ogrom_core_resource::{
    Access, Caching, Codec, Cx, Endpoint, Existence, Format, Get, Lifetimes, NoParameters, Resource, Result,
    Text, Validators, describe::Documented,
};

use crate::trace::draw::Svg;

/// The version of Swagger UI, which is part of the addresses of its files.
macro_rules! version {
    () => {
        "5.35.0"
    };
}

/// A vendored file, which the build script has compressed: in the binary they would be a tenth of it.
macro_rules! packed {
    ($name:literal) => {
        unpack(include_bytes!(concat!(env!("OUT_DIR"), "/", $name)))
    };
}

/// A file of the page.
pub struct File {
    /// Its name below the page.
    name: &'static str,
    /// Unpacked when it is first requested.
    text: LazyLock<Text>,
    format: [Format; 1],
    policy: HeaderValue,
    /// How long it may be kept.
    caching: Caching,
}

/// The words of a service to developers of clients.
///
/// In its guide, an attribute `"DOCUMENT"` becomes a link to the document of the API, and `"PROBLEMS"` one to the list of
/// problems.
pub trait Guide: Send + Sync + 'static {
    /// The name of the service.
    const NAME: &'static str;

    /// Its purpose, in a sentence.
    const ABOUT: &'static str;

    /// The guide itself, as HTML.
    const HTML: &'static str;

    /// The resources that it links to beside those.
    fn links() -> Vec<LinkTo> {
        Vec::new()
    }

    /// The links to these, each with the attribute that becomes it, as in `LOCALES`.
    fn linked(_: &Cx) -> Vec<(&'static str, Option<String>)> {
        Vec::new()
    }
}

/// See [`page`].
pub struct DocsResource<G>(PhantomData<fn() -> G>);

const PAGE: &str = include_str!("../docs/page.html");

/// The page may load only files beside it, and send requests only to this service.
const POLICY: HeaderValue = HeaderValue::from_static(
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; \
     connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
);

/// The picture has its style inside, and runs nothing.
const POLICY_OF_PICTURE: HeaderValue =
    HeaderValue::from_static("default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'");

/// Its name changes with its content.
const FOR_EVER: Caching = Caching::Public(Lifetimes {
    max_age: Duration::from_hours(365 * 24),
    shared: None,
    stale_while_revalidate: Duration::ZERO,
    stale_if_error: Duration::ZERO,
    immutable: true,
    anonymous_only: false,
});

/// The page with this guide.
pub fn page<G: Guide>() -> Endpoint {
    Endpoint::from(Endpoint::of(DocsResource::<G>(PhantomData)).get()).cached(Caching::Revalidate)
}

/// The files of the page, each to be mounted below it by its name.
pub fn files() -> impl Iterator<Item = (&'static str, Endpoint)> {
    let (script, style, picture) =
        ("text/javascript; charset=utf-8", "text/css; charset=utf-8", "image/svg+xml");
    let file = |name, media_type, text: fn() -> Text| {
        let format = [Format::new(media_type, Codec::Text)];
        File { name, text: LazyLock::new(text), format, policy: POLICY, caching: Caching::Revalidate }
    };
    let vendored = |name, media_type, text| File { caching: FOR_EVER, ..file(name, media_type, text) };
    let files = [
        vendored(concat!("swagger-ui-", version!(), ".js"), script, || packed!("swagger-ui-bundle.js")),
        vendored(concat!("swagger-ui-", version!(), ".css"), style, || packed!("swagger-ui.css")),
        file("docs.js", script, || include_str!("../docs/docs.js").into()),
        file("docs.css", style, || include_str!("../docs/docs.css").into()),
        File {
            policy: POLICY_OF_PICTURE,
            ..file("graph.svg", picture, || Svg::default().to_string().into())
        },
    ];
    files.into_iter().map(|file| {
        let (name, caching) = (file.name, file.caching);
        (name, Endpoint::from(Endpoint::of(file).get()).cached(caching))
    })
}

fn unpack(packed: &[u8]) -> Text {
    let mut text = String::new();
    ZlibDecoder::new(packed).read_to_string(&mut text).expect("the build script has packed a text");
    text.into()
}

// === impl DocsResource ===

impl<G: Guide> Resource for DocsResource<G> {
    type Path = ();
    type Parameters = NoParameters;
    type Entity = ();

    fn links() -> Vec<LinkTo> {
        let mut links = vec![LinkTo::of::<DocumentResource>(), LinkTo::of::<ProblemsResource>()];
        links.extend(G::links());
        links
    }

    fn documented() -> Documented {
        Documented::hidden()
    }

    async fn authorized(&self, _: &Cx) -> Result<Access> {
        Ok(Access::Granted)
    }

    fn formats(&self) -> &[Format] {
        const { &[Format::HTML] }
    }

    async fn exists(&self, _: &Cx, (): &(), _: &NoParameters) -> Result<Existence<()>> {
        Ok(Existence::Found(()))
    }

    fn validators(&self, (): &()) -> Validators {
        Validators::FROM_CONTENT
    }
}

impl<G: Guide> Get for DocsResource<G> {
    type View = String;

    async fn get(&self, cx: &Cx, (): &()) -> Result<String> {
        let own = [
            ("DOCUMENT", cx.link_to::<DocumentResource>(&())),
            ("PROBLEMS", cx.link_to::<ProblemsResource>(&())),
        ];
        let links = own.into_iter().chain(G::linked(cx));
        let page = PAGE.replace("NAME", G::NAME).replace("ABOUT", G::ABOUT);
        let page = page.replace("GUIDE", G::HTML).replace("VERSION", version!());
        let linked = |page: String, (name, link): (&str, Option<String>)| {
            page.replace(&format!("\"{name}\""), &format!("\"{}\"", link.unwrap_or_default()))
        };
        Ok(links.fold(page, linked))
    }

    fn describe(&self, _: &Cx, (): &(), headers: &mut HeaderMap) {
        headers.insert(header::CONTENT_SECURITY_POLICY, POLICY);
    }
}

impl<G> fmt::Debug for DocsResource<G> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("DocsResource")
    }
}

// === impl File ===

impl Resource for File {
    type Path = ();
    type Parameters = NoParameters;
    type Entity = ();

    fn documented() -> Documented {
        Documented::hidden()
    }

    async fn authorized(&self, _: &Cx) -> Result<Access> {
        Ok(Access::Granted)
    }

    fn formats(&self) -> &[Format] {
        &self.format
    }

    async fn exists(&self, _: &Cx, (): &(), _: &NoParameters) -> Result<Existence<()>> {
        Ok(Existence::Found(()))
    }

    fn validators(&self, (): &()) -> Validators {
        Validators::FROM_CONTENT
    }
}

impl Get for File {
    type View = Text;

    async fn get(&self, _: &Cx, (): &()) -> Result<Text> {
        Ok(self.text.clone())
    }

    fn describe(&self, _: &Cx, (): &(), headers: &mut HeaderMap) {
        headers.insert(header::CONTENT_SECURITY_POLICY, self.policy.clone());
    }
}

impl fmt::Debug for File {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("File").field(&self.name).finish()
    }
}

#[cfg(test)]
mod tests {
    use sha2::{Digest, Sha256};

    const SUMS: &str = include_str!("../docs/swagger-ui/SHA256SUMS");

    #[test]
    fn what_is_vendored_is_what_was_published() {
        let sums: Vec<_> = SUMS.lines().filter_map(|line| line.split_once("  ")).collect();
        assert_eq!(sums.len(), 2);
        for (sum, name) in sums {
            let file =
                std::fs::read(format!("{}/docs/swagger-ui/{name}", env!("CARGO_MANIFEST_DIR"))).unwrap();
            let published = (0..32).map(|at| u8::from_str_radix(&sum[2 * at..2 * at + 2], 16).unwrap());
            assert!(
                Sha256::digest(file).iter().copied().eq(published),
                "{name} is not the file that its README names"
            );
        }
    }
}
