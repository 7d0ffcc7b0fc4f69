import { cases } from './gotestwaf.json';

/** One request of gotestwaf: a payload in one place, in one spelling. */
export interface TestRequest {
  readonly payload: string;
  readonly benign: boolean;
  readonly event: Record<string, unknown>;
}

type Place = string | Record<string, { method?: string; path?: string; body?: string; headers?: Record<string, string> }>;

const BOUNDARY = 'bee3b1c4dbd3303d1f1b9a03ffd31afeaa';
const encodings: Record<string, (text: string) => string> = {
  Plain: (text) => text,
  URL: (text) => encodeURIComponent(text),
  Base64Flat: (text) => Buffer.from(text).toString('base64').replace(/=+$/, ''),
};

/** Each payload in each of its places and spellings, as API Gateway hands the request over. */
export function testRequests(): TestRequest[] {
  return cases.flatMap(({ set, placeholder, encoder, payload }) => (payload as string[]).flatMap((written) => {
    const text = written.replace(/\{\{A\*(\d+)\}\}/, (_, count) => 'A'.repeat(Number(count)));
    return (placeholder as Place[]).flatMap((place) => (encoder as string[]).map((spelling) => ({ payload: text, benign: set === 'false-pos', event: request(place, text, encodings[spelling]) })));
  }));
}

function request(place: Place, payload: string, encode: (text: string) => string): Record<string, unknown> {
  if (typeof place !== 'string') {
    const [[kind, { method = 'POST', path = '/', body = '{{payload}}', headers = {} }]] = Object.entries(place);
    if (kind === 'GraphQL' && method === 'GET') return event({ rawQueryString: `query=${encode(payload)}` });
    return event({ path, headers, body: kind === 'GraphQL' ? JSON.stringify({ query: payload }) : body.replace('{{payload}}', () => payload) });
  }
  const text = encode(payload);
  switch (place) {
    case 'URLPath': return event({ path: `/${text}` });
    case 'URLParam': return event({ rawQueryString: `q1w2e3=${text}` });
    case 'HTMLForm': return event({ headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: `q1w2e3=${text}` });
    case 'HTMLMultipartForm': return event({
      headers: { 'content-type': `multipart/form-data; boundary=${BOUNDARY}` },
      body: `--${BOUNDARY}\r\nContent-Disposition: form-data; name="q1w2e3"\r\n\r\n${text}\r\n--${BOUNDARY}--\r\n`,
    });
    case 'JSONRequest': return event({ headers: { 'content-type': 'application/json' }, body: JSON.stringify({ test: true, q1w2e3: text }) });
    case 'Header': return event({ headers: { 'x-q1w2e3': text } });
    case 'UserAgent': return event({ headers: { 'user-agent': text } });
    case 'XMLBody': return event({ headers: { 'content-type': 'application/xml' }, body: text });
    case 'SOAPBody': return event({
      headers: { 'content-type': 'application/soap+xml' },
      body: `<?xml version="1.0"?><soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/"><soapenv:Header/><soapenv:Body><ab1:GetOrder><ab1:id>${text.replace(/[<&]/g, (c) => (c === '<' ? '&lt;' : '&amp;'))}</ab1:id></ab1:GetOrder></soapenv:Body></soapenv:Envelope>`,
    });
    case 'gRPC': return event({ headers: { 'content-type': 'application/grpc' }, isBase64Encoded: true, body: Buffer.from(`\0\0\0\0${text}`).toString('base64') });
    default: throw new Error(`gotestwaf has a place ${place} that this test does not know`);
  }
}

const event = (parts: Record<string, unknown>) => ({ httpMethod: 'POST', path: '/', headers: {}, ...parts });
