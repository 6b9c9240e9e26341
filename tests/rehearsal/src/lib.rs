#![doc = include_str!("../README.md")]
#![expect(
    clippy::missing_panics_doc,
    reason = "a harness panics where something fails, and so fails the test"
)]

pub mod beanstalk;
pub mod cdn;
pub mod cloud;
pub mod deployer;
pub mod gauge;
pub mod stage;
pub mod traffic;
pub mod versions;
