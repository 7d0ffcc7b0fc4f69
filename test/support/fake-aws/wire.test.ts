import * as s3 from '@aws-sdk/client-s3';
import * as sns from '@aws-sdk/client-sns';
import { askedByForm, askedOfS3 } from './wire';
import { publishedBy } from '../fake-sns';
import { FakeVersionedS3 } from '../fake-versioned-s3';

const asked = (method: string, url: string, headers: Record<string, string> = {}, body = '') => {
  const { pathname: path, searchParams: query } = new URL(url, 'http://s3');
  return askedOfS3(s3, { method, path, query, headers, body: Buffer.from(body) });
};

test('a request to Amazon S3 is the operation of the model that has its parameters', () => {
  expect(asked('PUT', '/b/a/c%20d.json?x-id=PutObject', { 'x-amz-sdk-checksum-algorithm': 'SHA256', 'x-amz-meta-team': 'orders' }, 'x')).toMatchObject({
    name: 'PutObject', input: { Bucket: 'b', Key: 'a/c d.json', ChecksumAlgorithm: 'SHA256', Metadata: { team: 'orders' }, Body: Buffer.from('x') },
  });
  expect(asked('GET', '/b/?list-type=2&prefix=a%2F&max-keys=2')).toMatchObject({ name: 'ListObjectsV2', input: { Bucket: 'b', Prefix: 'a/', MaxKeys: 2 } });
  expect(asked('GET', '/b/k?x-id=GetObject&versionId=1').input).toEqual({ Bucket: 'b', Key: 'k', VersionId: '1' });
  expect(asked('PUT', '/b/?object-lock').name).toBe('PutObjectLockConfiguration');
});

test.each([
  ['a parameter that the operation does not have', () => asked('GET', '/b/k?x-id=GetObject&version=1'), 'GetObject has no version'],
  ['a header that it does not have', () => asked('PUT', '/b/k?x-id=PutObject', { 'x-amz-lock': 'on' }), 'PutObject has no x-amz-lock'],
  ['a number that is none', () => asked('GET', '/b/?list-type=2&max-keys=many'), 'ListObjectsV2Request.MaxKeys'],
  ['no bucket', () => asked('GET', '/'), 'lacks Bucket'],
  ['a method that the model does not have', () => asked('PATCH', '/b/k'), 'nothing at PATCH'],
])('%s is refused', (_, ask, message) => {
  expect(ask).toThrow(message);
});

const form = (more: Record<string, string>) => new URLSearchParams({ Action: 'Publish', Version: '2010-03-31', TopicArn: 'arn:aws:sns:eu-west-1:111122223333:alarms', Message: 'm', ...more }).toString();

test('a form is the input of the operation that it names', () => {
  expect(askedByForm(sns, form({ Subject: 's' }))).toMatchObject({ name: 'Publish', input: { Message: 'm', Subject: 's' } });
  expect(() => askedByForm(sns, form({ Subjct: 's' }))).toThrow('Publish has no Subjct');
  expect(() => askedByForm(sns, new URLSearchParams({ Action: 'Publish' }).toString())).toThrow('lacks Message');
  expect(() => askedByForm(sns, new URLSearchParams({ Action: 'Send' }).toString())).toThrow('no operation Send');
});

test('Amazon SNS takes a subject of one line that is shorter than 100 characters, and a message of 256 KiB', () => {
  expect(publishedBy(form({ Subject: 'a'.repeat(99) }))).toMatchObject({ Message: 'm' });
  for (const Subject of ['a'.repeat(100), 'a\nb', ' a', 'é']) expect(() => publishedBy(form({ Subject }))).toThrow('Subject');
  for (const Message of ['', 'a'.repeat(262_145)]) expect(() => publishedBy(form({ Message }))).toThrow('Message');
  expect(() => publishedBy(form({ TopicArn: 'alarms' }))).toThrow('TopicArn');
});

describe('buckets', () => {
  const fake = new FakeVersionedS3();
  let client: s3.S3Client;
  beforeAll(async () => {
    const endpoint = await fake.start();
    client = new s3.S3Client({
      endpoint, region: 'eu-west-1', credentials: { accessKeyId: 'AKIAFAKE', secretAccessKey: 'fake' }, maxAttempts: 1, requestChecksumCalculation: 'WHEN_REQUIRED',
    });
    fake.create('locked', { locked: true });
  });
  afterAll(() => fake.stop());

  test('that are locked take no upload without a checksum, and none with that of other bytes', async () => {
    const put = { Bucket: 'locked', Key: 'k', Body: 'x' };
    await expect(client.send(new s3.PutObjectCommand(put))).rejects.toMatchObject({ name: 'InvalidRequest' });
    await expect(client.send(new s3.PutObjectCommand({ ...put, ChecksumAlgorithm: 'SHA256', ChecksumSHA256: 'AAAA' }))).rejects.toMatchObject({ name: 'BadDigest' });
    expect(fake.versions('locked', 'k')).toEqual([]);
    await client.send(new s3.PutObjectCommand({ ...put, ChecksumAlgorithm: 'SHA256' }));
    expect(fake.versions('locked', 'k').map(({ bytes }) => bytes.toString())).toEqual(['x']);
  });

  test('are listed in pages', async () => {
    fake.pageSize = 2;
    for (const key of ['a', 'b', 'c', 'd', 'e']) fake.put('locked', `list/${key}`, Buffer.from(key));
    const pages: (string | undefined)[][] = [];
    for await (const { Contents = [] } of s3.paginateListObjectsV2({ client }, { Bucket: 'locked', Prefix: 'list/' })) pages.push(Contents.map(({ Key }) => Key));
    expect(pages).toEqual([['list/a', 'list/b'], ['list/c', 'list/d'], ['list/e']]);
  });
});
