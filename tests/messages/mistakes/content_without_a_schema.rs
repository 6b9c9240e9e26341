//! The content of PUT has no schema, so it could be neither checked nor described.

use ogrom_core_resource::{Access, Cx, Existence, Get, NoParameters, Outcome, Put, Resource, Result};

struct Fridge;

struct Note {
    text: String,
}

impl Resource for Fridge {
    type Path = ();
    type Parameters = NoParameters;
    type Entity = ();

    async fn authorized(&self, _: &Cx) -> Result<Access> {
        Ok(Access::Granted)
    }

    async fn exists(&self, _: &Cx, _: &(), _: &NoParameters) -> Result<Existence<()>> {
        Ok(Existence::Found(()))
    }
}

impl Get for Fridge {
    type View = String;

    async fn get(&self, _: &Cx, _: &()) -> Result<String> {
        Ok(String::new())
    }
}

impl Put for Fridge {
    type Body = Note;

    async fn put(&self, _: &Cx, _: &(), _: Option<()>, note: Note) -> Result<Outcome<()>> {
        drop(note.text);
        Ok(Outcome::Done)
    }
}

fn main() {}
