//! The name that somebody meant who wrote another one.

use crate::facts::catalog::{Counts, Parameter};
use crate::near;

/// Words that other services have for the same thing: how many, the way of sorting, and so on.
const SAME: &[&[&str]] = &[
    &["limit", "count", "size", "pagesize", "perpage", "take", "top", "maxresults"],
    &["offset", "skip", "start", "startindex"],
    &["sortby", "sort", "orderby", "sortfield"],
    &["order", "sortdirection", "sortorder", "direction", "orderdirection", "dir"],
    &["createdfrom", "fromdate", "from", "since", "startdate", "datefrom", "after"],
    &["createdto", "todate", "to", "until", "enddate", "dateto", "before"],
    &["users", "userid", "userids", "user"],
    &["tenantids", "tenantid", "tenants"],
    &["ids", "id"],
];

/// Words for the number of a page.
const PAGE: &[&str] = &["page", "pageindex", "pagenumber", "pageno"];

/// Shorter words are near to too many others.
const SHORTEST: usize = 4;

pub(super) fn nearest<'a>(name: &str, free: &[&'a Parameter]) -> Option<&'a str> {
    let plain = plain(name);
    let by = |is: &dyn Fn(&str) -> bool| free.iter().find(|known| is(&self::plain(&known.name)));
    let found = by(&|known| known == plain).or_else(|| by(&|known| is_same(&plain, known)));
    if let Some(found) = found {
        return Some(&found.name);
    }
    if PAGE.contains(&plain.as_str()) {
        let pages = |known: &&&Parameter| known.counts == Some(Counts::Pages);
        return free.iter().find(pages).map(|known| known.name.as_str());
    }
    let long = plain.len() >= SHORTEST;
    let names = free.iter().map(|known| known.name.as_str());
    long.then(|| near::nearest(name, names)).flatten()
}

fn is_same(one: &str, other: &str) -> bool {
    SAME.iter().any(|words| words.contains(&one) && words.contains(&other))
}

/// `_includeSubTenants` and `include_sub_tenants` alike.
fn plain(name: &str) -> String {
    let letters = name.bytes().filter(u8::is_ascii_alphanumeric);
    letters.map(|byte| char::from(byte.to_ascii_lowercase())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::catalog::{Required, Shape};

    fn known(name: &str, counts: Option<Counts>) -> Parameter {
        Parameter { name: name.into(), required: Required::No, counts, shape: Shape::default() }
    }

    fn meant(name: &str, known: &[Parameter]) -> Option<String> {
        let free: Vec<&Parameter> = known.iter().collect();
        nearest(name, &free).map(str::to_owned)
    }

    #[test]
    fn habits_of_other_services_are_understood() {
        let users = ["_limit", "_includeSubTenants", "_sortBy", "_order", "ids"]
            .map(|name| known(name, None));
        for (written, right) in [
            ("limit", "_limit"),
            ("includeSubTenants", "_includeSubTenants"),
            ("_includesubtenants", "_includeSubTenants"),
            ("include_subtenant", "_includeSubTenants"),
            ("per_page", "_limit"),
            ("sort", "_sortBy"),
            ("sortDirection", "_order"),
            ("id", "ids"),
        ] {
            assert_eq!(meant(written, &users).as_deref(), Some(right), "{written}");
        }
        assert_eq!(meant("search", &users), None);
        assert_eq!(meant("odr", &users), None);
    }

    #[test]
    fn a_page_is_an_offset_where_pages_are_counted() {
        let offset = |counts| [known("_offset", counts)];
        assert_eq!(meant("page", &offset(Some(Counts::Pages))).as_deref(), Some("_offset"));
        assert_eq!(meant("page", &offset(Some(Counts::Records))), None);
    }
}
