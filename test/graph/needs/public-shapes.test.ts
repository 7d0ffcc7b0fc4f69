/** Kinds of code and grants that public patterns have, and that were taken for something else: docs/needs.md has the list. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { dirname, join } from 'path';
import { zipSync } from 'fflate';
import { FunctionCode } from '../../../src/graph/needs/function-code';
import { needsOf } from '../../../src/graph/needs/function-needs';
import { readTemplates } from '../../../src/model/read-templates';
import { TemplateModel } from '../../../src/model/template-model';

const folders: string[] = [];
afterAll(() => folders.forEach((folder) => rmSync(folder, { recursive: true, force: true })));

/** A template with the code next to it, as SAM has it: `+` before a right that is missing, `-` before an unused one, `?` behind what is possible only. */
function needs(resources: object, files: Record<string, string | Uint8Array>, more: object = {}): Record<string, string[]> {
  const folder = mkdtempSync(join(tmpdir(), 'needs-sam-'));
  folders.push(folder);
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
  writeFileSync(join(folder, 'template.json'), JSON.stringify({ Transform: 'AWS::Serverless-2016-10-31', Resources: resources, ...more }));
  const templates = readTemplates(join(folder, 'template.json'));
  const mark = (certain: boolean) => (certain ? '' : '?');
  return Object.fromEntries(needsOf(new TemplateModel(templates).ofType('AWS::Lambda::Function'), new FunctionCode(templates)).map(({ fn, unused, missing, unread }) => [fn.logicalId, [
    ...missing.map(({ action, certain }) => `+${action}${mark(certain)}`), ...unused.map(({ action, certain }) => `-${action}${mark(certain)}`), ...unread,
  ]]));
}

const PYTHON = { Runtime: 'python3.13', Handler: 'app.handler' };
const fn = (policies: unknown[], properties: object = PYTHON) => ({ Type: 'AWS::Serverless::Function', Properties: { ...properties, Policies: policies } });
const allow = (Action: string | string[], Resource: unknown = '*') => ({ Statement: [{ Effect: 'Allow', Action, Resource }] });
const PUT = 'import boto3\nboto3.client("dynamodb").put_item()\n';
const SEND = 'import boto3\nboto3.client("sqs").send_message()\n';

describe('code that a template names', () => {
  test('is the folder of CodeUri', () => {
    expect(needs({ Fn: fn([allow(['dynamodb:PutItem', 'dynamodb:Scan'])], { ...PYTHON, CodeUri: 'src/' }) }, { 'src/app.py': PUT })).toEqual({ Fn: ['-dynamodb:scan'] });
  });

  test('is the folder of Globals, or of the template itself', () => {
    const globals = { Globals: { Function: { CodeUri: 'src' } } };
    expect(needs({ Fn: fn([allow('dynamodb:PutItem')]) }, { 'src/app.py': PUT }, globals)).toEqual({ Fn: [] });
    expect(needs({ Fn: fn([allow('dynamodb:PutItem')], { ...PYTHON, Handler: 'src/app.handler' }) }, { 'src/app.py': PUT })).toEqual({ Fn: [] });
  });

  test('is no file outside of the folder of the template', () => {
    expect(needs({ Fn: fn([], { ...PYTHON, CodeUri: '../' }) }, {})).toEqual({ Fn: ['its code is not in the assembly'] });
  });
});

