//! Memory is one for all threads.

use std::thread;

use ogrom_protocols_fashion::{CollageReader, LikeWriter, UserImport};
use ogrom_protocols_fashion_contract::{
    data::{a_like, a_user, context, parse},
    given,
};
use ogrom_sources_fashion_memory::Memory;

const THREADS: u64 = 4;
const LIKES: u64 = 250;

fn now<T>(answer: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread()
        .build()
        .expect("it needs nothing of the system")
        .block_on(answer)
}

#[test]
fn clones_share_and_threads_lose_nothing() {
    let memory = Memory::default();
    now(given::two_collages(&memory));
    thread::scope(|scope| {
        for thread in 0..THREADS {
            let memory = memory.clone();
            scope.spawn(move || {
                now(async {
                    for n in 0..LIKES {
                        let user = format!("fan-{thread}-{n}");
                        memory.import_users(&context(), &[a_user(&user)]).await.unwrap();
                        assert!(memory.add_like(&context(), &a_like("c1", &user)).await.unwrap());
                    }
                });
            });
        }
    });
    let collage = now(memory.collage_by_id(&context(), &parse("c1"))).unwrap().unwrap();
    assert_eq!(collage.likes, THREADS * LIKES);
}
