import { readdirSync, readFileSync, writeFileSync } from 'fs';
import { join } from 'path';
import { Stack } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { ExampleApp, Load, typeErrors, withExample } from './construct-example';
import { TemplateModel, TemplateResource } from '../src/model';
import { readTemplates } from '../src/model/read-templates';
import { fixedCosts } from '../src/report/costs/fixed-costs';
import { PRICES } from '../src/report/costs/fixed-price';
import { inUsd } from '../src/report/stacks';

const FOLDER = join(__dirname, '..', 'docs', 'constructs');
const INDEX = 'README.md';
const MARKED = /<!-- makes -->\n(?:[^]*?\n)?<!-- \/makes -->/;
const ZONE = 'TrustZone';

/** A page of docs/constructs, with what its first example makes. */
export interface ConstructPage {
  readonly file: string;
  /** As the page is called: the class. */
  readonly construct: string;
  readonly example: string;
  readonly text: string;
}

/** The pages, by name. */
export function constructPages(): ConstructPage[] {
  return readdirSync(FOLDER).filter((file) => file.endsWith('.md') && file !== INDEX).sort().map((file) => {
    const text = readFileSync(join(FOLDER, file), 'utf-8');
    const construct = /^# (\w+)/.exec(text)?.[1];
    const example = /```ts\n(.*?)```/s.exec(text)?.[1];
    if (construct === undefined || example === undefined) throw new Error(`${file} has no title or no example`);
    return { file, construct, example, text };
  });
}

/** What an example made: resources of parts, in the order in which the example makes them. */
export interface Made {
  readonly parts: Part[];
  readonly all: TemplateResource[];
}

export interface Part {
  /** The class of the construct, and its id where that tells more. */
  readonly name: string;
  readonly isOwn: boolean;
  readonly resources: TemplateResource[];
}

/** What the first example of a page makes. */
export function madeBy(page: ConstructPage, load: Load): Made {
  return withExample(page.example, load, (made) => {
    made.app.synth();
    return partsOf(page, made);
  });
}

/** What is in the assembly of an example. */
export function partsOf({ construct }: ConstructPage, { app, outdir }: ExampleApp): Made {
  const { resources } = new TemplateModel(readTemplates(outdir));
  const parts = new Map<string, Part>();
  for (const resource of resources) {
    const top = topOf(app, resource.path ?? '');
    const name = nameOf(top, construct);
    const part = parts.get(name) ?? { name, isOwn: top?.constructor.name === construct, resources: [] };
    part.resources.push(resource);
    parts.set(name, part);
  }
  const rank = ({ name, isOwn }: Part) => (isOwn ? 0 : name === ZONE ? 2 : 1);
  return { parts: [...parts.values()].sort((a, b) => rank(a) - rank(b)), all: resources };
}

/** The construct below a stack that the example made, or the zone that came by itself. */
function topOf(app: IConstruct, path: string): IConstruct | undefined {
  let here: IConstruct | undefined = app;
  for (const id of path.split('/')) {
    here = here?.node.tryFindChild(id);
    if (here && !Stack.isStack(here)) break;
  }
  // what a function owns stands beside it
  const owner = here?.node.id.endsWith('Own') ? here.node.scope!.node.tryFindChild(here.node.id.slice(0, -'Own'.length)) : undefined;
  return owner ?? here;
}

function nameOf(top: IConstruct | undefined, construct: string): string {
  // the CDK's decorators rename its classes (Table2)
  const rtti = top && Object.getOwnPropertyDescriptor(top.constructor, Symbol.for('jsii.rtti'))?.value as { fqn: string } | undefined;
  const name = rtti?.fqn.split('.').pop() ?? top?.constructor.name ?? '';
  if (name === construct || name === ZONE) return name;
  return name === '' || name === 'Construct' || name === 'Object' ? `\`${top?.node.id ?? '?'}\`` : name;
}

