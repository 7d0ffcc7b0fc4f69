import { readFileSync } from 'fs';
import { join } from 'path';
import { examplePicture, exampleWidgets, SAMPLES } from '../../scripts/dashboard-picture';
import { dashboardSvg } from '../../scripts/dashboard-svg';

jest.setTimeout(120_000);

const picture = readFileSync(join(__dirname, '..', '..', 'docs', 'constructs', 'security-dashboard.svg'), 'utf-8');

test('the picture of the dashboard is that of orders-api (npx tsx --tsconfig examples/tsconfig.json scripts/dashboard-picture.ts)', () => {
  expect(examplePicture()).toBe(picture);
});

test('the picture has light and dark colours, an opaque page, and nothing that it would load', () => {
  expect(picture).toContain('prefers-color-scheme: dark');
  expect(picture).toMatch(/<rect class="page" width="\d+" height="\d+"\/>/);
  expect(picture.replace('http://www.w3.org/2000/svg', '')).not.toMatch(/https?:|url\(|<script|<image/);
  expect(picture.length).toBeLessThan(40_000);
});

test('a widget without a sample, and one of a type that is not known, are refused', () => {
  const box = { x: 0, y: 0, width: 8, height: 6 };
  expect(() => dashboardSvg([{ ...box, type: 'metric', properties: { title: 'New' } }], SAMPLES)).toThrow('No sample for the widget \'New\'');
  expect(() => dashboardSvg([{ ...box, type: 'explorer', properties: { title: 'Security alarms' } }], SAMPLES)).toThrow('the type explorer');
});

test('every sample is of a widget that there is', () => {
  const titles = exampleWidgets().map(({ properties }) => properties.title ?? '');
  expect(Object.keys(SAMPLES).filter((start) => !titles.some((title: string) => title.startsWith(start)))).toEqual([]);
});
