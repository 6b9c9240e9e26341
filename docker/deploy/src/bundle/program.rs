//! The kind of program in a bundle: in an otherwise empty image, only a static one finds all that it needs, and only on
//! instances with its processor.

use std::fmt;

use object::{
    Endianness,
    elf::{
        DF_1_PIE, DT_FLAGS_1, EM_AARCH64, EM_X86_64, ET_DYN, ET_EXEC, FileHeader64, PT_INTERP, PT_LOAD,
        ProgramHeader64,
    },
    read::elf::{Dyn, FileHeader, ProgramHeader},
};

/// The facts about a program.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Executable {
    /// How it is linked.
    pub linked: Linked,
    /// The processor for it.
    pub processor: Processor,
}

/// How a program is linked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Linked {
    /// It needs nothing but the kernel.
    Statically,
    /// It needs an interpreter (`PT_INTERP`), which finds its libraries, and is for rehearsals alone.
    Dynamically,
}

/// A processor that instances of Beanstalk have, by the names of EC2.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Processor {
    /// Intel and AMD.
    X86,
    /// Graviton.
    Arm,
}

/// Why a file is no program that instances can run: the rest of a sentence that begins with its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct NoProgram(&'static str);

type Segments<'a> = &'a [ProgramHeader64<Endianness>];

// === impl Linked ===

impl Linked {
    /// All ways there are.
    pub const WAYS: [Self; 2] = [Self::Statically, Self::Dynamically];
}

// === impl Processor ===

impl Processor {
    /// The processor of an instance type such as `t4g.small`: a `g` after the number of its generation means Graviton.
    pub fn of_instance_type(name: &str) -> Self {
        let family = name.split('.').next().unwrap_or_default();
        let generation = family.find(|c: char| c.is_ascii_digit());
        let features =
            generation.map_or("", |at| family[at..].trim_start_matches(|c: char| c.is_ascii_digit()));
        if family == "a1" || features.contains('g') { Self::Arm } else { Self::X86 }
    }
}

impl fmt::Display for Processor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::X86 => "x86_64",
            Self::Arm => "arm64",
        })
    }
}

// === impl NoProgram ===

impl fmt::Display for NoProgram {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

impl From<object::Error> for NoProgram {
    fn from(_: object::Error) -> Self {
        Self("is no 64-bit program of Linux")
    }
}

/// The facts about a file, if it is a whole program.
pub(super) fn program(file: &[u8]) -> Result<Executable, NoProgram> {
    let header = FileHeader64::<Endianness>::parse(file)?;
    let endian = header.endian()?;
    let processor = match header.e_machine(endian) {
        EM_X86_64 => Processor::X86,
        EM_AARCH64 => Processor::Arm,
        _ => return Err(NoProgram("is for a processor that no instance has")),
    };
    let segments = header.program_headers(endian, file).map_err(|_| NoProgram("is cut"))?;
    let length = file.len() as u64;
    let sections =
        header.e_shoff(endian) + u64::from(header.e_shnum(endian)) * u64::from(header.e_shentsize(endian));
    let ends =
        segments.iter().map(|segment| segment.p_offset(endian).saturating_add(segment.p_filesz(endian)));
    if ends.chain([sections]).any(|end| end > length) {
        return Err(NoProgram("is cut"));
    }
    let has = |kind| segments.iter().any(|segment| segment.p_type(endian) == kind);
    match header.e_type(endian) {
        _ if !has(PT_LOAD) => Err(NoProgram("is an object file, and no program")),
        ET_EXEC => Ok(()),
        ET_DYN if has(PT_INTERP) || is_position_independent(segments, endian, file) => Ok(()),
        ET_DYN => Err(NoProgram("is a shared library, and no program")),
        _ => Err(NoProgram("is a core file or an object file, and no program")),
    }?;
    let linked = if has(PT_INTERP) { Linked::Dynamically } else { Linked::Statically };
    Ok(Executable { linked, processor })
}

/// A static program that can be loaded anywhere has the type of a shared library, and this mark.
fn is_position_independent(segments: Segments<'_>, endian: Endianness, file: &[u8]) -> bool {
    let dynamic = segments.iter().find_map(|segment| segment.dynamic(endian, file).ok().flatten());
    let is_mark = |entry: &&_| Dyn::d_tag(*entry, endian) == DT_FLAGS_1;
    let flags = dynamic.unwrap_or_default().iter().find(is_mark).map(|entry| entry.d_val(endian));
    flags.is_some_and(|flags| flags & DF_1_PIE.0 != 0)
}
