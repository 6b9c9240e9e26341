"""Leads a double of Elastic Beanstalk through a deployment, and compares the views of three clients.

boto3 makes the deployment. It, awsebcli and the SDK for Rust must report the same as the double itself at /double/state.
"""

import contextlib
import io
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import time
import urllib.request
import zipfile

import boto3
import botocore.config
import botocore.exceptions

from strict import Strict

REGION, BUCKET = "eu-central-1", "bundles"
KEYS = {"AWS_ACCESS_KEY_ID": "double", "AWS_SECRET_ACCESS_KEY": "double", "AWS_DEFAULT_REGION": REGION}

# The control of all other checks: a changed text in a response must be noticed.
PLANTED = [
    ("DescribeEnvironments", b"<Status>Ready<", b"<Status>Reddy<"),
    ("DescribeEnvironments", b"CNAME>", b"Cname>"),
    ("DescribeEvents", b"Z</EventDate>", b"</EventDate>"),
    ("DescribeEvents", b"DescribeEventsResult>", b"DescribeEventResult>"),
    ("DescribeEnvironmentHealth", b"<Ok>", b"<Ok>a"),
    ("SwapEnvironmentCNAMEs", b"<RequestId>", b"<RequestId>0"),
    ("DescribeConfigurationSettings", b"Code>", b"Kode>"),
]

# How many seconds anything may take. Nothing takes more than a few.
PATIENCE = 60


class Refused(Exception):
    """Something that must not be."""


def main(binaries):
    binaries = pathlib.Path(binaries).resolve()
    with tempfile.TemporaryDirectory() as folder, moto() as s3:
        bucket = client("s3", s3)
        bucket.create_bucket(Bucket=BUCKET, CreateBucketConfiguration={"LocationConstraint": REGION})
        for label in ("v1", "v2"):
            content = bundle((binaries / "ogrom-tests-beanstalk-sample").read_bytes(), label)
            bucket.put_object(Bucket=BUCKET, Key=f"app/{label}.zip", Body=content)
        with double(binaries / "ogrom-tests-beanstalk", "--s3", s3, "--s3-key", "double:double") as at:
            lead(at, folder, binaries / "examples" / "ask")


def lead(at, folder, ask):
    """One deployment, from the first environment to the last check."""
    strict = Strict()
    eb = strict.watch(client("elasticbeanstalk", at))
    cli = Cli(at, pathlib.Path(folder))

    eb.create_application(ApplicationName="app")
    for label in ("v1", "v2"):
        source = {"S3Bucket": BUCKET, "S3Key": f"app/{label}.zip"}
        eb.create_application_version(ApplicationName="app", VersionLabel=label, SourceBundle=source, Process=True)
    until(eb, lambda: {version["Status"] for version in versions(eb)} == {"PROCESSED"}, "the versions are processed")
    same("available", eb.check_dns_availability(CNAMEPrefix="prod-app")["Available"], True)
    for name, prefix in (("blue-side", "prod-app"), ("green-side", "idle-app")):
        eb.create_environment(ApplicationName="app", EnvironmentName=name, CNAMEPrefix=prefix, VersionLabel="v1")
    ready(eb)

    update = eb.update_environment(EnvironmentName="green-side", VersionLabel="v2")
    agree(at, eb, cli, ask, "updating")
    refused(eb.update_environment, "InvalidParameterValue", EnvironmentName="green-side", VersionLabel="v1")
    ready(eb)
    request = update["ResponseMetadata"]["RequestId"]
    events = eb.describe_events(RequestId=request, EnvironmentName="green-side")["Events"]
    same("the last event", events[0]["Message"], "Environment update completed successfully.")
    paged = [event for page in eb.get_paginator("describe_events").paginate(
        RequestId=request, EnvironmentName="green-side", PaginationConfig={"PageSize": 2}) for event in page["Events"]]
    same("events in pages", paged, events)
    deployed = {instance["Deployment"]["VersionLabel"] for instance in instances(eb, "green-side")}
    same("the versions of the instances", deployed, {"v2"})
    agree(at, eb, cli, ask, "updated")

    said = cli("swap", "blue-side", "--destination_name", "green-side")
    same("eb swap", "Completed swapping CNAMEs for environments 'blue-side' and 'green-side'." in said, True)
    ready(eb)
    same("the names", names(eb), {"blue-side": f"idle-app.{REGION}.elasticbeanstalk.com",
                                  "green-side": f"prod-app.{REGION}.elasticbeanstalk.com"})
    agree(at, eb, cli, ask, "swapped")
    everything_else(eb)
    unsigned = botocore.config.Config(signature_version=botocore.UNSIGNED, retries={"total_max_attempts": 1})
    nobody = strict.watch(boto3.client("elasticbeanstalk", endpoint_url=at, region_name=REGION, config=unsigned))
    refused(nobody.describe_configuration_settings, "MissingAuthenticationToken", ApplicationName="app")
    if strict.wrong:
        raise Refused("answers that the model of the service does not know:\n" + "\n".join(strict.wrong))
    for action, right, wrong in PLANTED:
        same(f"{wrong} in {action} is noticed", strict.finds(action, right, wrong), True)
    print(f"    {len(strict.called)} calls of boto3 are answered as its model says, {', '.join(sorted(strict.refused))} included")


