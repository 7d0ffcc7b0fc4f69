import { App, CfnResource, Stack, Validations } from 'aws-cdk-lib';
import { ZeroTrust } from '../../src';
import { reportOf } from '../support/packs';

describe('what was not read is a finding of ZeroTrust.enforce', () => {
  function synth(acknowledge = false) {
    const app = new App({ analyticsReporting: false });
    const stack = new Stack(app, 'Web');
    stack.addTransform('Shuffle');
    new CfnResource(stack, 'Nested', { type: 'AWS::CloudFormation::Stack', properties: { TemplateURL: 'https://bucket/x.json' } });
    if (acknowledge) Validations.of(stack).acknowledge({ id: 'ZeroTrust::ZT-COVERAGE-001', reason: 'Read by hand.' });
    ZeroTrust.enforce(app, { packs: [] });
    return reportOf(app);
  }
  const found = (report: ReturnType<typeof synth>) => report.findings.map(({ rule, path }) => `${rule} ${path}`).sort();

  test('on the stack where no resource has it, else on the resource', () => {
    expect(found(synth())).toEqual(['ZT-COVERAGE-001 Web', 'ZT-COVERAGE-002 Web/Nested']);
  });

  test('that is acknowledged on its stack', () => {
    expect(found(synth(true))).toEqual(['ZT-COVERAGE-002 Web/Nested']);
  });
});
