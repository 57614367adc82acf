# SPDX-License-Identifier: GPL-3.0-or-later
"""A stand-in for the API of a coding agent: it asks for one shell command after the other.

usage: agent_api.py COMMANDS RESULTS

COMMANDS has a command a line; RESULTS gets what the agent reports of each, a JSON string a line. The first
line on standard output is the port, on the loopback interface. It ends with its standard input."""

import json
import os
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

COMMANDS = Path(sys.argv[1]).read_text(encoding="utf-8").splitlines()
TOOL = "Bash"


def results(request):
    """What the conversation has of the commands so far."""
    blocks = [block for message in request.get("messages", []) if isinstance(message["content"], list)
              for block in message["content"]]
    return [block["content"] for block in blocks if block["type"] == "tool_result"]


def turn(request):
    """The next command; text where there is none, or the request is about something else."""
    done = results(request)
    if TOOL not in [tool["name"] for tool in request.get("tools", [])]:
        return {"type": "text", "text": ""}, "text", "no"
    Path(sys.argv[2]).write_text("".join(json.dumps(each) + "\n" for each in done), encoding="utf-8")
    if len(done) == len(COMMANDS):
        return {"type": "text", "text": ""}, "text", "done"
    command = json.dumps({"command": COMMANDS[len(done)], "description": "run"})
    return {"type": "tool_use", "id": f"tool_{len(done)}", "name": TOOL, "input": {}}, "partial_json", command


def events(request):
    """The turn as a stream of events."""
    block, kind, text = turn(request)
    usage = {"input_tokens": 1, "output_tokens": 1}
    message = {"id": "message", "type": "message", "role": "assistant", "model": request.get("model"), "content": [],
               "stop_reason": None, "stop_sequence": None, "usage": usage}
    delta = {"type": "input_json_delta" if kind == "partial_json" else "text_delta", kind: text}
    reason = "tool_use" if kind == "partial_json" else "end_turn"
    yield {"type": "message_start", "message": message}
    yield {"type": "content_block_start", "index": 0, "content_block": block}
    yield {"type": "content_block_delta", "index": 0, "delta": delta}
    yield {"type": "content_block_stop", "index": 0}
    yield {"type": "message_delta", "delta": {"stop_reason": reason, "stop_sequence": None}, "usage": usage}
    yield {"type": "message_stop"}


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def answer(self, status, kind, body):
        self.send_response(status)
        self.send_header("content-type", kind)
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self):
        self.answer(404, "text/plain", b"")

    do_HEAD = do_GET

    def do_POST(self):
        request = json.loads(self.rfile.read(int(self.headers["content-length"] or 0)) or "{}")
        if not self.path.partition("?")[0].endswith("/messages"):
            self.answer(200, "application/json", b'{"input_tokens": 1}')
            return
        stream = "".join(f"event: {each['type']}\ndata: {json.dumps(each)}\n\n" for each in events(request))
        self.answer(200, "text/event-stream", stream.encode())


server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
threading.Thread(target=server.serve_forever, daemon=True).start()
print(server.server_port, flush=True)
sys.stdin.read()
os._exit(0)
