//! The header of a list to where each column stands.

use csv::ByteRecord;
use latchkey_profile_schema::spelling;

use crate::phrase::quoted;

/// The columns that are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Column {
    /// The account's name.
    User,
    /// The account's number.
    Uid,
    /// The last sign-in at which the organization proved the identity.
    LastOnline,
    /// Whether the account is linked.
    Linked,
    /// The offline factors that are enrolled.
    Enrolled,
    /// The first attempt, from which the grace runs.
    GraceStarted,
}

/// Where each column stands.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Columns {
    /// One place a column, in the order of [`Column::ALL`].
    places: [Option<usize>; Column::ALL.len()],
    /// How many fields each row has.
    pub(super) width: usize,
}

/// What is wrong with a header.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum ColumnsError {
    /// A column is missing.
    #[error("line 1: there is no column {}{}", quoted(name), .perhaps.as_deref().map(|found| format!("; perhaps {} is meant", quoted(found))).unwrap_or_default())]
    Missing {
        /// Its name.
        name: &'static str,
        /// An unknown column that is called nearly so.
        perhaps: Option<String>,
    },
    /// A column is there twice.
    #[error("line 1: there are two columns {}", quoted(name))]
    Twice {
        /// Its name.
        name: &'static str,
    },
}

impl Column {
    /// All of them.
    pub(crate) const ALL: [Self; 6] =
        [Self::User, Self::Uid, Self::LastOnline, Self::Linked, Self::Enrolled, Self::GraceStarted];

    /// The name in the header.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::User => "user",
            Self::Uid => "uid",
            Self::LastOnline => "last_online",
            Self::Linked => "linked",
            Self::Enrolled => "enrolled",
            Self::GraceStarted => "grace_started",
        }
    }

    const fn is_required(self) -> bool {
        !matches!(self, Self::Uid | Self::GraceStarted)
    }
}

impl Columns {
    /// Finds the columns by their names, whatever their order and case; gives the names of those that are not read.
    pub(super) fn find(header: &ByteRecord) -> Result<(Self, Vec<String>), ColumnsError> {
        let names = header.iter().map(|name| String::from_utf8_lossy(name).trim().to_owned());
        let names: Vec<String> = names.collect();
        let mut places = [None; Column::ALL.len()];
        let mut unknown = Vec::new();
        for (index, name) in names.into_iter().enumerate() {
            let found = Column::ALL
                .iter()
                .zip(&mut places)
                .find(|(column, _)| column.name().eq_ignore_ascii_case(&name));
            match found {
                Some((column, Some(_))) => return Err(ColumnsError::Twice { name: column.name() }),
                Some((_, place)) => *place = Some(index),
                None => unknown.push(name),
            }
        }
        for (column, place) in Column::ALL.iter().zip(&places) {
            if column.is_required() && place.is_none() {
                let perhaps = spelling::nearest(column.name(), unknown.iter().map(String::as_str));
                return Err(ColumnsError::Missing {
                    name: column.name(),
                    perhaps: perhaps.map(str::to_owned),
                });
            }
        }
        Ok((Self { places, width: header.len() }, unknown))
    }

    /// What stands in a column of a row, without blanks around it; nothing where the column is not there.
    pub(super) fn field<'r>(&self, record: &'r ByteRecord, column: Column) -> &'r [u8] {
        let place = Column::ALL.iter().zip(self.places).find(|(known, _)| **known == column);
        place.and_then(|(_, place)| record.get(place?)).unwrap_or_default().trim_ascii()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn find(names: &[&str]) -> Result<(Columns, Vec<String>), ColumnsError> {
        Columns::find(&ByteRecord::from(names.to_vec()))
    }

    #[test]
    fn order_case_and_other_columns_do_not_matter() {
        let (columns, unknown) = find(&["Enrolled", "mail", "LINKED", " user ", "last_online"]).unwrap();
        assert_eq!(unknown, ["mail"]);
        let record = ByteRecord::from(vec!["Offline_TOTP", "x", "true", " alice ", ""]);
        assert_eq!(columns.field(&record, Column::User), b"alice");
        assert_eq!(columns.field(&record, Column::Uid), b"");
    }

    #[test]
    fn a_header_without_what_is_needed_is_refused() {
        for (names, expected) in [
            (vec!["user", "linked", "enrolled"], "line 1: there is no column `last_online`"),
            (
                vec!["user", "last_onlien", "linked", "enrolled"],
                "line 1: there is no column `last_online`; perhaps `last_onlien` is meant",
            ),
            (vec!["user", "User"], "line 1: there are two columns `user`"),
        ] {
            assert_eq!(find(&names).map_err(|error| error.to_string()), Err(expected.to_owned()));
        }
    }
}
