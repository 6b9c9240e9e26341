//! The state of a collage: the version that guards a change, and whether a collage is as it was to be made.

use ogrom_core_resource::{Fingerprint, Validators};
use ogrom_protocols_fashion_model::{Collage, CollageItem};

use super::Assembled;

/// The version covers all that the owner decides, and which of all collages of its name it is. Likes and comments are no part of
/// it, and stop no edit.
pub(super) fn validators(assembled: &Assembled) -> Validators {
    let Collage {
        id: _,
        owner,
        title,
        description,
        items,
        likes: _,
        comments: _,
        rating: _,
        version,
        created,
        modified: _,
    } = &assembled.collage;
    let mut state = Fingerprint::default();
    state.add((owner, title, description, version, created));
    for CollageItem { product, x, y, size, rotation, layer } in items {
        state.add((product, [x, y, size, rotation].map(|number| number.to_bits()), layer));
    }
    // A comment that was deleted leaves no date, so no date tells whether the comments are the same.
    let undated = assembled.expanded.comments.is_some();
    Validators::version(state).modified(if undated { i64::MAX } else { assembled.modified() })
}

/// Whether this is what was to be made, but for what the service itself decides.
pub(super) fn is_as_composed(before: &Collage, collage: &Collage) -> bool {
    let Collage { likes, comments, rating, created, modified, .. } = *collage;
    Collage { likes, comments, rating, created, modified, ..before.clone() } == *collage
}
