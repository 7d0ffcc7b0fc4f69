/** What the gate throws on input that it cannot use: which file, what is wrong, and the remediation. */
export class GateError extends Error {
  constructor(path: string, id: GateErrorId, what: string, remediation: string) {
    super(`[${path}] ${id}: ${what} Remediation: ${remediation}`);
    this.name = 'GateError';
  }
}

/** Stable, so that a caller can tell errors apart. */
export type GateErrorId = 'BadGateConfig' | 'BadIncidents' | 'BadEvidence' | 'UnsafeAssembly' | 'EvidenceNotEmpty' | 'Unwritable';