describe('of a folder that several functions share', () => {
  test('each runs its handler, and what that imports', () => {
    const files = {
      'orders.py': 'from lib import table\nfrom . import mail\n', 'lib/__init__.py': '', 'lib/table.py': PUT, 'mail.py': SEND, 'stock.py': SEND, 'test_orders.py': 'import boto3\nboto3.client("s3").delete_bucket()\n',
    };
    const policies = [allow(['dynamodb:PutItem', 'sqs:SendMessage'])];
    expect(needs({ Orders: fn(policies, { ...PYTHON, Handler: 'orders.handler' }), Stock: fn(policies, { ...PYTHON, Handler: 'stock.handler' }) }, files))
      .toEqual({ Orders: [], Stock: ['-dynamodb:putitem'] });
  });

  test('in JavaScript', () => {
    const files = {
      'src/place.mjs': 'import { put } from "./lib/store.mjs";',
      'src/lib/store.mjs': 'import { PutItemCommand } from "@aws-sdk/client-dynamodb"; new PutItemCommand({});',
      'src/read.mjs': 'const { GetItemCommand } = require("@aws-sdk/client-dynamodb"); new GetItemCommand({});',
    };
    const handler = (name: string) => ({ Runtime: 'nodejs22.x', Handler: name });
    expect(needs({ Place: fn([allow('dynamodb:PutItem')], handler('src/place.handler')), Read: fn([allow('dynamodb:GetItem')], handler('src/read.handler')) }, files)).toEqual({ Place: [], Read: [] });
  });

  test('uses of another file what it names', () => {
    const files = {
      'src/place.mjs': 'import * as table from "./table.mjs"; export const handler = () => table.put();',
      'src/read.mjs': 'export { get as handler } from "./table.mjs";',
      'src/table.mjs': 'import { GetItemCommand, PutItemCommand } from "@aws-sdk/client-dynamodb"; export const put = () => send(new PutItemCommand({})); export const get = () => send(new GetItemCommand({}));',
      'orders.py': 'from lib import table\ndef place(event, context):\n    return table.put()\ndef read(event, context):\n    return get()\nfrom lib.table import get\n',
      'lib/__init__.py': '',
      'lib/table.py': 'import boto3\norders = boto3.resource("dynamodb").Table("orders")\ndef put():\n    orders.put_item()\ndef get():\n    orders.get_item()\n',
    };
    const node = (Handler: string, action: string) => fn([allow(action)], { Runtime: 'nodejs22.x', Handler });
    const python = (Handler: string, action: string) => fn([allow(action)], { ...PYTHON, Handler });
    expect(needs({
      Place: node('src/place.handler', 'dynamodb:PutItem'), Read: node('src/read.handler', 'dynamodb:GetItem'), PlacePy: python('orders.place', 'dynamodb:PutItem'), ReadPy: python('orders.read', 'dynamodb:GetItem'),
    }, files)).toEqual({ Place: [], Read: [], PlacePy: [], ReadPy: [] });
  });

  test('reads its environment, and not that of another', () => {
    const files = { 'app.js': 'const { PutItemCommand } = require("@aws-sdk/client-dynamodb"); exports.handler = () => { if (process.env.TABLE) send(new PutItemCommand({})); };' };
    const given = (Environment: object, policies: unknown[] = []) => fn(policies, { Runtime: 'nodejs22.x', Handler: 'app.handler', Environment });
    expect(needs({
      With: given({ Variables: { TABLE: 'orders' } }, [allow('dynamodb:PutItem')]),
      Without: given({ Variables: {} }, [allow('dynamodb:PutItem')]),
      Deployed: given({ Variables: { TABLE: { Ref: 'Table' } } }),
      Chosen: given({ Variables: { 'Fn::If': ['Some', {}, { TABLE: 'orders' }] } }),
      Parameter: given({ Variables: { TABLE: { Ref: 'Name' } } }),
      Wrapped: given({ Variables: { AWS_LAMBDA_EXEC_WRAPPER: '/opt/wrap' } }),
    }, files, { Parameters: { Table: { Type: 'String' }, Name: { Type: 'String', Default: '' } }, Conditions: { Some: { 'Fn::Equals': [{ Ref: 'AWS::Region' }, 'eu-west-1'] } } })).toEqual({
      With: [], Without: ['-dynamodb:putitem'], Deployed: ['+dynamodb:PutItem?'], Chosen: ['+dynamodb:PutItem?'], Parameter: ['+dynamodb:PutItem?'], Wrapped: ['+dynamodb:PutItem?'],
    });
  });

  test('is found behind the handler of a layer', () => {
    const files = { 'app.js': 'const { PutItemCommand, GetItemCommand } = require("@aws-sdk/client-dynamodb"); exports.place = () => send(new PutItemCommand({})); exports.read = () => send(new GetItemCommand({}));' };
    const wrapped = { Runtime: 'nodejs22.x', Handler: '/opt/nodejs/node_modules/datadog-lambda-js/handler.handler', Environment: { Variables: { DD_LAMBDA_HANDLER: 'app.place' } } };
    expect(needs({ Fn: fn([allow('dynamodb:PutItem')], wrapped) }, files)).toEqual({ Fn: [] });
  });

  test('may run any file where a name is computed', () => {
    const files = { 'app.py': 'import importlib\nimportlib.import_module(name)\n', 'plugin.py': PUT };
    expect(needs({ Fn: fn([]) }, files)).toEqual({ Fn: ['+dynamodb:PutItem?'] });
  });

  test('is read whole where the file of the handler is not there', () => {
    expect(needs({ Fn: fn([allow('dynamodb:PutItem')], { ...PYTHON, Handler: 'wrapper.handler' }) }, { 'app.py': PUT })).toEqual({ Fn: [] });
  });
});

