import { TemplateModel } from '../../src/model';
import { evaluate, RULES } from '../../src/rules';

const template = {
  Resources: {
    Fn: { Type: 'AWS::Lambda::Function', Properties: {} },
    Url: { Type: 'AWS::Lambda::Url', Properties: { TargetFunctionArn: { 'Fn::GetAtt': ['Fn', 'Arn'] }, AuthType: 'NONE' } },
  },
};

test.each([
  ['/home/alice/work/app/template.yaml', 'template.yaml/Url'],
  ['infra/template.yaml', 'infra/template.yaml/Url'],
  ['App/Stack', 'App/Stack/Url'],
])('a resource of the template %s is named %s in findings: folders of the machine are not shown', (id, name) => {
  const model = new TemplateModel([{ id, name: 'template', template }]);
  expect(model.resources.map((resource) => resource.name)).toContain(name);
  const findings = evaluate(model, RULES).map(({ result }) => JSON.stringify(result));
  expect(findings.some((finding) => finding.includes(`and ${name} requires no authentication`))).toBe(true);
  expect(findings.join('\n')).not.toContain('/home/alice');
});
