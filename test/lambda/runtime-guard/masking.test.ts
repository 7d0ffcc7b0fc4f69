import fc from 'fast-check';
import type { DataKind } from '../../../lambda/runtime-guard/masking/kinds';
import { mask, MaskOptions } from '../../../lambda/runtime-guard/masking/mask';

const ALL: DataKind[] = ['card', 'iban', 'national-id', 'jwt', 'private-key', 'aws-key', 'token', 'password', 'email'];
const COUNTRIES = ['US', 'GB', 'DE', 'FR', 'ES', 'IT', 'NL', 'CH', 'BR', 'PL', 'CA', 'IN'];
const everything: MaskOptions = { kinds: new Set(ALL), countries: new Set(COUNTRIES) };
const only = (kind: DataKind, ...countries: string[]): MaskOptions => ({ kinds: new Set([kind]), countries: new Set(countries) });

const digits = (count: number) => fc.array(fc.integer({ min: 0, max: 9 }), { minLength: count, maxLength: count }).map((list) => list.join(''));
/** Written here once more, from the definition: double every second digit from the right. */
function luhnDigit(head: string): number {
  const doubled = (digit: number) => (digit * 2 > 9 ? digit * 2 - 9 : digit * 2);
  const sum = [...head].reverse().map(Number).reduce((total, digit, i) => total + (i % 2 === 0 ? doubled(digit) : digit), 0);
  return (10 - (sum % 10)) % 10;
}
const card = fc.constantFrom(['4', 16], ['4', 13], ['4', 19], ['51', 16], ['55', 16], ['2221', 16], ['2720', 16], ['34', 15], ['37', 15], ['36', 14], ['300', 14], ['6011', 16], ['65', 16], ['3528', 16], ['3589', 16], ['62', 16], ['62', 19], ['2200', 16], ['6759', 16])
  .chain(([issuer, length]) => digits((length as number) - (issuer as string).length - 1).map((rest) => `${issuer}${rest}${luhnDigit(`${issuer}${rest}`)}`))
  .filter((number) => !/^(\d)\1+$/.test(number));
const grouped = card.chain((number) => fc.constantFrom('', ' ', '-').map((separator) => {
  if (separator === '') return number;
  const groups = { 14: [4, 6, 4], 15: [4, 6, 5], 16: [4, 4, 4, 4], 19: [4, 4, 4, 4, 3] }[number.length] ?? [number.length];
  let at = 0;
  return groups.map((size) => number.slice(at, at += size)).join(separator);
}));
const around = fc.constantFrom<(text: string) => string>(
  (text) => text, (text) => `{"card":"${text}","amount":12}`, (text) => `paid with ${text}, thanks`, (text) => `cardNumber=${text}`, (text) => `{\\"pan\\":\\"${text}\\"}`, (text) => `<number>${text}</number>`, (text) => `Card: ${text}.`, (text) => `"${text}"`,
(text) => `2026-11-29T10:00:00Z 12 ${text}`, (text) => `[${text}]`, (text) => `a=1&card_number=${text}&b=2`, (text) => `${text}\n`,
);

describe('cards', () => {
  test('each valid number is masked, however it is written and wherever it stands', () => {
    fc.assert(fc.property(grouped, around, (number, put) => {
      const { text, kinds } = mask(put(number), only('card'));
      expect(kinds).toEqual(['card']);
      expect(text).not.toContain(number);
      expect(text).toContain(number.slice(-4));
    }), { numRuns: 3_000 });
  });

  test('a number with a wrong check digit stays', () => {
    fc.assert(fc.property(card, (number) => {
      const wrong = number.slice(0, -1) + ((Number(number.at(-1)) + 1) % 10);
      expect(mask(`paid with ${wrong}`, only('card')).kinds).toEqual([]);
    }), { numRuns: 1_000 });
  });

  test.each(['orderId', 'traceId', 'sequence_number_id', 'timestamp', 'offset'])('a valid number under the key %s is an identifier', (key) => {
    fc.assert(fc.property(card, (number) => {
      expect(mask(`{"${key}":"${number}"} ${key}=${number}`, only('card')).kinds).toEqual([]);
    }), { numRuns: 200 });
  });

  test('a list of cards is masked whole, and a list of identifiers stays', () => {
    const list = '["4111111111111111","5555555555554444"]';
    expect(mask(`{"cards":${list}}`, only('card')).text).toBe('{"cards":["************1111","************4444"]}');
    expect(mask(`{"orderIds":${list}}`, only('card')).kinds).toEqual([]);
  });
});

