//! `-z`: dates as people write them become dates as HTTP writes them.

use jiff::civil::{Date, DateTime};

use crate::source::Text;

const MONTHS: [&str; 12] =
    ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/// The header that a date implies. What is no date that curl reads implies none.
pub(super) fn condition(text: &Text) -> Option<(&'static str, Text)> {
    let written = text.known().known()?;
    let (name, date) = match written.as_bytes().first()? {
        b'-' => ("If-Unmodified-Since", &written[1..]),
        b'=' => ("Last-Modified", &written[1..]),
        b'+' => ("If-Modified-Since", &written[1..]),
        _ => ("If-Modified-Since", written),
    };
    let date = read(date)?.strftime("%a, %d %b %Y %H:%M:%S GMT").to_string();
    Some((name, Text::decoded(&date, text.span())))
}

/// Days, months, years and times in any order, all of Greenwich.
fn read(written: &str) -> Option<DateTime> {
    let (mut day, mut month, mut year, mut time) = (None, None, None, (0, 0, 0));
    for word in written.split([' ', ',', '-']).filter(|word| !word.is_empty()) {
        let number = word.parse::<i16>().ok();
        let letters = word.to_ascii_lowercase();
        if word.contains(':') {
            time = clock(word)?;
        } else if word.len() == 8 && word.bytes().all(|byte| byte.is_ascii_digit()) {
            year = word[..4].parse().ok();
            month = word[4..6].parse().ok();
            day = word[6..].parse().ok();
        } else if let Some(number) = number {
            match day {
                None if (1..=31).contains(&number) => day = i8::try_from(number).ok(),
                _ if year.is_none() && number > 1900 => year = Some(number),
                _ => return None,
            }
        } else if let Some(at) = MONTHS.iter().position(|name| *name == letters) {
            month = i8::try_from(at + 1).ok();
        } else if !is_weekday(&letters) && !matches!(letters.as_str(), "gmt" | "utc") {
            return None;
        }
    }
    let date = Date::new(year?, month?, day?).ok()?;
    let (hour, minute, second) = time;
    DateTime::new(date.year(), date.month(), date.day(), hour, minute, second, 0).ok()
}

fn clock(word: &str) -> Option<(i8, i8, i8)> {
    let mut parts = word.split(':').map(|part| part.parse::<i8>().ok());
    let time = (parts.next()??, parts.next()??, parts.next().unwrap_or(Some(0))?);
    parts.next().is_none().then_some(time)
}

fn is_weekday(word: &str) -> bool {
    let days = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
    days.iter().any(|day| day.starts_with(word) && word.len() >= 3)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sent(written: &str) -> Option<(&'static str, String)> {
        condition(&Text::verbatim(written, 0))
            .map(|(name, date)| (name, date.as_written().to_owned()))
    }

    #[test]
    fn dates_are_read_as_curl_reads_them() {
        let new_year = "Mon, 01 Jan 2024 00:00:00 GMT";
        assert_eq!(sent("20240101"), Some(("If-Modified-Since", new_year.to_owned())));
        assert_eq!(sent("-1 Jan 2024"), Some(("If-Unmodified-Since", new_year.to_owned())));
        let full = "Tue, 15 Nov 2022 08:12:31 GMT";
        assert_eq!(sent(full), Some(("If-Modified-Since", full.to_owned())));
        assert_eq!(
            sent("Jan 1 2024 10:00"),
            Some(("If-Modified-Since", "Mon, 01 Jan 2024 10:00:00 GMT".to_owned()))
        );
    }

    #[test]
    fn what_is_no_date_sends_nothing() {
        for written in ["2024-01-01", "yesterday", "file.txt", "", "99 Jan 2024", "1 Jan"] {
            assert_eq!(sent(written), None, "{written}");
        }
    }
}
