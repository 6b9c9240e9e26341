//! Feeds as CSV.

use ogrom_protocols_fashion::ProductImport;
use ogrom_protocols_fashion_contract::data::{ProductData, a_product, at, context};
use ogrom_protocols_fashion_model::Product;
use ogrom_sources_fashion_memory::Memory;

use crate::tests::{App, Sources};

#[tokio::test]
async fn feeds_are_tables_with_a_header() {
    let memory = Memory::default();
    let dress = Product {
        images: vec!["https://a.example/1".into(), "https://a.example/2".into()],
        ..a_product("dress").named("de", "Kleid \"Mai\", rot").branded("=cmd()").priced("DE", 4990)
    };
    memory.import_products(&context(), &[dress, a_product("hat")], at(0)).await.unwrap();
    let app = App::over(Sources::of(memory.clone(), memory));
    for (feed, start) in [("products", "id,name,"), ("products/changes", "cursor,id,removed,name,")] {
        let told = app.get(&format!("de-DE/feeds/{feed}")).accept("text/csv").await.is(200);
        assert_eq!(told.header("content-type"), Some("text/csv; charset=utf-8; header=present"));
        let text = String::from_utf8(told.content.to_vec()).unwrap();
        let lines: Vec<_> = text.split_terminator("\r\n").collect();
        assert!(lines.len() == 3 && lines[0].starts_with(start), "{text}");
        let dress = lines.iter().find(|line| line.contains("dress,")).unwrap();
        assert!(dress.contains("\"Kleid \"\"Mai\"\", rot\",,de,'=cmd(),"), "{dress}");
        assert!(dress.contains(",4990,EUR,https://a.example/1 https://a.example/2,"), "{dress}");
        let columns = lines[0].split(',').count();
        let hat = lines.iter().find(|line| line.contains("hat,")).unwrap();
        assert_eq!(hat.split(',').count(), columns, "{hat}");
    }
}