/** The block between the marks: resources by part, and what they cost without usage. */
export function madeBlock({ parts, all }: Made): string {
  const { monthlyUsd, notPriced } = fixedCosts(all);
  return [
    '<!-- makes -->',
    '| part of the example | resources | count | USD a month |',
    '|---|---|--:|--:|',
    ...parts.map(({ name, isOwn, resources }) => {
      const { monthlyUsd: usd } = fixedCosts(resources);
      return `| ${isOwn ? `**${name}**` : name} | ${types(resources)} | ${resources.length} | ${usd === 0 ? '' : usd.toFixed(2)} |`;
    }),
    `| all | | ${all.length} | ${monthlyUsd.toFixed(2)} |`,
    '',
    `Fixed cost at list prices of ${PRICES.region}, ${PRICES.asOf}, from AWS's pricing pages: what is charged without any usage.`,
    ...notPriced.map(({ type, count, why }) => `Not priced: \`${type}\` (${count}), ${why}.`),
    'Made from the example by `scripts/constructs-md.ts`.',
    '<!-- /makes -->',
  ].join('\n');
}

function types(resources: TemplateResource[]): string {
  const counts = new Map<string, number>();
  for (const { type } of resources) counts.set(type, (counts.get(type) ?? 0) + 1);
  return [...counts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([type, count]) => `\`${type.replace(/^AWS::/, '')}\`${count > 1 ? ` ${count}` : ''}`).join(', ');
}

/** The page with its block made anew. Throws for a page without the marks. */
export function withBlock(page: ConstructPage, block: string): string {
  if (!MARKED.test(page.text)) throw new Error(`${page.file} has no marks for what it makes`);
  return page.text.replace(MARKED, () => block);
}

/** docs/constructs/README.md: every construct that has a page. */
export function indexPage(made: Map<ConstructPage, Made>): string {
  return [
    '# Constructs',
    '',
    '<!-- Made from the pages of this folder by `npx tsx scripts/constructs-md.ts`. -->',
    '',
    'What each is for, and what it makes in the example of its page: its own resources, and the whole example with zone and neighbours. Cost is',
    `the fixed part of a month at list prices of ${PRICES.region}, ${PRICES.asOf}: what is charged without any usage.`,
    '',
    '| construct | for | its own resources | its own cost | the example | its cost | partitions |',
    '|---|---|--:|--:|--:|--:|---|',
    ...[...made].map(([page, { parts, all }]) => {
      const own = parts.filter(({ isOwn }) => isOwn).flatMap(({ resources }) => resources);
      return `| [${page.construct}](${page.file}) | ${cell(purposeOf(page))} | ${own.length} | ${inUsd(fixedCosts(own).monthlyUsd)} | ${all.length} `
        + `| ${inUsd(fixedCosts(all).monthlyUsd)} | ${cell(partitionsOf(page) ?? '')} |`;
    }),
    '',
  ].join('\n');
}

/** The first sentence of a page. */
export function purposeOf({ text }: ConstructPage): string {
  const [, paragraph = ''] = /^# .*\n\n([^]*?)\n\n/.exec(text) ?? [];
  return firstSentence(paragraph);
}

/** In which partitions the construct works: the first sentence of the note, which is a line or a heading. */
export function partitionsOf({ text }: ConstructPage): string | undefined {
  const [, paragraph] = /^(?:#+ Partitions\n\n|Partitions: )([^]*?)(?:\n\n|\n?$(?![^]))/m.exec(text) ?? [];
  return paragraph === undefined ? undefined : firstSentence(paragraph);
}

function firstSentence(paragraph: string): string {
  return paragraph.replace(/\n/g, ' ').replace(/^(.*?\.)\s.*$/, '$1');
}

function cell(text: string): string {
  return text.replace(/\|/g, '\\|');
}

/** Writes blocks and index; a page whose example fails is told, and left as it is. */
function writePages(): void {
  const pages = constructPages();
  const made = new Map<ConstructPage, Made>();
  for (const page of pages) {
    try {
      made.set(page, madeBy(page, require));
      writeFileSync(join(FOLDER, page.file), withBlock(page, madeBlock(made.get(page)!)));
    } catch (error) {
      complain(`${page.file}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  writeFileSync(join(FOLDER, INDEX), indexPage(made));
  typeErrors(new Map(pages.map(({ file, example }) => [file, example]))).forEach(complain);
}

function complain(text: string): void {
  process.exitCode = 1;
  process.stderr.write(`${text}\n`);
}

if (require.main === module) {
  process.env.CDK_VALIDATION = 'false'; // of the CDK's own, which takes most of the time
  writePages();
}
