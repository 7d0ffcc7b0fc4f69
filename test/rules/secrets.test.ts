import { secretsCases } from './cases/secrets';
import { judge, prove, ref, resource } from './support/prove';
import { TemplateModel } from '../../src/model';
import { evaluate, RULES } from '../../src/rules';

prove('SECRETS', secretsCases);

test('each resource with a credential is a finding of its own, and what is beside resources is one more', () => {
  const rule = RULES.find(({ id }) => id === 'ZT-SECRETS-009')!;
  const tagged = () => resource('AWS::SQS::Queue', { Tags: [{ Key: 'k', Value: `AKIA${'IOSFODNN7EXAMPLE'}` }] });
  const template = { Resources: { One: tagged(), Other: tagged(), Noted: { ...resource('AWS::SQS::Queue'), Metadata: { note: `AKIA${'IOSFODNN7EXAMPLE'}` } }, Clean: resource('AWS::SQS::Queue') }, Outputs: { Key: { Value: `AKIA${'IOSFODNN7EXAMPLE'}` } } };
  const verdicts = evaluate(new TemplateModel([{ id: 'S', name: 'S', template }]), [rule]);
  expect(verdicts.map(({ resource: { logicalId }, result }) => [logicalId, result.verdict, result.value])).toEqual([
    ['One', 'fail', 'One.Properties.Tags.0.Value'], ['Other', 'fail', 'Other.Properties.Tags.0.Value'], ['Noted', 'fail', 'Noted.Metadata.note'], ['Clean', 'pass', undefined], ['Template', 'fail', 'Outputs.Key.Value'],
  ]);
});

describe('a NoEcho parameter with a default', () => {
  const verdict = (Default?: string) => {
    const template = {
      Parameters: { Password: { Type: 'String', NoEcho: true, ...Default === undefined ? {} : { Default } } },
      Resources: { Database: resource('AWS::RDS::DBInstance', { MasterUserPassword: ref('Password') }) },
    };
    return judge(RULES.find(({ id }) => id === 'ZT-SECRETS-010')!, [{ id: 'Stack', name: 'Stack', template }], 'Database');
  };

  test('is a secret in plaintext', () => {
    expect(verdict('Sup3rS3cret1')).toEqual(expect.objectContaining({ verdict: 'fail', finding: 'its parameter has a default in plaintext' }));
    expect(JSON.stringify(verdict('Sup3rS3cret1'))).not.toContain('Sup3rS3cret1');
  });

  test.each([undefined, '', '{{resolve:secretsmanager:db:SecretString:password}}'])('is none where the default is %j', (text) => {
    expect(verdict(text).verdict).toBe('pass');
  });
});
