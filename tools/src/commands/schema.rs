//! `latchkey schema`: a domain's name, or that of the configuration or of a scenario, to its JSON Schema, or the committed files rewritten.

use std::fmt::Write;

use anyhow::bail;
use latchkey_profile_schema::domain::{COMPANIONS, DOMAINS, Domain, DomainKind};
use latchkey_profile_schema::{schema, spelling};

use super::{Status, print};
use crate::cli::SchemaArguments;
use crate::configuration::{self, FILE_NAME};
use crate::generate;
use crate::phrase::{one_of, quoted};
use crate::scenarios;
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
        (None, Some(name)) if name == FILE_NAME => text = configuration::schema::file(),
        (None, Some(name)) if name == scenarios::FILE_NAME => text = scenarios::schema_file(),
        (None, Some(name)) => writeln!(text, "{:#}", schema::generate(known(name)?))?,
        (None, None) => {
            list(&mut text, DOMAINS)?;
            writeln!(text, "\nchecked beside them:")?;
            list(&mut text, COMPANIONS)?;
        }
    }
    print(&text)?;
    Ok(Status::Done)
}

fn list(text: &mut String, domains: &[&Domain]) -> std::fmt::Result {
    for domain in domains {
        let title = catalog(domain).map_or("", |catalog| &catalog.title);
        writeln!(text, "{}  {title}", domain.name)?;
    }
    Ok(())
}

/// The domain or companion of this name, or an error that names the nearest.
pub(super) fn known(name: &str) -> anyhow::Result<&'static Domain> {
    find(name, DOMAINS.iter().chain(COMPANIONS).copied().collect())
}

/// The preference domain of this name, or an error that names the nearest.
pub(super) fn preferences(name: &str) -> anyhow::Result<&'static Domain> {
    let domains = DOMAINS.iter().chain(COMPANIONS).copied();
    find(name, domains.filter(|domain| domain.kind == DomainKind::Preferences).collect())
}

fn find(name: &str, among: Vec<&'static Domain>) -> anyhow::Result<&'static Domain> {
    if let Some(domain) = among.iter().find(|domain| domain.name == name) {
        return Ok(domain);
    }
    let names = || among.iter().map(|domain| domain.name);
    match spelling::nearest(name, names()) {
        Some(nearest) => bail!("there is no domain {}; perhaps {}", quoted(name), quoted(nearest)),
        None => bail!("there is no domain {}; the domains are {}", quoted(name), one_of(names())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unknown_domain_is_answered_with_the_nearest() {
        let error = known("org.latchkey.agnet").map(|domain| domain.name).map_err(|error| error.to_string());
        assert_eq!(
            error,
            Err("there is no domain `org.latchkey.agnet`; perhaps `org.latchkey.agent`".into())
        );
    }
}
