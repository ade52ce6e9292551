//! `latchkey schema`: a domain's name to its JSON Schema, or the committed files rewritten.

use std::fmt::Write;

use anyhow::bail;
use latchkey_profile_schema::domain::{DOMAINS, Domain};
use latchkey_profile_schema::{schema, spelling};

use super::{Status, print};
use crate::cli::SchemaArguments;
use crate::generate;
use crate::phrase::{one_of, quoted};
use crate::view::catalog;

/// Prints the schema of a domain or the list of domains, or writes every schema file.
pub(crate) fn run(arguments: &SchemaArguments) -> anyhow::Result<Status> {
    let mut text = String::new();
    match (&arguments.write, &arguments.domain) {
        (Some(folder), _) => {
            for name in generate::schemas(folder)? {
                writeln!(text, "{}", folder.join(name).display())?;
            }
        }
        (None, Some(name)) => writeln!(text, "{:#}", schema::generate(named(name)?))?,
        (None, None) => {
            for domain in DOMAINS {
                let title = catalog(domain).map_or("", |catalog| &catalog.title);
                writeln!(text, "{}  {title}", domain.name)?;
            }
        }
    }
    print(&text)?;
    Ok(Status::Done)
}

/// The domain of this name, or an error that names the nearest.
pub(super) fn named(name: &str) -> anyhow::Result<&'static Domain> {
    if let Some(domain) = latchkey_profile_schema::domain::named(name) {
        return Ok(domain);
    }
    match spelling::nearest(name, DOMAINS.iter().map(|domain| domain.name)) {
        Some(nearest) => bail!("there is no domain {}; perhaps {}", quoted(name), quoted(nearest)),
        None => bail!(
            "there is no domain {}; the domains are {}",
            quoted(name),
            one_of(DOMAINS.iter().map(|domain| domain.name))
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unknown_domain_is_answered_with_the_nearest() {
        let error = named("org.latchkey.agnet").map(|domain| domain.name).map_err(|error| error.to_string());
        assert_eq!(
            error,
            Err("there is no domain `org.latchkey.agnet`; perhaps `org.latchkey.agent`".into())
        );
    }
}
