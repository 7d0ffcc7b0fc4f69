import fc from 'fast-check';
import { testRequests } from '../lambda/runtime-guard/gotestwaf';

const digits = (count: number) => fc.array(fc.integer({ min: 0, max: 9 }), { minLength: count, maxLength: count }).map((list) => list.join(''));
const from = (letters: string, count: number) => fc.array(fc.constantFrom(...letters), { minLength: count, maxLength: count }).map((list) => list.join(''));
const ALPHANUMERIC = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/** Digits that pass the check of Luhn, behind a prefix. */
const luhn = (prefix: string, length: number) => digits(length - prefix.length - 1).map((rest) => {
  const head = prefix + rest;
  const sum = [...head].reverse().reduce((total, digit, i) => total + (i % 2 ? Number(digit) : [0, 2, 4, 6, 8, 1, 3, 5, 7, 9][Number(digit)]), 0);
  return head + ((10 - (sum % 10)) % 10);
});
const card = fc.constantFrom(['4', 16], ['51', 16], ['2221', 16], ['34', 15], ['36', 14], ['6011', 16], ['3528', 16], ['62', 19], ['2200', 16], ['6759', 16], ['4', 13]).chain(([prefix, length]) => luhn(prefix as string, length as number));
const grouped = fc.tuple(card, fc.constantFrom(' ', '-')).map(([number, sign]) => (number.length === 16 ? number.replace(/(\d{4})(?=\d)/g, `$1${sign}`) : number));

/** Numbers of people that are valid, and the same with one digit changed. */
const person = fc.constantFrom(
  '078-05-1120', '219-09-9999', '046 454 286', '756.9217.0769.85', '529.982.247-25', '2 69 05 49 588 157 80', '86 095 742 719', '1112.22.333', '44051401359', '2341 2341 2346', 'QQ123456C', 'AB 12 34 56 C', '12345678Z', 'X1234567L', 'X-1234567-L', 'RSSMRA85T10A562S', '86095742719', '52998224725',
);
const changed = fc.tuple(person, fc.nat(30), fc.integer({ min: 0, max: 9 })).map(([written, at, digit]) => written.slice(0, at) + (/\d/.test(written[at] ?? '') ? String(digit) : written[at] ?? '') + written.slice(at + 1));
const iban = fc.constantFrom('DE89370400440532013000', 'GB82 WEST 1234 5698 7654 32', 'FR1420041010050500013M02606', 'CH93 0076 2011 6238 5295 7', 'NO9386011117947', 'DE89370400440532013001', 'DE89 3704 0044 0532 0130 00 AND MORE');
const base64url = (text: string) => Buffer.from(text).toString('base64url');
const jwt = fc.constantFrom('{"alg":"HS256","typ":"JWT"}', '{"typ":"JWT"}', '{"alg":7}', '{"a')
  .chain((head) => from(ALPHANUMERIC, 12).map((rest) => `${base64url(head)}.${base64url('{"sub":"1"}')}.${rest}`));
const secret = fc.oneof(
  from('ABCDEFGHIJKLMNOPQRSTUVWXYZ234567', 16).chain((rest) => fc.constantFrom(`AKIA${rest}`, `ASIA${rest}`, `AKIA${rest}X`, `XAKIA${rest}`)), from(ALPHANUMERIC, 36).chain((rest) => fc.constantFrom(`ghp_${rest}`, `npm_${rest}`, `sk_live_${rest}`, `whsec_${rest}`, `xoxb-${rest}`, `glpat-${rest}`, `AIza${rest.slice(1)}`, `sk-ant-${rest}`, `dghp_${rest}`)),
  from('0123456789abcdef', 64).chain((rest) => fc.constantFrom(`dop_v1_${rest}`, `shpat_${rest.slice(32)}`)), from(ALPHANUMERIC, 43).map((rest) => `SG.${rest.slice(0, 22)}.${rest}`),
  from(ALPHANUMERIC, 64).map((rest) => `-----BEGIN RSA PRIVATE KEY-----\n${rest}\n-----END RSA PRIVATE KEY-----`), jwt, jwt,
);
const password = fc.tuple(fc.constantFrom('password', 'db_password', 'apiKey', 'client_secret', 'access-token', 'PWD', 'passphrase', 'monkey', 'token'), fc.constantFrom('=', ': ', '":"', '\\":\\"', "': '"), fc.oneof(from(ALPHANUMERIC, 14), fc.constantFrom('required', 'null', '[masked]', '***', 'x', 'arn:aws:x', 'häufig-langes')))
  .map(([key, sign, value]) => `${key}${sign}${value}`);
const url = from(ALPHANUMERIC, 9).map((rest) => `postgres://user:${rest}@db.internal:5432/x`);
const email = fc.emailAddress();
const datum = fc.oneof(
  card, grouped, grouped, person, person, changed, iban, iban, secret, secret, password, password, url, email, digits(16), digits(9), digits(12),
);

