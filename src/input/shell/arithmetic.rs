//! `$((…))` and `((…))`: sums of whole numbers.

use super::word::is_name;

/// A calculation, and what it sets.
pub(super) struct Sum {
    pub(super) value: i64,
    pub(super) set: Vec<(String, i64)>,
}

/// How deep brackets are followed.
const DEEPEST: usize = 32;

/// Calculates an expression whose variables are known; `None` where anything is not.
pub(super) fn calculate(text: &str, known: &dyn Fn(&str) -> Option<i64>) -> Option<Sum> {
    let mut reader = Reader { rest: text, known, set: Vec::new(), depth: 0 };
    let value = reader.comma()?;
    reader.rest.trim().is_empty().then_some(Sum { value, set: reader.set })
}

struct Reader<'a> {
    rest: &'a str,
    known: &'a dyn Fn(&str) -> Option<i64>,
    set: Vec<(String, i64)>,
    depth: usize,
}

/// Operators by how tightly they bind, the loosest first.
const LEVELS: &[&[&str]] = &[
    &["||"],
    &["&&"],
    &["|"],
    &["^"],
    &["&"],
    &["==", "!="],
    &["<=", ">=", "<", ">"],
    &["<<", ">>"],
    &["+", "-"],
    &["*", "/", "%"],
];

impl<'a> Reader<'a> {
    fn take(&mut self, sign: &str) -> bool {
        let rest = self.rest.trim_start().strip_prefix(sign);
        self.rest = rest.unwrap_or(self.rest);
        rest.is_some()
    }

    fn comma(&mut self) -> Option<i64> {
        let mut value = self.assign()?;
        while self.take(",") {
            value = self.assign()?;
        }
        Some(value)
    }

    fn assign(&mut self) -> Option<i64> {
        let start = self.rest;
        let name = self.name();
        let rest = self.rest.trim_start();
        if !name.is_empty() {
            for (sign, operator) in
                [("+=", "+"), ("-=", "-"), ("*=", "*"), ("/=", "/"), ("%=", "%"), ("=", "=")]
            {
                if let Some(behind) = rest.strip_prefix(sign).filter(|b| !b.starts_with('=')) {
                    self.rest = behind;
                    self.deeper()?;
                    let right = self.assign()?;
                    self.depth -= 1;
                    let value = match operator {
                        "=" => right,
                        other => apply(other, self.value(name)?, right)?,
                    };
                    self.set.push((name.to_owned(), value));
                    return Some(value);
                }
            }
        }
        self.rest = start;
        self.level(0)
    }

    fn deeper(&mut self) -> Option<()> {
        self.depth += 1;
        (self.depth < DEEPEST).then_some(())
    }

    fn level(&mut self, at: usize) -> Option<i64> {
        let Some(operators) = LEVELS.get(at) else { return self.unary() };
        let mut left = self.level(at + 1)?;
        while let Some(operator) = self.operator(operators) {
            self.take(operator);
            let right = self.level(at + 1)?;
            left = apply(operator, left, right)?;
        }
        Some(left)
    }

