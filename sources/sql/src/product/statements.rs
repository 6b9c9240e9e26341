//! The statements on products.
//!
//! A list selects keys from indexes and then only the products of its page. Its keys are those of a source, tried by
//! the filters, in an order. Filters that are not asked for are bound as NULL, so that one text serves every
//! combination.

use crate::dialect::{spell, statements};

macro_rules! columns {
    ($dialect:tt) => {
        "p.id, p.brand, p.category, p.colour, p.texts, p.prices, p.images, p.shop, p.version, p.created, p.modified"
    };
}

/// Before the keys of a list.
macro_rules! products {
    ($dialect:tt) => {
        concat!("SELECT ", columns!($dialect), " FROM (")
    };
}

/// After the keys of a list. `CROSS JOIN` keeps the database from choosing another order of tables.
macro_rules! found {
    ($dialect:tt) => {
        ") AS found CROSS JOIN products p ON p.id = found.product"
    };
}

macro_rules! filters {
    ($dialect:tt $product:literal) => {
        concat!(
            "(? IS NULL OR EXISTS (SELECT 1 FROM products f WHERE f.id = ", $product, " AND f.brand = ?)) \
             AND (? IS NULL OR EXISTS (SELECT 1 FROM products f WHERE f.id = ", $product, " AND f.colour = ?)) \
             AND (? IS NULL OR EXISTS (SELECT 1 FROM products f \
                 WHERE f.id = ", $product, " AND instr(f.category || '/', ?) = 1)) \
             AND (? IS NULL OR EXISTS (SELECT 1 FROM product_prices f \
                 WHERE f.product = ", $product, " AND f.country = ? AND f.amount BETWEEN ? AND ?)) \
             AND (? IS NULL OR EXISTS (SELECT 1 FROM product_words f \
                 WHERE f.product = ", $product, " AND f.word >= ? AND f.word < ?)) \
             AND (? IS NULL OR NOT EXISTS (SELECT 1 FROM ", spell!($dialect (rows low text, high text)),
            " AS wanted WHERE NOT EXISTS (SELECT 1 FROM product_words f \
                 WHERE f.product = ", $product, " AND f.word >= wanted.low AND f.word < wanted.high)))"
        )
    };
}

macro_rules! newest {
    ($dialect:tt) => {
        concat!(
            spell!($dialect (before "k.created" "k.id")), " AND ", filters!($dialect "k.id"),
            " ORDER BY k.created DESC, k.id DESC LIMIT ?"
        )
    };
}

/// The same for a source that has the keys of products without being their table.
macro_rules! newest_keys {
    ($dialect:tt) => {
        concat!(
            spell!($dialect (before "k.created" "k.product")), " AND ", filters!($dialect "k.product"),
            " ORDER BY k.created DESC, k.product DESC LIMIT ?"
        )
    };
}

macro_rules! cheapest {
    ($dialect:tt) => {
        concat!(
            " WHERE k.country = ? AND ", spell!($dialect (after "k.amount" "k.product")), " AND k.amount <= ? AND ",
            filters!($dialect "k.product"), " ORDER BY k.amount, k.product LIMIT ?"
        )
    };
}

macro_rules! dearest {
    ($dialect:tt) => {
        concat!(
            " WHERE k.country = ? AND ", spell!($dialect (before "k.amount" "k.product")), " AND k.amount >= ? AND ",
            filters!($dialect "k.product"), " ORDER BY k.amount DESC, k.product DESC LIMIT ?"
        )
    };
}

macro_rules! prices {
    ($dialect:tt) => {
        "SELECT k.product FROM product_prices k"
    };
}

/// The prices of the products of a source.
macro_rules! prices_of {
    ($source:literal) => {
        concat!("SELECT k.product FROM ", $source, " d CROSS JOIN product_prices k ON k.product = d.product")
    };
}

macro_rules! of_brand {
    ($dialect:tt) => {
        prices_of!("(SELECT id AS product FROM products WHERE brand = ?)")
    };
}

macro_rules! of_colour {
    ($dialect:tt) => {
        prices_of!("(SELECT id AS product FROM products WHERE colour = ?)")
    };
}

macro_rules! of_category {
    ($dialect:tt) => {
        prices_of!("(SELECT product FROM product_categories WHERE category = ?)")
    };
}

macro_rules! in_range {
    ($dialect:tt) => {
        prices_of!("(SELECT product FROM product_prices WHERE country = ? AND amount BETWEEN ? AND ?)")
    };
}

