"""The calling program: a process of its own that loads the libraries, knows their headers, and nothing else of the project.

One request a line on standard input, on standard output a line with its answers (by request, by time), all JSON:
  {"library": "SSCardDriver", "call": "iReadCard", "arguments": [1, 2, "hex of a text", null], "config": "FILE"}
  [[{"code": 0, "reply": "hex", "ended": true, "intact": true, "used": null}]]
`capacity` in a request calls a length-aware function with that capacity; `no_reply` passes NULL for the reply.
`together`: a list of requests, carried out at the same time by as many threads; `times`: so often.
"""
import ctypes
import json
import os
import sys
import threading

import header

BUFFER = 48 * 1024  # larger than every class: what is written behind one is seen
CANARY = b"\xA5"


class Library:
    def __init__(self, name):
        self._binary = ctypes.CDLL(f"lib{name}.so")
        self._functions = header.functions(f"{name}.h")

    def call(self, request):
        prototype = self._functions[request["call"]]
        function = getattr(self._binary, prototype.name)
        function.restype = ctypes.c_int64  # all of the register: its upper half must agree with the lower one
        out = ctypes.create_string_buffer(CANARY * BUFFER, BUFFER)
        length = ctypes.c_uint32(request.get("capacity") or 0)
        given = [bytes.fromhex(value) if isinstance(value, str) else value for value in request["arguments"]]
        if prototype.reply() is not None:
            given.insert(prototype.reply(), None if request.get("no_reply") else ctypes.addressof(out))
        if request.get("capacity") is not None:
            given.append(ctypes.addressof(length))
        code = function(*[as_argument(kind, value) for kind, value in zip(prototype.types(), given, strict=True)])
        return answer_of(code, out.raw, length.value, request, prototype)


def as_argument(kind, value):
    return ctypes.c_char_p(value) if isinstance(value, bytes) else kind(value)


def answer_of(code, raw, used, request, prototype):
    if prototype.room is None and request.get("capacity") is None:  # bytes: the result is their number
        count = max(code, 0)
        return {"code": code, "reply": raw[:count].hex(), "intact": raw[count:].strip(CANARY) == b""}
    if request.get("capacity") is not None:
        inside, behind = raw[:request["capacity"]], raw[request["capacity"]:]
        return {"code": code, "reply": inside.partition(b"\0")[0].hex() if b"\0" in inside else "", "used": used,
                "ended": b"\0" in inside or not inside, "intact": behind.strip(CANARY) == b""}
    text, end, behind = raw.partition(b"\0")
    return {"code": code, "reply": text.hex(), "ended": bool(end) and len(text) < prototype.room,
            "intact": behind.strip(CANARY) == b""}


class Program:
    def __init__(self):
        self._libraries = {}

    def _one(self, request):
        return [self._libraries[request["library"]].call(request) for _ in range(request.get("times", 1))]

    def _load(self, requests):
        for name in {request["library"] for request in requests} - self._libraries.keys():
            self._libraries[name] = Library(name)

    def serve(self, request):
        requests = request.get("together", [request])
        self._load(requests)
        if request.get("config"):
            os.environ["SSC_CONFIG"] = request["config"]
        answers = [None] * len(requests)

        def work(at):
            answers[at] = self._one(requests[at])

        if len(requests) == 1:  # a thread keeps memory of its own, which would hide what the library keeps
            work(0)
            return answers
        threads = [threading.Thread(target=work, args=(at,)) for at in range(len(requests))]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return answers


def main():
    program = Program()
    for line in sys.stdin:
        print(json.dumps(program.serve(json.loads(line))), flush=True)


if __name__ == "__main__":
    main()
