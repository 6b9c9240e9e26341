//! The DNS of environments: their names are aliases of their balancers, and change at a swap.

use std::{io, sync::Arc};

use hickory_proto::{
    op::{Message, OpCode, ResponseCode},
    rr::{
        Name, RData, Record, RecordType,
        rdata::{A, CNAME},
    },
};
use tokio::net::UdpSocket;

use crate::{core::Core, world::World};

/// Responds to queries, for ever.
pub(crate) async fn serve(socket: UdpSocket, core: Arc<Core>) -> io::Result<()> {
    let mut buffer = [0; 512];
    loop {
        let (length, from) = socket.recv_from(&mut buffer).await?;
        let Ok(question) = Message::from_vec(&buffer[..length]) else { continue };
        let answer = answer(&core.world(), core.ttl, &question);
        if let Ok(answer) = answer.to_vec() {
            // The client may be gone.
            drop(socket.send_to(&answer, from).await);
        }
    }
}

/// The response to a query: the CNAME, and the address that it leads to.
fn answer(world: &World, ttl: u32, question: &Message) -> Message {
    let mut answer = Message::response(question.metadata.id, question.metadata.op_code);
    answer.metadata.recursion_desired = question.metadata.recursion_desired;
    answer.metadata.authoritative = true;
    let [query] = &question.queries[..] else {
        answer.metadata.response_code = ResponseCode::FormErr;
        return answer;
    };
    answer.add_query(query.clone());
    if question.metadata.op_code != OpCode::Query {
        answer.metadata.response_code = ResponseCode::NotImp;
        return answer;
    }
    let asked = query.name.to_utf8().trim_end_matches('.').to_lowercase();
    let mut environments = world.environments().filter(|environment| environment.exists());
    let found =
        environments.find(|environment| environment.cname == asked || environment.balancer.name == asked);
    let Some((environment, balancer)) =
        found.and_then(|found| Some((found, Name::from_ascii(format!("{}.", found.balancer.name)).ok()?)))
    else {
        answer.metadata.response_code = ResponseCode::NXDomain;
        return answer;
    };
    if environment.balancer.name != asked {
        let leads = RData::CNAME(CNAME(balancer.clone()));
        answer.add_answer(Record::from_rdata(query.name.clone(), ttl, leads));
    }
    if query.query_type == RecordType::A {
        let address = RData::A(A(environment.balancer.address));
        answer.add_answer(Record::from_rdata(balancer, ttl, address));
    }
    answer
}
