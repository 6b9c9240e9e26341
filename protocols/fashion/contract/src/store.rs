//! The traits that a source must implement to run the contract.

use ogrom_protocols::{IdempotencyStore, TombstoneStore};
use ogrom_protocols_fashion::{
    CollageImport, CollageReader, CollageWriter, CommentImport, CommentReader, CommentWriter, LikeImport,
    LikeReader, LikeWriter, ProductImport, ProductReader, UserImport, UserReader,
};

macro_rules! stores {
    ($($(#[$doc:meta])+ $name:ident: $($role:ident),+;)+) => {
        $($(#[$doc])+
        pub trait $name: $($role +)+ {}

        impl<T: $($role +)+> $name for T {})+
    };
}

stores! {
    /// The traits for the cases of users: a source of users.
    UserStore: UserReader, UserImport;

    /// The traits for the cases of products: a source of products.
    ProductStore: ProductReader, ProductImport;

    /// All traits of the protocols at once. A type that implements them is a store.
    Store:
        UserStore, ProductStore,
        CollageReader, CollageWriter, CollageImport,
        CommentReader, CommentWriter, CommentImport,
        LikeReader, LikeWriter, LikeImport,
        TombstoneStore, IdempotencyStore;
}
