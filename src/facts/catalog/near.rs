//! How far a path is from the templates of the catalogue, over whole segments.

use std::collections::HashMap;

use super::Route;
use super::find::{is_blank, is_parameter, segments};
use crate::near::edits;

/// The longest path for which near misses are looked for, in segments.
pub(super) const LONGEST: usize = 24;
/// From here on a path is another one, and is not offered.
const FAR: usize = 4;
/// As much of a word as is compared.
const SEEN: usize = 80;
/// What a segment costs that is missing, too much, in the place of its neighbour, or a plain word
/// where an id belongs.
const MOVED: usize = 2;

/// The routes nearest to a path, five at most.
pub(super) fn nearest<'r>(routes: &'r [Route], method: &str, path: &[&str]) -> Vec<&'r Route> {
    let mut ruler = Ruler { path, known: HashMap::new() };
    let mut near: Vec<(usize, &Route)> = Vec::new();
    for route in routes.iter().filter(|route| !route.path.ends_with("{*}")) {
        let template = segments(&route.path);
        let long = template.len().abs_diff(path.len()) * MOVED >= FAR;
        if !long && ruler.at_least(&template) < FAR {
            let away = ruler.distance(&template);
            near.push((away + usize::from(route.method != method), route));
        }
    }
    near.sort_by_key(|(away, _)| *away);
    let best = near.first().map_or(0, |(away, _)| *away);
    let far = (best + 1).min(path.len().min(FAR - 1));
    near.into_iter().take(5).filter(|(away, _)| *away <= far).map(|(_, route)| route).collect()
}

/// Measures templates against one path.
struct Ruler<'a, 'r> {
    path: &'a [&'a str],
    /// Templates share most of their segments: how far each is from those of the path.
    known: HashMap<&'r str, Apart>,
}

/// How far a segment of a template is from each segment of the path, and from the nearest.
struct Apart {
    each: Vec<usize>,
    least: usize,
}

impl<'r> Ruler<'_, 'r> {
    /// Each segment is somewhere in the path, or was left out: a bound that needs no table.
    fn at_least(&mut self, template: &[&'r str]) -> usize {
        let path = self.path;
        let mut away = 0;
        for segment in template {
            let apart = self.known.entry(segment).or_insert_with(|| Apart::of(segment, path));
            away += apart.least.min(MOVED);
            if away >= FAR {
                break;
            }
        }
        away
    }

    /// The fewest changes, counted like letters in a word; of a template that was bounded before.
    fn distance(&self, template: &[&'r str]) -> usize {
        let path = self.path;
        let changes: Vec<&[usize]> =
            template.iter().map(|segment| &self.known[segment].each[..]).collect();
        let mut table = vec![vec![0; template.len() + 1]; path.len() + 1];
        for row in 0..=path.len() {
            for column in 0..=template.len() {
                table[row][column] = match (row.checked_sub(1), column.checked_sub(1)) {
                    (None, _) => column * MOVED,
                    (_, None) => row * MOVED,
                    (Some(above), Some(left)) => {
                        let change = table[above][left] + changes[left][above];
                        let moved = table[above][column].min(table[row][left]) + MOVED;
                        let swapped = above > 0
                            && left > 0
                            && path[above] == template[left - 1]
                            && path[above - 1] == template[left];
                        let swap = if swapped { table[row - 2][column - 2] + MOVED } else { moved };
                        change.min(moved).min(swap)
                    }
                };
            }
        }
        table[path.len()][template.len()]
    }
}

impl Apart {
    fn of(segment: &str, path: &[&str]) -> Self {
        let each: Vec<usize> = path.iter().map(|own| difference(own, segment)).collect();
        let least = each.iter().copied().min().unwrap_or(FAR);
        Self { each, least }
    }
}

/// How far one segment is from one of a template.
fn difference(segment: &str, template: &str) -> usize {
    if is_parameter(template) {
        let is_word = !is_blank(segment) && segment.bytes().all(|byte| !byte.is_ascii_digit());
        return if is_word { MOVED } else { 0 };
    }
    if segment == template {
        return 0;
    }
    let letters = segment.len().max(template.len());
    if is_blank(segment) || segment.len().abs_diff(template.len()) > letters / 3 {
        return FAR;
    }
    let bound = letters / 3 + 1;
    if bound.min(FAR) * 2 <= letters_apart(segment, template) {
        return FAR;
    }
    let away = edits(segment, template);
    if away <= bound { away.min(FAR) } else { FAR }
}

/// How many letters one word has and the other has not, in whatever order: an edit accounts for two
/// at most, and most pairs of words need no table to be told apart.
fn letters_apart(one: &str, other: &str) -> usize {
    let mut letters = [0_i16; 32];
    one.bytes().take(SEEN).for_each(|byte| letters[usize::from(byte & 31)] += 1);
    other.bytes().take(SEEN).for_each(|byte| letters[usize::from(byte & 31)] -= 1);
    letters.iter().map(|count| usize::from(count.unsigned_abs())).sum()
}
