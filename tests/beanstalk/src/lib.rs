//! A double of the control plane of Elastic Beanstalk, for tests alone: it never ships.
