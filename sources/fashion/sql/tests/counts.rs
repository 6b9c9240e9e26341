//! The dates of changes of counts.

#[path = "support/temp.rs"]
mod temp;

use ogrom_protocols_fashion::{CollageReader, LikeWriter};
use ogrom_protocols_fashion_contract::{
    data::{CollageData, a_collage, a_like, context},
    given,
};
use ogrom_protocols_fashion_model::Like;
use ogrom_protocols_model::Timestamp;

use self::temp::Temp;

/// The statement that counts dates the change as the types of the protocol do.
#[tokio::test]
async fn a_change_of_a_count_is_dated_as_one_of_a_crowd() {
    let instants: Vec<_> = [-60_123, -1_500, -1, 0, 1, 877, 30_500, 60_999, 61_000, 61_001, 122_400]
        .map(Timestamp::from_millis)
        .into();
    for store in [Temp::database().await, Temp::on_mariadb().await] {
        given::people_and_products(&*store).await;
        let collages: Vec<_> = (0..)
            .zip(&instants)
            .flat_map(|(n, before)| {
                (0..instants.len()).map(move |m| a_collage(&format!("c{n}-{m}")).created(*before))
            })
            .collect();
        given::collages(&*store, &collages).await;
        for (collage, now) in collages.iter().zip(instants.iter().cycle()) {
            let like = Like { created: *now, ..a_like(collage.id.as_str(), "ann") };
            assert!(store.add_like(&context(), &like).await.expect("the source answers"));
            let liked = store.collage_by_id(&context(), &collage.id).await.expect("the source answers");
            let expected = now.succeeding_in_crowd(collage.modified);
            assert_eq!(
                liked.map(|liked| liked.modified),
                Some(expected),
                "{:?}, then {now:?}",
                collage.modified
            );
        }
    }
}
