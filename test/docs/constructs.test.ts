import { readFileSync } from 'fs';
import { join } from 'path';
import { withExample } from '../../scripts/construct-example';
import { ConstructPage, constructPages, indexPage, Made, madeBlock, partitionsOf, partsOf, purposeOf, withBlock } from '../../scripts/constructs-md';
import { ZeroTrust } from '../../src';
import { reportOf } from '../support/packs';

jest.setTimeout(300_000);

const root = join(__dirname, '..', '..');
const pages = constructPages();
const made = new Map<ConstructPage, Made>();

// the CDK prints what is open, and what is deprecated in other packs
beforeAll(() => ['error', 'warn'].forEach((method) => jest.spyOn(console, method as 'error').mockImplementation()));
afterAll(() => jest.restoreAllMocks());

/** What stays open in an example, as its page says it with the reason: "Left open by the example: `ZT-X-001`, because …". */
function saidToBeOpen({ text }: ConstructPage): string[] {
  const [, rules = ''] = /^Left open by the example: ((?:`[^`]+`,? )+)\w/m.exec(text) ?? [];
  return [...rules.matchAll(/`([^`]+)`/g)].map(([, rule]) => rule).sort();
}

describe.each(pages)('docs/constructs/$file', (page) => {
  test('has an example that leaves nothing open in the five packs and ours, but for what the page says', () => {
    const open = withExample(page.example, require, ({ app, outdir }) => {
      if (!page.example.includes('ZeroTrust.enforce(')) ZeroTrust.enforce(app, { trustedAccounts: ['222233334444', '444455556666', '634166935893'] }); // those that pages name, and HashiCorp
      const exitCode = process.exitCode;
      let failure: unknown;
      try {
        app.synth();
      } catch (error) {
        failure = error;
      }
      process.exitCode = exitCode;
      if (failure !== undefined && !String(failure).includes('alidation')) throw failure;
      made.set(page, partsOf(page, { app, outdir }));
      return [...new Set(reportOf(outdir).open.map(({ rule }) => rule))].sort();
    });
    expect(open).toEqual(saidToBeOpen(page));
  });

  test('tells what the example makes and costs, as it does', () => {
    expect(made.has(page)).toBe(true);
    expect(withBlock(page, madeBlock(made.get(page)!))).toBe(page.text);
  });

  test('tells what the construct is for, where it works, and what it throws', () => {
    expect(purposeOf(page)).toMatch(/^[A-Z].+\.$/);
    expect(partitionsOf(page)).toMatch(/aws/);
    expect(page.text).toMatch(/^\| error \| when \|$/m);
    expect(page.construct).toMatch(/^[A-Z]\w+$/);
  });
});

test('docs/constructs/README.md lists all pages with what they make', () => {
  expect(readFileSync(join(root, 'docs', 'constructs', 'README.md'), 'utf-8')).toBe(indexPage(made));
});
