//! The work that Beanstalk does by the rights of its caller.

use serde_json::{Value, json};

use super::Place;

/// The copy of a bundle that Beanstalk makes in a bucket of its own while it processes a version. No operations role
/// applies to it, since a version belongs to no environment.
pub(super) fn processing(place: &Place) -> Value {
    let bucket = place.beanstalk_bucket();
    json!({
        "Sid": "Processing",
        "Effect": "Allow",
        "Action": ["s3:PutObject", "s3:PutObjectAcl", "s3:GetObject", "s3:DeleteObject"],
        "Resource": [format!("{bucket}/*")],
    })
}

/// The statements of an update and a swap. The names of what Beanstalk makes begin with `awseb-`; calls that describe
/// something, and most of EC2, cannot be limited to a resource.
pub(super) fn statements(place: &Place) -> Vec<Value> {
    let statement = |sid: &str, actions: Value, resources: Value| json!({"Sid": sid, "Effect": "Allow", "Action": actions, "Resource": resources});
    let named = |service: &str, resource: &str| place.arn(service, &place.region, resource);
    let bucket = place.beanstalk_bucket();
    vec![
        statement(
            "Stacks",
            json!([
                "cloudformation:CancelUpdateStack",
                "cloudformation:DescribeStackEvents",
                "cloudformation:DescribeStackResource",
                "cloudformation:DescribeStackResources",
                "cloudformation:DescribeStacks",
                "cloudformation:GetTemplate",
                "cloudformation:ListStackResources",
                "cloudformation:UpdateStack",
            ]),
            json!([named("cloudformation", "stack/awseb-*/*")]),
        ),
        statement(
            "Groups",
            json!([
                "autoscaling:PutScheduledUpdateGroupAction",
                "autoscaling:ResumeProcesses",
                "autoscaling:SetDesiredCapacity",
                "autoscaling:SuspendProcesses",
                "autoscaling:TerminateInstanceInAutoScalingGroup",
                "autoscaling:UpdateAutoScalingGroup",
            ]),
            json!([named("autoscaling", "autoScalingGroup:*:autoScalingGroupName/awseb-*")]),
        ),
        statement(
            "Balancers",
            json!([
                "elasticloadbalancing:DeregisterTargets",
                "elasticloadbalancing:ModifyListener",
                "elasticloadbalancing:ModifyLoadBalancerAttributes",
                "elasticloadbalancing:ModifyTargetGroup",
                "elasticloadbalancing:ModifyTargetGroupAttributes",
                "elasticloadbalancing:RegisterTargets",
            ]),
            json!([
                named("elasticloadbalancing", "loadbalancer/app/awseb-*/*"),
                named("elasticloadbalancing", "listener/app/awseb-*/*"),
                named("elasticloadbalancing", "targetgroup/awseb-*/*"),
            ]),
        ),
        statement(
            "Instances",
            json!([
                "autoscaling:Describe*",
                "cloudwatch:DescribeAlarms",
                "ec2:CreateLaunchTemplateVersion",
                "ec2:Describe*",
                "elasticloadbalancing:Describe*",
                "sns:GetTopicAttributes",
            ]),
            json!(["*"]),
        ),
        statement(
            "Logs",
            json!(["logs:CreateLogGroup", "logs:DescribeLogGroups", "logs:PutRetentionPolicy"]),
            json!([named("logs", "log-group:/aws/elasticbeanstalk/*")]),
        ),
        statement(
            "Bucket",
            json!([
                "s3:CreateBucket",
                "s3:GetBucketLocation",
                "s3:GetBucketPolicy",
                "s3:ListBucket",
                "s3:PutBucketPolicy",
            ]),
            json!([bucket]),
        ),
        // The patches that instances load at their start come from a bucket of AWS.
        statement(
            "Patches",
            json!(["s3:GetObject"]),
            json!([format!("arn:{}:s3:::elasticbeanstalk-*/*", place.partition)]),
        ),
    ]
}
