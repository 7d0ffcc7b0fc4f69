/** What carries a value of JSON from outside: the value itself, a text of it, a text of such a text, Base64, and the envelopes of AWS, one in the other. */

type Wrap = (value: unknown) => unknown;

const text: Wrap = (value) => JSON.stringify(value);
const base64: Wrap = (value) => Buffer.from(JSON.stringify(value)).toString('base64');

const WRAPS: Record<string, Wrap> = {
  'as it is': (value) => value,
  'in a field': (value) => ({ id: 7, filter: value }),
  'in a list': (value) => [1, [value]],
  'in a text': (value) => ({ payload: text(value) }),
  'in a text of a text': (value) => ({ payload: text(text(value)) }),
  'in Base64': (value) => ({ payload: base64(value) }),
  'in the Base64 of a text': (value) => ({ payload: base64(text(value)) }),
  'behind 300 objects': (value) => Array.from({ length: 300 }).reduce((held) => ({ a: held }), value),
  'behind 3,000 texts': (value) => ({ tags: Array.from({ length: 3_000 }, (_, i) => `tag ${i}`), last: value }),
  'in a message of a topic': (value) => ({ Type: 'Notification', MessageId: 'm-1', Message: text(value) }),
};

/** Keys that lead to a prototype, as an attacker writes them. */
const POLLUTIONS: Record<string, unknown> = {
  'the key __proto__': JSON.parse('{"__proto__":{"admin":true}}'),
  'constructor.prototype': { constructor: { prototype: { admin: true } } },
  'constructor.prototype behind another key': { constructor: { name: 'Order', prototype: { admin: true } } },
};
const HARMLESS: Record<string, unknown> = {
  'a constructor of its own': { constructor: 'Red Bull Racing' },
  'a prototype of its own': { prototype: { version: 3 }, proto: 'https' },
  'a text about both': { note: 'The constructor and its prototype; see __proto__ in the manual' },
};

const both = (values: Record<string, unknown>): [string, unknown][] => Object.entries(values).flatMap(([what, value]) => (
  Object.entries(WRAPS).map(([how, wrap]): [string, unknown] => [`${what}, ${how}`, wrap(value)])
));
export const nestedAttacks = (): [string, unknown][] => both(POLLUTIONS);
export const nestedTexts = (): [string, unknown][] => both(HARMLESS);

const request = (more: object) => ({ httpMethod: 'POST', path: '/orders', headers: { 'content-type': 'application/json' }, ...more });

/** A value as the body of a request, in each way that API Gateway has. */
export const requestsWith = (value: unknown): object[] => [
  request({ body: JSON.stringify(value) }),
  request({ body: JSON.stringify(JSON.stringify(value)) }),
  request({ body: Buffer.from(JSON.stringify(value)).toString('base64'), isBase64Encoded: true }),
  request({ rawQueryString: `filter=${encodeURIComponent(JSON.stringify(value))}` }),
  request({ headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: `a=1&order=${encodeURIComponent(JSON.stringify(value))}` }),
  { requestContext: { routeKey: 'order', eventType: 'MESSAGE', connectionId: 'c-1' }, body: JSON.stringify(value) },
];

/** A value in an event of each source that hands messages to a function. */
export const messagesWith = (value: unknown): object[] => [
  { Records: [{ messageId: 'm-1', body: '{}' }, { messageId: 'm-2', body: JSON.stringify(value) }] },
  { Records: [{ body: JSON.stringify({ Type: 'Notification', Message: JSON.stringify(value) }) }] },
  { Records: [{ EventSource: 'aws:sns', Sns: { Message: JSON.stringify(value) } }] },
  { 'detail-type': 'Order', 'source': 'shop', 'detail': value },
  { Records: [{ kinesis: { data: Buffer.from(JSON.stringify(value)).toString('base64') } }] },
  { records: [{ recordId: 'r-1', data: Buffer.from(JSON.stringify(value)).toString('base64') }] },
  { eventSource: 'aws:kafka', records: { 'orders-0': [{ value: Buffer.from(JSON.stringify(value)).toString('base64') }] } },
  { order: value },
];
