//! The rules for users.

use ogrom_protocols::Imported;
use ogrom_protocols_fashion_model::User;
use ogrom_protocols_model::{Timestamp, UserId, Version};

use crate::{
    UserStore,
    data::{TRICKY_TEXTS, a_user, at, context, parse},
    expect::{ok, same_things},
};

/// A stored user is read back unchanged: names in any script, absent names, versions, times to the millisecond and
/// before 1970.
pub async fn is_read_as_it_was_stored(store: &dyn UserStore) {
    let mut users: Vec<User> = (0..)
        .zip(TRICKY_TEXTS)
        .map(|(n, name)| User { name: Some(name.into()), ..a_user(&format!("tricky-{n}")) })
        .collect();
    users.push(a_user("nameless"));
    users.push(User { name: Some("é".repeat(50_000)), ..a_user("long") });
    let edited = User { version: Version::new(41), modified: at(98_765), ..a_user("edited") };
    users.push(User { created: Timestamp::from_millis(-1), ..edited });
    ok(store.import_users(&context(), &users).await);
    let ids: Vec<UserId> = users.iter().map(|user| user.id.clone()).collect();
    same_things(ok(store.users_by_ids(&context(), &ids).await), users.clone());
    for user in users {
        assert_eq!(ok(store.user_by_id(&context(), &user.id).await), Some(user));
    }
}

/// An empty result is no error.
pub async fn is_absent_without_an_error(store: &dyn UserStore) {
    assert_eq!(ok(store.user_by_id(&context(), &parse("unknown")).await), None);
    assert_eq!(ok(store.users_by_ids(&context(), &[]).await), []);
}

/// A batch leaves out absent users, and has a user requested twice once.
pub async fn batch_has_each_once_without_the_absent(store: &dyn UserStore) {
    ok(store.import_users(&context(), &["a", "b", "c"].map(a_user)).await);
    let found = ok(store.users_by_ids(&context(), &["b", "unknown", "a", "b"].map(parse)).await);
    same_things(found, ["a", "b"].map(a_user).into());
}

/// Identifiers are compared byte by byte.
pub async fn ids_are_compared_exactly(store: &dyn UserStore) {
    let ids = ["a", "A", "a_", "a~", "01", "1", "1.0", "-"];
    let users = ids.map(|id| User { name: Some(format!("I am {id}")), ..a_user(id) });
    assert_eq!(ok(store.import_users(&context(), &users).await), ids.map(|_| Imported::Added));
    for user in users {
        assert_eq!(ok(store.user_by_id(&context(), &user.id).await), Some(user));
    }
    assert_eq!(ok(store.users_by_ids(&context(), &["_", "__", "a-", "001"].map(parse)).await), []);
}

/// An existing user stays as it is, whether its identifier comes again in another batch or in the same one.
pub async fn import_leaves_alone_what_is_there(store: &dyn UserStore) {
    let [ann, ben] = ["ann", "ben"].map(a_user);
    let other = User { name: Some("Other".into()), version: Version::new(2), ..ann.clone() };
    let first = ok(store.import_users(&context(), &[ann.clone(), other.clone()]).await);
    assert_eq!(first, [Imported::Added, Imported::Present]);
    let second = ok(store.import_users(&context(), &[ben.clone(), other, ben]).await);
    assert_eq!(second, [Imported::Added, Imported::Present, Imported::Present]);
    assert_eq!(ok(store.user_by_id(&context(), &ann.id).await), Some(ann));
}

/// A batch may be empty or long.
pub async fn import_takes_any_number(store: &dyn UserStore) {
    assert_eq!(ok(store.import_users(&context(), &[]).await), []);
    let users: Vec<User> = (0..1000).map(|n| a_user(&format!("user-{n}"))).collect();
    let outcomes = ok(store.import_users(&context(), &users).await);
    assert_eq!(outcomes, vec![Imported::Added; 1000]);
    let ids: Vec<UserId> = users.iter().map(|user| user.id.clone()).collect();
    same_things(ok(store.users_by_ids(&context(), &ids).await), users);
}
