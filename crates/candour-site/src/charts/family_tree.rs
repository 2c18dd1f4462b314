//! The family tree of a body: those before it to the left, those after it to the right; on a phone,
//! and where there are many generations, from the top down.
//!
//! A member may lead to its page, so the drawing is a group and not one picture: what lies within a
//! picture cannot be reached. `<title>` and `<desc>` say it all to a listener.

use std::fmt::Write as _;

use super::family_lines::{Places, generations};
use super::family_words::{dated, dates, describe, kind_and_share, tie_words};
use super::labels::wrap;
use super::svg::{FONT, HALO, INK, LINE, SOFT, at, escape, line, safe_id, text};
use super::xmr::Width;
use crate::format::plural;

/// A body of a family.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct FamilyMember {
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// Since when, in words: `1 July 2022`; empty where it is not known.
    pub since: String,
    /// Its last day in words; empty where it has none or it is not known.
    pub until: String,
    /// Whether it is no more: drawn with a broken edge.
    pub ended: bool,
    /// Its page, where there is one.
    pub link: Option<String>,
}

/// Who came after whom.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct FamilyTie {
    /// The place of the predecessor among the members.
    pub from: usize,
    /// The place of the successor.
    pub to: usize,
    /// In which way: `merger`, `split`.
    pub kind: String,
    /// Which part of the predecessor went there, a fraction of 1; none where all of it did or nobody
    /// states it.
    pub share: Option<f64>,
    /// The first day of the successor's charge, in words.
    pub on: String,
}

/// Everything that a family tree shows.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct FamilyTree {
    /// Begins every element id: unique on its page.
    pub id: String,
    /// The finding: `NHS Frimley ICB was divided between three boards on 1 April 2026`.
    pub title: String,
    /// The body itself first, then its relations, the nearest first. No more than 40 are drawn.
    pub members: Vec<FamilyMember>,
    /// Who came after whom. One that joins nobody here is passed over.
    pub ties: Vec<FamilyTie>,
    /// How many relations there are beyond the members.
    pub more: usize,
}

/// How many members are drawn.
pub(super) const MOST: usize = 40;
/// More generations than this stand from the top down, however wide the page.
const MOST_ACROSS: usize = 3;
/// Of names, codes and dates.
const NAME: f64 = 13.0;
const SMALL: f64 = 12.0;
/// The height of a line of text.
const ROW: f64 = 16.0;
const PADDING: f64 = 8.0;

/// Both drawings of a family tree, [`Width::Wide`] first, in a box that shows the one that fits.
#[must_use]
pub fn family_tree_both(tree: &FamilyTree) -> String {
    format!(
        "<div class=\"c-both c-both--full\">{}{}</div>",
        family_tree(tree, Width::Wide),
        family_tree(tree, Width::Narrow)
    )
}

/// Draws a family tree.
#[must_use]
pub fn family_tree(tree: &FamilyTree, width: Width) -> String {
    let members = &tree.members[..tree.members.len().min(MOST)];
    let ties: Vec<&FamilyTie> = tree
        .ties
        .iter()
        .filter(|tie| tie.from != tie.to && tie.from.max(tie.to) < members.len())
        .collect();
    let columns = generations(members.len(), &ties);
    let (id, full) = match width {
        Width::Wide => (tree.id.clone(), 760.0),
        Width::Narrow => (format!("{}-n", tree.id), 320.0),
    };
    let across = {
        let mut all: Vec<i32> = columns.iter().flatten().copied().collect();
        all.sort_unstable();
        all.dedup();
        all.len()
    };
    let (drawing, height) = if width == Width::Wide && across <= MOST_ACROSS {
        draw_across(members, &ties, &columns, full)
    } else {
        draw_down(members, &ties, &columns, full)
    };
    let undrawn = tree.more + tree.members.len() - members.len();
    let (note, note_height) = if undrawn == 0 {
        (String::new(), 0.0)
    } else {
        let words = format!("and {}", plural(undrawn, "body more", "bodies more"));
        (
            text(
                0.0,
                height + ROW,
                SMALL,
                &format!("fill=\"{SOFT}\""),
                &words,
            ),
            ROW + 6.0,
        )
    };
    let mut out = open_group(
        &id,
        full,
        height + note_height,
        &tree.title,
        &describe(members, &ties, undrawn),
    );
    out.push_str(&drawing);
    out.push_str(&note);
    out.push_str("</svg>");
    out
}

