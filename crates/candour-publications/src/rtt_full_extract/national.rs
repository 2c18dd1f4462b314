use candour_core::Scope;

use super::table::{COMMISSIONER, COMMISSIONER_PARENT, PROVIDER, PROVIDER_PARENT};
use crate::table::Texts;

/// At least so many providers: the largest region has under 120, the nation some 500.
const PROVIDERS: usize = 150;
/// At least so many commissioners: a board has up to 9, the nation over 100.
const COMMISSIONERS: usize = 60;
/// At least so many parents of providers, and of commissioners: no region has more than 11, the
/// nation 42 in January 2026 and fewer as boards merge.
const PARENTS: usize = 12;

/// The national test. The extract states no total of England to add up to, so the file is taken
/// as national when it names more providers, commissioners and parents of either than any region
/// could. A part of the nation that passed it would have to span most regions on both sides.
pub(super) fn test(texts: &Texts) -> (Scope, String) {
    let [
        providers,
        commissioners,
        provider_parents,
        commissioner_parents,
    ] = [PROVIDER, COMMISSIONER, PROVIDER_PARENT, COMMISSIONER_PARENT]
        .map(|column| texts.distinct(column));
    let national = providers >= PROVIDERS
        && commissioners >= COMMISSIONERS
        && provider_parents >= PARENTS
        && commissioner_parents >= PARENTS;
    let scope = if national {
        Scope::National
    } else {
        Scope::Partial
    };
    let reason = format!(
        "providers: {providers} (the nation has at least {PROVIDERS}), parents of providers: \
         {provider_parents} ({PARENTS}), commissioners: {commissioners} ({COMMISSIONERS}), parents \
         of commissioners: {commissioner_parents} ({PARENTS})"
    );
    (scope, reason)
}
