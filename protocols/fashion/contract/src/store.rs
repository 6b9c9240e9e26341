//! What a source must implement to run the contract.

use ogrom_protocols::IdempotencyStore;
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
    /// What the cases of users ask for: somebody who keeps users.
    UserStore: UserReader, UserImport;

    /// What the cases of products ask for: somebody who keeps products.
    ProductStore: ProductReader, ProductImport;

    /// All traits of the protocols at once. Whatever implements them is a store.
    Store:
        UserStore, ProductStore,
        CollageReader, CollageWriter, CollageImport,
        CommentReader, CommentWriter, CommentImport,
        LikeReader, LikeWriter, LikeImport,
        IdempotencyStore;
}
