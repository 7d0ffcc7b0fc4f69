import { plain } from '../report/plain-text';

/** How a command ends: its exit code, and why, as a sentence without its end. */
export interface Outcome {
  readonly code: number;
  readonly why: string;
}

/** The last line of a command, on standard error, so that its report stays as it is. */
export function told({ code, why }: Outcome): number {
  process.stderr.write(`Exit ${code}: ${plain(why)}.\n`);
  return code;
}
