//! The contract of all sources, through a real service over TCP.

#[path = "support/stacked.rs"]
mod stacked;

use self::stacked::Stacked;

async fn fresh() -> Box<Stacked> {
    Stacked::fresh().await
}

ogrom_protocols_contract::contract_tests!(
    #[tokio::test]
    fresh,
    except [
        ("idempotency::", "a service remembers the requests of its own clients, and nobody else's"),
        ("collage::is_read_as_it_was_created", "a service makes collages of the first version, without likes"),
        ("collage::items_may_be_many", "a service takes at most 100 items"),
        ("collage::texts_are_kept_byte_for_byte", "a service takes no empty titles, and no very long texts"),
        ("comment::is_read_as_it_was_created", "a service makes comments of the first version"),
        ("comment::texts_are_kept_byte_for_byte", "a service takes no empty texts, and no very long ones"),
        (
            "product::prices::price_order_and_range_may_differ_in_country",
            "a locale has one country, by whose prices a service both filters and orders"
        ),
    ]
);
