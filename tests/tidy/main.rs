//! The tree is tidy: rules that no compiler checks, each with one test here and one planted fault beside the rule.

mod arrows;
mod circles;
mod crates;
mod documents;
mod names;
mod prose;
mod sources;
mod text;
mod tree;
mod walls;

use std::sync::LazyLock;

use crate::tree::Tree;

static TREE: LazyLock<Tree> = LazyLock::new(|| Tree::read(ogrom_tests::root()));

#[track_caller]
fn holds(rule: fn(&Tree) -> Vec<String>) {
    let found = rule(&TREE);
    assert!(found.is_empty(), "\n{}\n", found.join("\n"));
}

#[test]
fn lines_end_where_their_text_ends() {
    holds(text::trailing_space);
}

#[test]
fn files_end_with_one_line_break() {
    holds(text::last_line);
}

#[test]
fn nothing_is_left_over() {
    holds(text::left_over);
}

#[test]
fn every_source_file_says_what_it_is_for() {
    holds(sources::opening);
}

#[test]
fn source_files_are_small() {
    holds(sources::length);
}

#[test]
fn lints_are_expected_never_allowed() {
    holds(sources::allowed_lints);
}

#[test]
fn every_profile_compiles_the_same_code() {
    holds(sources::left_out_of_profiles);
}

#[test]
fn no_file_is_called_mod() {
    holds(sources::mod_files);
}

#[test]
fn the_files_of_a_crate_use_each_other_in_no_circle() {
    holds(circles::circles);
}

#[test]
fn a_name_is_one_type_of_its_crate() {
    holds(names::homonyms);
}

#[test]
fn a_name_is_one_type_where_crates_meet() {
    holds(names::homonyms_of_neighbours);
}

#[test]
fn nothing_is_exported_by_glob() {
    holds(sources::glob_exports);
}

#[test]
fn core_and_sources_know_no_mount() {
    holds(walls::mount);
}

#[test]
fn only_representations_are_serialisable() {
    holds(walls::serialisable);
}

#[test]
fn only_the_configuration_reads_the_environment() {
    holds(walls::environment);
}

#[test]
fn services_are_thin() {
    holds(walls::thin_services);
}

#[test]
fn every_source_runs_the_contract() {
    holds(walls::contract);
}

#[test]
fn every_crate_opens_with_its_readme() {
    holds(crates::front_page);
}

#[test]
fn every_library_is_ready_for_a_registry() {
    holds(crates::packaged);
}

#[test]
fn every_clippy_configuration_repeats_the_bans_of_the_root() {
    holds(crates::clippy_bans);
}

#[test]
fn the_code_map_shows_every_crate_and_its_arrows() {
    holds(arrows::code_map);
}

#[test]
fn every_invariant_names_a_check_that_exists() {
    holds(documents::invariants);
}

#[test]
fn the_guide_for_operators_lists_every_metric() {
    holds(documents::metrics);
}

#[test]
fn every_link_leads_somewhere() {
    holds(documents::links);
}

#[test]
fn sentences_of_documents_are_short() {
    holds(prose::sentences);
}

#[test]
fn paragraphs_and_comments_name_their_subject() {
    holds(prose::openings);
}

#[test]
fn documents_use_the_words_of_the_field() {
    holds(prose::document_words);
}

#[test]
fn messages_use_the_words_of_the_field() {
    holds(prose::message_words);
}
