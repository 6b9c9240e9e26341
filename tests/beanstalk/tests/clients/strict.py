"""Checks every response against botocore's model of the service, since botocore itself ignores unknown members."""

import re
import xml.etree.ElementTree as ElementTree

NAMESPACE = "{http://elasticbeanstalk.amazonaws.com/docs/2010-12-01/}"

# The differences between the responses of Elastic Beanstalk and its model: by the reference's own examples, and by
# the values that awsebcli compares.
BEYOND = {
    ("DescribeEnvironmentHealth", "Status"): {"Launching", "Updating", "Aborting", "Ready", "Terminating"},
    ("CreateApplicationVersion", "Status"): {"UNPROCESSED", "PROCESSING"},
    ("DescribeApplicationVersions", "Status"): {"UNPROCESSED", "PROCESSING", "PROCESSED", "FAILED"},
}

SCALARS = {
    "boolean": re.compile(r"true|false"),
    "double": re.compile(r"-?\d+(\.\d+)?"),
    "integer": re.compile(r"-?\d+"),
    "long": re.compile(r"-?\d+"),
    "string": re.compile(r"(?s).*"),
    "timestamp": re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z"),
}


class Strict:
    """Watches clients of boto3, and collects the mistakes in their responses."""

    def __init__(self):
        self.wrong, self.called, self.refused, self.last = [], set(), set(), {}

    def watch(self, client):
        client.meta.events.register("after-call.elastic-beanstalk", self.hear)
        return client

    def hear(self, http_response, parsed, model, **_):
        named = http_response.headers.get("x-amzn-requestid")
        answer = (http_response.status_code, http_response.content, parsed, model, named)
        self.called.add(model.name)
        self.last[model.name] = answer
        self.judge(*answer)

    def judge(self, status, content, parsed, model, named):
        root = ElementTree.fromstring(content)
        if status >= 400:
            self.judge_error(root, parsed, model, named)
            return
        self.expect(root.tag == f"{NAMESPACE}{model.name}Response", model.name, f"the root is {root.tag}")
        children = {child.tag.removeprefix(NAMESPACE): child for child in root}
        metadata = children.pop("ResponseMetadata", None)
        told = metadata is not None and metadata.findtext(f"{NAMESPACE}RequestId")
        self.expect(told and told == named, model.name, "the request has not one name")
        shape = model.output_shape
        wrapper = shape.serialization["resultWrapper"] if shape else None
        self.expect(set(children) == ({wrapper} if wrapper else set()), model.name, f"its parts are {set(children)}")
        if wrapper in children:
            self.judge_element(children[wrapper], shape, [model.name])

    def finds(self, action, right, wrong):
        """Whether another response to this call would have been noticed."""
        status, content, *rest = self.last[action]
        if right not in content:
            return False
        fresh = Strict()
        fresh.judge(status, content.replace(right, wrong), *rest)
        return bool(fresh.wrong)

    def judge_error(self, root, parsed, model, named):
        code = root.findtext(f"{NAMESPACE}Error/{NAMESPACE}Code")
        self.refused.add(code)
        self.expect(root.tag == f"{NAMESPACE}ErrorResponse", model.name, f"the root is {root.tag}")
        self.expect(code and code == parsed["Error"]["Code"], model.name, f"the code is {code}")
        self.expect(parsed["Error"]["Message"], model.name, "no message")
        told = root.findtext(f"{NAMESPACE}RequestId")
        self.expect(told and told == named, model.name, "the request has not one name")

    def judge_element(self, element, shape, path):
        where = ".".join(path)
        if shape.type_name == "structure":
            found = [child.tag.removeprefix(NAMESPACE) for child in element]
            self.expect(len(found) == len(set(found)), where, f"twice one of {found}")
            missing = set(shape.required_members) - set(found)
            self.expect(not missing, where, f"there is no {missing}")
            for name, child in zip(found, element):
                if self.expect(name in shape.members, where, f"nobody knows {name}"):
                    self.judge_element(child, shape.members[name], [*path, name])
        elif shape.type_name == "list":
            for child in element:
                if self.expect(child.tag == f"{NAMESPACE}member", where, f"{child.tag} in a list"):
                    self.judge_element(child, shape.member, path)
        else:
            text = element.text or ""
            self.expect(SCALARS[shape.type_name].fullmatch(text), where, f"'{text}' is no {shape.type_name}")
            allowed = set(shape.enum or []) if hasattr(shape, "enum") else set()
            allowed |= BEYOND.get((path[0], path[-1]), set()) if allowed else set()
            self.expect(not allowed or text in allowed, where, f"'{text}' is none of {allowed}")
            bounds = (shape.metadata.get("min", 0), shape.metadata.get("max", 10**9))
            if shape.type_name == "string":
                self.expect(bounds[0] <= len(text) <= bounds[1], where, f"'{text}' is not {bounds} long")

    def expect(self, holds, where, otherwise):
        if not holds:
            self.wrong.append(f"{where}: {otherwise}")
        return holds
