import managedPolicyPaths from './data/managed-policy-paths.json';
import policyTemplates from './data/policy-templates.json';
import { Draft, ifOf, isNoValue, mapBranches, textOf } from './intrinsics';
import { intrinsicOf, isObject, own } from '../json';

const PATHS = new Map(Object.entries(managedPolicyPaths).flatMap(([path, names]) => names.map((name) => [name, path] as const)));

/** What a role has of the property `Policies` of a function or a state machine. */
export interface RolePolicies {
  readonly managed: unknown[];
  readonly inline: unknown[];
}

/** The ARN of a policy that AWS manages. An ARN is one already, and a dynamic reference is what it is. */
export function managedPolicyArn(name: string): string {
  if (!/^[\w+=,.@-]+$/.test(name)) return name;
  const path = PATHS.get(name);
  return `arn:aws:iam::aws:policy/${path === undefined ? '' : `${path}/`}${name}`;
}

/** Sorts names and ARNs of managed policies, policy documents and SAM policy templates. What it does not know it tells `odd`. */
export function readPolicies(policies: unknown, roleId: string, odd: (index: number) => void): RolePolicies {
  const [managed, inline]: [unknown[], unknown[]] = [[], []];
  const given = Array.isArray(policies) ? policies : policies === undefined || policies === null || policies === '' ? [] : [policies];
  given.forEach((policy, index) => {
    const inlined = (document: unknown) => ({ PolicyName: `${roleId}Policy${index}`, PolicyDocument: document });
    switch (kindOf(policy)) {
      case 'managed': return managed.push(mapBranches(policy, (one) => (typeof one === 'string' ? managedPolicyArn(one) : one)));
      case 'document': return inline.push(mapBranches(policy, inlined));
      case 'template': return inline.push(mapBranches(policy, (one) => inlined(documentOf(one))));
      default: return odd(index);
    }
  });
  return { managed, inline };
}

type Kind = 'managed' | 'document' | 'template';

function kindOf(policy: unknown): Kind | undefined {
  if (typeof policy === 'string') return 'managed';
  const branches = ifOf(policy);
  if (branches) {
    const kinds = new Set(branches.slice(1).filter((branch) => !isNoValue(branch)).map((branch) => (ifOf(branch) ? undefined : kindOf(branch))));
    return kinds.size === 1 ? [...kinds][0] : kinds.size === 0 ? 'managed' : undefined;
  }
  if (intrinsicOf(policy)) return 'managed';
  if (!isObject(policy)) return undefined;
  if (own(policy, 'Statement') !== undefined) return 'document';
  return templateOf(policy) ? 'template' : undefined;
}

interface PolicyTemplate {
  readonly Parameters: string[];
  readonly Statement: unknown[];
}

/** The SAM policy template that a policy names, with a value for each of its parameters. */
function templateOf(policy: unknown): PolicyTemplate | undefined {
  const [[name, values] = ['', undefined], ...more] = isObject(policy) ? Object.entries(policy) : [];
  const template = own(policyTemplates, name) as PolicyTemplate | undefined;
  const complete = isObject(values) && template?.Parameters.every((parameter) => own(values, parameter) !== undefined);
  return complete && more.length === 0 ? template : undefined;
}

function documentOf(policy: unknown): Draft {
  const [[, values]] = Object.entries(policy as object);
  return { Statement: filled(templateOf(policy)!.Statement, values) };
}

/** The statements of a template with values for its parameters. */
function filled(json: unknown, values: unknown): unknown {
  if (Array.isArray(json)) return json.map((item) => filled(item, values));
  if (!isObject(json)) return json;
  const intrinsic = intrinsicOf(json);
  if (intrinsic?.name === 'Ref') return own(values, textOf(intrinsic.argument));
  return Object.fromEntries(Object.entries(json).map(([key, value]) => [key, filled(value, values)]));
}
