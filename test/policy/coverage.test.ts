import { CfnResource, Stack, Validations } from 'aws-cdk-lib';
import { ZeroTrust } from '../../src';
import { findingsOf } from '../support/packs';

describe('what was not read is a finding of ZeroTrust.enforce', () => {
  const enforced = (acknowledge = false) => findingsOf((app) => {
    const stack = new Stack(app, 'Web');
    stack.addTransform('Shuffle');
    new CfnResource(stack, 'Nested', { type: 'AWS::CloudFormation::Stack', properties: { TemplateURL: 'https://bucket/x.json' } });
    if (acknowledge) Validations.of(stack).acknowledge({ id: 'ZeroTrust::ZT-COVERAGE-001', reason: 'Read by hand.' });
    ZeroTrust.enforce(app, { packs: [] });
  }, []);
  const found = (findings: { readonly rule: string; readonly path: string }[]) => findings.map(({ rule, path }) => `${rule} ${path}`).sort();

  test('on the stack where no resource has it, else on the resource', () => {
    expect(found(enforced().open)).toEqual(['ZT-COVERAGE-001 Web', 'ZT-COVERAGE-002 Web/Nested']);
  });

  test('that is acknowledged on its stack', () => {
    const { open, acknowledged } = enforced(true);
    expect(found(open)).toEqual(['ZT-COVERAGE-002 Web/Nested']);
    expect(found(acknowledged)).toEqual(['ZT-COVERAGE-001 Web']);
  });
});
