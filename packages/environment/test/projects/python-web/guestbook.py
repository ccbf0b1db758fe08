"""A guest book in SQLite; nothing but the standard library."""

import json
import os
import sqlite3
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

DATABASE = os.environ["DATABASE"]


def query(sql, *values):
    with sqlite3.connect(DATABASE) as connection:
        return connection.execute(sql, values).fetchall()


class Guestbook(BaseHTTPRequestHandler):
    def do_GET(self):
        self.answer([name for (name,) in query("SELECT name FROM guests ORDER BY rowid")])

    def do_POST(self):
        name = self.rfile.read(int(self.headers["Content-Length"])).decode()
        query("INSERT INTO guests VALUES (?)", name)
        self.answer({"welcome": name})

    def answer(self, value):
        body = json.dumps(value).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


query("CREATE TABLE IF NOT EXISTS guests (name TEXT)")
print("guest book is open")
ThreadingHTTPServer(("0.0.0.0", int(os.environ["PORT"])), Guestbook).serve_forever()
