//! Mistakes in the catalogue's own files.

use frontegg_lint::facts::catalog::{CatalogError, Counts, Required, Route, ShapeKind, read};

use super::mistake;

#[test]
fn a_mistake_is_reported_with_its_place_and_what_was_meant() {
    let error =
        mistake("hosts.yaml", "- { name: portal., class: portal }\n- { nam: x, class: y }\n");
    assert_eq!((error.line, error.column), (2, 5));
    assert_eq!(error.suggestion.as_deref(), Some("name"));
    assert!(error.to_string().starts_with("hosts.yaml:2:5: "), "{error}");
    assert!(error.to_string().ends_with("; did you mean `name`?"), "{error}");
}

#[test]
fn words_outside_their_lists_are_refused() {
    let routes =
        |line: &str| mistake("routes/x.yaml", &format!("service: x\nroutes:\n  - {line}\n"));
    let error = routes("{ method: GET, path: /a, audience: managment, token: required }");
    assert_eq!((error.line, error.suggestion.as_deref()), (3, Some("management")));
    let error = routes("{ method: GTE, path: /a, audience: unknown, token: unknown }");
    assert_eq!((error.line, error.column, error.suggestion.as_deref()), (3, 26, Some("GET")));
    let error = routes("{ method: GET, path: a/, audience: unknown, token: unknown }");
    assert!(error.message.contains("begins with a slash"), "{error}");
    let error = routes("{ method: GET, path: '/a/{*}/b', audience: unknown, token: unknown }");
    assert!(error.message.contains("last segment"), "{error}");
    let error = mistake("hosts.yaml", "- { name: x, class: portla }\n");
    assert_eq!((error.column, error.suggestion.as_deref()), (21, Some("portal")));
    assert_eq!(mistake("region.yaml", "[]").suggestion.as_deref(), Some("regions.yaml"));
}

#[test]
fn nothing_is_there_twice_and_no_correction_goes_astray() {
    let line = "  - { method: GET, path: /a, audience: unknown, token: unknown }\n";
    let error = mistake("routes/x.yaml", &format!("service: x\nroutes:\n{line}{line}"));
    assert_eq!((error.line, error.message.as_str()), (4, "GET /a is there twice"));
    let files = [
        (
            "routes/x.yaml".to_owned(),
            format!("service: x\nroutes:\n{}", line.replace("/a", "/abcd")),
        ),
        (
            "overlay.yaml".to_owned(),
            "corrections:\n  - { method: GET, path: /abdc, set: { token: none } }\n".to_owned(),
        ),
    ];
    let error = read(&files).unwrap_err();
    assert_eq!((error.file.as_str(), error.line), ("overlay.yaml", 2));
    assert_eq!(error.suggestion.as_deref(), Some("/abcd"));
}

/// A route with a query and a body, and a correction of it.
fn corrected(set: &str) -> Result<Route, CatalogError> {
    let routes = "service: x\nroutes:\n  - { method: POST, path: /a, audience: unknown, token: unknown,\n      \
        query: [ { name: _limit, is: number }, { name: _sortBy, required: documented, is: string } ],\n      \
        body: { is: { type: object, fields: [ { name: email, required: true, is: string },\n        \
        { name: groups, is: { type: array, items: { any-of: [ { type: object, fields: [ { name: name } ] }, string ] } } } ] } } }\n  \
        - { method: GET, path: /a, audience: unknown, token: unknown }\n";
    let overlay = format!(
        "corrections:\n  - {{ method: GET, path: /a, set: {{ token: none }} }}\n  \
         - method: POST\n    path: /a\n    set: {set}\n"
    );
    let files =
        [("routes/x.yaml".to_owned(), routes.to_owned()), ("overlay.yaml".to_owned(), overlay)];
    read(&files).map(|catalog| catalog.find("POST", "/a").unwrap().clone())
}

