//! The statements on products.
//!
//! A list selects keys from indexes and then only the products of its page. It puts candidates `c` to the filters: in
//! a walk, a stretch of keys in their order; or else known keys, which are sorted. Filters that are not asked for are
//! bound as NULL, so that one text serves every combination.

use ogrom_sources_sql::{dialect, statements};

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

/// After the keys of a list.
macro_rules! found {
    ($dialect:tt) => {
        concat!(") AS found", dialect!($dialect(join_in_order)), "products p ON p.id = found.product")
    };
}

/// Before the candidates of a list that is walked.
macro_rules! walk {
    ($dialect:tt) => {
        concat!(products!($dialect), "SELECT c.product FROM (")
    };
}

/// After the candidates of a list that is walked. The limit inside them keeps them apart from the filters, and so they
/// come in their order.
macro_rules! walked {
    ($dialect:tt) => {
        concat!(") AS c WHERE ", filters!($dialect), " LIMIT ?", found!($dialect))
    };
}

macro_rules! filters {
    ($dialect:tt) => {
        concat!(
            "(? IS NULL OR EXISTS (SELECT 1 FROM products f WHERE f.id = c.product AND f.brand = ?)) \
             AND (? IS NULL OR EXISTS (SELECT 1 FROM products f WHERE f.id = c.product AND f.colour = ?)) \
             AND (? IS NULL OR EXISTS (SELECT 1 FROM products f \
                 WHERE f.id = c.product AND instr(f.category || '/', ?) = 1)) \
             AND (? IS NULL OR EXISTS (SELECT 1 FROM product_prices f \
                 WHERE f.product = c.product AND f.country = ? AND f.amount BETWEEN ? AND ?)) \
             AND (? IS NULL OR EXISTS (SELECT 1 FROM product_words f \
                 WHERE f.product = c.product AND f.word >= ? AND f.word < ?)) \
             AND (? IS NULL OR NOT EXISTS (SELECT 1 FROM ", dialect!($dialect (rows low key, high key)),
            " AS wanted WHERE NOT EXISTS (SELECT 1 FROM product_words f \
                 WHERE f.product = c.product AND f.word >= wanted.low AND f.word < wanted.high)))"
        )
    };
}

/// Products `k`, the newest first.
macro_rules! by_newest {
    ($dialect:tt) => {
        " ORDER BY k.created DESC, k.id DESC LIMIT ?"
    };
}

/// Products `k`, the newest last.
macro_rules! by_oldest {
    ($dialect:tt) => {
        " ORDER BY k.created, k.id LIMIT ?"
    };
}

/// Prices `k` behind a position.
macro_rules! dearer {
    ($dialect:tt) => {
        concat!("k.country = ? AND ", dialect!($dialect (keyset_after "k.amount" "k.product")), " AND k.amount <= ?")
    };
}

macro_rules! by_cheapest {
    ($dialect:tt) => {
        " ORDER BY k.amount, k.product LIMIT ?"
    };
}

/// Prices `k` behind a position, the other way round.
macro_rules! cheaper {
    ($dialect:tt) => {
        concat!("k.country = ? AND ", dialect!($dialect (keyset_before "k.amount" "k.product")), " AND k.amount >= ?")
    };
}

macro_rules! by_dearest {
    ($dialect:tt) => {
        " ORDER BY k.amount DESC, k.product DESC LIMIT ?"
    };
}

/// Candidates whose keys are known.
macro_rules! among {
    ($dialect:tt) => {
        concat!("(SELECT value AS product FROM ", dialect!($dialect(ids)), ") AS c")
    };
}

/// The prices `k` of candidates whose keys are known.
macro_rules! prices_among {
    ($dialect:tt) => {
        concat!(
            "SELECT k.product FROM ",
            among!($dialect),
            dialect!($dialect(join_in_order)),
            "product_prices k ON k.product = c.product WHERE "
        )
    };
}

/// Before the keys of one filter: all of them in one value, which costs a fraction of a row for each.
macro_rules! keys {
    ($dialect:tt) => {
        "SELECT group_concat(product) FROM ("
    };
}

/// After the keys of one filter.
macro_rules! so_many {
    ($dialect:tt) => {
        " LIMIT ?) AS passing"
    };
}

