"""A service between the client and the real one that does one thing wrong, so that the product has no code for it."""

import http.client
import json
import re
import socket
import socketserver
import threading
from urllib.parse import parse_qs, urlsplit


class Broken(socketserver.ThreadingTCPServer):
    """Listens on a free port for as long as it is used in a `with`, and forwards each response as `spoil` changes it."""

    daemon_threads = True

    def __init__(self, port, spoil):
        super().__init__(("127.0.0.1", 0), Between)
        self.behind, self.spoil, self.port = port, spoil, self.server_address[1]

    def __enter__(self):
        threading.Thread(target=self.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_):
        self.shutdown()
        self.server_close()


class Between(socketserver.StreamRequestHandler):
    # A response is sent immediately and in one piece.
    wbufsize = -1
    disable_nagle_algorithm = True

    def handle(self):
        while request := self.request_bytes():
            method, target = request.split(b" ", 2)[:2]
            with socket.create_connection(("127.0.0.1", self.server.behind)) as behind:
                behind.sendall(request)
                answer = http.client.HTTPResponse(behind, method=method.decode())
                answer.begin()
                content = answer.read()
            status, content = self.server.spoil(method.decode(), target.decode(), answer.status, content)
            self.answer(status, answer.getheaders(), content)

    def request_bytes(self):
        """A request byte by byte as it is: a full parser would correct it, too."""
        head = b""
        while not head.endswith(b"\r\n\r\n"):
            line = self.rfile.readline()
            if not line:
                return b""
            head += line
        length = re.search(rb"\r\ncontent-length: *(\d+)", head, re.IGNORECASE)
        return head + (self.rfile.read(int(length[1])) if length else b"")

    def answer(self, status, fields, content):
        names = ("content-length", "transfer-encoding", "connection")
        fields = [field for field in fields if field[0].lower() not in names]
        if status not in (204, 304):
            fields.append(("content-length", len(content)))
        lines = [f"HTTP/1.1 {status} ", *(f"{name}: {value}" for name, value in fields), "", ""]
        self.wfile.write("\r\n".join(lines).encode("latin-1") + content)
        self.wfile.flush()


# === The faults ===


def fails_on_one_limit(_method, target, status, content):
    query = parse_qs(urlsplit(target).query)
    return (500, content) if status == 200 and query.get("limit") == ["100"] else (status, content)


def has_a_status_that_nobody_knows(_method, target, status, content):
    return (203, content) if status == 200 and "/users/" in target else (status, content)


def breaks_the_schema(method, target, status, content):
    if status != 200 or method != "GET" or "/collages/" not in target or content[:6] != b'{"id":':
        return status, content
    return status, json.dumps(json.loads(content) | {"version": "one"}).encode()


# Each with the message that schemathesis must print.
FAULTS = {
    fails_on_one_limit: "Server error",
    has_a_status_that_nobody_knows: "Undocumented status code",
    breaks_the_schema: "Response violates schema",
}
