//! Where what was counted for one body belongs on the boundaries of a day.
//!
//! Three questions, each answered by rows with a source and never by a guess:
//! *who is this body on that day* (successions, forwards or backwards), *who stands above it*
//! (links), and so *where is its home at a level*. An answer is one body, or several with stated
//! shares that sum to one; or it is [`Lost`], with the reason.

use std::collections::HashSet;

use candour_core::{BodyCode, Level};
use jiff::civil::Date;

use crate::link::{Link, LinkKind, Share};
use crate::origin::{Authority, Origin};
use crate::register::Register;
use crate::succession::{Succession, SuccessionKind};

/// A body to which all or a share of something belongs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// The body.
    pub body: BodyCode,
    /// How much of it.
    pub share: Share,
}

/// Why something has no known home.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Lost {
    /// The body ended and the register names nobody after it.
    #[error("{0} ended, and no successor is recorded")]
    Ended(BodyCode),
    /// Nothing came before the body on the day asked for, as far as is known.
    #[error("{0} had not begun, and no predecessor is recorded")]
    NotBegun(BodyCode),
    /// The body went to several, and nobody states how much to each.
    #[error("{body} is divided between {}, and no weights are stated", names(.between))]
    Unweighted {
        /// The body.
        body: BodyCode,
        /// Those that it went to.
        between: Vec<BodyCode>,
    },
    /// Nobody says in which board or region the body is.
    #[error("no {kind} link of {body} is recorded for that day")]
    NoParent {
        /// The body.
        body: BodyCode,
        /// What is missing.
        kind: LinkKind,
    },
    /// Successions run in a ring.
    #[error("the successions of {0} run in a ring")]
    Ring(BodyCode),
}

fn names(codes: &[BodyCode]) -> String {
    codes
        .iter()
        .map(BodyCode::as_str)
        .collect::<Vec<_>>()
        .join(", ")
}

/// A step on the way from a body to its home: the row of the register that was followed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// From which body.
    pub from: BodyCode,
    /// To which.
    pub to: BodyCode,
    /// By which relation: a kind of succession or of link.
    pub relation: &'static str,
    /// Since when, as far as known.
    pub since: Option<crate::HalfDate>,
    /// How much of it, where it is not all.
    pub share: Option<Share>,
    /// What the share counts.
    pub basis: String,
    /// What has to be known of the row.
    pub note: String,
    /// The row.
    pub origin: Origin,
}

/// Parts on the way: a share that is not known stays open until it proves not to matter.
type Open = Vec<(u32, Option<Share>)>;

/// How long a chain of successions may be; the longest known has seven.
const LONGEST_CHAIN: usize = 64;

impl Register {
    /// Whether the body exists on `day`, as far as is known. A body that no row gives dates to exists
    /// unless another came after it.
    #[must_use]
    pub fn is_living(&self, code: &BodyCode, day: Date) -> bool {
        self.number(code)
            .is_none_or(|number| self.living(number, day))
    }

    fn living(&self, number: u32, day: Date) -> bool {
        let known = self.known(number);
        match known.bodies.first() {
            Some(place) => self.rows().bodies[*place as usize].span.covers(day),
            None => !self
                .followed(&known.after)
                .any(|succession| succession.date.first_day() <= day),
        }
    }

    /// Who a body is on `day`: itself, those who came after it, or those who went before it.
    ///
    /// # Errors
    /// Where nobody is known, or the shares are not.
    pub fn on(&self, code: &BodyCode, day: Date) -> Result<Vec<Part>, Lost> {
        self.home(code, Level::Provider, day)
    }

    /// Who stands above a body on `day`: one, or several with shares.
    ///
    /// # Errors
    /// Where nobody is known to.
    pub fn parents_on(
        &self,
        child: &BodyCode,
        kind: LinkKind,
        day: Date,
    ) -> Result<Vec<Part>, Lost> {
        let number = self.number(child).ok_or_else(|| Lost::NoParent {
            body: child.clone(),
            kind,
        })?;
        let mut found = Open::new();
        self.above(number, kind, day, Some(Share::WHOLE), &mut found, &mut None)?;
        self.settled(child, found)
    }