statements! {
    BY_IDS = ["SELECT " {columns} " FROM " (ids) (join_in_order) "products p ON p.id = ids.value"];
    /// Which of the identifiers are there.
    KNOWN = ["SELECT k.id FROM " (ids) (join_in_order) "products k ON k.id = ids.value"];

    /// In the order of their last change, from the first.
    CHANGED = [
        "SELECT " {columns} ", p.changed FROM products p" (force_index "products_by_change") " WHERE "
        (keyset_after "p.changed" "p.id") " ORDER BY p.changed, p.id LIMIT ?"
    ];
    STATE = ["SELECT changes, modified FROM change_counts WHERE noun = 'product'"];
    /// Others who change products wait until this change is committed, so that no lower number becomes visible after a
    /// higher one.
    COUNT_CHANGE = [
        "UPDATE change_counts SET changes = changes + 1, modified = CASE WHEN modified > ? THEN modified ELSE ? END \
         WHERE noun = 'product'"
    ];

    NEWEST = [
        {walk} "SELECT k.id AS product FROM products k" (force_index "products_newest") " WHERE " (keyset_before "k.created" "k.id")
        {by_newest} {walked}
    ];
    NEWEST_OF_BRAND = [
        {walk} "SELECT k.id AS product FROM products k" (force_index "products_by_brand") " WHERE k.brand = ? AND "
        (keyset_before "k.created" "k.id")
        {by_newest} {walked}
    ];
    NEWEST_OF_COLOUR = [
        {walk} "SELECT k.id AS product FROM products k" (force_index "products_by_colour") " WHERE k.colour = ? AND "
        (keyset_before "k.created" "k.id")
        {by_newest} {walked}
    ];
    NEWEST_OF_CATEGORY = [
        {walk} "SELECT k.product FROM product_categories k" (force_index "PRIMARY") " WHERE k.category = ? AND "
        (keyset_before "k.created" "k.product") " ORDER BY k.created DESC, k.product DESC LIMIT ?" {walked}
    ];
    NEWEST_AMONG = [
        {products} "SELECT k.id AS product FROM " {among} (join_in_order) "products k ON k.id = c.product WHERE "
        (keyset_before "k.created" "k.id") " AND " {filters} {by_newest} {found}
    ];

    OLDEST = [
        {walk} "SELECT k.id AS product FROM products k" (force_index "products_newest") " WHERE " (keyset_after "k.created" "k.id")
        {by_oldest} {walked}
    ];
    OLDEST_OF_BRAND = [
        {walk} "SELECT k.id AS product FROM products k" (force_index "products_by_brand") " WHERE k.brand = ? AND "
        (keyset_after "k.created" "k.id")
        {by_oldest} {walked}
    ];
    OLDEST_OF_COLOUR = [
        {walk} "SELECT k.id AS product FROM products k" (force_index "products_by_colour") " WHERE k.colour = ? AND "
        (keyset_after "k.created" "k.id")
        {by_oldest} {walked}
    ];
    OLDEST_OF_CATEGORY = [
        {walk} "SELECT k.product FROM product_categories k" (force_index "PRIMARY") " WHERE k.category = ? AND "
        (keyset_after "k.created" "k.product") " ORDER BY k.created, k.product LIMIT ?" {walked}
    ];
    OLDEST_AMONG = [
        {products} "SELECT k.id AS product FROM " {among} (join_in_order) "products k ON k.id = c.product WHERE "
        (keyset_after "k.created" "k.id") " AND " {filters} {by_oldest} {found}
    ];

    CHEAPEST = [
        {walk} "SELECT k.product FROM product_prices k" (force_index "product_prices_by_amount") " WHERE " {dearer}
        {by_cheapest} {walked}
    ];
    CHEAPEST_AMONG = [{products} {prices_among} {dearer} " AND " {filters} {by_cheapest} {found}];

    DEAREST = [
        {walk} "SELECT k.product FROM product_prices k" (force_index "product_prices_by_amount") " WHERE " {cheaper}
        {by_dearest} {walked}
    ];
    DEAREST_AMONG = [{products} {prices_among} {cheaper} " AND " {filters} {by_dearest} {found}];

    KEYS_OF_BRAND = [{keys} "SELECT id AS product FROM products WHERE brand = ?" {so_many}];
    KEYS_OF_COLOUR = [{keys} "SELECT id AS product FROM products WHERE colour = ?" {so_many}];
    KEYS_OF_CATEGORY = [{keys} "SELECT product FROM product_categories WHERE category = ?" {so_many}];
    KEYS_IN_RANGE = [
        {keys} "SELECT product FROM product_prices WHERE country = ? AND amount BETWEEN ? AND ?" {so_many}
    ];
    KEYS_WITH_WORD = [{keys} "SELECT product FROM product_words WHERE word >= ? AND word < ?" {so_many}];

    INSERT = [
        "INSERT INTO products \
             (id, brand, category, colour, texts, prices, images, shop, version, created, modified, changed) \
         SELECT id, brand, category, colour, texts, prices, images, shop, version, created, modified, changed FROM "
        (rows id key, brand text, category text, colour text, texts text, prices text, images text, shop text,
            version integer, created integer, modified integer, changed integer)
        " AS added"
    ];
    INSERT_CATEGORIES = [
        "INSERT INTO product_categories (category, created, product) SELECT category, created, product FROM "
        (rows category text, created integer, product key) " AS added"
    ];
    INSERT_PRICES = [
        "INSERT INTO product_prices (product, country, amount) SELECT product, country, amount FROM "
        (rows product key, country key, amount integer) " AS added"
    ];
    INSERT_WORDS = [
        "INSERT INTO product_words (word, product) SELECT word, product FROM "
        (rows word key, product key) " AS added"
    ];
}
