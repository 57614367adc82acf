# SPDX-License-Identifier: GPL-3.0-or-later
"""A stand-in for the APIs of coding agents: it asks for one shell command after the other.

usage: agent_api.py COMMANDS RESULTS

COMMANDS has a directory and a command a line; RESULTS gets what the agent reports of all so far, as JSON.
The first line on standard output is the port, on the loopback interface. It ends with its standard input."""

import json
import os
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

COMMANDS = [line.split(" ", 1) for line in Path(sys.argv[1]).read_text(encoding="utf-8").splitlines()]
TOOLS = ("Bash", "bash", "exec_command", "run_shell_command")


def found(node, wanted):
    """The objects in NODE that are WANTED, the outermost."""
    if isinstance(node, dict) and wanted(node):
        yield node
    elif isinstance(node, (dict, list)):
        for each in node.values() if isinstance(node, dict) else node:
            yield from found(each, wanted)


def is_result(node):
    return (node.get("type") in ("tool_result", "function_call_output") or node.get("role") == "tool"
            or "functionResponse" in node)


def arguments(tool, number):
    """Those of the next command, of the names that the tool's schema has."""
    directory, command = COMMANDS[number]
    schema = tool.get("input_schema") or tool.get("parameters") or tool.get("parametersJsonSchema")
    # Where it takes no directory, a command starts in that of the agent; but Claude Code stays where a cd led.
    if tool["name"] != "Bash" and not {"workdir", "dir_path"} & set(schema["properties"]):
        command = f"cd {directory} && {command}"
    values = {"command": command, "cmd": command, "workdir": directory, "dir_path": directory, "description": "run",
              "yield_time_ms": 30000}
    return {name: values[name] for name in schema["properties"] if name in values}


# Each dialect: the events of an answer that calls a tool (a name, its arguments and a number), or has only text


def messages(call):
    block = {"type": "tool_use", "id": f"tool_{call[2]}", "name": call[0], "input": {}} if call else {"type": "text", "text": ""}
    delta = {"type": "input_json_delta", "partial_json": json.dumps(call[1])} if call else {"type": "text_delta", "text": "done"}
    usage = {"input_tokens": 1, "output_tokens": 1}
    message = {"id": "message", "type": "message", "role": "assistant", "model": "m", "content": [], "usage": usage}
    yield {"type": "message_start", "message": message}
    yield {"type": "content_block_start", "index": 0, "content_block": block}
    yield {"type": "content_block_delta", "index": 0, "delta": delta}
    yield {"type": "content_block_stop", "index": 0}
    yield {"type": "message_delta", "delta": {"stop_reason": "tool_use" if call else "end_turn"}, "usage": usage}
    yield {"type": "message_stop"}


def responses(call):
    item = {"type": "message", "role": "assistant", "content": [{"type": "output_text", "text": "done"}]}
    if call:
        item = {"type": "function_call", "call_id": f"call_{call[2]}", "name": call[0], "arguments": json.dumps(call[1])}
    yield {"type": "response.created", "response": {"id": "response"}}
    yield {"type": "response.output_item.done", "output_index": 0, "item": item}
    yield {"type": "response.completed", "response": {"id": "response"}}


def chat(call):
    message = {"role": "assistant", "content": "done"}
    if call:
        function = {"name": call[0], "arguments": json.dumps(call[1])}
        tool_call = {"index": 0, "id": f"call_{call[2]}", "type": "function", "function": function}
        message = {"role": "assistant", "content": None, "tool_calls": [tool_call]}
    base = {"id": "chat", "object": "chat.completion.chunk", "created": 1, "model": "m"}
    for delta, reason in ((message, None), ({}, "tool_calls" if call else "stop")):
        yield {**base, "choices": [{"index": 0, "delta": delta, "finish_reason": reason}]}


def gemini(call):
    part = {"functionCall": {"name": call[0], "args": call[1], "id": f"call_{call[2]}"}} if call else {"text": "done"}
    yield {"candidates": [{"content": {"role": "model", "parts": [part]}, "finishReason": "STOP", "index": 0}]}


DIALECTS = {"/messages": messages, "/responses": responses, "/chat/completions": chat, ":streamGenerateContent": gemini}


def turn(request):
    """The tool call that comes next; None where there is none, or the request is about something else."""
    tool = next(found(request.get("tools"), lambda node: node.get("name") in TOOLS), None)
    done = list(found(request, is_result))
    if not tool:
        return None
    Path(sys.argv[2]).write_text(json.dumps(done), encoding="utf-8")
    return (tool["name"], arguments(tool, len(done)), len(done)) if len(done) < len(COMMANDS) else None


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def do_GET(self):
        self.send_error(404)

    def do_POST(self):
        request = json.loads(self.rfile.read(int(self.headers["content-length"] or 0)) or "{}")
        path, kind, body = self.path.partition("?")[0], "application/json", '{"input_tokens": 1}'
        for dialect in (DIALECTS[end] for end in DIALECTS if path.endswith(end)):
            events = ((f"event: {each['type']}\n" if "type" in each else "", json.dumps(each)) for each in dialect(turn(request)))
            kind, body = "text/event-stream", "".join(f"{line}data: {data}\n\n" for line, data in events)
        self.send_response(200)
        self.send_header("content-type", kind)
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body.encode())


server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
threading.Thread(target=server.serve_forever, daemon=True).start()
print(server.server_port, flush=True)
sys.stdin.read()
os._exit(0)
