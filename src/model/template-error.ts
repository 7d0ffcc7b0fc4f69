/** What reading templates throws on bad input: which file, what is wrong, and the remediation. */
export class TemplateError extends Error {
  constructor(
    public readonly path: string,
    /** Stable, so that a caller can tell errors apart. */
    public readonly id: TemplateErrorId,
    what: string,
    public readonly remediation: string,
  ) {
    super(`[${path}] ${id}: ${what} Remediation: ${remediation}`);
    this.name = 'TemplateError';
  }
}

export type TemplateErrorId = 'Missing' | 'Unreadable' | 'TooLarge' | 'TooDeep' | 'TooMany' | 'Malformed' | 'NotATemplate' | 'NotAnAssembly' | 'OutsideAssembly'
  | 'OtherTemplate' | 'NoParameters' | 'Unwritable';
