/** What reading templates throws on bad input: which file, what is wrong, how to mend it. */
export class TemplateError extends Error {
  constructor(
    public readonly path: string,
    /** Stable, so that a caller can tell errors apart. */
    public readonly id: TemplateErrorId,
    what: string,
    public readonly fix: string,
  ) {
    super(`[${path}] ${id}: ${what} Fix: ${fix}`);
    this.name = 'TemplateError';
  }
}

export type TemplateErrorId = 'Missing' | 'Unreadable' | 'TooLarge' | 'TooDeep' | 'TooMany' | 'Malformed' | 'NotATemplate' | 'NotAnAssembly' | 'OutsideAssembly' | 'NoParameters';
