import { mkdtempSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { buildSync } from 'esbuild';
import { javaScriptCalls } from '../../../src/graph/needs/javascript-calls';

/** What a piece of code calls: actions, `?` behind those that are possible, and hidden services. */
function called(code: string): string[] {
  const { calls, hidden } = javaScriptCalls(code, 'index.js');
  const actions = calls.flatMap(({ actions: all, oneOf, certain }) => [...all.map((action) => (certain ? action : `${action}?`)), ...(oneOf.length > 0 ? [oneOf.join('|')] : [])]);
  return [...new Set([...actions, ...[...hidden].map((prefix) => `${prefix}:…`)])].sort();
}

test.each([
  ['a command of an import', 'import { S3Client, GetObjectCommand } from "@aws-sdk/client-s3"; new S3Client().send(new GetObjectCommand({}));', ['s3:GetObject']],
  ['under another name', 'import { GetObjectCommand as G } from "@aws-sdk/client-s3"; send(new G({}));', ['s3:GetObject']],
  ['of a namespace', 'import * as s3 from "@aws-sdk/client-s3"; send(new s3.HeadObjectCommand({}));', ['s3:GetObject']],
  ['of a module that is required', 'const { PutObjectCommand } = require("@aws-sdk/client-s3"); send(new PutObjectCommand({}));', ['s3:PutObject']],
  ['as esbuild writes it', 'var import_client_sqs = require("@aws-sdk/client-sqs"); send(new import_client_sqs.SendMessageBatchCommand({}));', ['sqs:SendMessage']],
  ['as TypeScript writes it', 'const sqs_1 = __importStar(require("@aws-sdk/client-sqs")); send(new sqs_1.SendMessageCommand({}));', ['sqs:SendMessage']],
  ['required by what createRequire makes', 'const { DecryptCommand } = createRequire(__filename)("@aws-sdk/client-kms"); send(new DecryptCommand({}));', ['kms:Decrypt']],
  ['imported when it is needed', 'const { InvokeCommand } = await import("@aws-sdk/client-lambda"); send(new InvokeCommand({}));', ['lambda:InvokeFunction']],
  ['of the document client', 'import { TransactGetCommand, PutCommand } from "@aws-sdk/lib-dynamodb"; f(new TransactGetCommand({}), new PutCommand({}));', ['dynamodb:GetItem', 'dynamodb:PutItem']],
  ['by what a transaction holds', 'import { TransactWriteItemsCommand as T } from "@aws-sdk/client-dynamodb"; f(new T({}));',
    ['dynamodb:ConditionCheckItem|dynamodb:DeleteItem|dynamodb:PutItem|dynamodb:UpdateItem']],
  ['a class that is handed on', 'import { GetItemCommand } from "@aws-sdk/client-dynamodb"; run(GetItemCommand);', ['dynamodb:GetItem?']],
  ['a name that is computed', 'const s3 = require("@aws-sdk/client-s3"); f(new s3[name]({}));', ['s3:…']],
  ['a method of a client with methods', 'import { SNS } from "@aws-sdk/client-sns"; const sns = new SNS({}); sns.publish({});', ['sns:Publish']],
  ['of a field', 'import { SFN } from "@aws-sdk/client-sfn"; class A { constructor() { this.machine = new SFN({}); } go() { return this.machine.startExecution({}); } }', ['states:StartExecution']],
  ['of the document with methods', 'import { DynamoDBDocument } from "@aws-sdk/lib-dynamodb"; const table = DynamoDBDocument.from(c); table.get({}); table.update({});', ['dynamodb:GetItem', 'dynamodb:UpdateItem']],
  ['of a client that is handed on', 'import { S3 } from "@aws-sdk/client-s3"; const store = new S3({}); other(store);', ['s3:…']],
  ['a page, and a waiter', 'import { paginateScan, waitUntilTableExists } from "@aws-sdk/client-dynamodb"; paginateScan({}); waitUntilTableExists({});', ['dynamodb:DescribeTable', 'dynamodb:Scan']],
  ['version 2', 'const AWS = require("aws-sdk"); const db = new AWS.DynamoDB.DocumentClient(); db.put({}).promise(); const s3 = new AWS.S3(); s3.getSignedUrl("getObject", {});',
    ['dynamodb:PutItem', 's3:GetObject']],
  ['version 2, a client alone', 'const Lambda = require("aws-sdk/clients/lambda"); const lambda = new Lambda(); lambda.invoke({});', ['lambda:InvokeFunction']],
  ['version 2, traced', 'const AWS = captureAWS(require("aws-sdk")); const queue = new AWS.SQS(); queue.sendMessage({});', ['sqs:SendMessage']],
  ['a target of a request', 'fetch(url, { headers: { "X-Amz-Target": "DynamoDB_20120810.Query" } });', ['dynamodb:Query']],
  ['requests that are signed', 'new AwsClient({ accessKeyId, secretAccessKey, service: "execute-api" });', ['execute-api:Invoke']],
  ['requests that are signed for a service with many operations', 'new AwsClient({ accessKeyId, secretAccessKey, service: "s3" });', ['s3:…']],
  ['a signed URL', 'import { GetObjectCommand } from "@aws-sdk/client-s3"; import { getSignedUrl } from "@aws-sdk/s3-request-presigner"; getSignedUrl(c, new GetObjectCommand({}));', ['s3:GetObject']],
  ['helpers of the SDK and of Powertools', 'import { Upload } from "@aws-sdk/lib-storage"; import { Signer } from "@aws-sdk/rds-signer"; import { getSecret } from "@aws-lambda-powertools/parameters/secrets"; new Upload({}); new Signer({}); getSecret("a");',
    ['rds-db:connect', 's3:PutObject', 'secretsmanager:GetSecretValue']],
  ['the extension for parameters', 'fetch(`http://localhost:2773/secretsmanager/get?secretId=${id}`);', ['secretsmanager:GetSecretValue']],
  ['commands of an SDK of last year, in the bundle', 'var T = class extends Command.classBuilder().ep(p).m(f).s("AmazonSQS", "SendMessage", {}).n("SQSClient", "SendMessageCommand").f().build() {}; send(new T({}));', ['sqs:SendMessage']],
  ['what needs no right', 'import { GetCallerIdentityCommand } from "@aws-sdk/client-sts"; f(new GetCallerIdentityCommand({}));', []],
  ['no AWS at all', 'class PutCommand {} send(new PutCommand()); const s3 = new Map(); s3.get("a"); const error = x instanceof GetObjectCommand;', []],
  ['an error of the SDK', 'import { ConditionalCheckFailedException as C, S3Client } from "@aws-sdk/client-dynamodb"; try { f(); } catch (e) { if (e instanceof C) g(); }', []],
])('%s', (_name, code, expected) => {
  expect(called(code)).toEqual(expected);
});

describe.each([['as it is', false], ['minified', true]])('with the SDK in the bundle, %s', (_name, minify) => {
  test.each([
    ['commands', 'import { S3Client, GetObjectCommand } from "@aws-sdk/client-s3"; export const handler = () => new S3Client({}).send(new GetObjectCommand({ Bucket: "b", Key: "k" }));', ['s3:GetObject']],
    ['commands of two clients', 'import { SQSClient, SendMessageCommand } from "@aws-sdk/client-sqs"; import { SNSClient, PublishCommand } from "@aws-sdk/client-sns"; export const handler = async () => { await new SQSClient({}).send(new SendMessageCommand({})); await new SNSClient({}).send(new PublishCommand({})); };',
      ['sns:Publish', 'sqs:SendMessage']],
    ['the document client', 'import { DynamoDBClient } from "@aws-sdk/client-dynamodb"; import { DynamoDBDocumentClient, UpdateCommand } from "@aws-sdk/lib-dynamodb"; export const handler = () => DynamoDBDocumentClient.from(new DynamoDBClient({})).send(new UpdateCommand({ TableName: "t", Key: {} }));',
      ['dynamodb:UpdateItem']],
  ])('%s', (_what, source, expected) => {
    const folder = mkdtempSync(join(tmpdir(), 'needs-'));
    const entry = join(folder, 'index.mjs');
    writeFileSync(entry, source);
    const { outputFiles } = buildSync({ entryPoints: [entry], bundle: true, write: false, platform: 'node', format: 'cjs', minify, nodePaths: [join(__dirname, '..', '..', '..', 'node_modules')], mainFields: ['module', 'main'] });
    // what the SDK itself may call to get credentials is possible, and never certain
    const own = called(outputFiles[0].text).filter((action) => !/^(sts|sso|ssooidc|signin|cognitoidentity|sso-oauth):.*[?]$/.test(action));
    expect(own).toEqual(expected);
  });
});

test('a call has its file, its line and the variables that it reads', () => {
  const code = 'import { PutCommand } from "@aws-sdk/lib-dynamodb";\n\nsend(new PutCommand({ TableName: process.env.ORDERS, Name: variable("ORDERS_TABLE") }));';
  expect(javaScriptCalls(code, 'a/index.mjs').calls).toMatchObject([{ file: 'a/index.mjs', line: 3, variables: ['ORDERS', 'ORDERS_TABLE'] }]);
});

test('what is no JavaScript is not read, and deep code is', () => {
  expect(javaScriptCalls('const = ;', 'index.js').unread).toEqual(['index.js is no JavaScript that can be read']);
  expect(called(`f(${'('.repeat(1_000)}1${')'.repeat(1_000)});`)).toEqual([]);
});
