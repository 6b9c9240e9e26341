//! The data of the source before a test begins: three people, four products, three collages, four comments, one like.

use ogrom_protocols_fashion::UserImport;
use ogrom_protocols_fashion_contract::{
    data::{
        CollageData, CommentData, ProductData, a_collage, a_comment, a_like, a_product, a_user, at, context,
    },
    given,
};
use ogrom_protocols_fashion_model::{Collage, Comment, Like, Product, ProductText, User};
use ogrom_protocols_model::Texts;
use ogrom_sources_fashion_memory::Memory;

/// A source with the usual data.
pub(crate) async fn filled() -> Memory {
    filled_with(products()).await
}

/// A source with the usual data, but for the products.
pub(crate) async fn filled_with(products: Vec<Product>) -> Memory {
    let memory = Memory::default();
    memory.import_users(&context(), &users()).await.unwrap();
    given::products(&memory, &products).await;
    given::collages(&memory, &collages()).await;
    given::comments(&memory, &comments()).await;
    let like = Like { created: at(5_000), ..a_like("city", "lena") };
    given::likes(&memory, &[like]).await;
    memory
}

/// Lena, Omar, and Ida, who shows no name.
fn users() -> [User; 3] {
    let named = |id: &str, name: &str| User { name: Some(name.into()), ..a_user(id) };
    [named("lena", "Lena"), named("omar", "Omar"), a_user("ida")]
}

/// The newest last: a scarf in German and English, a French shirt, a hat of which nothing is known, a belt.
pub(crate) fn products() -> Vec<Product> {
    let scarf = a_product("scarf")
        .named("de", "Schal")
        .described("de", "Aus Seide.")
        .named("en-GB", "Silk Scarf")
        .branded("Émail")
        .in_category("Accessories/Scarves")
        .coloured("Navy Blue")
        .priced("DE", 4990)
        .priced("GB", 4500)
        .created(at(1_000));
    let images = vec!["https://img.example/a.jpg".into(), "https://img.example/b.jpg".into()];
    let shirt = a_product("shirt")
        .branded("Kiosk")
        .in_category("Apparel/Topwear/Shirts")
        .coloured("White")
        .priced("DE", 3500)
        .priced("FR", 2990)
        .created(at(2_000));
    let chemise = ProductText { name: "Chemise".into(), description: None };
    let belt = a_product("belt")
        .named("en-GB", "Leather Belt")
        .branded("Émail")
        .in_category("Accessories/Belts")
        .coloured("Black")
        .priced("DE", 1500)
        .created(at(4_000));
    vec![
        Product { images, shop: Some("https://shop.example/scarf".into()), ..scarf },
        Product { texts: Texts::from([("fr".parse().unwrap(), chemise)]), ..shirt },
        a_product("hat").in_category("Accessories/Hats").created(at(3_000)),
        belt,
    ]
}

/// The newest last.
fn collages() -> [Collage; 3] {
    let lake = a_collage("lake").owned_by("lena").titled("By the lake").of(["scarf", "shirt"]);
    [
        Collage { description: Some("For windy days.".into()), ..lake.created(at(1_000)) },
        a_collage("city").owned_by("omar").of(["scarf"]).created(at(2_000)),
        a_collage("empty").owned_by("lena").created(at(3_000)),
    ]
}

/// The newest last.
fn comments() -> [Comment; 4] {
    let on_lake =
        |id: &str, user: &str, language: &str| a_comment(id).on("lake").by(user).written_in(language);
    let rated = on_lake("c1", "omar", "de").saying("Schön.").created(at(1_000));
    [
        Comment { title: Some("Sehr".into()), rating: Some(5), ..rated },
        on_lake("c2", "lena", "en").saying("Thanks!").created(at(2_000)),
        on_lake("c3", "ida", "de-AT").saying("Leiwand.").created(at(3_000)),
        a_comment("c4").on("city").by("lena").written_in("fr").saying("Chouette.").created(at(4_000)),
    ]
}