describe('a zip file', () => {
  const zip = (files: Record<string, string>) => zipSync(Object.fromEntries(Object.entries(files).map(([name, text]) => [name, Buffer.from(text)])));

  test('is unpacked', () => {
    expect(needs({ Fn: fn([allow(['dynamodb:PutItem', 's3:GetObject'])], { ...PYTHON, CodeUri: 'app.zip' }) }, { 'app.zip': zip({ 'app.py': PUT, 'boto3/x.py': SEND }) })).toEqual({ Fn: ['-s3:getobject'] });
  });

  test('that is none is not read, and proves nothing', () => {
    expect(needs({ Fn: fn([allow('s3:GetObject')], { ...PYTHON, CodeUri: 'app.zip' }) }, { 'app.zip': 'PK no zip' })).toEqual({ Fn: ['-s3:getobject?', 'its code is a file that is not unpacked'] });
  });
});

describe('a layer', () => {
  const withLayer = (Layers: unknown[], files: Record<string, string>) => needs({
    Fn: fn([allow(['dynamodb:PutItem', 'sqs:SendMessage', 's3:GetObject'])], { ...PYTHON, Layers, CodeUri: 'src' }), Shared: { Type: 'AWS::Serverless::LayerVersion', Properties: { ContentUri: 'layer/' } },
  }, { 'src/app.py': PUT, ...files }).Fn;

  test('of the templates may call what it names', () => {
    expect(withLayer([{ Ref: 'Shared' }], { 'layer/python/queue.py': `${SEND}boto3.client("sns").publish()\n` })).toEqual(['+sns:Publish?', '-s3:getobject']);
  });

  test('that is not there may call anything', () => {
    expect(withLayer(['arn:aws:lambda:eu-west-1:111122223333:layer:x:1'], {})).toEqual(['-sqs:sendmessage?', '-s3:getobject?', 'a layer is not in the assembly']);
  });
});

