//! Loads one file: a thread reads and parses while the importer commits.

use std::{pin::pin, time::Instant};

use ogrom_protocols::{BoxError, Error, Imported};
use ogrom_protocols_fashion_model::{Collage, Comment, Like, Product, User};
use tokio::{sync::mpsc, task};

use super::{
    batch::{Batch, Reject, read_batches},
    fields::Reason,
    input::Input,
    job::Job,
    noun::Noun,
    progress::Advance,
    rejects::Rejects,
    row::Row,
    summary::FileSummary,
};

/// How many batches wait for the importer at most.
const WAITING: usize = 2;

// === impl Job ===

impl Job<'_> {
    /// Loads a file, and keeps `summary` true at every step, so that it holds after an error too.
    pub(super) async fn load(&mut self, input: Input, summary: &mut FileSummary) -> Result<(), BoxError> {
        let mut rejects =
            self.rejects.map(|directory| Rejects::create(directory, input.noun())).transpose()?;
        let loaded = match input.noun() {
            Noun::Users => self.load_rows::<User>(input, rejects.as_mut(), summary).await,
            Noun::Products => self.load_rows::<Product>(input, rejects.as_mut(), summary).await,
            Noun::Collages => self.load_rows::<Collage>(input, rejects.as_mut(), summary).await,
            Noun::Comments => self.load_rows::<Comment>(input, rejects.as_mut(), summary).await,
            Noun::Likes => self.load_rows::<Like>(input, rejects.as_mut(), summary).await,
        };
        let finished = match rejects {
            Some(rejects) => rejects.finish().map(|path| summary.rejects = path),
            None => Ok(()),
        };
        // Where both fail, the error that stopped the rows counts.
        loaded.and(finished.map_err(Into::into))
    }

    async fn load_rows<R: Row>(
        &mut self,
        input: Input,
        mut rejects: Option<&mut Rejects>,
        summary: &mut FileSummary,
    ) -> Result<(), BoxError> {
        let (begun, size, start) = (Instant::now(), input.size(), self.start);
        let (sender, mut batches) = mpsc::channel(WAITING);
        let reader = task::spawn_blocking(move || {
            read_batches::<R>(&input, start, &sender).map_err(|cause| input.unreadable(cause))
        });
        let (mut read, stop) = (0, self.stop.clone());
        let mut asked = pin!(stop.asked());
        loop {
            let batch = tokio::select! {
                biased;
                because = &mut asked => return Err(because.into()),
                batch = batches.recv() => batch,
            };
            let Some(batch) = batch else { break };
            read = batch.read;
            let rejected = self.commit(batch, summary).await?;
            if let Some(rejects) = &mut rejects {
                rejects.write(&summary.name, &rejected)?;
            }
            summary.rejected += rejected.len() as u64;
            summary.elapsed = begun.elapsed();
            self.progress.advanced(&Advance::new(summary, read, size));
        }
        reader.await??;
        self.progress.advanced(&Advance { finished: true, ..Advance::new(summary, read, size) });
        Ok(())
    }

    /// Gives a batch to its importer. Returns the rows that were not taken, by line.
    async fn commit<R: Row>(&self, batch: Batch<R>, summary: &mut FileSummary) -> Result<Vec<Reject>, Error> {
        let Batch { rows, lines, mut rejects, not_kept, .. } = batch;
        if !rows.is_empty() {
            let answers = R::import(self.into, &self.context, &rows, self.now()).await?;
            if answers.len() != rows.len() {
                let text = format!("{} answers to {} rows", answers.len(), rows.len());
                return Err(Error::corrupt(text));
            }
            for (answer, line) in answers.into_iter().zip(lines) {
                match answer {
                    Imported::Added => summary.added += 1,
                    Imported::Present => summary.present += 1,
                    Imported::Refused(why) => rejects.push(Reject { line, reason: Reason::new(why) }),
                    other => rejects.push(Reject { line, reason: Reason::new(format!("{other:?}")) }),
                }
            }
            rejects.sort_by_key(|reject| reject.line.number);
        }
        for (field, rows) in not_kept {
            *summary.not_kept.entry(field).or_default() += rows;
        }
        Ok(rejects)
    }
}
