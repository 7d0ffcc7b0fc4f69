import { readFileSync } from 'fs';
import { join } from 'path';
import { detectionsPage } from '../../scripts/detections-md';
import { shippedDetections } from '../../src/detect/shipped-detections';

const page = readFileSync(join(__dirname, '..', '..', 'docs', 'constructs', 'detections.md'), 'utf-8');

test('docs/constructs/detections.md lists the detections as their files have them', () => {
  expect(detectionsPage(page)).toBe(page);
  for (const { name, title } of shippedDetections()) expect(page).toContain(`[${name}](../../detections/${name}.yml) | ${title} |`);
});

test('a table that is out of date is seen', () => {
  expect(detectionsPage(page.replace('| 9.5 |', '| 9.4 |'))).toBe(page);
});
