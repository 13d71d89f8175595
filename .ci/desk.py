"""What the slow parts share: running things, saying what was seen, and made-up tokens."""

import base64
import json
import os
import subprocess
import sys
import time
from pathlib import Path

CHECKOUT = Path(os.environ["CHECKOUT"])
SCRATCH = Path(os.environ["SCRATCH"])
BINARY = os.environ["FRONTEGG_LINT"]


def run(*command, folder=SCRATCH, env=None, given=None):
    """Runs to the end; both streams are in `stdout`."""
    return subprocess.run(
        [str(word) for word in command], cwd=folder, env=env, input=given, text=True,
        stdin=None if given is not None else subprocess.DEVNULL,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, errors="replace",
    )


def must(*command, **more):
    """Runs what has to end well."""
    done = run(*command, **more)
    if done.returncode != 0:
        fail(f"{command[0]} ended with {done.returncode}", done.stdout)
    return done.stdout


def check(is_true, what, shown=""):
    """Says what holds, or ends the part with what was shown."""
    if not is_true:
        fail(what, shown)
    print(f"ok: {what}", flush=True)


def fail(what, shown=""):
    print(f"NOT: {what}\n{shown}", flush=True)
    sys.exit(1)


def token(**claims):
    """A token that looks live and was never one: the signature is made of the letter A."""
    part = lambda value: base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()
    now = int(time.time())
    body = {"iat": now - 60, "exp": now + 86_400} | claims
    return f"{part({'alg': 'RS256', 'typ': 'JWT'})}.{part(body)}.{'A' * 342}"


def har(authorization, url="https://api.frontegg.com/identity/resources/roles/v1"):
    """A recording of one call that was answered: what was never a token was refused."""
    status = 401 if "undefined" in authorization else 200
    request = {
        "method": "GET", "url": url, "httpVersion": "HTTP/1.1", "cookies": [], "queryString": [],
        "headers": [{"name": "authorization", "value": authorization}], "headersSize": -1, "bodySize": 0,
    }
    response = {
        "status": status, "statusText": "", "httpVersion": "HTTP/1.1", "cookies": [], "headers": [],
        "content": {"size": 2, "mimeType": "application/json", "text": "[]"},
        "redirectURL": "", "headersSize": -1, "bodySize": 2,
    }
    entry = {
        "startedDateTime": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()), "time": 1, "cache": {},
        "timings": {"send": 0, "wait": 1, "receive": 0}, "request": request, "response": response,
    }
    log = {"version": "1.2", "creator": {"name": "made up", "version": "1"}, "entries": [entry]}
    return json.dumps({"log": log}, indent=1)


def collection(method, url):
    """A Postman collection of one request."""
    schema = "https://schema.getpostman.com/json/collection/v2.1.0/collection.json"
    header = [{"key": "Authorization", "value": "Bearer {{vendorToken}}"}]
    request = {"method": method, "header": header, "url": url}
    return json.dumps({"info": {"name": "users", "schema": schema}, "item": [{"name": "all", "request": request}]})