fn open_group(id: &str, width: f64, height: f64, title: &str, desc: &str) -> String {
    let id = safe_id(id);
    let (w, h) = (at(width), at(height));
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"c-chart\" viewBox=\"0 0 {w} {h}\" width=\"{w}\" \
         height=\"{h}\" role=\"group\" aria-labelledby=\"{id}-t\" aria-describedby=\"{id}-d\" \
         font-family=\"{FONT}\"><title id=\"{id}-t\">{}</title><desc id=\"{id}-d\">{}</desc>",
        escape(title),
        escape(desc)
    )
}

/// A member's box and the lines within it.
struct Card {
    x: f64,
    y: f64,
    width: f64,
    height: f64,
    name: Vec<String>,
    /// Code, dates, and how it stands to the one beside it.
    small: Vec<String>,
}

impl Card {
    fn new(member: &FamilyMember, ties: &[String], width: f64) -> Self {
        let letters = |size: f64| {
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "tens of letters"
            )]
            let letters = ((width - 2.0 * PADDING) / (size * 0.54)) as usize;
            letters.max(8)
        };
        let mut name = wrap(&member.name, letters(NAME));
        if name.len() > 4 {
            name.truncate(4);
            if let Some(last) = name.last_mut() {
                last.push('…');
            }
        }
        let mut small = dated(member, letters(SMALL));
        small.extend(ties.iter().flat_map(|tie| wrap(tie, letters(SMALL))));
        let rows = u32::try_from(name.len() + small.len()).unwrap_or(u32::MAX);
        Self {
            x: 0.0,
            y: 0.0,
            width,
            height: f64::from(rows) * ROW + 2.0 * PADDING,
            name,
            small,
        }
    }

    fn middle(&self) -> f64 {
        self.y + self.height / 2.0
    }

    fn right(&self) -> f64 {
        self.x + self.width
    }

    fn draw(&self, out: &mut String, member: &FamilyMember, is_subject: bool) {
        let tie = dates(member);
        if let Some(link) = &member.link {
            let _ = write!(
                out,
                "<a href=\"{}\" aria-label=\"{}\">",
                escape(link),
                escape(&format!("{}, {} {tie}", member.name, member.code))
            );
        }
        let (fill, thick) = if is_subject {
            ("#e6efee", 2.5)
        } else {
            ("#fff", 1.25)
        };
        let dash = if member.ended {
            " stroke-dasharray=\"5 4\""
        } else {
            ""
        };
        let _ = write!(
            out,
            "<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" fill=\"{fill}\" stroke=\"{INK}\" stroke-width=\"{thick}\"{dash}/>",
            at(self.x),
            at(self.y),
            at(self.width),
            at(self.height)
        );
        let mut y = self.y + PADDING + 12.0;
        let name = if member.link.is_some() && !is_subject {
            "fill=\"#0b4f4a\" font-weight=\"700\" text-decoration=\"underline\"".to_owned()
        } else {
            format!("fill=\"{INK}\" font-weight=\"700\"")
        };
        let small = format!("fill=\"{SOFT}\"");
        let lines = self.name.iter().map(|words| (words, NAME, &name));
        for (words, size, style) in
            lines.chain(self.small.iter().map(|words| (words, SMALL, &small)))
        {
            out.push_str(&text(self.x + PADDING, y, size, style, words));
            y += ROW;
        }
        if member.link.is_some() {
            out.push_str("</a>");
        }
    }
}

