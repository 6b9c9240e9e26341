//! The facts that a label alone contains. Of other versions than the present one, only the label is known.

/// The first digits of the commit in a label, if it is one of ours: `<version>-<commit>-<digest>`.
pub(crate) fn commit_of(label: &str) -> Option<&str> {
    let mut parts = label.rsplit('-');
    let (digest, commit) = (parts.next()?, parts.next()?);
    let hexadecimal =
        |part: &str, length| part.len() == length && part.bytes().all(|b| b.is_ascii_hexdigit());
    (hexadecimal(digest, 8) && hexadecimal(commit, 12) && parts.next().is_some()).then_some(commit)
}
