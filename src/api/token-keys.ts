import { existsSync, readFileSync } from 'fs';
import { ZeroTrustError } from '../core/errors';

/**
 * From where an authorizer has the public keys that tokens are verified with. In an isolated network nothing leads to an issuer,
 * and the private endpoint of Cognito refuses user pools that have a sign-in domain.
 */
export class TokenKeys {
  /**
   * Keys that are shipped with the function, which then needs no way out. When the issuer changes its keys, everyone is refused
   * until the new ones are deployed. Throws `BadTokenKeys` for a text that is no key set, or one that holds private keys.
   *
   * @param jwks the issuer's JSON Web Key Set, as its `jwks_uri` answers it
   */
  public static fromJwks(jwks: string): TokenKeys {
    checkKeys(jwks);
    return new TokenKeys(jwks);
  }

  /**
   * Keys from a file, shipped with the function. Throws `BadTokenKeys`, as `fromJwks` does.
   *
   * @param path the file, from the working directory
   */
  public static fromFile(path: string): TokenKeys {
    if (!existsSync(path)) throw badKeys(`there is no file ${path}`);
    return TokenKeys.fromJwks(readFileSync(path, 'utf-8'));
  }

  /**
   * Keys that the function fetches from the issuer, from outside of its zone's network, whence it reaches the whole internet.
   * It shows in the template's metadata and in the evidence; HIPAA, NIST and PCI packs find the function.
   *
   * @param reason why that is acceptable
   */
  public static fetchedOutsideNetwork(reason: string): TokenKeys {
    return new TokenKeys(undefined, reason);
  }

  /**
   * Keys that the function fetches from the issuer, out of its zone's network by a destination that is declared for it alone
   * (`zone.allowEgress`): the first destination of a zone makes its network firewall. For a user pool, the region must be known at
   * synth.
   */
  public static fetchedByEgress(): TokenKeys {
    return new TokenKeys(undefined, undefined, true);
  }

  /** @internal */
  public readonly _jwks?: string;
  /** @internal */
  public readonly _outside?: string;
  /** @internal */
  public readonly _byEgress: boolean;

  private constructor(jwks?: string, outside?: string, byEgress: boolean = false) {
    this._jwks = jwks;
    this._outside = outside;
    this._byEgress = byEgress;
  }
}

function checkKeys(jwks: string): void {
  let keys: unknown;
  try {
    keys = JSON.parse(jwks).keys;
  } catch {
    // said below, without the parser's message, which quotes the text
  }
  if (!Array.isArray(keys) || keys.length === 0 || !keys.every(isPublicKey)) throw badKeys('it is no JSON Web Key Set of public keys, each with a kid');
}

/** A private key among them would be shipped to whoever can read the function's code. */
function isPublicKey(key: unknown): boolean {
  const { kty, kid, d, k } = (key ?? {}) as Record<string, unknown>;
  return typeof kty === 'string' && kty !== 'oct' && typeof kid === 'string' && d === undefined && k === undefined;
}

function badKeys(what: string): ZeroTrustError {
  return new ZeroTrustError('TokenKeys', 'BadTokenKeys', `${what}.`, 'save what the issuer answers at its jwks_uri.');
}