    /// Where what was counted for `unit` belongs on the boundaries of `day`, at `level`: the unit
    /// itself or its successors for providers and sub-ICB locations, their boards, those boards'
    /// regions, or the nation.
    ///
    /// # Errors
    /// Where it has no known home; the reason is for people to read.
    ///
    /// ```
    /// use candour_core::{BodyCode, Level};
    /// use candour_register::Register;
    /// use jiff::civil::date;
    ///
    /// let register = Register::bundled();
    /// let board = BodyCode::new("QHG")?;
    /// let home = register.home(&board, Level::Icb, date(2026, 4, 1)).expect("it merged");
    /// assert_eq!(home[0].body.as_str(), "S1Y5D");
    /// assert!(home[0].share.is_whole());
    /// # Ok::<(), candour_core::CodeError>(())
    /// ```
    pub fn home(&self, unit: &BodyCode, level: Level, day: Date) -> Result<Vec<Part>, Lost> {
        self.home_by(unit, level, day, &mut None)
    }

    /// The rows of the register on the way from `unit` to its home.
    #[must_use]
    pub fn way_home(&self, unit: &BodyCode, level: Level, day: Date) -> Vec<Step> {
        let mut steps = Some(Vec::new());
        // Where it ends nowhere, the steps until there still tell why.
        let _ = self.home_by(unit, level, day, &mut steps);
        let mut steps = steps.unwrap_or_default();
        let mut seen = HashSet::new();
        steps.retain(|step| seen.insert((step.from.clone(), step.to.clone(), step.relation)));
        steps
    }

    fn home_by(
        &self,
        unit: &BodyCode,
        level: Level,
        day: Date,
        steps: &mut Option<Vec<Step>>,
    ) -> Result<Vec<Part>, Lost> {
        if level == Level::England {
            return Ok(vec![Part {
                body: BodyCode::england(),
                share: Share::WHOLE,
            }]);
        }
        let Some(number) = self.number(unit) else {
            return match level {
                Level::Icb => Err(self.no_parent(unit, LinkKind::InSystem)),
                Level::Region => Err(self.no_parent(unit, LinkKind::InRegion)),
                _ => Ok(vec![Part {
                    body: unit.clone(),
                    share: Share::WHOLE,
                }]),
            };
        };
        let mut units = Open::new();
        self.then(number, day, Some(Share::WHOLE), &mut units, steps, 0)?;
        let is_at = |number: u32| {
            let place = self.known(number).bodies.first();
            place.and_then(|place| self.rows().bodies[*place as usize].kind.level()) == Some(level)
        };
        let mut found = Open::new();
        for (number, share) in units {
            match level {
                Level::Icb if !is_at(number) => {
                    self.above(number, LinkKind::InSystem, day, share, &mut found, steps)?;
                }
                Level::Region if !is_at(number) => {
                    self.region(number, day, share, &mut found, steps)?;
                }
                _ => found.push((number, share)),
            }
        }
        self.settled(unit, found)
    }

    fn no_parent(&self, body: &BodyCode, kind: LinkKind) -> Lost {
        Lost::NoParent {
            body: body.clone(),
            kind,
        }
    }

    /// The regions of a body's boards; its own region where it is in no board.
    fn region(
        &self,
        number: u32,
        day: Date,
        share: Option<Share>,
        found: &mut Open,
        steps: &mut Option<Vec<Step>>,
    ) -> Result<(), Lost> {
        let mut boards = Open::new();
        if self
            .above(number, LinkKind::InSystem, day, share, &mut boards, steps)
            .is_err()
        {
            return self.above(number, LinkKind::InRegion, day, share, found, steps);
        }
        for (board, share) in boards {
            self.above(board, LinkKind::InRegion, day, share, found, steps)?;
        }
        Ok(())
    }

