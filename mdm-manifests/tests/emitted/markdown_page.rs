//! The reference pages: every key has its section, every link of a page leads to a heading of it.

use latchkey_profile_schema::Catalog;

use super::{declared, manifest_of};

fn page(domain: &latchkey_profile_schema::domain::Domain) -> String {
    String::from_utf8(manifest_of("markdown", domain).bytes).unwrap()
}

/// The anchors that GitHub gives to headings.
fn anchors(page: &str) -> Vec<String> {
    let headings = page.lines().filter(|line| line.starts_with('#'));
    let anchor = |heading: &str| -> String {
        let text = heading.trim_start_matches('#').trim();
        let kept = text.chars().filter(|sign| sign.is_alphanumeric() || "-_ ".contains(*sign));
        kept.flat_map(char::to_lowercase).map(|sign| if sign == ' ' { '-' } else { sign }).collect()
    };
    headings.map(anchor).collect()
}

#[test]
fn every_key_has_a_section_to_which_the_overview_leads() {
    for domain in declared() {
        let page = page(domain);
        let anchors = anchors(&page);
        let links: Vec<&str> = page.split("](#").skip(1).filter_map(|rest| rest.split(')').next()).collect();
        assert_eq!(links.len(), Catalog::of(domain).every_key().count(), "{}", domain.name);
        for link in links {
            let times = anchors.iter().filter(|anchor| *anchor == link).count();
            assert_eq!(times, 1, "{}: {link}", domain.name);
        }
    }
}

#[test]
fn every_key_says_its_consequence_and_its_values() {
    for domain in declared() {
        let page = page(domain);
        for key in Catalog::of(domain).every_key() {
            let heading = format!("`{}`\n", key.name);
            let section = page.split("\n### ").find(|section| {
                section.split_inclusive('\n').next().is_some_and(|first| first.ends_with(&heading))
            });
            let section = section.unwrap_or_else(|| panic!("{}: no section of {}", domain.name, key.name));
            assert!(section.contains("> **If wrong:** "), "{}: {}", domain.name, key.name);
            assert!(section.contains("| Type | "), "{}: {}", domain.name, key.name);
        }
    }
}

#[test]
fn every_row_of_a_table_has_the_cells_of_its_head() {
    for domain in declared() {
        let mut columns = None;
        for line in page(domain).lines() {
            let cells = line.replace("\\|", "").matches('|').count();
            if line.starts_with('|') {
                assert_eq!(*columns.get_or_insert(cells), cells, "{}: {line}", domain.name);
            } else {
                columns = None;
            }
        }
    }
}