def everything_else(eb):
    """The calls that the way so far has not needed."""
    eb.describe_applications(ApplicationNames=["app"])
    eb.describe_configuration_settings(ApplicationName="app", EnvironmentName="green-side")
    platform = environments(eb)[0]["PlatformArn"]
    same("the platform", eb.describe_platform_version(PlatformArn=platform)["PlatformDescription"]["PlatformArn"], platform)
    eb.describe_environment_health(EnvironmentName="green-side", AttributeNames=["All"])
    eb.swap_environment_cnames(SourceEnvironmentName="blue-side", DestinationEnvironmentName="green-side")
    same("busy", {one["Status"] for one in environments(eb)}, {"Updating"})
    sides = {"SourceEnvironmentName": "blue-side", "DestinationEnvironmentName": "green-side"}
    refused(eb.swap_environment_cnames, "InvalidParameterValue", **sides)
    ready(eb)
    eb.update_environment(EnvironmentName="blue-side", VersionLabel="v2")
    eb.abort_environment_update(EnvironmentName="blue-side")
    same("aborting", status(eb, "blue-side"), "Aborting")
    ready(eb)
    same("the label after an abort", {one["EnvironmentName"]: one["VersionLabel"] for one in environments(eb)},
         {"blue-side": "v1", "green-side": "v2"})
    refused(eb.delete_application_version, "OperationInProgressFailure", ApplicationName="app", VersionLabel="v1")
    eb.terminate_environment(EnvironmentName="blue-side")
    until(eb, lambda: len(environments(eb)) == 1, "blue-side is gone")
    eb.delete_application_version(ApplicationName="app", VersionLabel="v1", DeleteSourceBundle=True)
    same("what is left", [version["VersionLabel"] for version in versions(eb)], ["v2"])


def agree(at, eb, cli, ask, when):
    """All of them report the same as the double itself."""
    told = {one["EnvironmentName"]: one for one in json.load(urllib.request.urlopen(f"{at}/double/state"))["environments"]}
    shown = ["EnvironmentId", "VersionLabel", "Status", "Health", "HealthStatus", "CNAME", "EndpointURL"]
    expected = {name: {key: one[key] for key in shown} for name, one in told.items()}
    by_boto = {one["EnvironmentName"]: {key: one[key] for key in shown} for one in environments(eb)}
    same(f"{when}: boto3", by_boto, expected)
    environment = os.environ | KEYS | {"AWS_REGION": REGION, "AWS_ENDPOINT_URL": at}
    by_rust = json.loads(subprocess.run([ask, "app"], env=environment, check=True, capture_output=True).stdout)
    same(f"{when}: the SDK for Rust", by_rust, expected)
    same(f"{when}: eb list", {line.removeprefix("* ") for line in cli("list").split("\n") if line}, set(expected))
    for name, one in expected.items():
        said = dict(re.findall(r"^  ([A-Z][A-Za-z ]*): (.*)$", cli("status", name), re.MULTILINE))
        by_cli = {key: said[words] for key, words in
                  {"EnvironmentId": "Environment ID", "VersionLabel": "Deployed Version", "Status": "Status",
                   "Health": "Health", "CNAME": "CNAME"}.items()}
        same(f"{when}: eb status {name}", by_cli, {key: one[key] for key in by_cli})
    print(f"    {when}: boto3, eb and the SDK for Rust agree about {', '.join(sorted(expected))}")


