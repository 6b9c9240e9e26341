//! The entity tag of a representation: of what is shown, and of all that selected how.

use std::borrow::Cow;

use super::Exchange;
use crate::{
    Coding, Codings, Resource, Validators,
    operation::{MethodSemantics, Reply},
    validators::{SPARSE, fingerprint},
};

// === impl Exchange ===

impl<R: Resource, O: MethodSemantics<R>> Exchange<R, O> {
    /// The tag by these validators, in the format, the language and the coding of the answer; absent where only the
    /// content tells, and there is none yet.
    pub(super) fn tag_of(&self, validators: &Validators, reply: Option<&Reply>) -> Option<String> {
        let content = || Some(fingerprint(reply?.content.as_ref()?.whole()?));
        validators.entity_tag_of(&self.suffix(), self.coding(), content)
    }

    /// Names the representation that is selected: its format, language and parameters, and whether it is sparse.
    fn suffix(&self) -> Cow<'static, str> {
        let mut suffix = self.format().suffix();
        if let Some(language) = self.cx.language() {
            suffix = format!("{suffix}-{language}").into();
        }
        if let Some(fields) = self.bound.parameters.fingerprint(self.cx.headers()) {
            suffix = format!("{suffix}-{fields:x}").into();
        }
        if self.cx.fieldset().is_some() {
            suffix = [&*suffix, SPARSE].concat().into();
        }
        suffix
    }

    /// The content coding that the answer will be sent in, as a layer in front has said.
    pub(super) fn coding(&self) -> Option<Coding> {
        self.cx.fact::<Codings>()?.chosen
    }
}
