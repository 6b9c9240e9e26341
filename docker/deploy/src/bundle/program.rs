//! The kind of program in a bundle: in an otherwise empty image, only a static one finds all that it needs.

use object::{
    Endianness,
    elf::{FileHeader64, PT_INTERP},
    read::elf::{FileHeader, ProgramHeader},
};

/// How a program is linked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Linked {
    /// It needs nothing but the kernel.
    Statically,
    /// It needs an interpreter (`PT_INTERP`), which finds its libraries, and is for rehearsals alone.
    Dynamically,
}

// === impl Linked ===

impl Linked {
    /// All ways there are.
    pub const WAYS: [Self; 2] = [Self::Statically, Self::Dynamically];
}

/// How this program is linked. It is an error if it is no 64-bit program of Linux.
pub(super) fn linked(program: &[u8]) -> object::Result<Linked> {
    let header = FileHeader64::<Endianness>::parse(program)?;
    let endian = header.endian()?;
    let segments = header.program_headers(endian, program)?;
    let interpreted = segments.iter().any(|segment| segment.p_type(endian) == PT_INTERP);
    Ok(if interpreted { Linked::Dynamically } else { Linked::Statically })
}
