//! The list of all cases, made into tests.

/// Makes one test of every case of the contract: `contract_tests!(#[tokio::test] fresh_store);`.
///
/// The attribute makes a test of an async function. The name is that of an async function beside the call. It returns
/// a fresh, empty store in any type that dereferences to it: a `Box`, an `Arc`, a guard that cleans up.
///
/// A store of some nouns alone names them: `contract_tests!(#[tokio::test] fresh_store, of [user product]);`. Only
/// the cases of users and products need their own traits alone; those of other nouns take a whole
/// [`Store`](crate::Store).
///
/// A store that cannot pass all of the contract declares it:
/// `contract_tests!(#[tokio::test] fresh_store, except [("case", "why")]);`. An excepted case must fail, so that the
/// list cannot get out of date. A name that ends with `::` is a module of cases, which are left out.
#[macro_export]
macro_rules! contract_tests {
    (#[$test:meta] $fresh:ident $(, except $except:tt)?) => {
        $crate::contract_tests! {
            #[$test] $fresh, of [user product change collage comment like tombstone idempotency] $(, except $except)?
        }
    };
    (#[$test:meta] $fresh:ident, of $nouns:tt) => {
        $crate::contract_tests! { #[$test] $fresh, of $nouns, except [] }
    };
    (#[$test:meta] $fresh:ident, of [$($noun:ident)+], except $except:tt) => {
        mod contract {
            $($crate::contract_tests! { @$noun #[$test] $fresh $except })+
        }
    };
    (@user $($how:tt)*) => {
        $crate::shared::cases! { $crate user $($how)*;
            [
                is_read_as_it_was_stored
                is_absent_without_an_error
                batch_has_each_once_without_the_absent
                ids_are_compared_exactly
                import_leaves_alone_what_is_there
                import_takes_any_number
            ]
        }
    };
    (@product $($how:tt)*) => {
        $crate::shared::cases! { $crate product $($how)*;
            [
                is_read_as_it_was_stored
                texts_are_kept_byte_for_byte
                long_texts_are_kept
                is_absent_without_an_error
                batch_has_each_once_without_the_absent
                batch_may_be_long
            ]
            filters [
                category_finds_its_subtree
                category_is_compared_exactly
                category_may_contain_wildcards
                brand_is_compared_exactly
                colour_is_compared_exactly
                all_filters_must_match
            ]
            import [
                import_leaves_alone_what_is_there
                import_takes_an_empty_batch
            ]
            pages [
                list_of_nothing_is_one_empty_page
                newest_come_first
                list_holds_whole_products
                page_goes_on_where_the_last_one_ended
                malformed_cursor_is_refused
                cursor_of_another_query_is_refused
            ]
            prices [
                price_range_includes_both_ends
                price_range_is_of_its_country
                cheapest_come_first
                dearest_come_first
                price_order_and_range_may_differ_in_country
            ]
            search [
                text_finds_beginnings_of_words
                text_must_match_with_every_word
                text_is_searched_in_every_language
                text_ignores_case_and_accents
                text_may_be_of_any_script
                text_without_words_finds_nothing
                text_has_no_operators
            ]
        }
    };
    (@collage $($how:tt)*) => {
        $crate::shared::cases! { $crate collage $($how)*;
            [
                is_read_as_it_was_created
                texts_are_kept_byte_for_byte
                items_are_kept_exactly
                items_may_be_many
                is_absent_without_an_error
                batch_has_each_once_without_the_absent
            ]
            import [
                import_keeps_all_but_the_counts
                import_leaves_alone_what_is_there
                import_refuses_rows_without_their_references
                import_takes_an_empty_batch
            ]
            lists [
                list_of_nothing_is_one_empty_page
                newest_come_first
                most_liked_come_first
                collages_are_found_by_owner
                collages_are_found_by_product
                all_filters_must_match
                list_holds_whole_collages
                page_goes_on_where_the_last_one_ended
                page_before_ends_where_the_next_one_began
                malformed_cursor_is_refused
                cursor_of_another_query_is_refused
            ]
            races [
                one_of_many_creators_wins
                one_of_many_updates_wins
                one_of_many_deletions_wins
                likes_and_an_update_do_not_undo_each_other
            ]
            writing [
                create_refuses_a_taken_id
                create_refuses_an_absent_owner
                create_refuses_an_absent_product
                update_replaces_the_draft_alone
                update_may_empty_a_collage
                update_without_a_difference_changes_nothing
                nothing_to_change_is_no_error
                stale_version_is_refused
                state_of_a_deleted_thing_is_refused
                change_is_dated_after_what_it_replaces
                update_refuses_an_absent_product
                delete_takes_comments_and_likes_along
            ]
        }
    };
    (@comment $($how:tt)*) => {
        $crate::shared::cases! { $crate comment $($how)*;
            [
                is_read_as_it_was_created
                texts_are_kept_byte_for_byte
                is_absent_without_an_error
                batch_has_each_once_without_the_absent
            ]
            counts [
                comments_are_counted_and_no_edits
                mean_follows_edits_of_ratings
                deleted_comments_count_no_longer
                refused_changes_count_nothing
                loaded_comments_are_counted
                comments_of_many_are_all_counted
                counts_are_those_of_a_recount
            ]
            import [
                import_keeps_versions_and_times
                import_leaves_alone_what_is_there
                import_refuses_rows_without_their_references
                import_takes_an_empty_batch
            ]
            lists [
                list_of_nothing_is_one_empty_page
                newest_come_first
                comments_are_found_by_collage
                comments_are_found_by_language
                language_is_that_of_the_last_edit
                all_filters_must_match
                page_goes_on_where_the_last_one_ended
                malformed_cursor_is_refused
                cursor_of_another_query_is_refused
            ]
            writing [
                create_refuses_a_taken_id
                create_refuses_absent_references
                update_replaces_the_draft_alone
                update_without_a_difference_changes_nothing
                delete_removes_one
                nothing_to_change_is_no_error
                stale_version_is_refused
                state_of_a_deleted_thing_is_refused
                change_is_dated_after_what_it_replaces
                one_of_many_updates_wins
            ]
        }
    };
    (@like $($how:tt)*) => {
        $crate::shared::cases! { $crate like $($how)*;
            [
                is_absent_without_an_error
                is_of_one_collage_and_one_user
                is_counted_and_no_edit
                liking_again_changes_nothing
                can_be_taken_back
                taking_back_nothing_changes_nothing
                absent_references_are_refused
                last_change_never_becomes_older
            ]
            import [
                import_counts
                import_leaves_alone_what_is_there
                import_refuses_rows_without_their_references
                import_takes_an_empty_batch
            ]
            lists [
                list_of_nothing_is_one_empty_page
                likes_are_found_by_collage
                likes_are_found_by_user
                list_holds_whole_likes
                page_goes_on_where_the_last_one_ended
                malformed_cursor_is_refused
                cursor_of_another_query_is_refused
                likes_among_collages_are_those_of_the_user
            ]
            races [
                likes_of_many_are_all_counted
                same_like_is_counted_once
            ]
        }
    };
    (@change $($how:tt)*) => {
        $crate::shared::cases! { $crate change $($how)*;
            [
                state_is_another_after_every_change
                state_never_becomes_older
                all_products_are_changes_once
                what_was_added_later_comes_last
                any_change_can_be_continued_from
                malformed_cursor_is_refused
            ]
        }
    };
    (@tombstone $($how:tt)*) => {
        $crate::shared::cases! { $crate tombstone $($how)*;
            [
                deleted_things_are_gone
                comments_on_a_deleted_collage_are_gone
                refused_deletions_leave_no_tombstone
                name_of_a_gone_thing_can_be_used_again
                only_older_deletions_are_forgotten
            ]
        }
    };
    (@idempotency $($how:tt)*) => {
        $crate::shared::contract_tests! { @idempotency $($how)* }
    };
    (@$noun:ident $($how:tt)*) => {
        compile_error!(concat!(
            "there are no cases of '", stringify!($noun),
            "'; there are those of user, product, change, collage, comment, like, tombstone and idempotency"
        ));
    };
    ($($other:tt)*) => {
        compile_error!(concat!(
            "this is written as `contract_tests!(#[tokio::test] fresh, of [user product], ",
            "except [(\"case\", \"why\")]);`, where `of` and `except` may be left out"
        ));
    };
}

#[cfg(test)]
mod tests {
    #[test]
    fn every_case_is_in_the_suite() {
        ogrom_protocols_contract::every_case_is_listed(env!("CARGO_MANIFEST_DIR"), include_str!("suite.rs"));
    }
}