#[test]
fn corrections_change_a_part_of_query_and_body_and_keep_the_rest() {
    let set = "{ query: [ { name: _limit, max: 200 }, { name: _sortBy, required: no }, \
               { name: _offset, new: true, counts: pages, is: number } ], \
               body: { required: false, open: true, fields: [ { path: email, required: false, values: [a] }, \
               { path: 'groups[].name', is: string }, { path: metadata, new: true, required: true } ] } }";
    let route = corrected(set).unwrap();
    let query = route.query.get();
    assert_eq!((query[0].shape.kind, query[0].shape.max), (ShapeKind::Number, Some(200)));
    assert_eq!((query[1].required, query[1].shape.kind), (Required::No, ShapeKind::String));
    assert_eq!(query[2].counts, Some(Counts::Pages));
    let body = route.body.get().as_ref().unwrap();
    assert!(!body.required && body.shape.open);
    let email = body.shape.field("email").unwrap();
    assert_eq!((email.required, email.shape.values.len()), (false, 1));
    let groups = body.shape.field("groups").unwrap().shape.items.as_deref().unwrap();
    assert_eq!(groups.any_of[0].field("name").unwrap().shape.kind, ShapeKind::String);
    assert!(body.shape.field("metadata").unwrap().required);
    let replaced = corrected("{ body: { is: { type: array, items: string } } }").unwrap();
    assert_eq!(replaced.body.get().as_ref().unwrap().shape.kind, ShapeKind::Array);
}

#[test]
fn corrections_that_correct_nothing_are_refused_with_their_place() {
    let mistake = |set: &str| corrected(set).unwrap_err();
    let error = mistake("{ query: [ { name: _limt, max: 200 } ] }");
    assert_eq!((error.file.as_str(), error.line, error.column), ("overlay.yaml", 5, 29));
    assert_eq!(error.suggestion.as_deref(), Some("_limit"));
    assert_eq!(error.message, "no parameter `_limt` to correct; `new: true` adds one");
    let error = mistake("{ query: [ { name: _limit, new: true } ] }");
    assert_eq!(error.message, "the parameter `_limit` is not new");
    let error = mistake("{ body: { fields: [ { path: emial, required: false } ] } }");
    assert_eq!((error.line, error.suggestion.as_deref()), (5, Some("email")));
    let error = mistake("{ body: { fields: [ { path: 'users[].name', required: false } ] } }");
    assert_eq!((error.line, error.column), (5, 39));
    let error = mistake("{ body: { fields: [ { path: 'a.b', new: true } ] } }");
    assert!(error.message.contains("no field `a.b`"), "{error}");
    let error = mistake("{ query: [ { name: _limit, min: 3, max: 2 } ] }");
    assert_eq!(error.message, "`min` is more than `max`");
    let error = mistake("{ body: { is: { type: string, fields: [ { name: x } ] } } }");
    assert_eq!(error.message, "a value of type string has fields");
    let error = mistake("{ body: { is: { type: object, fields: [ { name: x }, { name: x } ] } } }");
    assert_eq!(error.message, "the field `x` is there twice");
    let twice = "{ method: GET, path: /a, audience: unknown, token: unknown, query: [ { name: x }, { name: x } ] }";
    let error = mistake_in_a_route(twice);
    assert_eq!(error.message, "the parameter `x` is there twice");
    let files = [(
        "overlay.yaml".to_owned(),
        "routes:\n  - { method: GET, path: /a, audience: unknown, token: unknown }\ncorrections:\n  \
         - { method: GET, path: /a, set: { body: { open: true } } }\n"
            .to_owned(),
    )];
    assert!(read(&files).is_err(), "corrections are of what the files of routes/ say");
}

fn mistake_in_a_route(line: &str) -> CatalogError {
    mistake("routes/x.yaml", &format!("service: x\nroutes:\n  - {line}\n"))
}

#[test]
fn a_file_that_is_not_there_is_an_empty_part() {
    let catalog = read(&[]).unwrap();
    assert!(catalog.routes.is_empty() && catalog.recorders.is_empty());
    assert!(catalog.find("GET", "/identity/resources/users/v3").is_none());
    assert!(catalog.nearest("GET", "/identity/resources/users/v3").is_empty());
}
