import { readdirSync, readFileSync } from 'fs';
import { join } from 'path';
import { rulesPage } from '../../scripts/rules-md';
import { Rule, RULES } from '../../src/rules';

const root = join(__dirname, '..', '..');
const folder = join(root, 'src', 'rules');
const services = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory()).map((entry) => entry.name)
  .filter((name) => !['authoring', 'capabilities'].includes(name)); // what rules are written with, and what is asked of an assembly as a whole
const files = services.flatMap((service) => readdirSync(join(folder, service)).filter((name) => /^[A-Z].*\.ts$/.test(name)).map((name) => join(service, name)));

test.each(files)('%s is listed', (file) => {
  const { rule } = jest.requireActual<{ rule: Rule }>(join(folder, file));
  expect(RULES).toContain(rule);
  expect(rule.id.startsWith(`ZT-${file.split('/')[0].toUpperCase()}-`)).toBe(true);
});

test('there are as many rules as files', () => {
  expect(RULES).toHaveLength(files.length);
});

test.each(services)('the rules of %s are proved by a test of the same name', (service) => {
  expect(readFileSync(join(__dirname, `${service}.test.ts`), 'utf-8')).toContain(`prove('${service.toUpperCase()}'`);
});

test('ids are unique, sorted and of one form, without the :: that the CDK keeps for itself', () => {
  const ids = RULES.map((rule) => rule.id);
  expect(ids).toEqual([...new Set(ids)].sort());
  for (const id of ids) expect(id).toMatch(/^ZT-[A-Z0-9]+-\d{3}$/);
});

test.each(RULES)('$id says what holds, why and what to do', ({ title, rationale, remediation, types, severity }) => {
  for (const text of [title, rationale, remediation]) expect(text.length).toBeGreaterThan(10);
  expect(title).not.toMatch(/\.$/);
  expect(rationale).toMatch(/\.$/);
  expect(remediation).toMatch(/\.$/);
  expect(['critical', 'high', 'medium', 'low']).toContain(severity);
  for (const type of types) expect(type).toMatch(/^(AWS::(\w+::\w+|\*( with (accounts|secrets))?)|\*|Template)$/);
});

test('RULES.md is what the code says', () => {
  expect(readFileSync(join(root, 'RULES.md'), 'utf-8')).toEqual(rulesPage());
});
