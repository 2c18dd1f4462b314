use candour_core::{BodyCode, Month};

/// What the sums ask of the register, the only part of Candour that knows organisations.
///
/// ```
/// use candour_core::{BodyCode, Month};
/// use candour_measures::Places;
///
/// /// A country with one region.
/// struct Small(BodyCode, BodyCode);
///
/// impl Places for Small {
///     fn region_of_icb(&self, _icb: &str, _month: Month) -> Option<BodyCode> {
///         Some(self.0.clone())
///     }
///     fn region_named(&self, _name: &str, _month: Month) -> Option<BodyCode> {
///         Some(self.0.clone())
///     }
///     fn nationally_commissioned(&self) -> BodyCode {
///         self.1.clone()
///     }
/// }
/// ```
pub trait Places {
    /// The region that an integrated care board sits in, in this month.
    fn region_of_icb(&self, icb: &str, month: Month) -> Option<BodyCode>;

    /// The region that a publication calls by this name.
    fn region_named(&self, published_name: &str, month: Month) -> Option<BodyCode>;

    /// The body that stands for what is commissioned by no board but nationally.
    fn nationally_commissioned(&self) -> BodyCode;
}
