import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { dirname, join } from 'path';
import { needsOf } from '../../../src/graph/needs/function-needs';
import { readTemplates } from '../../../src/model/read-templates';
import { TemplateModel } from '../../../src/model/template-model';

const folders: string[] = [];
afterAll(() => folders.forEach((folder) => rmSync(folder, { recursive: true, force: true })));

interface Given {
  /** Files of the function's code. */
  readonly code?: Record<string, string>;
  readonly statements: object[];
  readonly role?: object;
  readonly fn?: object;
  readonly resources?: object;
}

/** What a function of an assembly needs: `+` before a right that is missing, `-` before an unused one, `?` behind what is possible only. */
function needs({ code = {}, statements, role, fn, resources }: Given): string[] {
  const outdir = mkdtempSync(join(tmpdir(), 'needs-'));
  folders.push(outdir);
  for (const [name, text] of Object.entries(code)) {
    mkdirSync(dirname(join(outdir, 'asset.1', name)), { recursive: true });
    writeFileSync(join(outdir, 'asset.1', name), text);
  }
  writeFileSync(join(outdir, 'App.assets.json'), JSON.stringify({ files: { 1: { source: { path: 'asset.1', packaging: 'zip' }, destinations: { current: { objectKey: '1.zip' } } } } }));
  writeFileSync(join(outdir, 'App.template.json'), JSON.stringify({
    Resources: {
      Fn: { Type: 'AWS::Lambda::Function', Properties: { Runtime: 'nodejs22.x', Code: { S3Bucket: 'assets', S3Key: '1.zip' }, Role: { 'Fn::GetAtt': ['Role', 'Arn'] }, ...fn } },
      Role: { Type: 'AWS::IAM::Role', Properties: { AssumeRolePolicyDocument: {}, Policies: [{ PolicyName: 'p', PolicyDocument: { Statement: statements } }], ...role } },
      ...resources,
    },
  }));
  const [one] = needsOf(new TemplateModel(readTemplates(join(outdir, 'App.template.json'))).ofType('AWS::Lambda::Function'));
  const mark = (certain: boolean) => (certain ? '' : '?');
  return [
    ...one.missing.map(({ action, certain }) => `+${action}${mark(certain)}`),
    ...one.unused.map(({ action, certain }) => `-${action}${mark(certain)}`),
    ...one.unread,
  ];
}

const allow = (Action: string | string[], Resource: unknown = '*') => ({ Effect: 'Allow', Action, Resource });
const GET = 'import { GetItemCommand } from "@aws-sdk/client-dynamodb"; send(new GetItemCommand({}));';
const arn = (id: string) => ({ 'Fn::GetAtt': [id, 'Arn'] });

