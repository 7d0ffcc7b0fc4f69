import { existsSync, readdirSync, readFileSync, statSync } from 'fs';
import { dirname, join, relative } from 'path';
import { COVERAGE, RULES } from '../../src/rules';

const root = join(__dirname, '..', '..');
const markdownIn = (folder: string) => readdirSync(join(root, folder), { recursive: true, encoding: 'utf-8' })
  .filter((file) => file.endsWith('.md') && !/node_modules|cdk\.out/.test(file)).map((file) => join(folder, file));
const pages = ['README.md', 'CONTRIBUTING.md', 'SECURITY.md', 'CHANGELOG.md', ...markdownIn('docs'), ...markdownIn('examples')];
const textOf = (page: string) => readFileSync(join(root, page), 'utf-8');

/** Anchors as GitHub makes them of headings. */
function anchorsOf(page: string): string[] {
  return [...textOf(page).replace(/```[^]*?```/g, '').matchAll(/^#+ (.+)$/gm)]
    .map(([, heading]) => heading.toLowerCase().replace(/[^\p{L}\p{N}\- _]/gu, '').replace(/ /g, '-'));
}

/** Links of a page that lead nowhere in the repository. */
function brokenIn(page: string): string[] {
  const links = [...textOf(page).replace(/```[^]*?```/g, '').matchAll(/\]\((?!https?:)([^)\s]+)\)/g)].map(([, link]) => link);
  return links.filter((link) => {
    const [path, anchor] = link.split('#');
    const target = path === '' ? page : relative(root, join(root, dirname(page), path));
    if (!existsSync(join(root, target))) return true;
    return anchor !== undefined && !(statSync(join(root, target)).isFile() && anchorsOf(target).includes(anchor));
  });
}

test.each(pages)('%s has no broken link', (page) => {
  expect(brokenIn(page)).toEqual([]);
});

test('README links every page of docs/constructs, with the call to make, and every page of docs', () => {
  const readme = textOf('README.md');
  for (const page of markdownIn('docs/constructs').filter((file) => !file.endsWith('README.md'))) {
    expect(readme).toMatch(new RegExp(`^\\| \\[\`\\w+\`\\]\\(${page}\\) \\| \`.+\` \\| .+ \\|$`, 'm'));
  }
  for (const page of markdownIn('docs').filter((file) => dirname(file) === 'docs')) expect(readme).toContain(`](${page})`);
});

test('README names only error ids that the library throws', () => {
  const sources = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf-8' }).filter((file) => file.endsWith('.ts'))
    .map((file) => readFileSync(join(root, 'src', file), 'utf-8')).join('\n');
  const [, table] = /## Troubleshooting\n([^]*?)\n## /.exec(textOf('README.md'))!;
  const ids = [...table.matchAll(/^\| ((?:`[\w:-]+`(?:, )?)+) \|/gm)].flatMap(([, cell]) => [...cell.matchAll(/`([^`]+)`/g)].map(([, id]) => id));
  expect(ids.length).toBeGreaterThan(12);
  expect(ids.filter((id) => !sources.includes(`'${id}'`))).toEqual([]);
});

test('README and the page of ZeroTrust count the rules as they are', () => {
  const counts = ['README.md', 'docs/constructs/zero-trust.md'].flatMap((page) => [...textOf(page).matchAll(/\b(\d+) rules\b/g)].map(([, count]) => Number(count)));
  expect(counts.length).toBeGreaterThan(2);
  // the line that enforce prints counts those on coverage too
  expect([...new Set(counts)]).toEqual([RULES.length, RULES.length + COVERAGE.length]);
});
