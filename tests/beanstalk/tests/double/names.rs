//! The names of environments, as the DNS server resolves them.

use std::{collections::BTreeSet, net::SocketAddr};

use hickory_proto::{
    op::{Message, Query, ResponseCode},
    rr::{Name, RecordType},
};
use tokio::net::UdpSocket;

use crate::stage::Stage;

async fn ask(at: SocketAddr, name: &str, record: RecordType) -> Message {
    let socket = UdpSocket::bind("127.0.0.1:0").await.expect("a port is free");
    let mut question = Message::query();
    question.add_query(Query::query(Name::from_ascii(name).expect("a name"), record));
    let written = question.to_vec().expect("a query");
    socket.send_to(&written, at).await.expect("the double is near");
    let mut buffer = [0; 512];
    let length = socket.recv(&mut buffer).await.expect("a response");
    let answer = Message::from_vec(&buffer[..length]).expect("a message of DNS");
    assert_eq!(answer.metadata.id, question.metadata.id);
    answer
}

/// The records that the production name leads to, each in words.
async fn production(stage: &Stage) -> Vec<String> {
    let answer = ask(stage.double.dns, "Prod-App.eu-central-1.elasticbeanstalk.com.", RecordType::A).await;
    answer.answers.iter().map(|record| format!("{} {}", record.ttl, record.data)).collect()
}

#[tokio::test]
async fn a_name_leads_to_the_balancer_of_its_environment_and_elsewhere_after_a_swap() {
    let stage = Stage::set().await;
    let [blue, green] = ["blue-side", "green-side"].map(|name| stage.state(name)["balancer"].clone());
    let blue =
        ["7 awseb-blue-side.eu-central-1.elb.amazonaws.com.", &format!("7 {}", blue.as_str().unwrap())];
    let green =
        ["7 awseb-green-side.eu-central-1.elb.amazonaws.com.", &format!("7 {}", green.as_str().unwrap())];
    assert_eq!(production(&stage).await, blue);
    let swap = stage.client.swap_environment_cnames().source_environment_name("blue-side");
    swap.destination_environment_name("green-side").send().await.unwrap();
    stage.pass(1).await;
    assert_eq!(production(&stage).await, blue, "the names have not changed yet");
    stage.pass(1).await;
    assert_eq!(production(&stage).await, green);
    let both: BTreeSet<_> = blue.into_iter().chain(green).collect();
    assert_eq!(both.len(), 4);
}

#[tokio::test]
async fn the_name_of_a_balancer_has_an_address_and_no_other_name_has() {
    let stage = Stage::set().await;
    let balancer =
        ask(stage.double.dns, "awseb-blue-side.eu-central-1.elb.amazonaws.com.", RecordType::A).await;
    assert_eq!(balancer.answers.len(), 1);
    let unknown = ask(stage.double.dns, "nobody.eu-central-1.elasticbeanstalk.com.", RecordType::A).await;
    assert_eq!((unknown.metadata.response_code, unknown.answers.len()), (ResponseCode::NXDomain, 0));
    let six = ask(stage.double.dns, "prod-app.eu-central-1.elasticbeanstalk.com.", RecordType::AAAA).await;
    assert_eq!(
        (six.metadata.response_code, six.answers.len()),
        (ResponseCode::NoError, 1),
        "a name, no address"
    );
}
