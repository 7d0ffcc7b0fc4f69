import { join } from 'path';
import { objectOrEmpty, own } from '../../model/json';
import { TemplateError } from '../../model/template-error';
import { readJsonObject } from '../../model/template-file';

/** Source: CloudFormation user guide, "Stack name". */
export const STACK_NAME = /[A-Za-z][A-Za-z0-9-]{0,127}/;
/** Of stages in stages. */
const MAX_DEPTH = 20;

/** A stack of an assembly, and by whom it is deployed. */
export interface AssemblyStack {
  readonly name: string;
  /** The folder of its stage's assembly. */
  readonly directory: string;
  readonly templateFile: string;
  /** The artifact of the assembly, without what belongs to another template: account, region and construct path are those of what is deployed too. */
  readonly artifact: { readonly type: unknown; readonly environment: unknown; readonly displayName: string };
  readonly account?: string;
  readonly region?: string;
  /** The role of cdk bootstrap that deploys it. */
  readonly role?: string;
  /** The role of cdk bootstrap that looks things up. */
  readonly lookupRole?: string;
}

/** The stacks of an assembly, those of its stages too. Throws a `TemplateError` for what is no assembly. */
export function stacksIn(assembly: string, depth = 0): AssemblyStack[] {
  if (depth > MAX_DEPTH) throw new TemplateError(assembly, 'TooMany', 'its stages do not end.', 'synthesise again.');
  const artifacts = objectOrEmpty(own(readJsonObject(join(assembly, 'manifest.json')), 'artifacts'));
  return Object.entries(artifacts).flatMap(([id, artifact]): AssemblyStack[] => {
    const properties = objectOrEmpty(own(artifact, 'properties'));
    if (own(artifact, 'type') === 'cdk:cloud-assembly') return stacksIn(join(assembly, String(properties.directoryName)), depth + 1);
    if (own(artifact, 'type') !== 'aws:cloudformation:stack') return [];
    const [, account, region] = /^aws:\/\/([^/]+)\/([^/]+)$/.exec(String(own(artifact, 'environment'))) ?? [];
    const displayName = own(artifact, 'displayName');
    const lookupRole = own(objectOrEmpty(properties.lookupRole), 'arn');
    return [{
      directory: assembly,
      templateFile: String(properties.templateFile),
      artifact: { type: own(artifact, 'type'), environment: own(artifact, 'environment'), displayName: typeof displayName === 'string' ? displayName : id },
      name: stackName(assembly, properties.stackName ?? id),
      ...account !== undefined && account !== 'unknown-account' && { account },
      ...region !== undefined && region !== 'unknown-region' && { region },
      ...typeof properties.assumeRoleArn === 'string' && { role: properties.assumeRoleArn },
      ...typeof lookupRole === 'string' && { lookupRole },
    }];
  });
}

/** It becomes the name of a file, and an argument of the AWS CLI. */
function stackName(assembly: string, name: unknown): string {
  if (typeof name === 'string' && new RegExp(`^${STACK_NAME.source}$`).test(name)) return name;
  throw new TemplateError(join(assembly, 'manifest.json'), 'Malformed', `'${String(name)}' is no name of a stack.`, 'synthesise again.');
}
