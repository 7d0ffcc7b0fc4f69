import { readdirSync, readFileSync } from 'fs';
import { basename, join } from 'path';
import type { Detection } from './detection';
import { parseDetection } from './sigma';

const FOLDER = join(__dirname, '..', '..', 'detections');

let read: Detection[] | undefined;

/** The detections of the package, by name. */
export function shippedDetections(): Detection[] {
  return read ??= readdirSync(FOLDER).filter((file) => file.endsWith('.yml')).sort()
    .map((file) => parseDetection(basename(file, '.yml'), readFileSync(join(FOLDER, file), 'utf-8')));
}
