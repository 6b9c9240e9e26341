//! The forms in which a service serves its document.

use ogrom_core_resource::Format;

use crate::{DescribedRoutes, Detail, Document, DocumentError, Info, order::Ordered, postman};

/// A form of the document.
pub trait Form: Send + Sync + 'static {
    /// Its format.
    const FORMATS: &'static [Format];

    /// The document of these routes in this form.
    fn write(routes: DescribedRoutes, info: &Info) -> Result<String, DocumentError>;
}

/// The plain document in OpenAPI 3.1 as JSON.
#[derive(Debug, Clone, Copy)]
pub struct Json;

/// The plain document in OpenAPI 3.1 as YAML.
#[derive(Debug, Clone, Copy)]
pub struct Yaml;

/// The plain document in OpenAPI 3.0 as JSON.
#[derive(Debug, Clone, Copy)]
pub struct Json30;

/// The full document in OpenAPI 3.1 as JSON.
#[derive(Debug, Clone, Copy)]
pub struct FullJson;

/// The collection of Postman, which other clients import, too.
#[derive(Debug, Clone, Copy)]
pub struct Postman;

// It is written already.
const JSON: &[Format] = &[Format::JSON_TEXT];

fn plain(routes: DescribedRoutes, info: &Info) -> Result<Document, DocumentError> {
    Document::of(&routes.in_detail(Detail::Plain), info)
}

// === impl Form ===

impl Form for Json {
    const FORMATS: &'static [Format] = JSON;

    fn write(routes: DescribedRoutes, info: &Info) -> Result<String, DocumentError> {
        Ok(Ordered(plain(routes, info)?.value()).to_string())
    }
}

impl Form for Yaml {
    const FORMATS: &'static [Format] = &[Format::YAML];

    fn write(routes: DescribedRoutes, info: &Info) -> Result<String, DocumentError> {
        Ok(plain(routes, info)?.to_yaml())
    }
}

impl Form for Json30 {
    const FORMATS: &'static [Format] = JSON;

    fn write(routes: DescribedRoutes, info: &Info) -> Result<String, DocumentError> {
        Ok(Ordered(plain(routes, info)?.in_version_3_0().value()).to_string())
    }
}

impl Form for FullJson {
    const FORMATS: &'static [Format] = JSON;

    fn write(routes: DescribedRoutes, info: &Info) -> Result<String, DocumentError> {
        Ok(Ordered(Document::of(&routes.in_detail(Detail::Full), info)?.value()).to_string())
    }
}

impl Form for Postman {
    const FORMATS: &'static [Format] = JSON;

    fn write(routes: DescribedRoutes, info: &Info) -> Result<String, DocumentError> {
        Ok(postman::collection(plain(routes, info)?.value()).to_string())
    }
}