const key = fc.constantFrom('card', 'orderId', 'pan', 'ssn', 'sin', 'cpf', 'bsn', 'nir', 'steuerId', 'pesel', 'aadhaar', 'ahv', 'traceId', 'note', 'creditCardNumber', 'numbers', 'timestamp');
const around = fc.tuple(key, fc.constantFrom<(name: string, text: string) => string>(
  (_, text) => text, (name, text) => `{"${name}":"${text}","amount":12}`, (name, text) => `${name}=${text}`, (name, text) => `{"${name}":["4111111111111111","${text}"]}`, (_, text) => `paid with ${text}, thanks`, (name, text) => `{\\"${name}\\":\\"${text}\\"}`, (_, text) => `é${text}`, (_, text) => `${text}é`, (_, text) => `x-${text}`,
(_, text) => `/orders/${text}/x`, (_, text) => `${text}.5`, (_, text) => `${text}-a`, (_, text) => `a_${text}`, (name, text) => `${name}: ${text}\n`, (name, text) => `${name} = '${text}'`, (_, text) => `😀 ${text} 😀`, (_, text) => `2026-11-29T10:00:00Z 12 ${text}`,
));
const placed = fc.tuple(datum, around).map(([text, [name, put]]) => put(name, text));
const prose = fc.oneof(fc.string({ maxLength: 40 }), fc.lorem({ maxCount: 8 }), fc.json({ maxDepth: 2 }), fc.uuid(), fc.string({ unit: 'grapheme', maxLength: 20 }));

/** Texts with data in them, near misses, and calm ones. */
export const maskedTexts: fc.Arbitrary<string> = fc.oneof(
  { weight: 5, arbitrary: placed }, { weight: 3, arbitrary: fc.array(fc.oneof(placed, prose), { minLength: 2, maxLength: 5 }).chain((parts) => fc.constantFrom(' ', '', ',', '\n', '@').map((sign) => parts.join(sign))) }, { weight: 2, arbitrary: prose },
);

const payloads = [...new Set(testRequests().map(({ payload }) => payload))];
const written = fc.oneof({ weight: 3, arbitrary: fc.constantFrom(...payloads) }, { weight: 3, arbitrary: prose }, { weight: 1, arbitrary: placed });
const spelled = fc.tuple(written, prose, fc.constantFrom<(text: string, other: string) => string>(
  (text) => text, (text, other) => `${other} ${text}`, (text, other) => text + other, (text) => encodeURIComponent(text.replace(/[\ud800-\udfff]/g, '')), (text) => Buffer.from(text).toString('base64'), (text) => text.replace(/[<'"]/g, (letter) => `&#${letter.charCodeAt(0)};`), (text) => text.replace(/[<'";]/g, (letter) => `\\u00${letter.charCodeAt(0).toString(16)}`),
(text) => text.replace(/[a-z]/g, (letter) => String.fromCodePoint(letter.charCodeAt(0) + 0xfee0)), (text) => text.slice(0, text.length / 2), (text) => text.slice(text.length / 2), (text) => text.toUpperCase(), (text) => text.replaceAll(' ', '/**/'), (text) => text.replaceAll(' ', '+'), (text) => text.replaceAll('.', '%c0%ae'), (text) => text.replaceAll(' ', '\u200b\t\n'),
)).map(([text, other, spell]) => spell(text, other));

/** Requests with a payload of gotestwaf, whole, cut or spelled anew, or with calm texts, in each of the places. */
type Placed = (text: string, other: string) => object;
export const requestTexts: fc.Arbitrary<Record<string, unknown>> = fc.tuple(spelled, spelled, fc.constantFrom<Placed>(
  (text) => ({ path: `/${text}` }), (text, other) => ({ rawQueryString: `q=${text}&x=${other}` }), (text) => ({ queryStringParameters: { q: text } }), (text, other) => ({ headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: `a=${text}&${other}` }), (text, other) => ({ body: JSON.stringify({ q: text, list: [other, { [text]: 1 }] }) }),
  (text) => ({ headers: { 'x-y': text, 'authorization': text } }), (text, other) => ({ headers: { 'content-type': 'multipart/form-data; boundary=b' }, body: `--b\r\nContent-Disposition: form-data; name="${other}"\r\n\r\n${text}\r\n--b--\r\n` }), (text) => ({ isBase64Encoded: true, body: Buffer.from(text).toString('base64') }), (text) => ({ body: text }), (text) => ({ cookies: [text] }), (text) => ({ multiValueHeaders: { 'user-agent': [text] }, pathParameters: { id: text } }),
)).map(([text, other, put]) => ({ httpMethod: 'POST', path: '/', headers: {}, ...put(text, other) }));
