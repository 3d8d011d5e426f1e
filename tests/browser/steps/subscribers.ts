// Who is in the demo data: people who can log in, and contracts of billing groups that nobody has registered yet.
// Each test has a group of its own, because a group can be registered once.

/** Has the password from the start. */
export const DEMO = {
  accessId: "demo01",
  password: "hana8mizu3sora",
  mail: "demo01@example.jp",
  /** A contract of the demo user with more calls than one page shows. */
  talkative: { number: "300000193", calls: 241 },
  /** One without call records. */
  silent: { number: "CAF0000000190" },
};

/** What a customer has at hand for the registration, as it may well be typed. */
export type Facts = { contractNumber: string; postalCode: string; customerName: string };

/** A contract, the facts as stored, and a forgiving way to type them. */
export type Subscriber = { contract: string; name: string; typed: Facts };

/** By test; where the test runs on both screens there is one for each. */
export const SUBSCRIBERS: Record<string, Subscriber> = {
  "walk desktop": {
    contract: "CAF0000000704",
    name: "佐藤　翔",
    // Full-width digits, half-width kana.
    typed: { contractNumber: "ＣＡＦ０００００００７０４", postalCode: "６０１－１４３７", customerName: "ｻﾄｳｼｮｳ" },
  },
  "walk phone": {
    contract: "CAF0000000021",
    name: "㈱ヴェルデ2",
    // The 2N that the invoice prints before the number, legal form spelt out, full-width digit.
    typed: { contractNumber: "2NCAF0000000021", postalCode: "606-8263", customerName: "カブシキガイシャ　ヴェルデ２" },
  },
  claimed: {
    contract: "CAF0000000744",
    name: "㈱北斗電設74",
    typed: { contractNumber: "CAF0000000744", postalCode: "〒093-0015", customerName: "ホクトデンセツ74" },
  },
  links: {
    contract: "300000973",
    name: "小林　陽菜",
    typed: { contractNumber: "300000973", postalCode: "8240026", customerName: "コバヤシ ヒナ" },
  },
  passwords: {
    contract: "7000000743",
    name: "㈱北斗電設74",
    typed: { contractNumber: "7000000743", postalCode: "625-0064", customerName: "カ）ホクトデンセツ７４" },
  },
  "looks desktop": {
    contract: "7000000182",
    name: "医療法人サンライズ企画18",
    typed: { contractNumber: "7000000182", postalCode: "461-0013", customerName: "サンライズキカク18" },
  },
  "looks phone": {
    contract: "COP00000184",
    name: "医療法人サンライズ企画18",
    typed: { contractNumber: "COP00000184", postalCode: "4610013", customerName: "イリョウホウジンサンライズキカク18" },
  },
  forgetful: {
    contract: "7000000010",
    name: "齋藤　陽菜",
    typed: { contractNumber: "7000000010", postalCode: "080-0573", customerName: "サイトウ　ヒナ" },
  },
  "moved away": {
    contract: "CAF0000000090",
    name: "一般社団法人ヴェルデ9",
    typed: { contractNumber: "CAF0000000090", postalCode: "450-6404", customerName: "ヴェルデ９" },
  },
  careful: {
    contract: "CAF0000000000",
    name: "鈴木　京子",
    typed: { contractNumber: "CAF0000000000", postalCode: "800-0353", customerName: "スズキ キョウコ" },
  },
  keyholder: {
    contract: "7000001011",
    name: "一般社団法人やまと不動産101",
    typed: { contractNumber: "7000001011", postalCode: "612-0886", customerName: "ヤマトフドウサン１０１" },
  },
  /** Nobody registers this one. */
  stranger: {
    contract: "CAF0000000170",
    name: "山﨑　翔",
    typed: { contractNumber: "CAF0000000170", postalCode: "495-0036", customerName: "ヤマザキ ショウ" },
  },
};
