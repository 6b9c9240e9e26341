//! Ships the service to the idle one of two Elastic Beanstalk environments, and moves the public name over to it.

pub mod bundle;
