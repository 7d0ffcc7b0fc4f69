import { readFileSync } from 'fs';
import { join } from 'path';
import type { App } from 'aws-cdk-lib';
import { RegionInfo } from 'aws-cdk-lib/region-info';
import * as ts from 'typescript';
import * as library from '../../src';
import { regionTypes } from '../../src/core/region-types';
import { PREFIX_LISTS } from '../../src/zone/network/gateway-prefix-lists';

jest.setTimeout(300_000);

const README = readFileSync(join(__dirname, '..', '..', 'README.md'), 'utf-8');
const SNIPPET = /## The shortest example\n\n```ts[^\n]*\n([^]*?)```/.exec(README)![1];
const STACK = 'new Stack(app, \'Notes\'';

/** Every region that an account of the public, GovCloud or China partition can have. */
const REGIONS = RegionInfo.regions.filter(({ partition }) => ['aws', 'aws-us-gov', 'aws-cn'].includes(partition ?? '')).map(({ name }) => name);

/** Runs the snippet, in an environment when one is given, and synthesises what it made. */
function synth(env?: object) {
  const text = env ? SNIPPET.replace(STACK, `${STACK}, { env: ${JSON.stringify(env)} }`) : SNIPPET;
  const { outputText } = ts.transpileModule(`${text}\nexport { app };`, { compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022 } });
  const made: { app?: App } = {};
  const log = jest.spyOn(console, 'error').mockImplementation(() => {});
  new Function('require', 'exports', outputText)((name: string) => (name === 'cdk-zero-trust' ? library : jest.requireActual(name)), made);
  const assembly = made.app!.synth();
  log.mockRestore();
  const [notes] = assembly.stacks;
  return {
    notes,
    missing: (assembly.manifest.missing ?? []).map(({ props }: any) => props.propertyMatch.PrefixListName),
    ids: [...notes.messages.map(({ entry }) => String(entry.data)), ...made.app!.node.metadata.map(({ data }) => String(data))]
      .flatMap((text_) => /\[ack: cdk-zero-trust:([^\]]*)\]/.exec(text_)?.[1] ?? []),
  };
}

test('the snippet has one stack to give an environment to', () => {
  expect(SNIPPET.split(STACK)).toHaveLength(2);
  expect(SNIPPET).toContain('ZeroTrust.enforce(app)');
  expect(REGIONS.length).toBeGreaterThanOrEqual(regionTypes().regions.length);
});

// ZeroTrust.enforce of the snippet throws on any finding of its packs and rules
test.each(REGIONS)('%s: the snippet of README is synthesised, with no type that the region lacks', (region) => {
  const { notes, missing, ids } = synth({ account: '111122223333', region });
  expect(notes.environment.region).toBe(region);
  expect(Object.values<any>(notes.template.Resources).filter(({ Type }) => Type === 'AWS::Lambda::Function')).toHaveLength(1);
  expect(missing).toEqual(PREFIX_LISTS[region] ? [] : [`com.amazonaws.${region}.dynamodb`]);
  expect(ids).toEqual(regionTypes().regions.includes(region) ? [] : [`RegionNotInTable-${region}`]);
  const types = new Set(Object.values<any>(notes.template.Resources).map(({ Type }) => Type));
  expect([...types].filter((type) => regionTypes().lacking(type).includes(region))).toEqual([]);
});

test('as it is written, without a region, it is synthesised too, and warns of the regions that no prefix list is known for', () => {
  expect(synth().ids).toEqual(['PrefixListRegions']);
});
