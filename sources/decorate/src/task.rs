//! Work that goes on without its caller.

use std::panic::resume_unwind;

use ogrom_protocols::{Error, Result};

/// The result of a task of its own, which goes on when the caller gives up. A panic goes on in the caller.
pub(crate) async fn detached<T: Send + 'static>(
    task: impl Future<Output = Result<T>> + Send + 'static,
) -> Result<T> {
    match tokio::spawn(task).await {
        Ok(result) => result,
        Err(stopped) => match stopped.try_into_panic() {
            Ok(panic) => resume_unwind(panic),
            Err(stopped) => Err(Error::unavailable(stopped)),
        },
    }
}
