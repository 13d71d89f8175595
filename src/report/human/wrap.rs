//! Long text in several lines, the later ones as far in as the first.

/// Items in a row as lines of so many columns: an item goes to the next line whole, unless it is
/// longer than a line, and the glue between two items ends a line.
pub(super) fn wrap<T: AsRef<str>>(items: &[T], glue: &str, columns: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    for (number, item) in items.iter().enumerate() {
        let last = number + 1 == items.len();
        let item = item.as_ref();
        let glue = if last { "" } else { glue };
        if !fits(&lines, &format!("{item}{}", glue.trim_end()), columns) {
            next(&mut lines);
        }
        let words = item.split(' ').count();
        for (at, word) in item.split(' ').enumerate() {
            // A glue does not stand in a line of its own.
            let word = if at + 1 == words { format!("{word}{glue}") } else { word.to_owned() };
            let word = word.as_str();
            if at > 0 && fits(&lines, &format!(" {}", word.trim_end()), columns) {
                push(&mut lines, " ");
            } else if at > 0 {
                next(&mut lines);
            }
            push(&mut lines, word);
        }
    }
    lines.into_iter().map(|line| line.trim_end().to_owned()).collect()
}

/// The words of a sentence as lines.
pub(super) fn words(text: &str, columns: usize) -> Vec<String> {
    wrap(&text.split(' ').collect::<Vec<_>>(), " ", columns)
}

fn fits(lines: &[String], more: &str, columns: usize) -> bool {
    let so_far = lines.last().map_or(0, |line| line.chars().count());
    so_far + more.chars().count() <= columns
}

fn next(lines: &mut Vec<String>) {
    if lines.last().is_some_and(|line| !line.is_empty()) {
        lines.push(String::new());
    }
}

fn push(lines: &mut [String], text: &str) {
    if let Some(line) = lines.last_mut()
        && !(line.is_empty() && text == " ")
    {
        line.push_str(text);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_item_that_does_not_fit_goes_to_the_next_line_whole() {
        let items = ["no user token", "not expired", "well-formed"];
        assert_eq!(wrap(&items, " · ", 100), ["no user token · not expired · well-formed"]);
        assert_eq!(wrap(&items, " · ", 29), ["no user token · not expired ·", "well-formed"]);
        assert_eq!(wrap(&items, " · ", 20), ["no user token ·", "not expired ·", "well-formed"]);
    }

    #[test]
    fn an_item_longer_than_a_line_breaks_between_words() {
        assert_eq!(wrap(&["a", "no user token here"], ", ", 10), ["a,", "no user", "token here"]);
        assert_eq!(words("one two three", 7), ["one two", "three"]);
        assert_eq!(words("unbreakable", 4), ["unbreakable"]);
        assert_eq!(wrap::<&str>(&[], ", ", 4), [""]);
    }
}
