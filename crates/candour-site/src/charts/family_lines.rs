//! Who stands where in a family tree: generations from left to right, rows from top to bottom.

use super::family_tree::FamilyTie;

/// The generation of each member: 0 for the body itself (the first), below for those before it, above
/// for those after it; none for who is tied to it by neither way. Generations are as far apart as the
/// longest line between two members, so that every tie runs forward; a ring is cut.
pub(super) fn generations(members: usize, ties: &[&FamilyTie]) -> Vec<Option<i32>> {
    let mut columns = vec![None; members];
    if members == 0 {
        return columns;
    }
    columns[0] = Some(0);
    for backwards in [true, false] {
        let ends = |tie: &FamilyTie| {
            if backwards {
                (tie.to, tie.from)
            } else {
                (tie.from, tie.to)
            }
        };
        let step = if backwards { -1 } else { 1 };
        let mut side = vec![None; members];
        side[0] = Some(0_i32);
        // No line is longer than there are members; what still grows after that runs in a ring.
        for _ in 0..members {
            let mut moved = false;
            for tie in ties {
                let (near, far) = ends(tie);
                let Some(column) = side[near] else { continue };
                let known_else = far == 0 || (!backwards && columns[far].is_some());
                let next = column + step;
                let is_further = side[far].is_none_or(|known: i32| next.abs() > known.abs());
                if !known_else
                    && is_further
                    && usize::try_from(next.abs()).is_ok_and(|n| n < members)
                {
                    side[far] = Some(next);
                    moved = true;
                }
            }
            if !moved {
                break;
            }
        }
        for (column, found) in columns.iter_mut().zip(side) {
            if column.is_none() {
                *column = found;
            }
        }
    }
    columns
}

/// The row of each member: each end of a line has one of its own, and who leads to several stands in
/// their middle.
pub(super) struct Places {
    pub(super) rows: Vec<f64>,
}

impl Places {
    pub(super) fn of(members: usize, ties: &[&FamilyTie], columns: &[Option<i32>]) -> Self {
        let mut rows = vec![0.0; members];
        if members == 0 {
            return Self { rows };
        }
        let mut middles = [0.0; 2];
        let mut placed = [vec![None; members], vec![None; members]];
        for (side, backwards) in [true, false].into_iter().enumerate() {
            let mut free = 0.0;
            middles[side] = place(0, backwards, ties, columns, &mut placed[side], &mut free);
        }
        // Both sides are hung up at the body itself.
        let middle = middles[0].max(middles[1]);
        for (side, placed) in placed.iter().enumerate() {
            for (row, found) in rows.iter_mut().zip(placed) {
                if let Some(found) = found {
                    *row = *found + middle - middles[side];
                }
            }
        }
        rows[0] = middle;
        let highest = (0..members)
            .filter(|number| columns[*number].is_some())
            .map(|number| rows[number])
            .fold(f64::MAX, f64::min);
        if highest < f64::MAX {
            rows.iter_mut().for_each(|row| *row -= highest);
        }
        Self { rows }
    }
}

/// Places a member and those beyond it; gives its row.
fn place(
    number: usize,
    backwards: bool,
    ties: &[&FamilyTie],
    columns: &[Option<i32>],
    placed: &mut Vec<Option<f64>>,
    free: &mut f64,
) -> f64 {
    // Marked before its relations are, so that a ring ends.
    placed[number] = Some(*free);
    let mut sum = 0.0;
    let mut count = 0.0;
    for tie in ties {
        let (near, far) = if backwards {
            (tie.to, tie.from)
        } else {
            (tie.from, tie.to)
        };
        let on_side =
            columns[far].is_some_and(|column| if backwards { column < 0 } else { column > 0 });
        if near == number && on_side && placed[far].is_none() {
            sum += place(far, backwards, ties, columns, placed, free);
            count += 1.0;
        }
    }
    let row = if count > 0.0 {
        sum / count
    } else {
        *free += 1.0;
        *free - 1.0
    };
    placed[number] = Some(row);
    row
}