describe('lines of logs', () => {
  /** A generator with a seed: 40,000 lines by fast-check would keep 40,000 ways to shrink them. */
  function random(seed: number) {
    const next = (below: number) => {
      seed = (seed * 16_807) % 2_147_483_647; // Park and Miller: no bits to shift
      return Math.floor((seed / 2_147_483_647) * below);
    };
    const written = (count: number, alphabet: string) => Array.from({ length: count }, () => alphabet[next(alphabet.length)]).join('');
    return { next, written, digits: (count: number) => written(count, '0123456789'), hex: (count: number) => written(count, '0123456789abcdef') };
  }

  test('random identifiers, times and measures in 40,000 of them are no data', () => {
    const { next, written, digits: number, hex } = random(7);
    const uuid = () => [8, 4, 4, 4, 12].map(hex).join('-');
    const kinds = new Set(ALL.filter((kind) => kind !== 'email'));
    const lines = [
      () => JSON.stringify({
        timestamp: new Date(1.7e12 + next(1e9)).toISOString(),
        requestId: uuid(),
        orderId: number(16),
        durationMs: next(9_999),
        sequenceNumber: number(18),
      }),
      () => `REPORT RequestId: ${uuid()} Duration: ${next(9_999)}.${next(99)} ms Billed Duration: ${next(9_999)} ms Memory Size: 512 MB`,
      () => `10.0.${next(255)}.${next(255)} - - [29/Nov/2026:10:00:00 +0000] "GET /orders/${number(14)} HTTP/1.1" 200 ${number(5)}`,
      () => `2 111122223333 eni-0${hex(16)} 10.0.0.1 10.0.1.2 443 ${number(5)} 6 20 4249 17${number(8)} 17${number(8)} ACCEPT OK`,
      () => `ts=17${number(11)} ns=17${number(17)} offset=${number(19)}`,
      () => `{"traceId":"1-${hex(8)}-${hex(24)}","etag":"${hex(32)}"}`,
      () => `ulid ${written(26, '0123456789ABCDEFGHJKMNPQRSTVWXYZ')} sha256:${hex(64)} traceparent 00-${hex(32)}-${hex(16)}-01 at 17${number(11)}`,
      () => `arn:aws:sqs:eu-central-1:${number(12)}:q-${number(6)} arn:aws:lambda:eu-west-1:${number(12)}:function:f:${number(2)} i-0${hex(16)}`,
      () => `call +49 30 ${number(8)} or +1 (555) 010-${number(4)} or 0044 20 ${number(4)} ${number(4)}; took ${number(1)}.${number(15)} s`,
      () => `{"fraction":0.${number(16)},"coordinates":[${number(2)}.${number(14)},-${number(2)}.${number(14)}],"version":"${number(1)}.${number(2)}.${number(3)}"}`,
    ];
    const wrong: string[] = [];
    for (let i = 0; i < 40_000; i++) {
      const text = lines[i % lines.length]();
      if (mask(text, { ...everything, kinds }).kinds.length > 0) wrong.push(text);
    }
    expect(wrong).toEqual([]);
  });
});

describe('other data', () => {
  const jwt = `${Buffer.from('{"alg":"RS256","typ":"JWT"}').toString('base64url')}.${Buffer.from('{"sub":"ann"}').toString('base64url')}.c2lnbmF0dXJl`;

  test.each<[DataKind, string, string]>([
    ['iban', 'to DE89 3704 0044 0532 0130 00 today', 'to DE89 **** **** **** **** ** today'],
    ['iban', 'GB82WEST12345698765432', 'GB82****************' + '**'],
    ['jwt', `Authorization: Bearer ${jwt}`, 'Authorization: Bearer [jwt]'],
    ['private-key', '-----BEGIN RSA PRIVATE KEY-----\nMIIEpAIBAAKCAQEA\n-----END RSA PRIVATE KEY-----', '[private key]'],
    ['private-key', '{"key":"-----BEGIN PRIVATE KEY-----\\nMIIEpAIBAAKCAQEA\\n-----END PRIVATE KEY-----"}', '{"key":"[private key]"}'],
    ['aws-key', 'key AKIAIOSFODNN7EXAMPLE used', 'key AKIA**************** used'],
    ['token', `token ghp_${'a1B2'.repeat(9)} leaked`, 'token ghp_*** leaked'],
    ['token', `sk_${'live'}_${'4eC39HqLyjWDarjt'}`, 'sk_l***'],
    ['password', '{"password":"hunter2-and-more"}', '{"password":"***"}'],
    ['password', 'aws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY', 'aws_secret_access_key = ***'],
    ['password', 'DB_PASSWORD=correct-horse', 'DB_PASSWORD=***'],
    ['password', 'postgres://app:s3cr3t-word@db.internal:5432/orders', 'postgres://app:***@db.internal:5432/orders'],
    ['email', 'from ann.smith@example.com', 'from a***@example.com'],
  ])('%s: %s', (kind, text, expected) => {
    expect(mask(text, only(kind))).toEqual({ text: expected, kinds: [kind] });
    expect(mask(text, { ...everything, kinds: new Set(ALL.filter((other) => other !== kind && other !== 'email')) }).kinds).toEqual([]);
  });

  test.each([
    ['US', '123-45-6789'], ['CA', '130 692 544'], ['CH', '756.9217.0769.85'], ['BR', '529.982.247-25'], ['FR', '2 55 08 14 168 025 38'], ['DE', '65 929 970 489'], ['NL', '1112.22.333'], ['GB', 'AB 12 34 56 C'], ['ES', '12345678Z'], ['ES', 'X1234567L'],
    ['IT', 'RSSMRA85T10A562S'], ['IN', '2341 2341 2346'],
  ])('the national identifier of %s, %s, where the policy names the country', (country, id) => {
    expect(mask(`id of ${id};`, only('national-id', country)).kinds).toEqual(['national-id']);
    expect(mask(`id of ${id};`, only('national-id', ...COUNTRIES.filter((other) => other !== country))).kinds).toEqual([]);
  });

  test('digits alone are a national identifier under its key only', () => {
    expect(mask('{"pesel":"44051401359"}', only('national-id', 'PL')).text).toBe('{"pesel":"*********59"}');
    expect(mask('{"total":"44051401359"}', only('national-id', 'PL')).kinds).toEqual([]);
  });

  test.each(['password: required', '{"password":null}', 'accessToken=undefined', 'key: value', 'eyJhbGciOi.not.json', 'AKIA is a prefix', 'DE89 is no IBAN', 'password=***'])('%s stays', (text) => {
    expect(mask(text, { ...everything, kinds: new Set(ALL.filter((kind) => kind !== 'email')) }).kinds).toEqual([]);
  });

  test('what is masked stays as it is', () => {
    fc.assert(fc.property(grouped, around, (number, put) => {
      const { text } = mask(put(number), everything);
      expect(mask(text, everything).text).toBe(text);
    }), { numRuns: 500 });
  });
});
