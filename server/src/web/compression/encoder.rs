//! The writer of a content coding: bytes in, encoded bytes out, with a flush that can be forced before the end.

use std::io::{self, Write};

use brotli::{CompressorWriter, enc::BrotliEncoderParams};
use bytes::Bytes;
use flate2::{Compression, write::GzEncoder};
use ogrom_core_resource::Coding;

/// Levels at which a page of JSON shrinks to about a sixth and costs about as much as writing it did.
const ZSTD: i32 = 3;
const BROTLI: i32 = 4;
const GZIP: u32 = 6;

/// How far Brotli looks back at most, as a power of two. The memory for it is made anew for each answer.
const WINDOW: u32 = 18;

/// How much Brotli writes at once, in bytes.
const BUFFER: usize = 4096;

/// One piece of content on its way into a coding.
pub(super) enum Encoder {
    Zstd(zstd::Encoder<'static, Vec<u8>>),
    Brotli(Box<CompressorWriter<Vec<u8>>>),
    Gzip(GzEncoder<Vec<u8>>),
}

// === impl Encoder ===

impl Encoder {
    /// For content of this length, if that is known. Fails where there is no memory for it.
    pub(super) fn new(coding: Coding, length: Option<usize>) -> io::Result<Self> {
        let room = Vec::with_capacity(length.unwrap_or_default() / 4);
        Ok(match coding {
            Coding::Zstd => {
                let mut encoder = zstd::Encoder::new(room, ZSTD)?;
                encoder.set_pledged_src_size(length.map(|length| length as u64))?;
                Self::Zstd(encoder)
            }
            Coding::Brotli => {
                // Not more than there is to look back at.
                let window = length.map_or(WINDOW, |length| length.max(1 << 10).ilog2() + 1).min(WINDOW);
                let params = BrotliEncoderParams {
                    quality: BROTLI,
                    lgwin: window.cast_signed(),
                    size_hint: length.unwrap_or_default(),
                    ..BrotliEncoderParams::default()
                };
                Self::Brotli(Box::new(CompressorWriter::with_params(room, BUFFER, &params)))
            }
            Coding::Gzip => Self::Gzip(GzEncoder::new(room, Compression::new(GZIP))),
        })
    }

    pub(super) fn write(&mut self, content: &[u8]) -> io::Result<()> {
        match self {
            Self::Zstd(encoder) => encoder.write_all(content),
            Self::Brotli(encoder) => encoder.write_all(content),
            Self::Gzip(encoder) => encoder.write_all(content),
        }
    }

    /// Lets all that was written be read from what is taken next.
    pub(super) fn flush(&mut self) -> io::Result<()> {
        match self {
            Self::Zstd(encoder) => encoder.flush(),
            Self::Brotli(encoder) => encoder.flush(),
            Self::Gzip(encoder) => encoder.flush(),
        }
    }

    /// How much is there to be taken, in bytes.
    pub(super) fn written(&self) -> usize {
        match self {
            Self::Zstd(encoder) => encoder.get_ref().len(),
            Self::Brotli(encoder) => encoder.get_ref().len(),
            Self::Gzip(encoder) => encoder.get_ref().len(),
        }
    }

    /// The bytes that are encoded so far.
    pub(super) fn take(&mut self) -> Bytes {
        let coded = match self {
            Self::Zstd(encoder) => encoder.get_mut(),
            Self::Brotli(encoder) => encoder.get_mut(),
            Self::Gzip(encoder) => encoder.get_mut(),
        };
        std::mem::take(coded).into()
    }

    /// The rest.
    pub(super) fn finish(self) -> io::Result<Vec<u8>> {
        match self {
            Self::Zstd(encoder) => encoder.finish(),
            Self::Brotli(encoder) => Ok(encoder.into_inner()),
            Self::Gzip(encoder) => encoder.finish(),
        }
    }
}
