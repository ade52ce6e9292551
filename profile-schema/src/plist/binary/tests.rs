use crate::document::Part;
use crate::document::Value;
use crate::plist::{BinaryProblem, Format, MAX_DEPTH, ParseProblem, read};
use crate::problem::{Place, Problem, ProblemKind};

/// A file of these objects with one-byte offsets and references; the first is the root.
fn file(objects: &[&[u8]]) -> Vec<u8> {
    let mut bytes = b"bplist00".to_vec();
    let mut table = Vec::new();
    for object in objects {
        table.push(bytes.len() as u8);
        bytes.extend_from_slice(object);
    }
    let offset = bytes.len() as u64;
    bytes.extend_from_slice(&table);
    bytes.extend_from_slice(&[0, 0, 0, 0, 0, 0, 1, 1]);
    bytes.extend_from_slice(&(objects.len() as u64).to_be_bytes());
    bytes.extend_from_slice(&0_u64.to_be_bytes());
    bytes.extend_from_slice(&offset.to_be_bytes());
    bytes
}

/// The last 24 bytes: count, root, offset of the table; before them the two sizes.
fn with_trailer(mut bytes: Vec<u8>, from_end: usize, values: &[u8]) -> Vec<u8> {
    let at = bytes.len() - from_end;
    bytes[at..at + values.len()].copy_from_slice(values);
    bytes
}

fn root(objects: &[&[u8]]) -> Value {
    let reading = read(&file(objects));
    assert_eq!(reading.problems, [], "{objects:?}");
    assert_eq!(reading.format, Some(Format::Binary));
    reading.document.expect("a sound file").root.value
}

fn problem(bytes: &[u8]) -> ParseProblem {
    let reading = read(bytes);
    assert_eq!(reading.document, None);
    match reading.problems.as_slice() {
        [Problem { place: Place::File, kind: ProblemKind::Parse(problem) }] => problem.clone(),
        other => panic!("{other:?}"),
    }
}

fn broken(bytes: &[u8]) -> BinaryProblem {
    match problem(bytes) {
        ParseProblem::Binary(problem) => problem,
        other => panic!("{other:?}"),
    }
}

#[test]
fn every_type_is_read() {
    let cases: &[(&[u8], Value)] = &[
        (&[0x08], Value::Boolean(false)),
        (&[0x09], Value::Boolean(true)),
        (&[0x10, 0xFF], Value::Integer(255)),
        (&[0x11, 0xFF, 0xFF], Value::Integer(65_535)),
        (&[0x12, 0xFF, 0xFF, 0xFF, 0xFF], Value::Integer(4_294_967_295)),
        (&[0x13, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFE], Value::Integer(-2)),
        (
            &[0x14, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF],
            Value::Integer(i128::from(u64::MAX)),
        ),
        (&[0x22, 0x3F, 0x00, 0x00, 0x00], Value::Real(0.5)),
        (&[0x23, 0xBF, 0xE0, 0, 0, 0, 0, 0, 0], Value::Real(-0.5)),
        (&[0x33, 0, 0, 0, 0, 0, 0, 0, 0], Value::Date("2001-01-01T00:00:00Z".into())),
        (&[0x42, 1, 2], Value::Data(vec![1, 2])),
        (b"\x53abc", Value::String("abc".into())),
        (&[0x62, 0x26, 0x03, 0x00, 0x41], Value::String("\u{2603}A".into())),
        (&[0x62, 0xD8, 0x3D, 0xDE, 0x00], Value::String("\u{1F600}".into())),
        (b"\x5F\x10\x10sixteen letters!", Value::String("sixteen letters!".into())),
        (&[0xA0], Value::Array(vec![])),
        (&[0xD0], Value::Dictionary(vec![])),
    ];
    for (object, expected) in cases {
        assert_eq!(root(&[object]), *expected, "{object:x?}");
    }
}

