import { readdirSync, readFileSync } from 'fs';
import { join } from 'path';

const root = join(__dirname, '..', '..');
/** Made from rule titles and reasons in code, which have tests of their own. */
const GENERATED = /^docs\/(coverage|parity|profiles|mutation)\.md$/;
const pages = ['README.md', 'CHANGELOG.md', ...['docs', 'examples'].flatMap((folder) => (
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf-8' }).filter((file) => file.endsWith('.md') && !/node_modules|cdk\.out/.test(file))
    .map((file) => `${folder}/${file}`)
))].filter((page) => !GENERATED.test(page));

/** Words that no AWS documentation uses for what is meant. One word for what to do: remediation. */
const UNUSUAL = /\b(somebody|nobody|anybody|everybody|says|tells|told|stands|mend|mends|mended)\b/gi;

test.each(pages)('%s is in the words of AWS', (page) => {
  const prose = readFileSync(join(root, page), 'utf-8').replace(/```[^]*?```/g, '');
  expect(prose.match(UNUSUAL) ?? []).toEqual([]);
});

test('the unusual ones are found', () => {
  expect('An alarm tells somebody.'.match(UNUSUAL)).toEqual(['tells', 'somebody']);
});
