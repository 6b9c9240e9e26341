//! What a source must implement to run the contract.

use ogrom_protocols::{
    CollageImport, CollageReader, CollageWriter, CommentImport, CommentReader, CommentWriter,
    IdempotencyStore, LikeImport, LikeReader, LikeWriter, ProductImport, ProductReader, UserImport,
    UserReader,
};

macro_rules! store {
    ($($role:ident),+ $(,)?) => {
        /// All traits of the protocols at once. Whatever implements them is a store.
        pub trait Store: $($role +)+ {}

        impl<T: $($role +)+> Store for T {}
    };
}

store! {
    UserReader, UserImport,
    ProductReader, ProductImport,
    CollageReader, CollageWriter, CollageImport,
    CommentReader, CommentWriter, CommentImport,
    LikeReader, LikeWriter, LikeImport,
    IdempotencyStore,
}
