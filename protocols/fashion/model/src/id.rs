//! The identifiers of the nouns.

use ogrom_protocols_model::id;

id! {
    /// Names a [`Product`](crate::Product).
    ProductId
}
id! {
    /// Names a [`Collage`](crate::Collage).
    CollageId
}
id! {
    /// Names a [`Comment`](crate::Comment).
    CommentId
}
