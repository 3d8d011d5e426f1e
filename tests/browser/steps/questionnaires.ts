// Forms as the server sends them, with every kind of field: an application to a network and a rental in one.

type Text = { ja: string; en: string };
type More = Partial<{ required: boolean; only_for: string[]; choices: [string, Text][]; default: string; min: number; hint: Text }>;

const text = (ja: string): Text => ({ ja, en: ja });

function field(name: string, kind: string, label: string, more: More = {}): object {
  return { name, kind, label: text(label), required: false, read_only: false, listed: false, ...more };
}

const ADDRESS = [
  field("name", "text", "施設名", { required: true }),
  field("postal_code", "postal_code", "郵便番号", { required: true, hint: text("例：108-8001") }),
  field("prefecture", "prefecture", "都道府県", { required: true }),
  field("phone", "phone", "電話番号", { required: true }),
];

const SHEETS: [string, Text][] = [
  ["mail", text("メール")],
  ["cd", text("CD")],
];

const GROUPS = [
  {
    name: "inquiry",
    path: "",
    form: {
      title: text("お申し込み"),
      fields: [
        field("subject", "text", "件名"),
        field("reading", "kana", "フリガナ", { required: true }),
        field("sheets_by", "choice", "送付形態", { required: true, choices: SHEETS }),
        field("storage", "flag", "ストレージサービス"),
      ],
    },
  },
  {
    name: "contact",
    path: "contact",
    form: {
      title: text("ご担当者"),
      fields: [
        ...ADDRESS,
        field("mail_address", "mail_address", "メールアドレス"),
        field("institution", "institution_code", "機関コード"),
        field("records_place", "text", "診療情報保管場所", { required: true, only_for: ["viewing"] }),
        field("note", "long_text", "備考"),
      ],
    },
  },
  {
    name: "destination",
    path: "destination",
    form: {
      title: text("CD送付先"),
      copy_from: "contact",
      asked_when: { field: "inquiry.sheets_by", is: "cd" },
      fields: ADDRESS,
    },
  },
  {
    name: "items",
    path: "items",
    form: {
      title: text("お届け商品"),
      repeat_max: 3,
      fields: [
        field("product", "product", "商品コード", { required: true }),
        field("period", "period", "レンタル期間", { required: true }),
        field("quantity", "count", "数量", { required: true, min: 1, default: "1" }),
        field("wished_on", "date", "希望日"),
      ],
    },
  },
];

function kind(code: string, label: string): object {
  return { code, label: text(label), confirm: true, questionnaire: { groups: GROUPS, codes: [code] } };
}

/** What the page of inquiries is offered in place of the portal's own forms. */
export const OFFERED = {
  kinds: [kind("disclosing", "公開施設"), kind("viewing", "閲覧施設")],
  subject_required: false,
  text_required: false,
  attachment_bytes: 1024,
  attachments: 5,
  attachment_types: [],
  wishes: [],
};
