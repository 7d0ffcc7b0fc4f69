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
  private readonly parts: string[];

  private constructor(path: string) {
    const before = path.slice(0, path.indexOf('*'));
    this.inside = before.slice(0, Math.max(0, before.lastIndexOf('/')));
    this.parts = path.split(/\*+/);
  }

  public matches(path: string): boolean {
    const [first, ...others] = this.parts;
    const last = others.pop()!;
    if (!path.startsWith(`${this.inside}/`) || !path.startsWith(first)) return false;
    let at = first.length;
    for (const part of others) { // the first place is as good as any: no way back, however many * there are
      const found = path.indexOf(part, at);
      if (found < 0) return false;
      at = found + part.length;
    }
    return path.length - last.length >= at && path.endsWith(last);
  }
}