#[test]
fn members_come_in_order_and_may_be_shared() {
    let value = root(&[&[0xD2, 1, 2, 3, 3], b"\x51a", b"\x51b", &[0xA2, 4, 4], &[0x09]]);
    let Value::Dictionary(entries) = value else { panic!("{value:?}") };
    let keys: Vec<_> = entries.iter().map(|entry| entry.key.as_str()).collect();
    assert_eq!(keys, ["a", "b"]);
    assert!(entries.iter().all(|entry| entry.node.items().len() == 2));
}

#[test]
fn a_repeated_key_has_a_path() {
    let reading = read(&file(&[&[0xA2, 4, 1], &[0xD2, 2, 2, 3, 4], b"\x51a", &[0x08], &[0x09]]));
    let [problem] = reading.problems.as_slice() else { panic!("{:?}", reading.problems) };
    assert_eq!(problem.kind, ProblemKind::Parse(ParseProblem::DuplicateKey { key: "a".into(), first: None }));
    let Place::Path(path, Part::Key) = &problem.place else { panic!("{:?}", problem.place) };
    assert_eq!(path.to_string(), "/1/a");
    assert!(reading.document.is_some_and(|document| document.at(path).is_some()));
}

#[test]
fn what_is_broken_is_named() {
    let array = |member: u8| file(&[&[0xA1, member]]);
    assert_eq!(broken(&array(7)), BinaryProblem::UnknownObject { object: 7, count: 1 });
    assert_eq!(broken(&array(0)), BinaryProblem::Cycle { object: 0 });
    assert_eq!(broken(&file(&[&[0xA1, 1], &[0xD1, 2, 0], b"\x51k"])), BinaryProblem::Cycle { object: 0 });
    assert_eq!(broken(&file(&[&[0xD1, 1, 1], &[0x09]])), BinaryProblem::KeyNotAString { offset: 11 });
    assert_eq!(broken(&file(&[&[0x80, 1]])), BinaryProblem::Uid { offset: 8 });
    assert_eq!(broken(&file(&[&[0x00]])), BinaryProblem::UnknownType { marker: 0x00, offset: 8 });
    assert_eq!(broken(&file(&[&[0xC1, 0]])), BinaryProblem::UnknownType { marker: 0xC1, offset: 8 });
    assert_eq!(broken(&file(&[b"\x52\xC3\xA9"])), BinaryProblem::BadText { offset: 8 });
    assert_eq!(broken(&file(&[&[0x61, 0xD8, 0x00]])), BinaryProblem::BadText { offset: 8 });
    let huge: &[u8] = &[0x14, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
    assert_eq!(broken(&file(&[huge])), BinaryProblem::IntegerOutOfRange { offset: 8 });
    assert_eq!(broken(&file(&[&[0x22, 0x7F, 0xC0, 0, 0]])), BinaryProblem::BadReal { offset: 8 });
    assert_eq!(broken(&file(&[&[0x33, 0x7F, 0xF0, 0, 0, 0, 0, 0, 0]])), BinaryProblem::BadDate { offset: 8 });
    let past_end = BinaryProblem::ObjectPastEnd { object: 0, offset: 8 };
    for object in [
        &[0x42, 1][..],
        b"\x5F\x13\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF",
        b"\x5F\x20",
        &[0x11, 0],
        &[0xAF, 0x10, 0xFF],
    ] {
        assert_eq!(broken(&file(&[object])), past_end, "{object:x?}");
    }
}

#[test]
fn a_broken_trailer_is_named() {
    let sound = file(&[&[0x09]]);
    assert_eq!(broken(b"bplist15 and more"), BinaryProblem::UnknownVersion { found: "bplist15".into() });
    assert_eq!(broken(b"bplist00"), BinaryProblem::Truncated { bytes: 8 });
    assert_eq!(broken(&sound[..sound.len() - 3]), BinaryProblem::Truncated { bytes: 39 });
    for (from_end, size) in [(26, 0), (25, 9)] {
        let changed = with_trailer(sound.clone(), from_end, &[size]);
        assert_eq!(broken(&changed), BinaryProblem::BadIntegerSize { size });
    }
    for count in [0, 11, u64::MAX] {
        let changed = with_trailer(sound.clone(), 24, &count.to_be_bytes());
        assert_eq!(broken(&changed), BinaryProblem::BadObjectCount { count });
    }
    for offset in [0, 8, 10, u64::MAX] {
        let changed = with_trailer(sound.clone(), 8, &offset.to_be_bytes());
        assert_eq!(broken(&changed), BinaryProblem::OffsetTablePastEnd { offset, count: 1 });
    }
    let changed = with_trailer(sound, 16, &5_u64.to_be_bytes());
    assert_eq!(broken(&changed), BinaryProblem::UnknownObject { object: 5, count: 1 });
}

#[test]
fn shared_objects_are_counted_at_each_use() {
    let level = |next: u8| [&[0xAF, 0x10, 20][..], &[next; 20]].concat();
    let levels: Vec<Vec<u8>> = (1..=7).map(level).collect();
    let mut objects: Vec<&[u8]> = levels.iter().map(Vec::as_slice).collect();
    objects.push(&[0x09]);
    let bytes = file(&objects);
    assert!(bytes.len() < 250, "{}", bytes.len());
    assert_eq!(problem(&bytes), ParseProblem::TooManyElements);

    // 200 uses of 200 uses of one text of 1,000 bytes: 40 MB from 3 kB.
    let text = [b"\x5F\x11\x03\xE8".as_slice(), &[b'x'; 1_000]].concat();
    let list = |next: u8| [&[0xAF, 0x10, 200][..], &[next; 200]].concat();
    let (outer, inner) = (list(1), list(2));
    let mut bytes = b"bplist00".to_vec();
    let mut table = Vec::new();
    for object in [&outer, &inner, &text] {
        table.extend_from_slice(&(bytes.len() as u16).to_be_bytes());
        bytes.extend_from_slice(object);
    }
    let offset = bytes.len() as u64;
    bytes.extend_from_slice(&table);
    bytes.extend_from_slice(&[0, 0, 0, 0, 0, 0, 2, 1]);
    for number in [3, 0, offset] {
        bytes.extend_from_slice(&number.to_be_bytes());
    }
    assert_eq!(problem(&bytes), ParseProblem::TooMuchText);
}

#[test]
fn nesting_ends_at_the_limit() {
    let count = MAX_DEPTH + 1;
    let mut bytes = b"bplist00".to_vec();
    let mut table = Vec::new();
    for object in 0..count {
        table.extend_from_slice(&(bytes.len() as u16).to_be_bytes());
        bytes.push(0xA1);
        bytes.extend_from_slice(&(object as u16 + 1).to_be_bytes());
    }
    table.extend_from_slice(&(bytes.len() as u16).to_be_bytes());
    bytes.push(0x09);
    let offset = bytes.len() as u64;
    bytes.extend_from_slice(&table);
    bytes.extend_from_slice(&[0, 0, 0, 0, 0, 0, 2, 2]);
    for number in [count as u64 + 1, 0, offset] {
        bytes.extend_from_slice(&number.to_be_bytes());
    }
    assert_eq!(problem(&bytes), ParseProblem::TooDeep);
}

#[test]
fn what_is_found_before_the_file_breaks_has_no_path() {
    let twice: &[u8] = &[0xD2, 2, 2, 3, 3];
    let reading = read(&file(&[&[0xA2, 1, 4], twice, &[0x51, b'a'], &[0x09], &[0x0F]]));
    assert_eq!(reading.document, None);
    let places: Vec<_> = reading.problems.into_iter().map(|problem| problem.place).collect();
    assert_eq!(places, [Place::File, Place::File]);
}
