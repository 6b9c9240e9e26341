//! The list of all cases, made into tests.

/// Makes one test of every case of the [idempotency suite](crate::idempotency):
/// `contract_tests!(#[tokio::test] fresh_store);`.
///
/// The attribute makes a test of an async function. The name is that of an async function beside the call. It returns
/// a fresh, empty store in any type that dereferences to it: a `Box`, an `Arc`, a guard that cleans up.
///
/// A store that cannot pass all of the contract declares it:
/// `contract_tests!(#[tokio::test] fresh_store, except [("case", "why")]);`. An excepted case must fail, so that the
/// list cannot get out of date. A name that ends with `::` is a module of cases, which are left out.
#[macro_export]
macro_rules! contract_tests {
    (#[$test:meta] $fresh:ident) => {
        $crate::contract_tests! { #[$test] $fresh, except [] }
    };
    (#[$test:meta] $fresh:ident, except $except:tt) => {
        mod contract {
            $crate::contract_tests! { @idempotency #[$test] $fresh $except }
        }
    };
    (@idempotency $($how:tt)*) => {
        $crate::cases! { $crate idempotency $($how)*;
            [
                is_granted_once
                is_granted_anew_after_the_lease
                key_of_another_request_is_taken
                dropped_claim_is_free
                claim_of_another_request_is_not_dropped
                what_was_never_claimed_is_no_error
                only_older_claims_are_forgotten
                one_of_many_claims_is_granted
            ]
            answers [
                answer_is_replayed_exactly
                first_answer_stays
                answer_after_the_lease_is_kept
                answer_after_the_drop_is_not_kept
                answer_is_of_its_request_alone
            ]
            keys [
                key_may_be_any_text
                keys_are_compared_exactly
                key_may_be_long
                keys_of_different_users_never_meet
            ]
        }
    };
}

/// Makes one test of each case that is listed: the machinery of a domain's own `contract_tests!`.
///
/// `cases! { $crate note #[tokio::test] fresh []; [is_read_as_it_was_stored] lists [newest_come_first] }` calls
/// `note::is_read_as_it_was_stored` and `note::lists::newest_come_first` of the crate whose macro has `$crate`. Each
/// gets the store that the function `fresh`, beside the module of this call, returns. The brackets before the
/// semicolon hold the exceptions, as pairs of a case and the reason.
#[macro_export]
macro_rules! cases {
    ($suite:ident $noun:ident #[$test:meta] $fresh:ident $except:tt;
        [$($case:ident)+]
        $($part:ident [$($part_case:ident)+])*
    ) => {
        mod $noun {
            $(#[$test]
            async fn $case() {
                let case = concat!(stringify!($noun), "::", stringify!($case));
                $crate::judge(case, &$except, async {
                    let store = super::super::$fresh().await;
                    $suite::$noun::$case(&*store).await;
                }).await;
            })+

            $(mod $part {
                $(#[$test]
                async fn $part_case() {
                    let case = concat!(
                        stringify!($noun), "::", stringify!($part), "::", stringify!($part_case)
                    );
                    $crate::judge(case, &$except, async {
                        let store = super::super::super::$fresh().await;
                        $suite::$noun::$part::$part_case(&*store).await;
                    }).await;
                })+
            })*
        }
    };
}

#[cfg(test)]
mod tests {
    #[test]
    fn every_case_is_in_the_suite() {
        crate::every_case_is_listed(env!("CARGO_MANIFEST_DIR"), include_str!("suite.rs"));
    }
}
