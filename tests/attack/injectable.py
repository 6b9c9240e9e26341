"""A server whose statements any text can change, in the query, in the path, in the content or in a field."""

import contextlib
import http.server
import json
import sqlite3
import threading
from urllib.parse import parse_qs, unquote, urlsplit

SCHEMA = """
CREATE TABLE products (name TEXT, brand TEXT);
INSERT INTO products VALUES ('linen', 'Lumelle'), ('wool', 'Oskra'), ('denim', 'Oskra');
"""


class Injectable(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        target = urlsplit(self.path)
        self.answer(parse_qs(target.query).get("text", [unquote(target.path.rsplit("/", 1)[-1])])[0])

    def do_POST(self):
        content = self.rfile.read(int(self.headers["content-length"]))
        try:
            self.answer(self.headers["Idempotency-Key"] or json.loads(content)["title"])
        except ValueError:
            self.send(400, "no JSON")

    def answer(self, name):
        with contextlib.closing(sqlite3.connect(":memory:")) as database:
            database.executescript(SCHEMA)
            try:
                rows = database.execute(f"SELECT name, brand FROM products WHERE name = '{name}'").fetchall()
            except sqlite3.Error as error:
                return self.send(500, str(error))
        return self.send(200 if rows else 404, rows)

    def send(self, status, said):
        content = json.dumps(said).encode()
        self.send_response(status)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_):
        """Says nothing."""


@contextlib.contextmanager
def injectable():
    """The origin of such a server."""
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Injectable) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}"
        finally:
            server.shutdown()
