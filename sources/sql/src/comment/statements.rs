//! The statements on comments.

use crate::dialect::{spell, statements};

macro_rules! columns {
    ($dialect:tt) => {
        "c.id, c.collage, c.author, c.language, c.title, c.text, c.rating, c.version, c.created, c.modified"
    };
}

macro_rules! newest {
    ($dialect:tt) => {
        concat!(spell!($dialect (before "c.created" "c.id")), " ORDER BY c.created DESC, c.id DESC LIMIT ?")
    };
}

statements! {
    BY_IDS = ["SELECT " {columns} " FROM comments c WHERE c.id IN (SELECT value FROM " (ids) ")"];
    /// Which of the identifiers are there.
    KNOWN = ["SELECT id FROM comments WHERE id IN (SELECT value FROM " (ids) ")"];
    VERSION = ["SELECT version FROM comments WHERE id = ?"];

    NEWEST = ["SELECT " {columns} " FROM comments c WHERE " {newest}];
    NEWEST_ON_COLLAGE = ["SELECT " {columns} " FROM comments c WHERE c.collage = ? AND " {newest}];
    NEWEST_IN_LANGUAGE = ["SELECT " {columns} " FROM comments c WHERE c.primary_language = ? AND " {newest}];
    NEWEST_ON_COLLAGE_IN_LANGUAGE = [
        "SELECT " {columns} " FROM comments c WHERE c.collage = ? AND c.primary_language = ? AND " {newest}
    ];

    INSERT = [
        "INSERT INTO comments \
             (id, collage, author, language, primary_language, title, text, rating, version, created, modified) \
         SELECT id, collage, author, language, primary_language, title, text, rating, version, created, modified FROM "
        (rows id text, collage text, author text, language text, primary_language text, title text, text text,
            rating integer, version integer, created integer, modified integer)
        " AS added"
    ];
    UPDATE = [
        "UPDATE comments SET language = ?, primary_language = ?, title = ?, text = ?, rating = ?, modified = ?, \
         version = version + 1 WHERE id = ? AND version = ?"
    ];
    DELETE = ["DELETE FROM comments WHERE id = ? AND version = ?"];
}
