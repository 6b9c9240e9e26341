//! The binary as people run it: started, stopped, killed, and given impossible commands.

mod abuse;
mod commands;
mod configuration;
mod crowd;
mod data;
mod disk;
mod faults;
mod health;
mod import;
mod kept;
mod killed;
mod mariadb;
mod observed;
mod ogrom;
mod proxies;
mod retried;
mod revalidated;
mod rolling;
mod secrets;
mod soak;
mod stacked;
mod start;
mod statements;
mod stop;
mod tokens;
mod trace;
