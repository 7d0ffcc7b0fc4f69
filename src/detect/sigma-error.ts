import type { Node } from 'yaml';
import { LineCounter } from 'yaml';
import { ZeroTrustError } from '../core/errors';

/** Says of what in a file does not hold where it is. */
export class SigmaFile {
  public readonly lines = new LineCounter();

  constructor(public readonly name: string) {}

  public error(at: unknown, id: string, what: string, remediation: string): ZeroTrustError {
    const offset = (at as Node | undefined)?.range?.[0];
    const place = offset === undefined ? this.name : `${this.name}:${this.lines.linePos(offset).line}`;
    return new ZeroTrustError(place, id, what, remediation);
  }
}
