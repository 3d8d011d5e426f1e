"""What a CRM does first, by a client that openapi-python-client makes of the description: a token, a customer, a question, what is
said when something is wrong, and the feed of what happened. The same steps as the scenario in TypeScript, where they are of the same noun.
"""

import json
import os

from madoguchi import AuthenticatedClient, Client
from madoguchi.api.oauth import create_access_token
from madoguchi.api.provider_customers import get_customer, upsert_customer, upsert_customers
from madoguchi.api.provider_events import list_events
from madoguchi.api.provider_inquiries import list_provider_inquiries
from madoguchi.models import BatchMode, CustomerBatch, CustomerRow, ProblemCode, RowStatus, TokenRequest, WriteCustomer

GIVEN = json.loads(os.environ["MADOGUCHI_CLIENT"])
PORTAL = GIVEN["portal"]


def token(secret):
    body = TokenRequest(grant_type="client_credentials", client_id=GIVEN["client_id"], client_secret=secret)
    return create_access_token.sync_detailed(PORTAL, client=Client(base_url=GIVEN["address"]), body=body)


assert token("wrong").status_code == 401
granted = token(GIVEN["client_secret"]).parsed
api = AuthenticatedClient(base_url=GIVEN["address"], token=granted.access_token)

CUSTOMER = {
    "name": "株式会社パイソン",
    "name_kana": "ｶﾌﾞｼｷｶﾞｲｼｬﾊﾟｲｿﾝ",
    "postal_code": "１０８－８００１",
    "prefecture": "東京都",
    "address1": "港区芝5-7-1",
}


def put(number, **changed):
    return upsert_customer.sync_detailed(PORTAL, number, client=api, body=WriteCustomer(**{**CUSTOMER, **changed}))


# A customer, put twice: the second time nothing happens.
assert put("PY-C1").parsed.status == RowStatus.STORED
again = put("PY-C1").parsed
assert (again.status, again.customer.postal_code) == (RowStatus.UNCHANGED, "1088001")
assert get_customer.sync(PORTAL, "PY-C1", client=api).name == "株式会社パイソン"

# What is wrong is said at its field, of one and of many.
wrong = put("PY-C1", postal_code="12")
assert (wrong.status_code, wrong.parsed.code) == (422, ProblemCode.VALIDATION_FAILED)
assert [error.field for error in wrong.parsed.errors] == ["postal_code"]
rows = [CustomerRow(number=f"PY-C{at}", **{**CUSTOMER, "postal_code": code}) for at, code in enumerate(("530-0001", "12"), 2)]
batch = CustomerBatch(mode=BatchMode.PER_ROW, rows=rows)
many = upsert_customers.sync_detailed(PORTAL, client=api, body=batch, idempotency_key="py-1").parsed
assert (many.stored, many.refused) == (1, 1), many

# Nobody is there: a problem with its code.
missing = get_customer.sync_detailed(PORTAL, "PY-C99", client=api)
assert (missing.status_code, missing.parsed.code) == (404, ProblemCode.NOT_FOUND)

# Lists come page by page.
page = list_provider_inquiries.sync(PORTAL, client=api, limit=1)
assert len(page.items) <= 1

after, kinds = None, set()
while True:
    more = {} if after is None else {"after": after}
    part = list_events.sync(PORTAL, client=api, limit=200, **more)
    kinds.update(event.type_ for event in part.events)
    after = part.next_cursor
    if not part.has_more:
        break
assert kinds, "the feed is empty"
print("python: ok")
