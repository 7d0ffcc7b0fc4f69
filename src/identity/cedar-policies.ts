import { existsSync, readFileSync } from 'fs';
import { basename, resolve } from 'path';
import { Token } from 'aws-cdk-lib';
import { ZeroTrustError } from '../core/errors';

/**
 * Cedar policies, from a file or from a text.
 *
 * They speak of the entities of one namespace: `App::User`, `App::Group`, `App::Api` and `App::Action::"GET /orders/{id}"`.
 * A user is named by the subject of the token, a group by its name.
 */
export class CedarPolicies {
  /**
   * The policies of a file, by convention `*.cedar`. Throws `NoPolicyFile` when it is not there.
   *
   * @param path the file, from the working directory
   */
  public static fromFile(path: string): CedarPolicies {
    const file = resolve(path);
    if (!existsSync(file)) {
      throw new ZeroTrustError('CedarPolicies', 'NoPolicyFile', `there is no file ${path}.`, 'name a file of Cedar policies, from the working directory.');
    }
    return new CedarPolicies(path, readFileSync(file, 'utf-8'));
  }

  /**
   * The policies of a text. Throws `TokenPolicy` for a text that is not known before deployment: it could not be checked.
   *
   * @param text one or more policies
   * @param name how errors call it; 'policies' when left out
   */
  public static fromText(text: string, name: string = 'policies'): CedarPolicies {
    if (Token.isUnresolved(text)) {
      throw new ZeroTrustError('CedarPolicies', 'TokenPolicy', `the policies '${name}' hold a token, so that nothing checks them before deployment.`,
        'write them as literal text.');
    }
    return new CedarPolicies(name, text);
  }

  /** Where the policies are from. */
  public readonly name: string;

  /** @internal */
  public readonly _text: string;

  private constructor(name: string, text: string) {
    this.name = name;
    this._text = text;
  }

  /** @internal */
  public get _baseName(): string {
    return basename(this.name).replace(/\.cedar$/, '').replace(/[^A-Za-z0-9]+/g, '-');
  }
}
