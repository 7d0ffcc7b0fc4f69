/**
 * A path with `*`, which stands for any characters, inside one construct.
 *
 * @internal
 */
export class WaiverPattern {
  /** The pattern of a path; `undefined` when it has no `*` and means one resource. */
  public static of(path: string): WaiverPattern | undefined {
    return path.includes('*') ? new WaiverPattern(path) : undefined;
  }

  /** The construct around all that it can match; empty when nothing is. */
  public readonly inside: string;
  private readonly pattern: RegExp;

  private constructor(path: string) {
    const before = path.slice(0, path.indexOf('*'));
    this.inside = before.slice(0, Math.max(0, before.lastIndexOf('/')));
    this.pattern = new RegExp(`^${path.split(/\*+/).map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&')).join('.*')}$`, 's');
  }

  public matches(path: string): boolean {
    return path.startsWith(`${this.inside}/`) && this.pattern.test(path);
  }
}
