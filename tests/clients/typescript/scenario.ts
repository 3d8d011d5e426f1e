// What a billing system does first, by a client that openapi-typescript makes of the description: a token, a customer with a
// contract and an invoice, what is said when something is wrong, and the feed of what happened.
import assert from "node:assert/strict";
import createClient from "openapi-fetch";
import type { components, paths } from "./generated/schema.js";

type Schemas = components["schemas"];

const { address, portal, client_id, client_secret } = JSON.parse(process.env.MADOGUCHI_CLIENT ?? "{}");
const api = createClient<paths>({ baseUrl: address });

async function token(secret: string) {
  return api.POST("/api/v1/{portal}/oauth/token", {
    params: { path: { portal } },
    body: { grant_type: "client_credentials", client_id, client_secret: secret },
    bodySerializer: (body) => new URLSearchParams(body as Record<string, string>),
    headers: { "Content-Type": "application/x-www-form-urlencoded" },
  });
}

const refused = await token("wrong");
assert.equal(refused.response.status, 401);
const granted = await token(client_secret);
assert.ok(granted.data);
api.use({
  onRequest({ request }) {
    request.headers.set("Authorization", `Bearer ${granted.data.access_token}`);
  },
});

// A customer, put twice: the second time nothing happens.
const customer: Schemas["WriteCustomer"] = {
  name: "株式会社クライアント",
  name_kana: "カブシキガイシャクライアント",
  postal_code: "１０８-８００１",
  prefecture: "東京都",
  address1: "港区芝5-7-1",
};
const ofCustomer = { params: { path: { portal, number: "TS-C1" } } };
const first = await api.PUT("/api/v1/{portal}/provider/customers/{number}", { ...ofCustomer, body: customer });
assert.equal(first.data?.status, "stored");
const second = await api.PUT("/api/v1/{portal}/provider/customers/{number}", { ...ofCustomer, body: customer });
assert.equal(second.data?.status, "unchanged");
assert.equal(second.data?.customer.postal_code, "1088001");

// Guarded by the revision of what was read.
const guarded = await api.PUT("/api/v1/{portal}/provider/customers/{number}", {
  params: { path: { portal, number: "TS-C1" }, header: { "If-Match": '"0"' } },
  body: customer,
});
assert.equal(guarded.error?.code, "changed_meanwhile");

// What is wrong is said at its field.
const wrong = await api.PUT("/api/v1/{portal}/provider/customers/{number}", {
  ...ofCustomer,
  body: { ...customer, postal_code: "12" },
});
assert.equal(wrong.error?.code, "validation_failed");
assert.deepEqual(wrong.error?.errors?.map((error) => error.field), ["postal_code"]);

const contract = await api.PUT("/api/v1/{portal}/provider/contracts/{number}", {
  params: { path: { portal, number: "COP90000001" } },
  body: {
    customer: "TS-C1",
    billing_group: "TS-G1",
    category: "line",
    service_name: "[1G] ファミリー",
    status: "active",
    started_on: "2025-04-01",
    postal_code: customer.postal_code,
    prefecture: customer.prefecture,
    address1: customer.address1,
  },
});
assert.equal(contract.data?.status, "stored", JSON.stringify(contract.error));

// The sender's totals are compared.
const line: Schemas["WriteInvoiceLine"] = { contract: "COP90000001", item: "基本料", amount: 3300, tax_rate: "standard_10" };
const invoice = await api.PUT("/api/v1/{portal}/provider/invoices/{number}", {
  params: { path: { portal, number: "TS-I1" } },
  body: { billing_group: "TS-G1", month: "2026-10", lines: [line], totals: { net: 3300, tax: 330, gross: 3630 } },
});
assert.equal(invoice.data?.gross, 3630, JSON.stringify(invoice.error));

// The feed, to its end.
const kinds = new Set<string>();
for (let after: string | undefined, more = true; more; ) {
  const part = await api.GET("/api/v1/{portal}/provider/events", { params: { path: { portal }, query: { after, limit: 200 } } });
  assert.ok(part.data, JSON.stringify(part.error));
  part.data.events.forEach((event) => kinds.add(event.type));
  after = part.data.next_cursor;
  more = part.data.has_more;
}
assert.ok(kinds.has("invoice.issued"), [...kinds].join(", "));
console.log("typescript: ok");
