import { describe, TemplateResource, textOf } from '../model';
import { isInert } from './inert-types';
import type { Rule } from './rule';
import { pass, unknown } from '../model/judge';
import { UnreadType } from '../model/unread';

const READ_PROCESSED = 'Audit what it becomes (aws cloudformation get-template --template-stage Processed), or waive the finding with who looked at it.';

/** What was not read. The findings are unknowns. */
const COVERAGE_RULES: Rule[] = [
  unread('001', 'Templates use no macro or transform that only deployment runs', [UnreadType.TRANSFORM, UnreadType.FN_TRANSFORM],
    'A macro, AWS::Include among them, may add resources and change any property, which no rule sees before deployment.', READ_PROCESSED),
  {
    ...about('002', 'Templates of nested stacks are judged with their parent', ['AWS::CloudFormation::Stack'],
      'What a nested stack makes is deployed with its parent. A template that is named by a URL, or that is missing, was judged by no rule.',
      'Name its file by a path below the parent, or audit the template of the URL too, and waive the finding with who did so.'),
    check: (resource) => embedded(resource, 'TemplateURL'),
  },
  {
    ...about('003', 'Templates of stack sets are judged with their parent', ['AWS::CloudFormation::StackSet'],
      'A stack set deploys its template into many accounts. One that is named by a URL, or is filled in at deployment, was judged by no rule.',
      'Write the template as a literal TemplateBody, or audit the template of the URL too, and waive the finding with who did so.'),
    check: (resource) => embedded(resource, 'TemplateURL'),
  },
  {
    ...about('004', 'Templates use no module of the CloudFormation registry', [UnreadType.MODULE],
      'A module becomes resources at deployment, with properties that its maker chose.', READ_PROCESSED),
    check: (resource) => unknown('what the module becomes at deployment is not in the template', resource.type),
  },
  unread('005', 'Loops run over lists that are known before deployment', [UnreadType.FOR_EACH],
    'What Fn::ForEach makes was judged by no rule where its list is not in the template.',
    'Write the list into the template, or give the parameter that it is by --parameters.'),
  unread('006', 'Each resource of a template has a type', [UnreadType.NO_TYPE],
    'No rule looks at what has no type.', 'Give the resource its type; CloudFormation does not deploy it so either.'),
  {
    ...about('007', 'SAM resources are judged by what they become', [UnreadType.SERVERLESS],
      'SAM makes its resources into others at deployment, with roles, permissions and endpoints that are not in the template.', READ_PROCESSED),
    check: (resource) => (resource.type === UnreadType.SERVERLESS ? unknown(textOf(resource.at('Why').value) ?? '') : unknown('what SAM makes of it was not read', resource.type)),
  },
];

/** What was left unread or unjudged: rules with ids of their own, run after all others, whatever framework they serve. */
export function coverageRules(lookedAt: ReadonlySet<string>): Rule[] {
  return [...COVERAGE_RULES, typesRule(lookedAt)];
}

/** Types that nothing looks at are told once for each template, and mildly: most of them have nothing to ask. */
function typesRule(lookedAt: ReadonlySet<string>): Rule {
  return {
    ...about('008', 'Each resource is of a type that some rule looks at', [UnreadType.TEMPLATE],
      'A resource of a type that no rule looks at is neither good nor bad by this audit: it was not judged.',
      'Look at these resources in another way, and waive the finding with who did so.', 'low'),
    check(template) {
      const types = new Map<string, number>();
      for (const { type } of template.stack.resources.values()) {
        if (type !== '' && !lookedAt.has(type) && !isInert(type)) types.set(type, (types.get(type) ?? 0) + 1);
      }
      return types.size === 0 ? pass() : unknown('no rule looks at some of its types', [...types].map(([type, many]) => `${type} (${many})`).join(', '));
    },
  };
}

function about(number: string, title: string, types: string[], rationale: string, remediation: string, severity: Rule['severity'] = 'high'): Omit<Rule, 'check'> {
  return { id: `ZT-COVERAGE-${number}`, title, severity, types, rationale, remediation };
}

function unread(number: string, title: string, types: UnreadType[], rationale: string, remediation: string): Rule {
  return { ...about(number, title, types, rationale, remediation), check: (place) => unknown(textOf(place.at('Why').value) ?? '') };
}

function embedded(resource: TemplateResource, property: string) {
  const isRead = resource.stack.nested.has(resource.logicalId);
  const url = resource.at(property);
  return isRead ? pass('read') : unknown('its template was not read', url.isAbsent ? undefined : describe(url.value));
}
