//! The demo set that the binary carries along: what a fresh service shows.

use ogrom_protocols_model::Timestamp;
use ogrom_run_import::{ImportError, Importers, Noun, Summary, import_embedded};

/// Loads the demo set now, which leaves alone what is there already.
pub async fn load(into: &Importers, now: Timestamp) -> Result<Summary, ImportError> {
    import_embedded(rows, into, now).await
}

fn rows(noun: Noun) -> &'static str {
    match noun {
        Noun::Users => include_str!("../demo/users.jsonl"),
        Noun::Products => include_str!("../demo/products.jsonl"),
        Noun::Collages => include_str!("../demo/collages.jsonl"),
        Noun::Comments => include_str!("../demo/comments.jsonl"),
        Noun::Likes => include_str!("../demo/likes.jsonl"),
    }
}

#[cfg(test)]
mod tests {
    use std::{collections::BTreeSet, sync::Arc};

    use ogrom_protocols_model::LanguageTag;
    use ogrom_run_import::recorder::{Recorder, State};

    use super::*;

    async fn loaded<T>(look: impl FnOnce(&mut State) -> T) -> T {
        let source = Arc::new(Recorder::default());
        load(&source.importers(), Timestamp::from_millis(0)).await.unwrap();
        source.with(look)
    }

    #[tokio::test]
    async fn every_row_is_taken_once() {
        let source = Arc::new(Recorder::default());
        let first = load(&source.importers(), Timestamp::from_millis(0)).await.unwrap();
        assert_eq!((first.present(), first.rejected()), (0, 0), "{first}");
        assert!(first.files.iter().all(|file| file.not_kept.is_empty()), "{first}");
        let again = load(&source.importers(), Timestamp::from_millis(0)).await.unwrap();
        assert_eq!((again.added(), again.present(), again.rejected()), (0, first.added(), 0));
    }

    #[tokio::test]
    async fn there_is_enough_to_look_at() {
        let counts = loaded(|all| [all.products.len(), all.collages.len(), all.comments.len()]).await;
        assert!(counts.iter().zip([40, 12, 60]).all(|(count, least)| *count >= least), "{counts:?}");
    }

    #[tokio::test]
    async fn all_locales_have_something_of_their_own_and_something_to_fall_back_from() {
        loaded(|all| {
            let locales =
                [("de", "DE", "EUR"), ("fr", "FR", "EUR"), ("en", "GB", "GBP"), ("de", "CH", "CHF")];
            for (language, country, currency) in locales {
                let country = country.parse().unwrap();
                let tags = |tag: &LanguageTag| tag.language() == language;
                let products = all.products.values();
                let texts = products.clone().filter(|product| product.texts.iter().any(|(tag, _)| tags(tag)));
                let prices: Vec<_> = products.filter_map(|product| product.prices.get(&country)).collect();
                let total = all.products.len();
                assert!((40..total).contains(&texts.count()), "texts in {language}");
                assert!((40..=total).contains(&prices.len()), "prices in {country}");
                assert!(prices.iter().all(|price| price.currency.as_str() == currency), "{country}");
            }
            assert!(all.products.values().all(|product| !product.texts.is_empty()));
            let complete = |country: &str| {
                let country = country.parse().unwrap();
                all.products.values().all(|product| product.prices.contains_key(&country))
            };
            assert!(!["FR", "GB", "CH"].into_iter().any(complete));
        })
        .await;
    }

    #[tokio::test]
    async fn comments_are_in_every_language() {
        let languages = loaded(|all| -> BTreeSet<_> {
            all.comments.values().map(|comment| comment.language.to_string()).collect()
        });
        assert_eq!(languages.await, ["de", "en", "fr"].map(String::from).into());
    }

    #[tokio::test]
    async fn collages_are_laid_out_on_the_canvas() {
        loaded(|all| {
            for collage in all.collages.values() {
                let inside =
                    |centre: f64, size: f64| centre - size / 2.0 > -0.05 && centre + size / 2.0 < 1.05;
                let fits = collage.items.iter().all(|i| inside(i.x, i.size) && inside(i.y, i.size));
                assert!(fits && collage.items.len() >= 4, "{}", collage.id);
            }
        })
        .await;
    }

    #[tokio::test]
    async fn the_developer_has_collages_to_change() {
        let owned = loaded(|all| all.collages.values().filter(|c| c.owner.as_str() == "lena").count()).await;
        assert!(owned >= 3, "{owned}");
        assert!(rows(Noun::Users).starts_with("{\"id\": \"lena\""));
    }

    /// The rows get no time of their own from the loading: what a reader sees must not depend on it.
    #[tokio::test]
    async fn every_row_has_its_dates() {
        for noun in Noun::ALL {
            assert!(rows(noun).lines().all(|row| row.contains("\"created\": \"2026-")), "{noun}");
        }
    }
}
