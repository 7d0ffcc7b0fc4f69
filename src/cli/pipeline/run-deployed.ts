import { execFileSync } from 'child_process';
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'fs';
import { join } from 'path';
import { isObject, objectOrEmpty, own } from '../../model/json';
import { TemplateError } from '../../model/template-error';
import { readJsonObject } from '../../model/template-file';
import { plain } from '../../report/plain-text';
import { CLEAN, UNUSABLE } from '../exit-codes';
import { told } from '../outcome';

/** Longer than any call to CloudFormation takes, in milliseconds. */
const TIMEOUT = 120_000;
/** Of stages in stages. */
const MAX_DEPTH = 20;
const MAX_OUTPUT = 64 * 1024 * 1024;

interface DeployedStack {
  readonly name: string;
  /** The artifact of the assembly, without what belongs to another template: account, region and construct path are those of what is deployed too. */
  readonly artifact: { readonly type: unknown; readonly environment: unknown; readonly displayName: string };
  readonly region?: string;
  /** The role of cdk bootstrap that deploys it. */
  readonly role?: string;
}

/** Writes an assembly with the templates of the stacks of another one as they are deployed, and answers with the exit code. */
export function readDeployed(assembly: string, out: string): number {
  try {
    if (existsSync(out) && readdirSync(out).length > 0) return told({ code: UNUSABLE, why: `${out} is not empty` });
    mkdirSync(out, { recursive: true });
    const stacks = stacksIn(assembly);
    if (stacks.length === 0) return told({ code: UNUSABLE, why: `${assembly} has no stacks` });
    const sessions = new Map<string, NodeJS.ProcessEnv>();
    const artifacts: Record<string, object> = {};
    for (const { name, region, role, artifact } of stacks) {
      const key = `${role} ${region}`;
      if (!sessions.has(key)) sessions.set(key, session(role, region));
      const template = templateOf(name, sessions.get(key)!);
      if (template === undefined) continue;
      // stacks of two accounts may share name and region
      const templateFile = `${Object.keys(artifacts).length + 1}-${name}.template.json`;
      writeFileSync(join(out, templateFile), template);
      artifacts[templateFile] = { ...artifact, properties: { templateFile, stackName: name } };
    }
    const read = Object.keys(artifacts).length;
    // an assembly and not a folder of templates: by those alone no account would be known, and everything about accounts would differ
    if (read > 0) writeFileSync(join(out, 'manifest.json'), `${JSON.stringify({ artifacts }, undefined, 2)}\n`);
    return told({ code: CLEAN, why: `${read} of ${stacks.length} stacks are deployed, and were read` });
  } catch (error) {
    const shown = error instanceof TemplateError ? error : new TemplateError(assembly, 'Unreadable', `${(error as Error).message.trim().replace(/\.$/, '')}.`,
      'see whether the AWS CLI is there, and whether its credentials may assume the roles of cdk bootstrap.');
    process.stderr.write(`${plain(shown.message)}\n`);
    return told({ code: UNUSABLE, why: 'not all that is deployed could be read' });
  }
}

/** Those of stages too. */
function stacksIn(assembly: string, depth = 0): DeployedStack[] {
  if (depth > MAX_DEPTH) throw new TemplateError(assembly, 'TooMany', 'its stages do not end.', 'synthesise again.');
  const artifacts = objectOrEmpty(own(readJsonObject(join(assembly, 'manifest.json')), 'artifacts'));
  return Object.entries(artifacts).flatMap(([id, artifact]): DeployedStack[] => {
    const properties = objectOrEmpty(own(artifact, 'properties'));
    if (own(artifact, 'type') === 'cdk:cloud-assembly') return stacksIn(join(assembly, String(properties.directoryName)), depth + 1);
    if (own(artifact, 'type') !== 'aws:cloudformation:stack') return [];
    const region = /^aws:\/\/[^/]+\/([^/]+)$/.exec(String(own(artifact, 'environment')))?.[1];
    const displayName = own(artifact, 'displayName');
    return [{
      artifact: { type: own(artifact, 'type'), environment: own(artifact, 'environment'), displayName: typeof displayName === 'string' ? displayName : id },
      name: stackName(assembly, properties.stackName ?? id),
      ...region !== undefined && region !== 'unknown-region' && { region },
      ...typeof properties.assumeRoleArn === 'string' && { role: properties.assumeRoleArn },
    }];
  });
}

/** It becomes the name of a file, and an argument of the AWS CLI. Source: CloudFormation user guide, "Stack name". */
function stackName(assembly: string, name: unknown): string {
  if (typeof name === 'string' && /^[A-Za-z][A-Za-z0-9-]{0,127}$/.test(name)) return name;
  throw new TemplateError(join(assembly, 'manifest.json'), 'Malformed', `'${String(name)}' is no name of a stack.`, 'synthesise again.');
}

/** The environment with credentials of the role, for its region. */
function session(role: string | undefined, region: string | undefined): NodeJS.ProcessEnv {
  const base = { ...process.env, ...region !== undefined && { AWS_REGION: region, AWS_DEFAULT_REGION: region } };
  if (role === undefined) return base;
  const { Account, Arn } = objectOrEmpty(JSON.parse(aws(['sts', 'get-caller-identity', '--output', 'json'], base)));
  const values: Record<string, string> = { 'AWS::Partition': String(Arn).split(':')[1], 'AWS::AccountId': String(Account), 'AWS::Region': region ?? base.AWS_REGION ?? '' };
  const arn = role.replace(/\$\{([^}]+)\}/g, (all, name: string) => values[name] ?? all);
  const { Credentials } = JSON.parse(aws(['sts', 'assume-role', '--role-arn', arn, '--role-session-name', 'cdk-zero-trust-deployed', '--output', 'json'], base));
  if (!isObject(Credentials)) throw new TemplateError(arn, 'Unreadable', 'the AWS CLI gave no credentials.', 'see whether the role may be assumed.');
  return {
    ...base,
    AWS_ACCESS_KEY_ID: String(Credentials.AccessKeyId),
    AWS_SECRET_ACCESS_KEY: String(Credentials.SecretAccessKey),
    AWS_SESSION_TOKEN: String(Credentials.SessionToken),
  };
}

/** As it was sent, without what CloudFormation made of it. Undefined where there is no such stack, and for nothing else: that would hide what is there. */
function templateOf(stack: string, environment: NodeJS.ProcessEnv): string | undefined {
  try {
    const body: unknown = JSON.parse(aws(['cloudformation', 'get-template', '--stack-name', stack, '--template-stage', 'Original', '--query', 'TemplateBody', '--output', 'json'], environment));
    return typeof body === 'string' ? body : JSON.stringify(body);
  } catch (error) {
    if (/\(ValidationError\)[^\n]*Stack with id \S+ does not exist/.test(String((error as { stderr?: Buffer }).stderr ?? ''))) return undefined;
    throw error;
  }
}

function aws(args: string[], environment: NodeJS.ProcessEnv): string {
  return execFileSync('aws', args, { env: environment, timeout: TIMEOUT, maxBuffer: MAX_OUTPUT, stdio: ['ignore', 'pipe', 'pipe'], encoding: 'utf-8' });
}
