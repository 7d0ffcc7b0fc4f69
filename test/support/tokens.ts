import { createSign, generateKeyPairSync, KeyObject } from 'crypto';

/** An issuer of real tokens: RS256, with keys made for the test. */
export class TokenIssuer {
  public readonly jwks: { keys: any[] };
  private readonly privateKey: KeyObject;

  constructor(private readonly kid = 'key-1') {
    const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    this.privateKey = privateKey;
    this.jwks = { keys: [{ ...publicKey.export({ format: 'jwk' }), kid, alg: 'RS256', use: 'sig' }] };
  }

  /** A signed access token that is good for five minutes, unless its claims or its header say something else. */
  public sign(claims: object, header: object = {}): string {
    const now = Math.floor(Date.now() / 1000);
    const content = `${encoded({ alg: 'RS256', kid: this.kid, typ: 'at+jwt', ...header })}.${encoded({ iat: now, exp: now + 300, ...claims })}`;
    return `${content}.${createSign('RSA-SHA256').update(content).sign(this.privateKey).toString('base64url')}`;
  }
}

/** The same token with other claims and the old signature. */
export function tampered(token: string, claims: object): string {
  const [header, payload, signature] = token.split('.');
  return `${header}.${encoded({ ...JSON.parse(Buffer.from(payload, 'base64url').toString()), ...claims })}.${signature}`;
}

/** The same token, unsigned. */
export function unsigned(token: string): string {
  return `${encoded({ alg: 'none', kid: 'key-1' })}.${token.split('.')[1]}.AA`;
}

function encoded(json: object): string {
  return Buffer.from(JSON.stringify(json)).toString('base64url');
}
