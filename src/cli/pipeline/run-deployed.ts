import { execFileSync } from 'child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'fs';
import { dirname, join } from 'path';
import { AssemblyStack, stacksIn } from './assembly-stacks';
import { ComparedStacks } from './compared-stacks';
import { isInside } from '../../model/find-templates';
import { isObject, objectOrEmpty, own } from '../../model/json';
import { TemplateError } from '../../model/template-error';
import { readJsonObject } from '../../model/template-file';
import { plain } from '../../report/plain-text';
import { CLEAN, UNUSABLE } from '../exit-codes';
import { told } from '../outcome';
import type { DeployedOptions } from '../pipeline';

/** Longer than any call to CloudFormation takes, in milliseconds. */
const TIMEOUT = 120_000;
const MAX_OUTPUT = 64 * 1024 * 1024;
const FIRST = 'first deployment of its stage: there is nothing to compare it with';

/** What a stack was, or why it is taken as it is to be. */
type Before = { readonly stack: AssemblyStack; readonly template: string } | { readonly stack: AssemblyStack; readonly why: string };

/** Writes an assembly with the templates of the stacks of another one as they are deployed, and answers with the exit code. */
export function readDeployed(assembly: string, options: DeployedOptions): number {
  const { out } = options;
  try {
    if (existsSync(out) && readdirSync(out).length > 0) return told({ code: UNUSABLE, why: `${out} is not empty` });
    const stacks = stacksIn(assembly);
    if (stacks.length === 0) return told({ code: UNUSABLE, why: `${assembly} has no stacks` });
    const compared = new ComparedStacks(assembly, stacks, options);
    const found = before(stacks, compared, options.newStages === true);
    mkdirSync(out, { recursive: true });
    // an assembly and not a folder of templates: by those alone no account would be known, and everything about accounts would differ
    if (found.length > 0) write(out, found);
    const read = found.filter((one) => 'template' in one).length;
    const left = found.length - read;
    return told({ code: CLEAN, why: `${read} of ${stacks.length} stacks are deployed, and were read${left > 0 ? `; ${left} ${left === 1 ? 'is' : 'are'} not compared` : ''}` });
  } catch (error) {
    const shown = error instanceof TemplateError ? error : new TemplateError(assembly, 'Unreadable', `${(error as Error).message.trim().replace(/\.$/, '')}.`,
      'see whether the AWS CLI is there, and whether its credentials may read the templates, or assume the roles of cdk bootstrap.');
    process.stderr.write(`${plain(shown.message)}\n`);
    return told({ code: UNUSABLE, why: 'not all that is deployed could be read' });
  }
}

function before(stacks: AssemblyStack[], compared: ComparedStacks, newStages: boolean): Before[] {
  const sessions = new Map<string, NodeJS.ProcessEnv>();
  const templates = new Map<AssemblyStack, string>();
  for (const stack of stacks.filter((one) => compared.withoutReason(one) === undefined)) {
    const role = compared.roleOf(stack);
    const key = `${role} ${stack.region}`;
    if (!sessions.has(key)) sessions.set(key, session(role, stack.region));
    const template = templateOf(stack.name, sessions.get(key)!);
    if (template !== undefined) templates.set(stack, template);
  }
  const deployedStages = new Set([...templates.keys()].map(({ directory }) => directory));
  return stacks.flatMap((stack): Before[] => {
    const why = compared.withoutReason(stack);
    const template = templates.get(stack);
    if (why !== undefined) return [{ stack, why }];
    if (template !== undefined) return [{ stack, template }];
    return newStages && !deployedStages.has(stack.directory) ? [{ stack, why: FIRST }] : [];
  });
}

/** Each stack is an assembly of its own: those of two accounts may share a name, and nested templates are found below it. */
function write(out: string, found: readonly Before[]): void {
  const artifacts = found.map((one, i) => {
    const { stack: { name, artifact, directory, templateFile } } = one;
    const directoryName = `${i + 1}-${name}`;
    const folder = join(out, directoryName);
    mkdirSync(folder);
    if ('template' in one) writeFileSync(join(folder, `${name}.template.json`), one.template);
    else copyTemplates(directory, templateFile, folder, `${name}.template.json`);
    const stack = { ...artifact, properties: { templateFile: `${name}.template.json`, stackName: name } };
    writeFileSync(join(folder, 'manifest.json'), `${JSON.stringify({ artifacts: { [name]: stack } }, undefined, 2)}\n`);
    return [directoryName, { type: 'cdk:cloud-assembly', properties: { directoryName } }];
  });
  const notCompared = found.flatMap((one) => ('why' in one ? [{ stack: one.stack.artifact.displayName, why: one.why }] : []));
  writeFileSync(join(out, 'manifest.json'), `${JSON.stringify({ artifacts: Object.fromEntries(artifacts), notCompared }, undefined, 2)}\n`);
}

/** A synthesised template, and those that are nested in it. */
function copyTemplates(from: string, file: string, to: string, as: string, seen = new Set<string>()): void {
  if (seen.has(file)) return;
  seen.add(file);
  const path = join(from, file);
  if (!isInside(from, path)) throw new TemplateError(from, 'OutsideAssembly', `it names ${file}, which is outside of it.`, 'synthesise again.');
  mkdirSync(dirname(join(to, as)), { recursive: true });
  writeFileSync(join(to, as), readFileSync(path));
  for (const resource of Object.values(objectOrEmpty(own(readJsonObject(path), 'Resources')))) {
    const nested = own(own(resource, 'Metadata'), 'aws:asset:path');
    if (own(resource, 'Type') === 'AWS::CloudFormation::Stack' && typeof nested === 'string') copyTemplates(from, nested, to, nested, seen);
  }
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