/// Columns by generation; each member in a row of its own beside those it leads to.
fn draw_across(
    members: &[FamilyMember],
    ties: &[&FamilyTie],
    columns: &[Option<i32>],
    full: f64,
) -> (String, f64) {
    const GAP: f64 = 112.0;
    const BETWEEN: f64 = 16.0;
    // The two lines of words beside a low card reach above and below it.
    const TOP: f64 = 8.0;
    const WORDS: f64 = 30.0;
    let first = columns.iter().flatten().min().copied().unwrap_or(0);
    let last = columns.iter().flatten().max().copied().unwrap_or(0);
    let count = f64::from(last - first + 1);
    let width = ((full - 4.0 - (count - 1.0) * GAP) / count).min(300.0);
    let mut cards: Vec<Card> = members
        .iter()
        .map(|member| Card::new(member, &[], width))
        .collect();
    let tallest = cards.iter().map(|card| card.height).fold(0.0, f64::max);
    let places = Places::of(members.len(), ties, columns);
    for (number, card) in cards.iter_mut().enumerate() {
        let column = f64::from(columns[number].unwrap_or(first) - first);
        card.x = 2.0 + column * (width + GAP);
        card.y = TOP + places.rows[number] * (tallest + BETWEEN) + (tallest - card.height) / 2.0;
    }
    let mut out = String::new();
    for tie in ties {
        let (Some(left), Some(right)) = (columns[tie.from], columns[tie.to]) else {
            continue;
        };
        let (from, to) = (&cards[tie.from], &cards[tie.to]);
        let (x1, y1, x2, y2) = (from.right(), from.middle(), to.x, to.middle());
        let half = f64::midpoint(x1, x2);
        let _ = write!(
            out,
            "<path d=\"M{} {}C{} {} {} {} {} {}\" fill=\"none\" stroke=\"{LINE}\" stroke-width=\"1.5\"/>",
            at(x1),
            at(y1),
            at(half),
            at(y1),
            at(half),
            at(y2),
            at(x2),
            at(y2)
        );
        arrow(&mut out, x2, y2);
        // Beside the one that is further from the middle, where each tie has a row of its own, and on the
        // side that the line does not turn to.
        let (x, y, other, anchor) = if right <= 0 || left < 0 {
            (x1 + 6.0, y1, y2, "start")
        } else {
            (x2 - 10.0, y2, y1, "end")
        };
        let (kind, on) = match other - y {
            turn if turn > 1.0 => (-18.0, -5.0),
            turn if turn < -1.0 => (14.0, 27.0),
            _ => (-5.0, 14.0),
        };
        for (words, down) in [(kind_and_share(tie), kind), (tie.on.clone(), on)] {
            let style = format!("text-anchor=\"{anchor}\" fill=\"{SOFT}\" {HALO}");
            out.push_str(&text(x, y + down, 11.0, &style, &words));
        }
    }
    let mut height: f64 = 0.0;
    for (number, card) in cards.iter().enumerate() {
        if columns[number].is_some() {
            card.draw(&mut out, &members[number], number == 0);
            height = height.max(card.y + card.height).max(card.middle() + WORDS);
        }
    }
    (out, height + 2.0)
}

fn arrow(out: &mut String, x: f64, y: f64) {
    let _ = write!(
        out,
        "<path d=\"M{} {}l-8 -4v8z\" fill=\"{LINE}\"/>",
        at(x),
        at(y)
    );
}