class Cli:
    """The command `eb`, in a folder of its own."""

    def __init__(self, at, folder):
        self.at, self.folder = at, folder
        self.environment = os.environ | KEYS | {"AWS_ENDPOINT_URL": at, "HOME": str(folder)}
        (folder / ".elasticbeanstalk").mkdir()
        configuration = {"global": {"application_name": "app", "default_region": REGION}}
        (folder / ".elasticbeanstalk" / "config.yml").write_text(json.dumps(configuration))

    def __call__(self, *arguments):
        command = [pathlib.Path(sys.executable).parent / "eb", *arguments]
        options = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT, "text": True}
        with subprocess.Popen(command, cwd=self.folder, env=self.environment, **options) as running:
            while True:
                try:
                    said, _ = running.communicate(timeout=0.5)
                except subprocess.TimeoutExpired:
                    # Only a swap waits for anything.
                    if arguments[0] == "swap":
                        advance(self.at, 1)
                else:
                    break
        if running.returncode:
            raise Refused(f"eb {' '.join(arguments)} ends with {running.returncode}:\n{said}")
        return said


def environments(eb):
    return eb.describe_environments(ApplicationName="app", IncludeDeleted=False)["Environments"]


def status(eb, name):
    return eb.describe_environments(EnvironmentNames=[name])["Environments"][0]["Status"]


def names(eb):
    return {one["EnvironmentName"]: one["CNAME"] for one in environments(eb)}


def versions(eb):
    return eb.describe_application_versions(ApplicationName="app")["ApplicationVersions"]


def instances(eb, name):
    return eb.describe_instances_health(EnvironmentName=name, AttributeNames=["All"])["InstanceHealthList"]


def ready(eb):
    well = ("Ready", "Ok")
    until(eb, lambda: all((one["Status"], one["HealthStatus"]) == well for one in environments(eb)), "all is well")


def until(eb, holds, what):
    """Lets virtual time pass until something holds."""
    begun = time.monotonic()
    while not holds():
        if time.monotonic() - begun > PATIENCE:
            raise Refused(f"after {PATIENCE} s it is not so that {what}")
        advance(eb.meta.endpoint_url, 5)


def advance(at, seconds):
    request = urllib.request.Request(f"{at}/double/clock", json.dumps({"seconds": seconds}).encode())
    urllib.request.urlopen(request).read()


def same(what, found, expected):
    if found != expected:
        raise Refused(f"{what}:\n  {found}\nand not\n  {expected}")


def refused(call, code, **arguments):
    try:
        call(**arguments)
    except botocore.exceptions.ClientError as error:
        same("the code", error.response["Error"]["Code"], code)
    else:
        raise Refused(f"not refused with {code}")


def bundle(sample, label):
    """A bundle of the double's own sample."""
    command = json.dumps(["/sample", label])
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for name, text, mode in (
            ("Dockerfile", f"FROM scratch\nCOPY sample /sample\nEXPOSE 5000\nENTRYPOINT {command}\n", 0o644),
            ("sample", sample, 0o755),
        ):
            entry = zipfile.ZipInfo(name)
            entry.external_attr = (0o100000 | mode) << 16
            archive.writestr(entry, text)
    return content.getvalue()


def client(service, at):
    config = botocore.config.Config(retries={"total_max_attempts": 1})
    credentials = {"aws_access_key_id": "double", "aws_secret_access_key": "double"}
    return boto3.client(service, endpoint_url=at, region_name=REGION, config=config, **credentials)


@contextlib.contextmanager
def double(binary, *options):
    """The address of a double whose time passes only by calls."""
    command = [binary, "--region", REGION, "--clock-speed", "manual", *options]
    with started(command, stdout=subprocess.PIPE) as running:
        yield json.loads(running.stdout.readline())["api"]


@contextlib.contextmanager
def moto():
    """The address of moto as S3."""
    with started([sys.executable, "-m", "moto.server", "-p", "0"], stderr=subprocess.PIPE) as running:
        for line in running.stderr:
            found = re.search(r"http://127\.0\.0\.1:\d+", line)
            if found:
                yield found[0]
                return
        raise Refused("moto does not start")


@contextlib.contextmanager
def started(command, **streams):
    running = subprocess.Popen(command, text=True, **streams)
    try:
        yield running
    finally:
        running.terminate()
        running.communicate()


if __name__ == "__main__":
    try:
        main(*sys.argv[1:])
    except Refused as wrong:
        sys.exit(f"test: {wrong}")
