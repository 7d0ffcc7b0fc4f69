import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { App, NestedStack, Stack, Stage } from 'aws-cdk-lib';
import { Code, Function as LambdaFunction, LayerVersion, Runtime } from 'aws-cdk-lib/aws-lambda';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import { FunctionCode } from '../../../src/graph/needs/function-code';
import { needsOf } from '../../../src/graph/needs/function-needs';
import { readTemplates } from '../../../src/model/read-templates';
import { TemplateModel } from '../../../src/model/template-model';

const folder = mkdtempSync(join(tmpdir(), 'zt-needs-stages-'));
const outdir = join(folder, 'cdk.out');

/** A function that reads objects and may delete them as well, with a layer. */
function reader(scope: Construct, handler: string): void {
  const bucket = new Bucket(scope, 'Files');
  const fn = new LambdaFunction(scope, 'Reader', {
    runtime: Runtime.NODEJS_22_X, handler: 'index.handler', code: Code.fromAsset(join(folder, handler)), layers: [new LayerVersion(scope, 'Layer', { code: Code.fromAsset(join(folder, 'layer')) })],
  });
  bucket.grantRead(fn, 'in/*');
  bucket.grantDelete(fn, 'in/*');
}

function write(name: string, file: string, code: string): void {
  mkdirSync(join(folder, name), { recursive: true });
  writeFileSync(join(folder, name, file), code);
}

beforeAll(() => {
  write('handler', 'index.js', 'const { GetObjectCommand } = require("@aws-sdk/client-s3");\nexports.handler = () => client.send(new GetObjectCommand({}));');
  write('nested', 'index.js', 'const { DeleteObjectCommand } = require("@aws-sdk/client-s3");\nexports.handler = () => client.send(new DeleteObjectCommand({}));');
  write('layer', 'shared.js', 'exports.twice = (n) => 2 * n;');
  const app = new App({ outdir, analyticsReporting: false, context: { 'aws:cdk:enable-path-metadata': true } });
  reader(new Stack(app, 'Outside'), 'handler');
  const stage = new Stage(app, 'Prod');
  const stack = new Stack(stage, 'Files');
  reader(stack, 'handler');
  reader(new NestedStack(stack, 'Nested'), 'nested');
  reader(new Stack(new Stage(stage, 'Region'), 'Files'), 'handler');
  app.synth();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function needsIn(path: string): Record<string, unknown> {
  const templates = readTemplates(path);
  const needs = needsOf(new TemplateModel(templates).ofType('AWS::Lambda::Function'), new FunctionCode(templates));
  const of = ({ calls, unused, unread }: (typeof needs)[number]) => [calls.map(({ name, file, line }) => `${name} ${file}:${line}`), unused.filter(({ certain }) => certain).map(({ action }) => action).sort(), unread];
  return Object.fromEntries(needs.map((one) => [one.fn.path, of(one)]));
}

const reads = [['GetObject index.js:2'], ['s3:deleteobject*', 's3:getbucket*', 's3:list*'], []];
const deletes = [['DeleteObject index.js:2'], ['s3:getbucket*', 's3:getobject*', 's3:list*'], []];

test('code of functions in stages, stages in stages and their nested stacks is read', () => {
  expect(needsIn(outdir)).toEqual({
    'Outside/Reader/Resource': reads,
    'Prod/Files/Reader/Resource': reads,
    'Prod/Files/Nested/Reader/Resource': deletes,
    'Prod/Region/Files/Reader/Resource': reads,
  });
});

test('so it is where only the assembly of the stage is named', () => {
  expect(needsIn(join(outdir, 'assembly-Prod'))['Prod/Files/Reader/Resource']).toEqual(reads);
});

test('a folder that no manifest has as a stage reads nothing beside itself', () => {
  const lone = join(folder, 'lone', 'assembly-Prod');
  mkdirSync(lone, { recursive: true });
  write('lone/asset.1', 'index.js', 'require("@aws-sdk/client-s3")');
  writeFileSync(join(folder, 'lone', 'manifest.json'), JSON.stringify({ artifacts: { Other: { type: 'cdk:cloud-assembly', properties: { directoryName: 'assembly-Other' } } } }));
  writeFileSync(join(lone, 'App.assets.json'), JSON.stringify({ files: { 1: { source: { path: '../asset.1' }, destinations: { current: { objectKey: '1.zip' } } } } }));
  writeFileSync(join(lone, 'App.template.json'), JSON.stringify({ Resources: { Fn: { Type: 'AWS::Lambda::Function', Properties: { Runtime: 'nodejs22.x', Code: { S3Key: '1.zip' } } } } }));
  const templates = readTemplates(join(lone, 'App.template.json'));
  expect(new FunctionCode(templates).callsOf(new TemplateModel(templates).ofType('AWS::Lambda::Function')[0]).unread).toEqual(['its code is not in the assembly']);
});
