import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'fs';
import { dirname, join, resolve } from 'path';
import { AssemblyStack, stacksIn } from './assembly-stacks';
import { askAws, AwsCliError, isNoStack, session } from './aws-cli';
import { ComparedStacks } from './compared-stacks';
import { deployedTree, filesOf, metadataOf, NestedStack, nestedStacks, TemplateTree } from './nested-stacks';
import { TemplateError } from '../../model/template-error';
import { plain } from '../../report/plain-text';
import { writeWhole } from '../../sign/write-whole';
import { CLEAN, UNUSABLE } from '../exit-codes';
import { told } from '../outcome';
import type { DeployedOptions } from '../pipeline';

const FIRST = 'first deployment of its stage: there is nothing to compare it with';

/** What a stack was, or why it is taken as it is to be. */
type Before = { readonly stack: AssemblyStack; readonly tree: TemplateTree } | { readonly stack: AssemblyStack; readonly why: string };

/** Writes an assembly with the templates of the stacks of another one as they are deployed, and answers with the exit code. */
export function readDeployed(assembly: string, options: DeployedOptions): number {
  const { out } = options;
  try {
    if (existsSync(out) && readdirSync(out).length > 0) return told({ code: UNUSABLE, why: `${out} is not empty` });
    const stacks = stacksIn(assembly);
    if (stacks.length === 0) return told({ code: UNUSABLE, why: `${assembly} has no stacks` });
    const compared = new ComparedStacks(assembly, stacks, options);
    const nestedIn = nestedStacks(assembly);
    const found = before(stacks, compared, options.newStages === true, nestedIn);
    mkdirSync(dirname(resolve(out)), { recursive: true });
    // an assembly and not a folder of templates: by those alone no account would be known, and everything about accounts would differ
    writeWhole(out, (draft) => { if (found.length > 0) write(draft, found, nestedIn); });
    const read = found.filter((one) => 'tree' in one).length;
    const left = found.length - read;
    return told({ code: CLEAN, why: `${read} of ${stacks.length} stacks are deployed, and were read${left > 0 ? `; ${left} ${left === 1 ? 'is' : 'are'} not compared` : ''}` });
  } catch (error) {
    const isTold = error instanceof TemplateError || error instanceof AwsCliError;
    const { message } = isTold ? error : new TemplateError(out, 'Unwritable', `${(error as Error).message}.`, 'name a new folder in one that may be written to.');
    process.stderr.write(`${plain(message)}\n`);
    return told({ code: UNUSABLE, why: 'not all that is deployed could be read' });
  }
}

type NestedIn = (templatePath: string) => NestedStack[];

function before(stacks: AssemblyStack[], compared: ComparedStacks, newStages: boolean, nestedIn: NestedIn): Before[] {
  const sessions = new Map<string, NodeJS.ProcessEnv>();
  const templates = new Map<AssemblyStack, TemplateTree>();
  for (const stack of stacks.filter((one) => compared.withoutReason(one) === undefined)) {
    const role = compared.roleOf(stack);
    const key = `${role} ${stack.region}`;
    if (!sessions.has(key)) sessions.set(key, session(role, stack.region, 'cdk-zero-trust-deployed'));
    const environment = sessions.get(key)!;
    const nested = nestedIn(join(stack.directory, stack.templateFile));
    const tree = deployedTree(stack.name, nested, (name) => templateOf(name, environment), (name) => nestedIds(name, environment));
    if (tree !== undefined) templates.set(stack, tree);
  }
  const deployedStages = new Set([...templates.keys()].map(({ directory }) => directory));
  return stacks.flatMap((stack): Before[] => {
    const why = compared.withoutReason(stack);
    const tree = templates.get(stack);
    if (why !== undefined) return [{ stack, why }];
    if (tree !== undefined) return [{ stack, tree }];
    return newStages && !deployedStages.has(stack.directory) ? [{ stack, why: FIRST }] : [];
  });
}

/** Each stack is an assembly of its own: those of two accounts may share a name, and nested templates are found below it. */
function write(out: string, found: readonly Before[], nestedIn: NestedIn): void {
  const artifacts = found.map((one, i) => {
    const { stack: { name, artifact, directory, templateFile } } = one;
    const directoryName = `${i + 1}-${name}`;
    const folder = join(out, directoryName);
    mkdirSync(folder);
    const path = join(directory, templateFile);
    const tree = 'tree' in one ? one.tree : synthesisedTree(path, nestedIn(path));
    for (const [file, text] of filesOf(tree, `${name}.template.json`)) writeFileSync(join(folder, file), text);
    const stack = { ...artifact, ...tree.nested.length > 0 && { metadata: metadataOf(tree) }, properties: { templateFile: `${name}.template.json`, stackName: name } };
    writeFileSync(join(folder, 'manifest.json'), `${JSON.stringify({ artifacts: { [name]: stack } }, undefined, 2)}\n`);
    return [directoryName, { type: 'cdk:cloud-assembly', properties: { directoryName } }];
  });
  const notCompared = found.flatMap((one) => ('why' in one ? [{ stack: one.stack.artifact.displayName, why: one.why }] : []));
  writeFileSync(join(out, 'manifest.json'), `${JSON.stringify({ artifacts: Object.fromEntries(artifacts), notCompared }, undefined, 2)}\n`);
}

/** A synthesised template, and those that are nested in it. */
function synthesisedTree(path: string, nested: readonly NestedStack[]): TemplateTree {
  return { text: readFileSync(path, 'utf-8'), nested: nested.map((stack) => ({ stack, tree: synthesisedTree(stack.templatePath, stack.nested) })) };
}

/** As it was sent, without what CloudFormation made of it. Undefined where there is no such stack, and for nothing else: that would hide what is there. */
function templateOf(stack: string, environment: NodeJS.ProcessEnv): string | undefined {
  try {
    const body: unknown = askAws(['cloudformation', 'get-template', '--stack-name', stack, '--template-stage', 'Original', '--query', 'TemplateBody'], environment);
    return typeof body === 'string' ? body : JSON.stringify(body);
  } catch (error) {
    if (isNoStack(error)) return undefined;
    throw error;
  }
}

/** By logical ids. */
function nestedIds(stack: string, environment: NodeJS.ProcessEnv): Record<string, string> {
  const query = 'StackResourceSummaries[?ResourceType==`AWS::CloudFormation::Stack`].[LogicalResourceId,PhysicalResourceId]';
  const found: unknown = askAws(['cloudformation', 'list-stack-resources', '--stack-name', stack, '--query', query], environment);
  const isPair = (pair: unknown): pair is [string, string] => Array.isArray(pair) && pair.every((one) => typeof one === 'string');
  return Object.fromEntries((Array.isArray(found) ? found : []).filter(isPair));
}
