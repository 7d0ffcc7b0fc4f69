import { mkdtempSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { TemplateModel } from '../../../src/model';
import { readTemplates } from '../../../src/model/read-templates';
import { collectEvidence, notJudged } from '../../../src/report/evidence';
import { writeSarif } from '../../report/support/whole';

const directory = mkdtempSync(join(tmpdir(), 'zt-sam-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

const TEMPLATE = `Transform: AWS::Serverless-2016-10-31
Resources:
  Fn:
    Type: AWS::Serverless::Function
    Properties:
      CodeUri: code/
      Handler: index.handler
      Runtime: nodejs22.x
      FunctionUrlConfig: { AuthType: NONE }
      Policies: [AdministratorAccess]
      Events:
        Open: { Type: Api, Properties: { Path: /open, Method: get } }
  Plain:
    Type: AWS::SNS::Topic
    Connectors:
      Sends: { Properties: { Destination: { Id: Queue }, Permissions: [Write] } }
  Queue: { Type: AWS::SQS::Queue }
`;

function read() {
  const path = join(directory, 'template.yaml');
  writeFileSync(path, TEMPLATE);
  return readTemplates(path);
}

describe('findings on what SAM makes', () => {
  const evidence = collectEvidence(read());
  const failed = evidence.items.filter(({ verdict }) => verdict === 'fail');

  test('are there at critical and high: the public URL, the open API and the administrator', () => {
    const grave = failed.filter(({ rule }) => ['critical', 'high'].includes(rule.severity)).map(({ logicalId }) => logicalId);
    expect(grave).toEqual(expect.arrayContaining(['FnUrl', 'ServerlessRestApi', 'FnRole']));
  });

  test('are on the ids that deploy, and say which resource of the template they are of', () => {
    const declared = new Map(failed.map(({ logicalId, declaredAs }) => [logicalId, declaredAs]));
    expect(Object.fromEntries(declared)).toMatchObject({ Fn: 'Fn', FnRole: 'Fn', FnUrl: 'Fn', ServerlessRestApi: 'Fn', ServerlessRestApiProdStage: 'Fn', Plain: 'Plain' });
  });

  test('point at the line of that resource in SARIF', () => {
    const { runs: [{ results }] } = JSON.parse(writeSarif(evidence, { name: 'test', version: '0.0.0' }));
    const lines = results.map(({ properties, locations: [{ physicalLocation }] }: any) => [properties.logicalId, physicalLocation.region?.startLine]);
    const byId = Object.fromEntries(lines);
    expect(lines.every(([, line]: any) => line !== undefined)).toBe(true);
    expect(byId).toMatchObject({ Fn: 3, FnRole: 3, FnUrl: 3, ServerlessRestApiProdStage: 3, Plain: 13, Queue: 17 });
  });

  test('have the path of the SAM resource, when the CDK tells it', () => {
    const [input] = read();
    const { resources } = new TemplateModel([{ ...input, constructPaths: new Map([['Fn', 'App/Fn']]) }]);
    expect(resources.filter(({ logicalId }) => /^Fn/.test(logicalId)).every(({ path }) => path === 'App/Fn')).toBe(true);
  });

  test('leave nothing of a SAM template that is understood as not judged', () => {
    expect(notJudged(evidence).get(evidence.templates[0])).toEqual([]);
  });
});
