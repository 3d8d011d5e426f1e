"""Who asks while the API is compared with its description: nobody, a customer with a session, or a system with a token.

Read by Schemathesis (SCHEMATHESIS_HOOKS). DESCRIPTION_ADDRESS is the server's, DESCRIPTION_WHO who asks; for a customer
DESCRIPTION_LOGIN is a JSON object with portal, identifiers and password, for a system DESCRIPTION_CLIENT one with portal,
client_id and client_secret.
"""

import json
import os
import urllib.parse
import urllib.request

import schemathesis

ADDRESS = os.environ["DESCRIPTION_ADDRESS"]
WHO = os.environ["DESCRIPTION_WHO"]
# What a browser's page sends with each change.
BROWSER = {"X-Madoguchi": "1", "Origin": ADDRESS}


def post(path, body, headers, form=False):
    """The JSON of an answer and the cookies that came with it."""
    data = urllib.parse.urlencode(body).encode() if form else json.dumps(body).encode()
    kind = "application/x-www-form-urlencoded" if form else "application/json"
    request = urllib.request.Request(ADDRESS + path, data=data, headers={"Content-Type": kind, **headers})
    with urllib.request.urlopen(request) as answer:
        cookies = [cookie.split(";")[0] for cookie in answer.headers.get_all("Set-Cookie") or []]
        return json.load(answer), "; ".join(cookies)


def asking():
    """The portal at which one asks, if it matters, and the headers that say who does."""
    if WHO == "nobody":
        return None, BROWSER
    if WHO == "customer":
        login = json.loads(os.environ["DESCRIPTION_LOGIN"])
        attempts = f"/api/v1/{login['portal']}/sign-in-attempts"
        given = {"identifiers": login["identifiers"], "password": login["password"]}
        attempt, cookies = post(attempts, given, BROWSER)
        _, session = post(f"{attempts}/{attempt['id']}/session", {}, {**BROWSER, "Cookie": cookies})
        return login["portal"], {**BROWSER, "Cookie": session}
    client = json.loads(os.environ["DESCRIPTION_CLIENT"])
    grant = {"grant_type": "client_credentials", "client_id": client["client_id"], "client_secret": client["client_secret"]}
    answer, _ = post(f"/api/v1/{client['portal']}/oauth/token", grant, {}, form=True)
    return client["portal"], {"Authorization": f"Bearer {answer['access_token']}"}


PORTAL, HEADERS = asking()


@schemathesis.hook
def before_load_schema(context, raw_schema):
    """Leaves what this one can ask, at the portal where they are known."""
    for operations in raw_schema["paths"].values():
        for method in list(operations):
            operation = operations[method]
            schemes = {name for scheme in operation.get("security") or [] for name in scheme}
            wanted = {"customer": {"session"}, "system": {"client"}}.get(WHO)
            if wanted and (not schemes & wanted):
                del operations[method]
                continue
            for parameter in operation.get("parameters", []):
                if PORTAL and parameter["name"] == "portal":
                    parameter["schema"] = {"type": "string", "enum": [PORTAL]}


@schemathesis.hook
def before_call(context, case, kwargs):
    """Says who asks."""
    case.headers = {**(case.headers or {}), **HEADERS}
