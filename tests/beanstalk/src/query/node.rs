//! Responses as XML.

use jiff::Timestamp;
use quick_xml::{
    Writer,
    events::{BytesDecl, BytesText, Event},
};

use crate::world::Refusal;

/// The namespace of every response.
pub(crate) const NAMESPACE: &str = "http://elasticbeanstalk.amazonaws.com/docs/2010-12-01/";

/// The contents of an element.
#[derive(Clone, Debug)]
pub(crate) enum Node {
    Text(String),
    Fields(Fields),
    /// Each in an element `member`.
    List(Vec<Node>),
}

/// Elements, one after the other.
#[derive(Clone, Debug, Default)]
pub(crate) struct Fields(Vec<(&'static str, Node)>);

// === impl Fields ===

impl Fields {
    pub(crate) fn new() -> Self {
        Self::default()
    }

    #[expect(
        clippy::needless_pass_by_value,
        reason = "a number is as good as a text, and neither wants an ampersand"
    )]
    pub(crate) fn text(self, name: &'static str, text: impl ToString) -> Self {
        self.node(name, Node::Text(text.to_string()))
    }

    pub(crate) fn maybe(self, name: &'static str, text: Option<impl ToString>) -> Self {
        match text {
            Some(text) => self.text(name, text),
            None => self,
        }
    }

    pub(crate) fn time(self, name: &'static str, time: Timestamp) -> Self {
        self.text(name, format_args!("{time:.3}"))
    }

    pub(crate) fn fields(self, name: &'static str, fields: Self) -> Self {
        self.node(name, Node::Fields(fields))
    }

    pub(crate) fn list(self, name: &'static str, members: impl IntoIterator<Item = impl Into<Node>>) -> Self {
        self.node(name, Node::List(members.into_iter().map(Into::into).collect()))
    }

    fn node(mut self, name: &'static str, node: Node) -> Self {
        self.0.push((name, node));
        self
    }
}

impl From<Fields> for Node {
    fn from(fields: Fields) -> Self {
        Self::Fields(fields)
    }
}

impl From<&String> for Node {
    fn from(text: &String) -> Self {
        Self::Text(text.clone())
    }
}

/// The document for a call that was carried out. Some calls return nothing else.
pub(crate) fn answered(action: &str, result: Option<Fields>, request: &str) -> Vec<u8> {
    document(&format!("{action}Response"), |writer| {
        if let Some(result) = result {
            element(writer, &format!("{action}Result"), &Node::Fields(result))?;
        }
        element(writer, "ResponseMetadata", &Fields::new().text("RequestId", request).into())
    })
}

/// The document for a call that was refused.
pub(crate) fn refused(refusal: &Refusal, request: &str) -> Vec<u8> {
    let who = if refusal.status < 500 { "Sender" } else { "Receiver" };
    let error = Fields::new().text("Type", who).text("Code", refusal.code).text("Message", &refusal.message);
    document("ErrorResponse", |writer| {
        element(writer, "Error", &error.into())?;
        element(writer, "RequestId", &Node::Text(request.to_owned()))
    })
}

type Xml = Writer<Vec<u8>>;

fn document(name: &str, content: impl FnOnce(&mut Xml) -> std::io::Result<()>) -> Vec<u8> {
    let mut writer = Writer::new(Vec::new());
    let declaration = Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None));
    let written = writer.write_event(declaration).and_then(|()| {
        let root = writer.create_element(name).with_attribute(("xmlns", NAMESPACE));
        root.write_inner_content(content).map(|_| ())
    });
    written.expect("memory can be written");
    writer.into_inner()
}

fn element(writer: &mut Xml, name: &str, node: &Node) -> std::io::Result<()> {
    let element = writer.create_element(name);
    match node {
        Node::Text(text) => element.write_text_content(BytesText::new(text)).map(|_| ()),
        Node::Fields(Fields(fields)) => {
            let all = |writer: &mut Xml| {
                fields.iter().try_for_each(|(name, node)| self::element(writer, name, node))
            };
            element.write_inner_content(all).map(|_| ())
        }
        Node::List(members) => {
            let all =
                |writer: &mut Xml| members.iter().try_for_each(|node| self::element(writer, "member", node));
            element.write_inner_content(all).map(|_| ())
        }
    }
}
