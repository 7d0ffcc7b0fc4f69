import { createPublicKey, generateKeyPairSync, KeyObject, sign, verify } from 'crypto';
import { checkAttestation } from '../../src/attest/check-attestation';
import { preAuthenticationEncoding, readEnvelope, writeEnvelope } from '../../src/attest/dsse';
import { algorithmOf, keyIdOf, localSigner, readPublicKey } from '../../src/attest/keys';
import { Statement } from '../../src/attest/statement';

const ATTESTED = '2026-11-29T12:00:00.000Z';
const STATEMENT = {
  _type: 'https://in-toto.io/Statement/v1',
  subject: [{ name: 'Orders', digest: { sha256: 'a'.repeat(64), cfnTemplateV1: 'b'.repeat(64) }, annotations: { stack: 'Orders' } }],
  predicateType: 'https://github.com/cdk-zero-trust/cdk-zero-trust/attestation/v1',
  predicate: { result: 'PASSED', attestedAt: ATTESTED, waivers: [{ rule: 'ZT-SQS-001', resource: 'Orders/Queue', owner: 'me', ticket: 'T-1', expires: '2026-12-01' }] },
};
const pem = (key: KeyObject) => key.export({ format: 'pem', type: key.type === 'private' ? 'pkcs8' : 'spki' }) as string;
const EC = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
const RSA = generateKeyPairSync('rsa', { modulusLength: 2048 });

async function envelopeOf(statement: unknown = STATEMENT, { privateKey } = EC, type = 'application/vnd.in-toto+json') {
  const payload = Buffer.from(JSON.stringify(statement));
  const signer = localSigner(pem(privateKey), 'key.pem');
  return writeEnvelope(payload, signer.keyid, await signer.sign(preAuthenticationEncoding(type, payload)));
}
const check = (text: string, { key = EC.publicKey, now = ATTESTED, maxAge = undefined as number | undefined } = {}) => (
  checkAttestation(text, { name: 'attestation.json', key, keyName: 'public.pem', now: new Date(now), maxAge }));
const idsOf = (...args: Parameters<typeof check>) => check(...args).refusals.map(({ id }) => id);

describe('the envelope is that of the DSSE protocol', () => {
  /** Source: secure-systems-lab/dsse, protocol.md, test vectors. */
  const VECTOR = {
    type: 'http://example.com/HelloWorld',
    body: 'hello world',
    x: '46950820868899156662930047687818585632848591499744589407958293238635476079160',
    y: '5640078356564379163099075877009565129882514886557779369047442380624545832820',
    signature: 'A3JqsQGtVsJ2O2xqrI5IcnXip5GToJ3F+FnZ+O88SjtR6rDAajabZKciJTfUiHqJPcIAriEGAHTVeCUjW2JIZA==',
  };

  test('what is signed is the published encoding', () => {
    expect(preAuthenticationEncoding(VECTOR.type, Buffer.from(VECTOR.body)).toString()).toBe('DSSEv1 29 http://example.com/HelloWorld 11 hello world');
  });

  test('lengths are of bytes, not of characters', () => {
    expect(preAuthenticationEncoding('é', Buffer.from('ö€')).toString()).toBe('DSSEv1 2 é 5 ö€');
  });

  test('the published signature is over it', () => {
    const coordinate = (decimal: string) => Buffer.from(BigInt(decimal).toString(16).padStart(64, '0'), 'hex').toString('base64url');
    const key = createPublicKey({ format: 'jwk', key: { kty: 'EC', crv: 'P-256', x: coordinate(VECTOR.x), y: coordinate(VECTOR.y) } });
    const signed = (body: string) => verify('sha256', preAuthenticationEncoding(VECTOR.type, Buffer.from(body)), { key, dsaEncoding: 'ieee-p1363' }, Buffer.from(VECTOR.signature, 'base64'));
    expect([signed('hello world'), signed('hello World')]).toEqual([true, false]);
  });

  test('both alphabets of Base64 are read', async () => {
    const text = await envelopeOf();
    const url = text.replace(/"(payload|sig)": "([^"]+)"/g, (_, name, value) => `"${name}": "${value.replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '')}"`);
    expect(readEnvelope(url, 'url')).toEqual(readEnvelope(text, 'standard'));
  });

  test.each([
    ['no JSON', 'payload'], ['null', 'null'], ['a list', '[]'], ['another type', '{"payloadType":"text/plain","payload":"YQ==","signatures":[{"sig":"YQ=="}]}'],
    ['no signature', '{"payloadType":"application/vnd.in-toto+json","payload":"YQ==","signatures":[]}'],
    ['a signature that is none', '{"payloadType":"application/vnd.in-toto+json","payload":"YQ==","signatures":[null]}'],
    ['a payload that is no Base64', '{"payloadType":"application/vnd.in-toto+json","payload":"?","signatures":[{"sig":"YQ=="}]}'],
    ['no payload', '{"payloadType":"application/vnd.in-toto+json","payload":"","signatures":[{"sig":"YQ=="}]}'],
  ])('%s is no envelope', (_, text) => {
    expect(() => readEnvelope(text, 'attestation.json')).toThrow(/^\[attestation\.json\] BadEnvelope: .* Remediation: /);
  });
});