    fn operator(&self, operators: &[&'static str]) -> Option<&'static str> {
        let rest = self.rest.trim_start();
        let found = operators.iter().find(|operator| rest.starts_with(**operator))?;
        let behind = &rest[found.len()..];
        // `|` is not the half of `||`, `*` not of `**`, which is not understood.
        let doubled = found.len() == 1 && "|&<>*".contains(found) && behind.starts_with(*found);
        (!doubled).then_some(*found)
    }

    fn unary(&mut self) -> Option<i64> {
        for (sign, step) in [("++", 1_i64), ("--", -1)] {
            if self.take(sign) {
                let name = self.name();
                let value = self.value(name)?.checked_add(step)?;
                self.set.push((name.to_owned(), value));
                return Some(value);
            }
        }
        let rest = self.rest.trim_start();
        let Some(sign) = rest.chars().next().filter(|sign| "-+!~".contains(*sign)) else {
            return self.primary();
        };
        self.take(&rest[..1]);
        self.deeper()?;
        let value = self.unary()?;
        self.depth -= 1;
        match sign {
            '-' => value.checked_neg(),
            '!' => Some(i64::from(value == 0)),
            '~' => Some(!value),
            _ => Some(value),
        }
    }

    fn primary(&mut self) -> Option<i64> {
        if self.take("(") {
            self.deeper()?;
            let value = self.comma()?;
            self.depth -= 1;
            return self.take(")").then_some(value);
        }
        let rest = self.rest.trim_start();
        let digits = rest.bytes().take_while(u8::is_ascii_alphanumeric).count();
        if rest.starts_with(|c: char| c.is_ascii_digit()) {
            self.rest = &rest[digits..];
            return number(&rest[..digits]);
        }
        let braced = self.take("${");
        if !braced {
            self.take("$");
        }
        let name = self.name();
        if name.is_empty() || braced && !self.take("}") {
            return None;
        }
        let value = self.value(name)?;
        for (sign, step) in [("++", 1_i64), ("--", -1)] {
            if !braced && self.take(sign) {
                self.set.push((name.to_owned(), value.checked_add(step)?));
            }
        }
        Some(value)
    }

    /// The name that stands here; empty where none does.
    fn name(&mut self) -> &'a str {
        let rest = self.rest.trim_start();
        let length = rest.bytes().take_while(|b| b.is_ascii_alphanumeric() || *b == b'_').count();
        let name = &rest[..length];
        if !is_name(name) {
            return "";
        }
        self.rest = &rest[length..];
        name
    }

    fn value(&self, name: &str) -> Option<i64> {
        let set = self.set.iter().rev().find(|(own, _)| own == name);
        set.map_or_else(|| (self.known)(name), |(_, value)| Some(*value))
    }
}

/// `10`, `0x1f`, `017`.
pub(super) fn number(text: &str) -> Option<i64> {
    if let Some(hex) = text.strip_prefix("0x").or_else(|| text.strip_prefix("0X")) {
        return i64::from_str_radix(hex, 16).ok();
    }
    match text.strip_prefix('0').filter(|rest| !rest.is_empty()) {
        Some(octal) => i64::from_str_radix(octal, 8).ok(),
        None => text.parse().ok(),
    }
}

fn apply(operator: &str, left: i64, right: i64) -> Option<i64> {
    let truth = |is: bool| Some(i64::from(is));
    match operator {
        "||" => truth(left != 0 || right != 0),
        "&&" => truth(left != 0 && right != 0),
        "|" => Some(left | right),
        "^" => Some(left ^ right),
        "&" => Some(left & right),
        "==" => truth(left == right),
        "!=" => truth(left != right),
        "<=" => truth(left <= right),
        ">=" => truth(left >= right),
        "<" => truth(left < right),
        ">" => truth(left > right),
        "<<" => left.checked_shl(u32::try_from(right).ok()?),
        ">>" => left.checked_shr(u32::try_from(right).ok()?),
        "+" => left.checked_add(right),
        "-" => left.checked_sub(right),
        "*" => left.checked_mul(right),
        "/" => left.checked_div(right),
        "%" => left.checked_rem(right),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_are_those_of_the_shell() {
        let known = |name: &str| (name == "i").then_some(3);
        for (text, value) in [
            ("1+2*3", Some(7)),
            ("(1+2)*3", Some(9)),
            ("i++ + 1", Some(4)),
            ("$i % 2", Some(1)),
            ("${i}-5", Some(-2)),
            ("i <= 3 && 1", Some(1)),
            ("i = 8, i - 1", Some(7)),
            ("0x10 + 010", Some(24)),
            ("1/0", None),
            ("j + 1", None),
            ("2**3", None),
            ("1 2", None),
        ] {
            assert_eq!(calculate(text, &known).map(|sum| sum.value), value, "{text}");
        }
        assert_eq!(calculate("i+=2", &known).unwrap().set, [("i".to_owned(), 5)]);
        assert!(calculate(&"(".repeat(10_000), &known).is_none());
        assert!(calculate(&"-".repeat(10_001), &known).is_none());
    }
}