    /// Who the body is on `day`.
    fn then(
        &self,
        number: u32,
        day: Date,
        share: Option<Share>,
        found: &mut Open,
        steps: &mut Option<Vec<Step>>,
        depth: usize,
    ) -> Result<(), Lost> {
        if self.living(number, day) {
            found.push((number, share));
            return Ok(());
        }
        if depth > LONGEST_CHAIN {
            return Err(Lost::Ring(self.code(number)));
        }
        let known = self.known(number);
        let begun = known.bodies.first().is_none_or(|place| {
            let from = self.rows().bodies[*place as usize].span.from;
            from.is_none_or(|from| from.first_day() <= day)
        });
        // Towards the day: to those who came after, or back to those who went before.
        let rows: Vec<&Succession> = if begun {
            self.followed(&known.after)
                .filter(|succession| succession.date.first_day() <= day)
                .filter(|succession| succession.kind != SuccessionKind::Closure)
                .collect()
        } else {
            self.followed(&known.before)
                .filter(|succession| succession.date.last_day() > day)
                .collect()
        };
        if rows.is_empty() {
            let code = self.code(number);
            return Err(if begun {
                Lost::Ended(code)
            } else {
                Lost::NotBegun(code)
            });
        }
        for succession in &rows {
            let next = if begun {
                succession.successor.as_ref()
            } else {
                Some(&succession.predecessor)
            };
            let Some(next) = next.and_then(|code| self.number(code)) else {
                continue;
            };
            let part = if rows.len() == 1 {
                share
            } else if begun {
                share.zip(succession.weight).and_then(|(a, b)| times(a, b))
            } else {
                None
            };
            note(steps, || Step {
                from: self.code(number),
                to: self.code(next),
                relation: succession.kind.as_str(),
                since: Some(succession.date),
                share: succession.weight.filter(|_| rows.len() > 1),
                basis: succession.basis.clone(),
                note: succession.note.clone(),
                origin: succession.origin.clone(),
            });
            self.then(next, day, part, found, steps, depth + 1)?;
        }
        Ok(())
    }

    /// The rows that decide: those of the weightiest authority that has any.
    fn followed<'a>(&'a self, places: &'a [u32]) -> impl Iterator<Item = &'a Succession> {
        let row = |place: &u32| &self.rows().successions[*place as usize];
        let weightiest = places.first().map(|place| row(place).origin.authority);
        places
            .iter()
            .map(row)
            .take_while(move |succession| Some(succession.origin.authority) == weightiest)
    }

    /// Who stands above a body on `day`.
    fn above(
        &self,
        number: u32,
        kind: LinkKind,
        day: Date,
        share: Option<Share>,
        found: &mut Open,
        steps: &mut Option<Vec<Step>>,
    ) -> Result<(), Lost> {
        let links = self.deciding(number, kind, day);
        if links.is_empty() {
            return Err(self.no_parent(&self.code(number), kind));
        }
        let shared = links.iter().any(|link| link.share.is_some());
        for link in links {
            let Some(parent) = self.number(&link.parent) else {
                continue;
            };
            let part = if shared {
                share.zip(link.share).and_then(|(a, b)| times(a, b))
            } else {
                share
            };
            note(steps, || Step {
                from: link.child.clone(),
                to: link.parent.clone(),
                relation: kind.as_str(),
                since: link.span.from,
                share: link.share,
                basis: link.basis.clone(),
                note: link.note.clone(),
                origin: link.origin.clone(),
            });
            let before = found.len();
            self.then(parent, day, part, found, steps, 0)?;
            // The parent was divided since. Where in it the child lies is not known, unless all of it
            // comes to one place further up; the parent's weights say nothing of one child.
            if found.len() > before + 1 && link.share.is_none() {
                found[before..]
                    .iter_mut()
                    .for_each(|(_, share)| *share = None);
            }
        }
        Ok(())
    }

