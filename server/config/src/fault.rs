//! Values that are valid one by one, and still keep a process from starting.

/// Why a process cannot start although each value is valid: values contradict each other, or a file or an address is
/// not there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConfigFault {
    /// The long name of the option to change.
    pub option: &'static str,
    /// The long names of options that this one contradicts.
    pub beside: &'static [&'static str],
    /// The explanation.
    pub why: String,
}

// === impl ConfigFault ===

impl ConfigFault {
    /// A fault of one option.
    pub fn new(option: &'static str, why: impl Into<String>) -> Self {
        Self { option, beside: &[], why: why.into() }
    }

    /// The same fault, which the values of other options cause, too.
    #[must_use]
    pub fn beside(self, beside: &'static [&'static str]) -> Self {
        Self { beside, ..self }
    }

    /// The long names of all options that it is about.
    pub(crate) fn options(&self) -> impl Iterator<Item = &'static str> {
        [self.option].into_iter().chain(self.beside.iter().copied())
    }
}
