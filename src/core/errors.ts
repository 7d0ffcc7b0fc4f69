import { IConstruct } from 'constructs';

/**
 * What the library throws on bad input: where, what is wrong, and the remediation.
 *
 * `id` is stable, so that a caller can tell errors apart; the message never holds the value of a secret. jsii exports no
 * errors, so callers go by `name` and `id` and not by class.
 */
export class ZeroTrustError extends Error {
  public readonly id: string;
  public readonly path: string;
  public readonly remediation: string;

  constructor(scope: IConstruct | string, id: string, what: string, remediation: string) {
    const path = typeof scope === 'string' ? scope : scope.node.path;
    super(`[${path}] ${id}: ${what} Remediation: ${remediation}`);
    this.name = 'ZeroTrustError';
    this.id = id;
    this.path = path;
    this.remediation = remediation;
  }
}
