//! How much memory a value takes, so that a cache can be bounded in bytes.

/// The overhead of an allocation, in bytes, more or less.
const ALLOCATION: usize = 16;

/// How many entries a node of a map has room for.
const NODE: usize = 11;

/// A value whose memory is counted.
pub trait Size {
    /// How many bytes it takes beside itself, more or less.
    fn heap(&self) -> usize;
}

/// How many bytes an allocation of this length takes: of a text, say.
pub fn bytes(length: usize) -> usize {
    if length == 0 { 0 } else { length + ALLOCATION }
}

/// How many bytes a list takes beside itself, where each item takes so many.
pub fn list<T>(items: &Vec<T>, heap: impl Fn(&T) -> usize) -> usize {
    bytes(items.capacity() * size_of::<T>()) + items.iter().map(heap).sum::<usize>()
}

/// How many bytes the nodes of a `BTreeMap<K, V>` take that are two thirds full; what the entries take beside themselves
/// comes on top.
pub fn map<K, V>(entries: usize) -> usize {
    entries.div_ceil(NODE * 2 / 3) * (NODE * (size_of::<K>() + size_of::<V>()) + ALLOCATION)
}

impl<T: Size> Size for Option<T> {
    fn heap(&self) -> usize {
        self.as_ref().map_or(0, Size::heap)
    }
}

impl<T: Size> Size for Vec<T> {
    fn heap(&self) -> usize {
        list(self, Size::heap)
    }
}

impl Size for String {
    fn heap(&self) -> usize {
        bytes(self.capacity())
    }
}