describe('an attestation is checked by the key that is named', () => {
  test.each([['ECDSA P-256', EC], ['RSA-PSS', RSA]] as const)('%s: what it signed is taken', async (_, pair) => {
    expect(check(await envelopeOf(STATEMENT, pair), { key: pair.publicKey })).toEqual({ statement: STATEMENT, refusals: [] });
  });

  test('another key is refused, and nothing is read', async () => {
    const other = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
    expect(check(await envelopeOf(), { key: other.publicKey })).toEqual({ refusals: [expect.objectContaining({ id: 'WrongKey' })] });
    expect(idsOf(await envelopeOf(STATEMENT, RSA))).toEqual(['WrongKey']);
  });

  test.each(['payload', 'sig'])('one changed byte of its %s is refused', async (name) => {
    const text = await envelopeOf();
    const envelope = JSON.parse(text);
    const of = name === 'payload' ? envelope : envelope.signatures[0];
    const bytes = Buffer.from(of[name], 'base64');
    bytes[20] = 255 - bytes[20];
    of[name] = bytes.toString('base64');
    expect(idsOf(JSON.stringify(envelope))).toEqual(['WrongKey']);
  });

  test('key id and algorithm of the envelope decide nothing', async () => {
    const envelope = JSON.parse(await envelopeOf());
    Object.assign(envelope, { alg: 'none' });
    Object.assign(envelope.signatures[0], { keyid: 'other', alg: 'none' });
    expect(idsOf(JSON.stringify(envelope))).toEqual([]);
    const empty = { ...envelope, signatures: [{ keyid: keyIdOf(EC.publicKey), alg: 'none', sig: 'YQ==' }] };
    expect(idsOf(JSON.stringify(empty))).toEqual(['WrongKey']);
  });

  test('a signature over the same bytes as another type is refused', async () => {
    expect(idsOf(await envelopeOf(STATEMENT, EC, 'text/plain'))).toEqual(['WrongKey']);
  });

  test('a signature of RSA in PKCS #1 v1.5 is refused', () => {
    const payload = Buffer.from(JSON.stringify(STATEMENT));
    const signature = sign('sha256', preAuthenticationEncoding('application/vnd.in-toto+json', payload), RSA.privateKey);
    expect(idsOf(writeEnvelope(payload, '', signature), { key: RSA.publicKey })).toEqual(['WrongKey']);
  });

  test.each([
    ['ed25519', () => generateKeyPairSync('ed25519').publicKey], ['P-384', () => generateKeyPairSync('ec', { namedCurve: 'secp384r1' }).publicKey],
    ['RSA of 1,024 bits', () => generateKeyPairSync('rsa', { modulusLength: 1024 }).publicKey],
  ])('a key of %s is not taken', (_, make) => {
    expect(() => algorithmOf(make(), 'key.pem')).toThrow(/BadKey/);
    expect(() => readPublicKey(pem(make()), 'key.pem')).toThrow(/BadKey/);
  });

  test('a text that is no key is not shown', () => {
    expect(() => localSigner('-----BEGIN PRIVATE KEY-----\nc2VjcmV0\n-----END PRIVATE KEY-----', 'key.pem')).toThrow(/^\[key\.pem\] BadKey: it is no private key in PEM\. Remediation: [^\n]*$/);
  });
});

describe('what is signed has to be a judgement that passed, now', () => {
  test.each<[string, (statement: any) => void]>([
    ['of another type', (statement) => { statement._type = 'https://in-toto.io/Statement/v0.1'; }],
    ['with another predicate', (statement) => { statement.predicateType = 'https://slsa.dev/provenance/v1'; }],
    ['that failed', (statement) => { statement.predicate.result = 'FAILED'; }],
    ['without subjects', (statement) => { statement.subject = []; }],
    ['with a subject without the digest of a template', (statement) => { delete statement.subject[0].digest.cfnTemplateV1; }],
    ['with a subject of null', (statement) => { statement.subject = [null]; }],
    ['without waivers', (statement) => { delete statement.predicate.waivers; }],
    ['without a predicate', (statement) => { statement.predicate = null; }],
    ['of no time', (statement) => { statement.predicate.attestedAt = 'yesterday'; }],
    ['of a time in another zone', (statement) => { statement.predicate.attestedAt = '2026-11-29T12:00:00+09:00'; }],
  ])('a statement %s is refused', async (_, change) => {
    const statement = structuredClone(STATEMENT);
    change(statement);
    expect(idsOf(await envelopeOf(statement))).toEqual(['BadStatement']);
  });

  test('a payload that is no JSON is refused', async () => {
    const payload = Buffer.from('{');
    const signature = await localSigner(pem(EC.privateKey), '').sign(preAuthenticationEncoding('application/vnd.in-toto+json', payload));
    expect(idsOf(writeEnvelope(payload, '', signature))).toEqual(['BadStatement']);
  });

  const HOUR = 3_600_000;
  test.each([
    ['as old as it may be', '2026-11-29T13:00:00.000Z', []], ['a millisecond older', '2026-11-29T13:00:00.001Z', ['Stale']],
    ['of a clock that is five minutes ahead', '2026-11-29T11:55:00.000Z', []], ['of the future', '2026-11-29T11:54:59.999Z', ['FromTheFuture']],
  ])('%s', async (_, now, ids) => expect(idsOf(await envelopeOf(), { now, maxAge: HOUR })).toEqual(ids));

  test('a waiver counts through its last day', async () => {
    expect(idsOf(await envelopeOf(), { now: '2026-12-01T23:59:59.999Z' })).toEqual([]);
    expect(idsOf(await envelopeOf(), { now: '2026-12-02T00:00:00.000Z' })).toEqual(['WaiverEnded']);
  });

  test('what is read is typed', async () => {
    const { statement } = check(await envelopeOf());
    expect((statement as Statement).subject[0].name).toBe('Orders');
  });
});
