use crate::body::{Body, Name, OtherCode};
use crate::link::Link;
use crate::succession::Succession;

/// What one file says of bodies: rows that can be read, each with its origin.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Rows {
    /// Bodies.
    pub bodies: Vec<Body>,
    /// Names that they had or go by.
    pub names: Vec<Name>,
    /// Their codes in other schemes.
    pub codes: Vec<OtherCode>,
    /// Bodies under others.
    pub links: Vec<Link>,
    /// Bodies after others.
    pub successions: Vec<Succession>,
}

impl Rows {
    /// How many rows there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.bodies.len()
            + self.names.len()
            + self.codes.len()
            + self.links.len()
            + self.successions.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Adds what another file says.
    pub fn extend(&mut self, more: Self) {
        self.bodies.extend(more.bodies);
        self.names.extend(more.names);
        self.codes.extend(more.codes);
        self.links.extend(more.links);
        self.successions.extend(more.successions);
    }
}
