import { ProofError } from './proof-error';
import type { NestedBinding, Subject } from './statement';

/** CloudFormation refuses other names of stacks. */
const STACK_NAME = /^[A-Za-z][A-Za-z\d-]{0,127}$/;
/** What CloudFormation ends the name of a nested stack with. */
const NESTED = /^(.+)-([A-Za-z\d]+)-[A-Za-z\d]{8,16}$/;
/** CloudFormation shortens what names of nested stacks are made of where they would get longer: seen at 99 characters, by parts of 42 and more. */
const SHORTENED_FROM = 90;
const SHORTENED_PART = 40;

/** What a template is bound by. */
export interface BoundTemplate {
  readonly id: string;
  readonly name: string;
  readonly app?: string;
  readonly templatePath?: string;
  readonly nestedIn?: { readonly id: string; readonly logicalId: string };
  readonly isEmbedded?: boolean;
}

/** The stack that templates in files of their own are deployed as. */
export interface StackChoice {
  readonly stack?: string;
  readonly anyStack?: boolean;
}

type Binding = Pick<Subject['annotations'], 'stack' | 'anyStack' | 'nested'>;

/** Whether it is a template in a file of its own, of no cloud assembly: only whoever deploys it knows the stack. */
export function namesNoStack({ nestedIn, app, templatePath }: BoundTemplate): boolean {
  return nestedIn === undefined && app !== undefined && app === templatePath;
}

/**
 * What binds each template to a stack, by its id. Throws a `ProofError` where a template names no stack and none was chosen for it, or where a
 * choice is of something that names its stacks itself.
 */
export function bindingsOf(templates: readonly BoundTemplate[], choice: StackChoice): ReadonlyMap<string, Binding> {
  const { stack } = requireChoice(templates, choice);
  const byId = new Map(templates.map((template) => [template.id, template]));
  const binding = (template: BoundTemplate): Binding => {
    const { name, nestedIn, isEmbedded } = template;
    if (isEmbedded) return {};
    if (nestedIn === undefined) return !namesNoStack(template) ? { stack: name } : stack === undefined ? { anyStack: true } : { stack };
    const around = byId.get(nestedIn.id);
    const outer: Binding = around === undefined ? {} : binding(around);
    if (outer.anyStack) return { anyStack: true };
    const root = outer.nested?.root ?? outer.stack;
    return root === undefined ? {} : { stack: name, nested: { root, logicalIds: [...outer.nested?.logicalIds ?? [], nestedIn.logicalId] } };
  };
  return new Map(templates.map((template) => [template.id, binding(template)]));
}

/** The choice, where there is one to make: of templates in files of their own, and of one alone by its name. */
export function requireChoice(templates: readonly BoundTemplate[], { stack, anyStack }: StackChoice): StackChoice {
  const plain = templates.filter(namesNoStack);
  const own = templates.find((template) => template.nestedIn === undefined && !namesNoStack(template));
  const option = stack === undefined ? '--any-stack' : '--stack';
  if (stack !== undefined && !STACK_NAME.test(stack)) {
    throw new ProofError('--stack', 'BadStack', `'${stack}' is no name of a stack.`, 'begin with a letter, and use letters, digits and hyphens, 128 at most.');
  }
  if ((stack !== undefined || anyStack) && own !== undefined) {
    throw new ProofError(option, 'NamesItsStack', `${own.id} is of a cloud assembly, which names its stack (${own.name}).`, `leave ${option} out, or name a template file.`);
  }
  if (stack !== undefined && plain.length > 1) {
    throw new ProofError(option, 'SeveralTemplates', `it names one stack, and there are ${plain.length} templates: ${plain.map(({ id }) => id).join(', ')}.`, 'name one template file at a time.');
  }
  return { stack, anyStack };
}

/** A template without a stack would be attested for any: that is for the one who attests to say. */
export function requireStack(templates: readonly BoundTemplate[], { stack, anyStack }: StackChoice): void {
  const plain = templates.find(namesNoStack);
  if (plain === undefined || stack !== undefined || anyStack) return;
  throw new ProofError(plain.id, 'NoStack', 'a template file does not name the stack that it is deployed as.',
    'pass --stack with the name of that stack, or --any-stack if it may be deployed as any.');
}

/** Whether a template may be deployed as a stack of this name. Statements of before 'nested' bind no nested template, and are open for none. */
export function isOfStack({ annotations: { stack, anyStack, nested } }: Subject, name: string): boolean {
  return anyStack === true || (nested === undefined ? stack === name : isNestedName(name, nested));
}

/** CloudFormation names a nested stack `<stack around it>-<logical id>-<random>`. */
function isNestedName(name: string, { root, logicalIds }: NestedBinding): boolean {
  const isShortened = name.length >= SHORTENED_FROM;
  const isPart = (part: string, whole: string) => part === whole || isShortened && part.length >= SHORTENED_PART && whole.startsWith(part);
  const [, around, logicalId] = NESTED.exec(name) ?? [];
  if (logicalId === undefined || !isPart(logicalId, logicalIds[logicalIds.length - 1])) return false;
  const outer = logicalIds.slice(0, -1);
  if (outer.length === 0) return isPart(around, root);
  // what is left of the name of a nested stack that was shortened begins with the root, or is the beginning of it
  return isNestedName(around, { root, logicalIds: outer }) || isShortened && around.length >= SHORTENED_PART && (around.startsWith(`${root}-`) || root.startsWith(around));
}
