//! The inputs that fuzzing begins with pass, and a defect is found.

use std::panic::catch_unwind;

use ogrom_tests::fuzz::{PLANTED, TARGETS, Target};

#[test]
fn every_target_begins_with_seeds_that_hold() {
    for target in TARGETS {
        let seeds = target.seeds();
        assert!(seeds.len() > 50, "{} has {} seeds", target.name, seeds.len());
        for seed in &seeds {
            (target.run)(seed);
        }
    }
}

#[test]
fn no_target_takes_offence_at_noise() {
    // The same noise each time: multiples of a large prime.
    let noise: Vec<u8> = (0..4096_u64).map(|i| (i.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 56) as u8).collect();
    for target in TARGETS {
        for length in 0..64 {
            noise.chunks_exact(length + 1).for_each(|chunk| (target.run)(chunk));
        }
    }
}

#[test]
fn planted_defects_are_found() {
    for defect in ["ogrom", "fault", "never"] {
        assert!(catch_unwind(|| (PLANTED.run)(defect.as_bytes())).is_err(), "{defect} is not found");
    }
    for fine in ["ogre", "default", "nevermore", ""] {
        (PLANTED.run)(fine.as_bytes());
    }
}

#[test]
fn targets_are_found_by_their_names() {
    for target in TARGETS.iter().chain([&PLANTED]) {
        assert_eq!(Target::named(target.name).map(|found| found.name), Some(target.name));
    }
    assert!(Target::named("nobody").is_none());
}