test.each<[string, Given, string[]]>([
  ['what is called and allowed', { code: { 'index.mjs': GET }, statements: [allow('dynamodb:GetItem')] }, []],
  ['what is allowed by a pattern', { code: { 'index.mjs': GET }, statements: [allow('dynamodb:Get*')] }, []],
  ['what nothing calls', { code: { 'index.mjs': GET }, statements: [allow(['dynamodb:GetItem', 'dynamodb:Scan', 's3:*'])] }, ['-dynamodb:scan', '-s3:*']],
  ['what nothing allows', { code: { 'index.mjs': GET }, statements: [allow('dynamodb:Query')] }, ['+dynamodb:GetItem', '-dynamodb:query']],
  ['code in Python', { code: { 'app.py': 'import boto3\nboto3.client("sqs").send_message()' }, fn: { Runtime: 'python3.13' }, statements: [allow(['sqs:SendMessage', 'sqs:PurgeQueue'])] }, ['-sqs:purgequeue']],
  ['code in the template', { fn: { Code: { ZipFile: GET } }, statements: [allow('dynamodb:GetItem')] }, []],
  ['what Lambda does', { code: { 'index.mjs': GET }, statements: [allow(['dynamodb:GetItem', 'logs:PutLogEvents', 'xray:PutTraceSegments', 'ec2:CreateNetworkInterface', 'kms:Decrypt'])] }, []],
  ['what Lambda takes for it', {
    code: { 'index.mjs': GET },
    statements: [allow('dynamodb:GetItem'), allow(['sqs:ReceiveMessage', 'sqs:DeleteMessage'], arn('Queue')), allow('sqs:SendMessage', arn('Dead'))],
    fn: { DeadLetterConfig: { TargetArn: arn('Dead') } },
    resources: {
      Queue: { Type: 'AWS::SQS::Queue' },
      Dead: { Type: 'AWS::SQS::Queue' },
      Mapping: { Type: 'AWS::Lambda::EventSourceMapping', Properties: { FunctionName: { Ref: 'Fn' }, EventSourceArn: arn('Queue') } },
    },
  }, []],
  ['messages of a queue that Lambda does not take', {
    code: { 'index.mjs': GET }, statements: [allow('dynamodb:GetItem'), allow('sqs:ReceiveMessage', arn('Queue'))], resources: { Queue: { Type: 'AWS::SQS::Queue' } },
  }, ['-sqs:receivemessage']],
  ['a call that is hidden', { code: { 'index.mjs': 'const s3 = require("@aws-sdk/client-s3"); new s3[x]();' }, statements: [allow(['s3:GetObject', 'sqs:SendMessage'])] }, ['-s3:getobject?', '-sqs:sendmessage']],
  ['code that is not there', { statements: [allow('s3:GetObject')] }, ['-s3:getobject?', 'its code is not in the assembly']],
  ['a runtime that is not read', { code: { 'index.rb': '' }, fn: { Runtime: 'ruby3.4' }, statements: [allow('s3:GetObject')] }, ['-s3:getobject?', 'code for ruby3.4 is not read']],
  ['an image', { code: { 'index.mjs': GET }, fn: { Runtime: undefined, PackageType: 'Image' }, statements: [] }, ['its runtime is not known, or it is an image']],
  ['a managed policy that is not in the template', { code: { 'index.mjs': GET }, statements: [], role: { ManagedPolicyArns: ['arn:aws:iam::aws:policy/AmazonDynamoDBReadOnlyAccess'] } }, ['+dynamodb:GetItem?']],
  ['a policy of what is called', {
    code: { 'index.mjs': 'import { SendMessageCommand } from "@aws-sdk/client-sqs"; new SendMessageCommand({});' },
    statements: [],
    resources: { Open: { Type: 'AWS::SQS::QueuePolicy', Properties: { Queues: ['q'], PolicyDocument: { Statement: [{ ...allow('sqs:SendMessage'), Principal: { AWS: arn('Role') } }] } } } },
  }, ['+sqs:SendMessage?']],
  ['a role that is assumed', {
    code: { 'index.mjs': `${GET} import { AssumeRoleCommand } from "@aws-sdk/client-sts"; new AssumeRoleCommand({});` },
    statements: [allow(['sts:AssumeRole', 'sts:TagSession'], arn('Tenant'))],
    resources: { Tenant: { Type: 'AWS::IAM::Role', Properties: { Policies: [{ PolicyDocument: { Statement: [allow('dynamodb:GetItem')] } }] } } },
  }, []],
  ['a variable that this function has not', { code: { 'index.mjs': GET.replace('{}', '{ TableName: process.env.OTHER_TABLE }') }, statements: [] }, ['+dynamodb:GetItem?']],
  ['a variable that it has', { code: { 'index.mjs': GET.replace('{}', '{ TableName: process.env.TABLE }') }, fn: { Environment: { Variables: { TABLE: 't' } } }, statements: [] }, ['+dynamodb:GetItem']],
  ['libraries beside the code', { code: { 'index.mjs': GET, 'node_modules/x/index.js': 'const { ScanCommand } = require("@aws-sdk/client-dynamodb"); new ScanCommand({});' }, statements: [allow('dynamodb:GetItem')] }, []],
])('%s', (_name, given, expected) => {
  expect(needs(given)).toEqual(expected);
});

test('code outside of the assembly is not read, also through a link', () => {
  const outside = mkdtempSync(join(tmpdir(), 'needs-'));
  const outdir = mkdtempSync(join(tmpdir(), 'needs-'));
  folders.push(outside, outdir);
  writeFileSync(join(outside, 'index.mjs'), GET);
  symlinkSync(outside, join(outdir, 'asset.1'));
  writeFileSync(join(outdir, 'App.assets.json'), JSON.stringify({ files: { 1: { source: { path: 'asset.1' }, destinations: { current: { objectKey: '1.zip' } } }, 2: { source: { path: '../x' } } } }));
  writeFileSync(join(outdir, 'App.template.json'), JSON.stringify({
    Resources: {
      Fn: { Type: 'AWS::Lambda::Function', Properties: { Runtime: 'nodejs22.x', Code: { S3Key: '1.zip' }, Role: arn('Role') } }, Role: { Type: 'AWS::IAM::Role', Properties: {} },
    },
  }));
  const [{ calls, unread }] = needsOf(new TemplateModel(readTemplates(join(outdir, 'App.template.json'))).ofType('AWS::Lambda::Function'));
  expect({ calls, unread }).toEqual({ calls: [], unread: ['its code is not in the assembly'] });
});
