import { mkdtempSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { TemplateModel } from '../../src/model';
import { readTemplates } from '../../src/model/read-templates';
import { UnreadType } from '../../src/model/unread';

const TEXT = 'Resources:\n  Queue: {Type: AWS::SQS::Queue}\n';
let directory: string;
let path: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'zt-text-'));
  path = join(directory, 'a.yaml');
  writeFileSync(path, TEXT);
});
afterEach(() => rmSync(directory, { recursive: true }));

test('the text of a template is that of its file, and no template keeps it', () => {
  const [template] = readTemplates(path);
  expect(template.text).toBe(TEXT);
  expect(template.length).toBe(TEXT.length);
  expect(Object.getOwnPropertyDescriptor(template, 'text')!.value).toBeUndefined();
});

test('there is no text when the file is another one by now, or gone', () => {
  const [template] = readTemplates(path);
  writeFileSync(path, TEXT.replace('Queue', 'Other'));
  expect(template.text).toBe('');
  rmSync(path);
  expect(template.text).toBe('');
});

test('functions that nobody can read are found without the text', () => {
  const macro = `${TEXT}  Topic: {Type: AWS::SNS::Topic, Properties: {"Fn::Transform": {Name: Mine}}}\n`;
  writeFileSync(path, macro);
  const templates = readTemplates(path);
  rmSync(path);
  expect(new TemplateModel(templates).ofType(UnreadType.FN_TRANSFORM)).toHaveLength(1);
});
