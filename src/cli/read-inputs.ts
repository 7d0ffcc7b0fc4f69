import { readAll, Reading } from '../model/read-templates';
import { plain } from '../report/plain-text';

/** Reads templates, and tells on standard error what could not be read. */
export function readInputs(paths: string[], exclude?: string[]): Reading {
  const reading = readAll(paths, exclude);
  for (const { message } of reading.problems) process.stderr.write(`${plain(message)}\n`);
  return reading;
}
