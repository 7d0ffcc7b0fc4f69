import { resolve } from 'path';
import { gitVersion, withFilesAt } from './git-version';
import { ReadTemplate, readAll, Reading } from '../../model/read-templates';
import { TemplateError } from '../../model/template-error';

/** Reads one version: a path, or what a git ref has at one. What git cannot give is a problem like a file that cannot be read. */
export function readVersion(argument: string, other: string): Reading {
  try {
    const version = gitVersion(argument);
    if (!version) return readAll([argument]);
    const path = version.path ?? gitVersion(other)?.path ?? (other.startsWith('git:') ? undefined : other);
    if (path === undefined) throw new TemplateError(argument, 'Missing', 'no path is named.', 'write git:<ref>:<path> for one of both, as git:main:cdk.out.');
    return withFilesAt(version, path, (folder) => asNamed(readAll([folder]), folder, `git:${version.ref}:${path}`));
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error;
    return { templates: [], problems: [error] };
  }
}

/** Reports name the ref, and not the folder that its files were in for a moment. */
function asNamed({ templates, problems }: Reading, folder: string, name: string): Reading {
  const real = resolve(folder);
  const named = (text: string) => text.replaceAll(real, () => name);
  return {
    templates: templates.map((one) => ({
      ...one,
      id: named(one.id),
      nestedIn: one.nestedIn && { ...one.nestedIn, id: named(one.nestedIn.id) },
      templatePath: named(one.templatePath),
      creationTrace: undefined,
    })),
    problems: problems.map((one) => Object.assign(one, { message: named(one.message) })),
  };
}

/** Two versions, or of both the one stack that is compared: a template that is deployed is of one. */
export function ofOneStack(sides: readonly [Reading, Reading], wanted: string | undefined): [Reading, Reading] {
  const [old, current] = sides;
  const isRead = sides.every(({ templates, problems }) => templates.length > 0 && problems.length === 0);
  const isDeployed = sides.some(({ templates }) => templates.some((one) => one.isDeployed));
  if (!isRead || (wanted === undefined && !isDeployed)) return [old, current];
  const [one, other] = [pick(old, wanted, current), pick(current, wanted, old)];
  // the same stack, whatever the file is called that the deployed one is in
  const named = (templates: ReadTemplate[], [template]: ReadTemplate[]) => (templates[0].isDeployed ? as(templates, template) : templates);
  return [{ templates: named(one, other), problems: [] }, { templates: named(other, one), problems: [] }];
}

/** The template of one stack, with what stands in it. */
function pick({ templates }: Reading, wanted: string | undefined, other: Reading): ReadTemplate[] {
  const within = (id: string) => templates.filter(({ nestedIn }) => nestedIn?.id === id);
  const roots = templates.filter(({ nestedIn }) => !nestedIn);
  const [only] = roots;
  const isFile = only.id === only.templatePath;
  const name = wanted ?? other.templates[0].name;
  const named = templates.filter((one) => one.id === name || one.name === name);
  // a file has any name, and the only stack of an app is meant unless another one is
  const found = roots.length === 1 && (isFile || (wanted === undefined && named.length === 0)) ? [only] : named;
  const names = templates.filter(({ id }) => !isEmbedded(id)).map(({ id }) => id).sort().join(', ');
  if (found.length !== 1) {
    const why = found.length > 1 ? `several stacks are called ${name}.` : wanted === undefined ? 'which of its stacks is the deployed one is not known.' : `it has no stack ${name}.`;
    throw new TemplateError(only.templatePath, 'Missing', why, `name one of ${names} by --stack.`);
  }
  const nested = within(found[0].id).filter(({ id }) => !isEmbedded(id)).map(({ id }) => id);
  if (nested.length > 0 && wanted === undefined) {
    throw new TemplateError(found[0].templatePath, 'Missing', `the stack has nested ones (${nested.join(', ')}), which CloudFormation keeps apart.`, 'get the template of each, and compare it with --stack and its name; the outer one too.');
  }
  return [{ ...found[0], nestedIn: undefined }, ...within(found[0].id).filter(({ id }) => isEmbedded(id))];
}

/** The template of a stack set stands in the one that makes it. */
function isEmbedded(id: string): boolean {
  return id.endsWith('.TemplateBody');
}

function as([own, ...embedded]: ReadTemplate[], { id, name, account, region }: ReadTemplate): ReadTemplate[] {
  const renamed = { ...own, id, name, account: own.account ?? account, region: own.region ?? region };
  return [renamed, ...embedded.map((one) => ({ ...one, id: one.id.replace(own.id, () => id), nestedIn: one.nestedIn && { ...one.nestedIn, id } }))];
}
