//! The statements on collages.

use ogrom_sources_sql::{dialect, statements};

macro_rules! columns {
    ($dialect:tt) => {
        "c.id, c.owner, c.title, c.description, c.items, c.likes, c.comments, c.ratings, c.stars, c.version, c.created, \
         c.modified"
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

macro_rules! most_liked {
    ($dialect:tt) => {
        concat!(dialect!($dialect (keyset_before "c.likes" "c.id")), " ORDER BY c.likes DESC, c.id DESC LIMIT ?")
    };
}

macro_rules! least_liked {
    ($dialect:tt) => {
        concat!(dialect!($dialect (keyset_after "c.likes" "c.id")), " ORDER BY c.likes, c.id LIMIT ?")
    };
}

/// The collages that contain a product; the owner may be NULL for any.
macro_rules! with_product {
    ($dialect:tt) => {
        concat!(
            dialect!($dialect(join_in_order)),
            "collages c ON c.id = d.collage \
            WHERE d.product = ? AND (? IS NULL OR c.owner = ?) AND "
        )
    };
}

statements! {
    BY_IDS = ["SELECT " {columns} " FROM " (ids) (join_in_order) "collages c ON c.id = ids.value"];
    /// Which of the identifiers are there.
    KNOWN = ["SELECT k.id FROM " (ids) (join_in_order) "collages k ON k.id = ids.value"];
    REVISION = ["SELECT version, created, modified FROM collages WHERE id = ?" (for_update)];

    NEWEST = ["SELECT " {columns} " FROM collages c" (force_index "collages_newest") " WHERE " {newest}];
    OLDEST = ["SELECT " {columns} " FROM collages c" (force_index "collages_newest") " WHERE " {oldest}];
    NEWEST_OF_OWNER = [
        "SELECT " {columns} " FROM collages c" (force_index "collages_by_owner_newest") " WHERE c.owner = ? AND " {newest}
    ];
    OLDEST_OF_OWNER = [
        "SELECT " {columns} " FROM collages c" (force_index "collages_by_owner_newest") " WHERE c.owner = ? AND " {oldest}
    ];
    /// Walks the collages that contain the product.
    NEWEST_WITH_PRODUCT = [
        "SELECT " {columns} " FROM collage_products d" (force_index "PRIMARY") {with_product}
        (keyset_before "d.created" "d.collage") " ORDER BY d.created DESC, d.collage DESC LIMIT ?"
    ];
    OLDEST_WITH_PRODUCT = [
        "SELECT " {columns} " FROM collage_products d" (force_index "PRIMARY") {with_product}
        (keyset_after "d.created" "d.collage") " ORDER BY d.created, d.collage LIMIT ?"
    ];
    MOST_LIKED = ["SELECT " {columns} " FROM collages c" (force_index "collages_most_liked") " WHERE " {most_liked}];
    LEAST_LIKED = ["SELECT " {columns} " FROM collages c" (force_index "collages_most_liked") " WHERE " {least_liked}];
    MOST_LIKED_OF_OWNER = [
        "SELECT " {columns} " FROM collages c" (force_index "collages_by_owner_most_liked") " WHERE c.owner = ? AND "
        {most_liked}
    ];
    LEAST_LIKED_OF_OWNER = [
        "SELECT " {columns} " FROM collages c" (force_index "collages_by_owner_most_liked") " WHERE c.owner = ? AND "
        {least_liked}
    ];
    /// Gathers and sorts the collages that contain the product. An index would have to change in several places with each
    /// like, for a list that is short.
    MOST_LIKED_WITH_PRODUCT = ["SELECT " {columns} " FROM collage_products d" {with_product} {most_liked}];
    LEAST_LIKED_WITH_PRODUCT = ["SELECT " {columns} " FROM collage_products d" {with_product} {least_liked}];

    INSERT = [
        "INSERT INTO collages (id, owner, title, description, items, likes, version, created, modified) \
         SELECT id, owner, title, description, items, 0, version, created, modified FROM "
        (rows id key, owner key, title text, description text, items text, version integer, created integer,
            modified integer)
        " AS added"
    ];
    INSERT_PRODUCTS = [
        "INSERT INTO collage_products (product, created, collage) SELECT product, created, collage FROM "
        (rows product key, created integer, collage key) " AS added"
    ];
    DELETE_PRODUCTS = ["DELETE FROM collage_products WHERE collage = ?"];
    UPDATE = [
        "UPDATE collages SET title = ?, description = ?, items = ?, modified = ?, version = version + 1 \
         WHERE id = ? AND version = ?"
    ];
    DELETE = ["DELETE FROM collages WHERE id = ? AND version = ?"];
    /// Adds to counts. The date is that of `Timestamp::succeeding_in_crowd` where the change succeeds the present state; else
    /// the later one of both. It is reckoned here, so that no statement has to look first.
    COUNT = [
        (update_from "collages" "likes = likes + added_likes, comments = comments + added_comments, \
            ratings = ratings + added_ratings, stars = stars + added_stars, modified = CASE \
            WHEN changed.at >= collages.modified + changed.succeeds * (1000 - (collages.modified % 1000 + 1000) % 1000) \
                THEN changed.at \
            WHEN changed.succeeds = 1 AND collages.modified <= changed.at + 61000 \
                AND collages.modified + 1000 - (collages.modified % 1000 + 1000) % 1000 > changed.at + 60000 \
                THEN collages.modified \
            ELSE collages.modified + changed.succeeds * (1000 - (collages.modified % 1000 + 1000) % 1000) END"
            id key, added_likes integer, added_comments integer, added_ratings integer, added_stars integer, at integer,
            succeeds integer)
    ];
}
