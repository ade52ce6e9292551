//! Times one decision beside the same in other policy engines, once all say the same.

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use latchkey_benchmarks::CASES;
use latchkey_benchmarks::cedar::Cedar;
use latchkey_benchmarks::ours::Ours;
use latchkey_benchmarks::rego::Rego;

fn decisions(criterion: &mut Criterion) {
    for case in &CASES {
        let (ours, cedar, mut rego) = (Ours::new(case), Cedar::new(case), Rego::new(case));
        let first = ours.decide();
        let said = [ours.verdict(&first), cedar.verdict(), rego.verdict()];
        assert_eq!(said, [case.expected; 3], "{}", case.name);
        let mut group = criterion.benchmark_group(case.name);
        // Without the organization the first decision was made before; what is timed is the second.
        if case.online {
            group.bench_function("latchkey", |bencher| bencher.iter(|| black_box(&ours).decide()));
        } else {
            group.bench_function("latchkey", |bencher| {
                bencher.iter(|| black_box(&ours).verdict(black_box(&first)))
            });
        }
        group.bench_function("cedar-policy", |bencher| bencher.iter(|| black_box(&cedar).verdict()));
        group.bench_function("regorus", |bencher| bencher.iter(|| black_box(&mut rego).verdict()));
        group.finish();
    }
}

criterion_group!(benches, decisions);
criterion_main!(benches);