macro_rules! with_word {
    ($dialect:tt) => {
        prices_of!("(SELECT DISTINCT product FROM product_words WHERE word >= ? AND word < ?)")
    };
}

statements! {
    BY_IDS = ["SELECT " {columns} " FROM products p WHERE p.id IN (SELECT value FROM " (ids) ")"];
    /// Which of the identifiers are there.
    KNOWN = ["SELECT id FROM products WHERE id IN (SELECT value FROM " (ids) ")"];

    NEWEST = [{products} "SELECT k.id AS product FROM products k WHERE " {newest} {found}];
    NEWEST_OF_BRAND = [{products} "SELECT k.id AS product FROM products k WHERE k.brand = ? AND " {newest} {found}];
    NEWEST_OF_COLOUR = [{products} "SELECT k.id AS product FROM products k WHERE k.colour = ? AND " {newest} {found}];
    NEWEST_OF_CATEGORY = [
        {products} "SELECT k.product FROM product_categories k WHERE k.category = ? AND " {newest_keys} {found}
    ];
    NEWEST_IN_RANGE = [
        {products}
        "SELECT k.id AS product FROM product_prices d CROSS JOIN products k ON k.id = d.product \
         WHERE d.country = ? AND d.amount BETWEEN ? AND ? AND " {newest}
        {found}
    ];
    NEWEST_WITH_WORD = [
        {products}
        "SELECT k.product FROM \
         (SELECT DISTINCT product, created FROM product_words WHERE word >= ? AND word < ?) k WHERE " {newest_keys}
        {found}
    ];

    CHEAPEST = [{products} {prices} {cheapest} {found}];
    CHEAPEST_OF_BRAND = [{products} {of_brand} {cheapest} {found}];
    CHEAPEST_OF_COLOUR = [{products} {of_colour} {cheapest} {found}];
    CHEAPEST_OF_CATEGORY = [{products} {of_category} {cheapest} {found}];
    CHEAPEST_IN_RANGE = [{products} {in_range} {cheapest} {found}];
    CHEAPEST_WITH_WORD = [{products} {with_word} {cheapest} {found}];

    DEAREST = [{products} {prices} {dearest} {found}];
    DEAREST_OF_BRAND = [{products} {of_brand} {dearest} {found}];
    DEAREST_OF_COLOUR = [{products} {of_colour} {dearest} {found}];
    DEAREST_OF_CATEGORY = [{products} {of_category} {dearest} {found}];
    DEAREST_IN_RANGE = [{products} {in_range} {dearest} {found}];
    DEAREST_WITH_WORD = [{products} {with_word} {dearest} {found}];

    COUNT_OF_BRAND = ["SELECT count(*) FROM (SELECT 1 FROM products WHERE brand = ? LIMIT ?) AS some"];
    COUNT_OF_COLOUR = ["SELECT count(*) FROM (SELECT 1 FROM products WHERE colour = ? LIMIT ?) AS some"];
    COUNT_OF_CATEGORY = [
        "SELECT count(*) FROM (SELECT 1 FROM product_categories WHERE category = ? LIMIT ?) AS some"
    ];
    COUNT_IN_RANGE = [
        "SELECT count(*) FROM \
         (SELECT 1 FROM product_prices WHERE country = ? AND amount BETWEEN ? AND ? LIMIT ?) AS some"
    ];
    COUNT_WITH_WORD = [
        "SELECT count(*) FROM (SELECT 1 FROM product_words WHERE word >= ? AND word < ? LIMIT ?) AS some"
    ];

    INSERT = [
        "INSERT INTO products \
             (id, brand, category, colour, texts, prices, images, shop, version, created, modified) \
         SELECT id, brand, category, colour, texts, prices, images, shop, version, created, modified FROM "
        (rows id text, brand text, category text, colour text, texts text, prices text, images text, shop text,
            version integer, created integer, modified integer)
        " AS added"
    ];
    INSERT_CATEGORIES = [
        "INSERT INTO product_categories (category, created, product) SELECT category, created, product FROM "
        (rows category text, created integer, product text) " AS added"
    ];
    INSERT_PRICES = [
        "INSERT INTO product_prices (product, country, amount) SELECT product, country, amount FROM "
        (rows product text, country text, amount integer) " AS added"
    ];
    INSERT_WORDS = [
        "INSERT INTO product_words (word, product, created) SELECT word, product, created FROM "
        (rows word text, product text, created integer) " AS added"
    ];
}
