//! The values of variables: those of the collection, of an environment beside it, of globals.

use super::outline::Outline;
use crate::input::collection::values::{is_true, plain};
use crate::input::collection::variables::{Style, Variables};
use crate::input::{Item, Options};
use crate::json::{Tree, Value};
use crate::source::Problem;

/// All values that the texts give; the nearer ones win.
pub(super) fn gather(
    text: &str,
    outline: &Outline,
    options: &Options<'_>,
    visit: &mut dyn FnMut(Item),
) -> Variables {
    let mut variables = Variables::new(Style::Postman);
    if options.environment.is_some()
        && let Some(globals) = beside(options, "workspace.postman_globals.json")
    {
        add_file(&mut variables, &globals);
    }
    // Folders may have variables too, by the schema; Postman sends requests without looking there.
    let own = outline.entries.first().and_then(|collection| collection.variable);
    if let Some(Ok(tree)) = own.map(|span| Tree::read_at(text, span)) {
        add(&mut variables, tree.root());
    }
    match (options.environment, options.files) {
        (Some(name), Some(_)) => {
            let file = beside(options, &format!("{name}.postman_environment.json"))
                .or_else(|| beside(options, name));
            let known = file.is_some_and(|file| add_file(&mut variables, &file));
            if !known {
                let message = "no such environment lies beside the collection: \
                               --env takes the NAME of NAME.postman_environment.json";
                visit(Item::Problem(Problem::lost(None, message)));
            }
        }
        (Some(_), None) => {
            let message = "the environment was not read: --env needs --read-files";
            visit(Item::Problem(Problem::skipped(None, message)));
        }
        (None, _) => {}
    }
    variables
}

fn beside(options: &Options<'_>, name: &str) -> Option<String> {
    String::from_utf8(options.files?(name)?).ok()
}

fn add_file(variables: &mut Variables, text: &str) -> bool {
    let text = text.trim_start_matches('\u{feff}');
    let tree = Tree::read(text, &[], &["values"]).ok();
    let values = tree.as_ref().and_then(|tree| tree.root().get("values"));
    values.inspect(|values| add(variables, *values)).is_some()
}

fn add(variables: &mut Variables, list: Value<'_>) {
    for variable in list.items() {
        let off = variable.get("enabled").is_some_and(|enabled| enabled.raw() == "false");
        let name = plain(variable, "key").or_else(|| plain(variable, "id"));
        match name.filter(|_| !is_true(variable, "disabled")) {
            // The app leaves it out, the command line does not.
            Some(name) if off => variables.forget(&name),
            Some(name) => variables.set(&name, plain(variable, "value").as_deref()),
            None => {}
        }
    }
}
