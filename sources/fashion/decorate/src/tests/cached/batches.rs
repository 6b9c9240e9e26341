//! Things asked for together.

use std::sync::Mutex;

use async_trait::async_trait;
use ogrom_protocols_fashion::UserReader;
use ogrom_protocols_fashion_contract::data::a_user;
use ogrom_protocols_fashion_model::User;
use ogrom_protocols_model::UserId;
use tokio::sync::Semaphore;

use super::*;

/// Knows everybody but `nobody`, remembers whom it was asked for, and answers when it may.
struct Register {
    asked: Mutex<Vec<Vec<String>>>,
    gate: Semaphore,
}

#[async_trait]
impl UserReader for Register {
    async fn users_by_ids(&self, _: &Context, ids: &[UserId]) -> Result<Vec<User>> {
        let names = ids.iter().map(ToString::to_string).collect();
        self.asked.lock().unwrap().push(names);
        self.gate.acquire().await.unwrap().forget();
        let known = ids.iter().filter(|id| id.as_str() != "nobody");
        Ok(known.rev().map(|id| a_user(id.as_str())).collect())
    }
}

fn register(open: usize) -> (Cached<Register>, Arc<Register>) {
    let register = Arc::new(Register { asked: Mutex::default(), gate: Semaphore::new(open) });
    (Cached::new(Arc::clone(&register), LIMITS), register)
}

async fn names(source: &Cached<Register>, ids: &[&str]) -> Vec<String> {
    let ids: Vec<UserId> = ids.iter().map(|id| parse(id)).collect();
    let mut users = source.users_by_ids(&context(), &ids).await.unwrap();
    users.sort_by(|a, b| a.id.cmp(&b.id));
    users.into_iter().map(|user| user.id.to_string()).collect()
}

#[tokio::test]
async fn only_what_is_missing_is_asked_for() {
    let (source, register) = register(9);
    assert_eq!(names(&source, &["ben", "ann", "nobody", "ann"]).await, ["ann", "ben"]);
    assert_eq!(names(&source, &["ann", "cleo", "nobody"]).await, ["ann", "cleo"]);
    assert_eq!(names(&source, &["cleo", "ben"]).await, ["ben", "cleo"]);
    assert!(source.user_by_id(&context(), &parse("ben")).await.unwrap().is_some());
    assert_eq!(*register.asked.lock().unwrap(), [vec!["ann", "ben", "nobody"], vec!["cleo"]]);
}

#[tokio::test]
async fn what_others_ask_for_is_waited_for() {
    let (source, register) = register(0);
    let ask = |ids: &'static [&str]| {
        let source = source.clone();
        tokio::spawn(async move { names(&source, ids).await })
    };
    let first = ask(&["ann", "ben"]);
    settle().await;
    let second = ask(&["ben", "cleo"]);
    settle().await;
    let third = ask(&["ann", "cleo"]);
    settle().await;
    assert_eq!(*register.asked.lock().unwrap(), [["ann", "ben"].to_vec(), vec!["cleo"]]);
    register.gate.add_permits(2);
    assert_eq!(first.await.unwrap(), ["ann", "ben"]);
    assert_eq!(second.await.unwrap(), ["ben", "cleo"]);
    assert_eq!(third.await.unwrap(), ["ann", "cleo"]);
}

#[tokio::test]
async fn nothing_is_asked_for_nobody() {
    let (source, register) = register(0);
    assert!(names(&source, &[]).await.is_empty());
    assert!(register.asked.lock().unwrap().is_empty());
}
