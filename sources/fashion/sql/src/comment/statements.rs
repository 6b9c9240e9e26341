//! The statements on comments.

use ogrom_sources_sql::{dialect, statements};

macro_rules! columns {
    ($dialect:tt) => {
        "c.id, c.collage, c.author, c.language, c.title, c.text, c.rating, c.version, c.created, c.modified"
    };
}

macro_rules! newest {
    ($dialect:tt) => {
        concat!(dialect!($dialect (keyset_before "c.created" "c.id")), " ORDER BY c.created DESC, c.id DESC LIMIT ?")
    };
}

/// The same list, read backward.
macro_rules! oldest {
    ($dialect:tt) => {
        concat!(dialect!($dialect (keyset_after "c.created" "c.id")), " ORDER BY c.created, c.id LIMIT ?")
    };
}

statements! {
    BY_IDS = ["SELECT " {columns} " FROM " (ids) (join_in_order) "comments c ON c.id = ids.value"];
    /// Which of the identifiers are there.
    KNOWN = ["SELECT k.id FROM " (ids) (join_in_order) "comments k ON k.id = ids.value"];
    REVISION = ["SELECT version, created, modified FROM comments WHERE id = ?" (for_update)];

    NEWEST = ["SELECT " {columns} " FROM comments c" (force_index "comments_newest") " WHERE " {newest}];
    OLDEST = ["SELECT " {columns} " FROM comments c" (force_index "comments_newest") " WHERE " {oldest}];
    NEWEST_ON_COLLAGE = [
        "SELECT " {columns} " FROM comments c" (force_index "comments_by_collage") " WHERE c.collage = ? AND " {newest}
    ];
    OLDEST_ON_COLLAGE = [
        "SELECT " {columns} " FROM comments c" (force_index "comments_by_collage") " WHERE c.collage = ? AND " {oldest}
    ];
    NEWEST_IN_LANGUAGE = [
        "SELECT " {columns} " FROM comments c" (force_index "comments_by_language") " WHERE c.primary_language = ? AND " {newest}
    ];
    OLDEST_IN_LANGUAGE = [
        "SELECT " {columns} " FROM comments c" (force_index "comments_by_language") " WHERE c.primary_language = ? AND " {oldest}
    ];
    NEWEST_ON_COLLAGE_IN_LANGUAGE = [
        "SELECT " {columns} " FROM comments c" (force_index "comments_by_collage_and_language")
        " WHERE c.collage = ? AND c.primary_language = ? AND " {newest}
    ];
    OLDEST_ON_COLLAGE_IN_LANGUAGE = [
        "SELECT " {columns} " FROM comments c" (force_index "comments_by_collage_and_language")
        " WHERE c.collage = ? AND c.primary_language = ? AND " {oldest}
    ];

    INSERT = [
        "INSERT INTO comments \
             (id, collage, author, language, primary_language, title, text, rating, version, created, modified) \
         SELECT id, collage, author, language, primary_language, title, text, rating, version, created, modified FROM "
        (rows id key, collage key, author key, language key, primary_language key, title text, text text,
            rating integer, version integer, created integer, modified integer)
        " AS added"
    ];
    UPDATE = [
        "UPDATE comments SET language = ?, primary_language = ?, title = ?, text = ?, rating = ?, modified = ?, \
         version = version + 1 WHERE id = ? AND version = ?"
    ];
    DELETE = ["DELETE FROM comments WHERE id = ? AND version = ?"];
}
