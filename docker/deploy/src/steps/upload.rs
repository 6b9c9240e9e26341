//! The bundle goes into the bucket, under a key made from its digest: an object with that key is the same bundle.

use crate::{Abort, Bundle, Exit, Run, Step, text::size};

impl Run<'_> {
    /// Uploads the bundle, unless it is there.
    pub(crate) async fn upload(&mut self, bundle: &Bundle) -> Result<(), Abort> {
        self.begin(Step::Upload)?;
        let key = self.settings.bundle_key(&bundle.label);
        let place = format!("s3://{}/{key}", self.settings.bucket);
        self.waiting(format!("{} to {place}", size(bundle.size)));
        self.hold_lock().await?;
        let (path, digest) = (&bundle.path, &bundle.sha256);
        if self.call(async |ports| ports.store.upload(&key, path, digest).await).await? {
            self.done(place);
            return Ok(());
        }
        let there = self.call(async |ports| ports.store.digest(&key).await).await?;
        if there.as_ref() == Some(digest) {
            self.done(format!("{place} is there already"));
            return Ok(());
        }
        let there =
            there.map_or("of an unknown digest".to_owned(), |there| format!("of the SHA-256 {there}"));
        Err(Abort::new(
            Exit::Rejected,
            format!("{place} is another bundle, {there}, and not of {digest}. It was not overwritten."),
        )
        .next(format!("find out who put it there, delete it, then {}", self.again())))
    }
}