/// From the top down: the earliest first, each in a box as wide as the page, with the lines in a margin.
fn draw_down(
    members: &[FamilyMember],
    ties: &[&FamilyTie],
    columns: &[Option<i32>],
    full: f64,
) -> (String, f64) {
    const LANE: f64 = 12.0;
    let places = Places::of(members.len(), ties, columns);
    let mut order: Vec<usize> = (0..members.len())
        .filter(|number| columns[*number].is_some())
        .collect();
    order.sort_by(|a, b| {
        columns[*a]
            .cmp(&columns[*b])
            .then(places.rows[*a].total_cmp(&places.rows[*b]))
    });
    let mut rank = vec![0_usize; members.len()];
    for (place, number) in order.iter().enumerate() {
        rank[*number] = place;
    }
    let buses = Bus::of(ties, columns, &rank);
    let lanes = buses.iter().map(|bus| bus.lane + 1).max().unwrap_or(0);
    let gutter = 2.0
        + LANE * f64::from(u32::try_from(lanes).unwrap_or(0))
        + if lanes > 0 { 14.0 } else { 0.0 };
    let mut cards: Vec<Card> = Vec::with_capacity(members.len());
    for (number, member) in members.iter().enumerate() {
        let words: Vec<String> = ties
            .iter()
            .filter_map(|tie| tie_words(tie, number, members, columns))
            .collect();
        cards.push(Card::new(member, &words, (full - gutter - 2.0).min(460.0)));
    }
    let mut y = 2.0;
    for number in &order {
        cards[*number].x = gutter;
        cards[*number].y = y;
        y += cards[*number].height + 12.0;
    }
    let mut out = String::new();
    let style = format!("stroke=\"{LINE}\" stroke-width=\"1.5\"");
    for bus in &buses {
        let x = gutter - 14.0 - LANE * f64::from(u32::try_from(bus.lane).unwrap_or(0));
        let leave = |number: usize| cards[number].middle() + 6.0;
        let arrive = |number: usize| cards[number].middle() - 6.0;
        let ends = bus
            .from
            .iter()
            .map(|n| leave(*n))
            .chain(bus.to.iter().map(|n| arrive(*n)));
        let (top, bottom) = ends.fold((f64::MAX, f64::MIN), |(low, high), y| {
            (low.min(y), high.max(y))
        });
        out.push_str(&line(x, top, x, bottom, &style));
        for number in &bus.from {
            out.push_str(&line(x, leave(*number), gutter, leave(*number), &style));
        }
        for number in &bus.to {
            out.push_str(&line(x, arrive(*number), gutter, arrive(*number), &style));
            arrow(&mut out, gutter, arrive(*number));
        }
    }
    for number in &order {
        cards[*number].draw(&mut out, &members[*number], *number == 0);
    }
    (out, (y - 10.0).max(2.0))
}

/// An upright line in the margin that several ties share: all into one member, or all out of one.
struct Bus {
    from: Vec<usize>,
    to: Vec<usize>,
    lane: usize,
}

impl Bus {
    /// The lines, the shortest nearest to the boxes; two that run beside one another have lanes of
    /// their own.
    fn of(ties: &[&FamilyTie], columns: &[Option<i32>], rank: &[usize]) -> Vec<Self> {
        let mut buses: Vec<(bool, usize, Self)> = Vec::new();
        for tie in ties {
            let (Some(from), Some(_)) = (columns[tie.from], columns[tie.to]) else {
                continue;
            };
            let inwards = from < 0;
            let hub = if inwards { tie.to } else { tie.from };
            let place = buses
                .iter()
                .position(|(same, known, _)| *same == inwards && *known == hub)
                .unwrap_or_else(|| {
                    buses.push((
                        inwards,
                        hub,
                        Self {
                            from: Vec::new(),
                            to: Vec::new(),
                            lane: 0,
                        },
                    ));
                    buses.len() - 1
                });
            let bus = &mut buses[place].2;
            for (list, number) in [(&mut bus.from, tie.from), (&mut bus.to, tie.to)] {
                if !list.contains(&number) {
                    list.push(number);
                }
            }
        }
        let mut buses: Vec<Self> = buses.into_iter().map(|(_, _, bus)| bus).collect();
        let span = |bus: &Self| {
            let all = || bus.from.iter().chain(&bus.to).map(|number| rank[*number]);
            (all().min().unwrap_or(0), all().max().unwrap_or(0))
        };
        buses.sort_by_key(|bus| span(bus).1 - span(bus).0);
        let mut taken: Vec<Vec<(usize, usize)>> = Vec::new();
        for bus in &mut buses {
            let (top, bottom) = span(bus);
            let free = taken
                .iter()
                .position(|lane| lane.iter().all(|(from, to)| bottom <= *from || *to <= top));
            bus.lane = free.unwrap_or_else(|| {
                taken.push(Vec::new());
                taken.len() - 1
            });
            taken[bus.lane].push((top, bottom));
        }
        buses
    }
}