describe('rights that no code calls', () => {
  const STREAM = { Orders: { Type: 'AWS::DynamoDB::Table', Properties: { StreamSpecification: { StreamViewType: 'NEW_IMAGE' } } } };
  const stream = { 'Fn::GetAtt': ['Orders', 'StreamArn'] };
  const mapping = { Type: 'AWS::Lambda::EventSourceMapping', Properties: { FunctionName: { Ref: 'Fn' }, EventSourceArn: stream } };
  const cut = { 'Fn::Sub': ['arn:aws:dynamodb:*:*:table/Orders/stream/${Name}', { Name: { 'Fn::Select': [3, { 'Fn::Split': ['/', stream] }] } }] };

  test('are those by which Lambda takes from a stream, though the ARN is cut into its parts', () => {
    const resources = { ...STREAM, Fn: fn([allow(['dynamodb:GetRecords', 'dynamodb:DescribeStream'], cut), allow('kinesis:GetRecords', cut)]), Mapping: mapping };
    expect(needs(resources, { 'app.py': '' }).Fn).toEqual(['-kinesis:getrecords']);
    expect(needs({ ...STREAM, Fn: fn([allow('dynamodb:GetRecords', cut)]) }, { 'app.py': '' }).Fn).toEqual(['-dynamodb:getrecords']);
  });

  test('are what a queue policy of SAM writes in batches', () => {
    const resources = { Queue: { Type: 'AWS::SQS::Queue' }, Fn: { ...fn([{ SQSPollerPolicy: { QueueName: { 'Fn::GetAtt': ['Queue', 'QueueName'] } } }], { ...PYTHON, Events: { Q: { Type: 'SQS', Properties: { Queue: { 'Fn::GetAtt': ['Queue', 'Arn'] } } } } }) } };
    expect(needs(resources, { 'app.py': '' }).Fn).toEqual([]);
  });

  test.each([
    ['Athena reads tables and writes results for its caller', 'boto3.client("athena").start_query_execution()', ['athena:StartQueryExecution', 'glue:GetTable', 's3:GetObject', 's3:PutObject', 's3:GetBucketLocation'], ['s3:DeleteObject']],
    ['Rekognition reads the picture for its caller', 'boto3.client("rekognition").detect_labels()', ['rekognition:DetectLabels', 's3:GetObject'], ['s3:PutObject']],
    ['Transcribe reads and writes for its caller', 'boto3.client("transcribe").start_transcription_job()', ['transcribe:StartTranscriptionJob', 's3:GetObject', 's3:PutObject'], ['s3:DeleteObject']],
    ['the Data API reads the secret for its caller', 'boto3.client("rds-data").execute_statement()', ['rds-data:ExecuteStatement', 'secretsmanager:GetSecretValue'], ['secretsmanager:PutSecretValue']],
    ['a task gets its roles', 'boto3.client("ecs").run_task()', ['ecs:RunTask', 'iam:PassRole'], ['ecs:StopTask']],
    ['a message needs no role', 'boto3.client("sqs").send_message()', ['sqs:SendMessage'], ['iam:PassRole']],
    ['S3 Object Lambda has a prefix of its own', 'boto3.client("s3").write_get_object_response()', ['s3-object-lambda:WriteGetObjectResponse'], ['s3:WriteGetObjectResponse']],
    ['Pinpoint has the name of its service in IAM', 'boto3.client("pinpoint").send_messages()', ['mobiletargeting:SendMessages'], ['pinpoint:SendMessages']],
  ])('%s', (_, call, used, unused) => {
    expect(needs({ Fn: fn([allow([...used, ...unused])]) }, { 'app.py': `import boto3\n${call}\n` }).Fn).toEqual(unused.map((action) => `-${action.toLowerCase()}`));
  });

  test('are those of a failure destination, by a narrow wildcard', () => {
    const resources = {
      Dead: { Type: 'AWS::SQS::Queue' },
      ...STREAM,
      Fn: fn([allow(['sqs:SendMessage*'], { 'Fn::GetAtt': ['Dead', 'Arn'] })]),
      Mapping: { Type: mapping.Type, Properties: { ...mapping.Properties, DestinationConfig: { OnFailure: { Destination: { 'Fn::GetAtt': ['Dead', 'Arn'] } } } } },
    };
    expect(needs(resources, { 'app.py': '' }).Fn).toEqual([]);
    expect(needs({ ...resources, Fn: fn([allow(['sqs:*'], { 'Fn::GetAtt': ['Dead', 'Arn'] })]) }, { 'app.py': '' }).Fn).toEqual(['-sqs:*']);
  });
});