    /// The links that decide who stands above a body on `day`: dated rows that cover it, the
    /// weightiest authority first; else the nearest statement of a file before the day, else the nearest
    /// after it; else the last dated row before the day, whose parent may have ended since.
    fn deciding(&self, number: u32, kind: LinkKind, day: Date) -> Vec<&Link> {
        let links: Vec<&Link> = self
            .known(number)
            .up
            .iter()
            .map(|place| &self.rows().links[*place as usize])
            .filter(|link| link.kind == kind)
            .collect();
        for authority in Authority::ALL {
            let of_it = || {
                links
                    .iter()
                    .copied()
                    .filter(move |link| link.origin.authority == authority)
            };
            let dated: Vec<&Link> = of_it()
                .filter(|link| link.origin.as_at.is_none() && link.span.covers(day))
                .collect();
            if !dated.is_empty() {
                // Without shares a child has one parent: the row that began last.
                return if dated.iter().any(|link| link.share.is_some()) {
                    dated
                } else {
                    let last = dated
                        .into_iter()
                        .max_by_key(|link| link.span.from.map(crate::HalfDate::first_day));
                    last.into_iter().collect()
                };
            }
            let stated = || of_it().filter_map(|link| Some((link.origin.as_at?, link)));
            let nearest = stated()
                .filter(|(as_at, _)| *as_at <= day)
                .max_by_key(|(as_at, _)| *as_at)
                .or_else(|| {
                    stated()
                        .filter(|(as_at, link)| *as_at > day && self.is_living(&link.parent, day))
                        .min_by_key(|(as_at, _)| *as_at)
                });
            if let Some((_, link)) = nearest {
                return vec![link];
            }
        }
        let last = links
            .into_iter()
            .filter(|link| link.span.to.is_some_and(|to| to.last_day() < day))
            .max_by_key(|link| link.span.to.map(crate::HalfDate::last_day));
        last.into_iter().collect()
    }

    /// Parts by body, each body once; a single body has all, whatever was not known on the way.
    fn settled(&self, of: &BodyCode, found: Open) -> Result<Vec<Part>, Lost> {
        let mut parts: Vec<(u32, Option<Share>)> = Vec::with_capacity(found.len());
        for (number, share) in found {
            match parts.iter_mut().find(|(known, _)| *known == number) {
                Some((_, sum)) => *sum = sum.zip(share).and_then(|(a, b)| plus(a, b)),
                None => parts.push((number, share)),
            }
        }
        if let [(number, _)] = parts.as_slice() {
            return Ok(vec![Part {
                body: self.code(*number),
                share: Share::WHOLE,
            }]);
        }
        let all: Option<Vec<Part>> = parts
            .iter()
            .map(|(number, share)| {
                Some(Part {
                    body: self.code(*number),
                    share: (*share)?,
                })
            })
            .collect();
        all.ok_or_else(|| {
            let mut between: Vec<BodyCode> =
                parts.iter().map(|(number, _)| self.code(*number)).collect();
            between.sort();
            Lost::Unweighted {
                body: of.clone(),
                between,
            }
        })
    }
}

fn note(steps: &mut Option<Vec<Step>>, step: impl FnOnce() -> Step) {
    if let Some(steps) = steps {
        steps.push(step());
    }
}

fn times(a: Share, b: Share) -> Option<Share> {
    lowest(
        u128::from(a.part) * u128::from(b.part),
        u128::from(a.whole) * u128::from(b.whole),
    )
}

/// The shares are in lowest terms, so that their product with a whole of 64 bits fits.
fn plus(a: Share, b: Share) -> Option<Share> {
    let one = u128::from(a.part) * u128::from(b.whole);
    let other = u128::from(b.part) * u128::from(a.whole);
    lowest(
        one.checked_add(other)?,
        u128::from(a.whole) * u128::from(b.whole),
    )
}

/// In lowest terms; none where even those are too large, which shares stated of whole areas are not.
fn lowest(part: u128, whole: u128) -> Option<Share> {
    let mut divisor = (part, whole);
    while divisor.1 > 0 {
        divisor = (divisor.1, divisor.0 % divisor.1);
    }
    let by = divisor.0.max(1);
    Some(Share {
        part: u64::try_from(part / by).ok()?,
        whole: u64::try_from(whole / by).ok()?,
    })
}
