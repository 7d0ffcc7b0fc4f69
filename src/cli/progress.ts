/** From here on people wonder whether anything happens. */
const PATIENCE_MS = 1000;

/** Says on standard error what is going on, at most once in a second, and nothing when all is done before that. */
export class Progress {
  private last = Date.now();

  public tell(what: string): void {
    const now = Date.now();
    if (now - this.last < PATIENCE_MS) return;
    this.last = now;
    process.stderr.write(`${what} ...\n`);
  }
}
