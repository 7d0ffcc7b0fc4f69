import { AssemblyStack, STACK_NAME } from './assembly-stacks';
import { TemplateError } from '../../model/template-error';
import { faultOf } from '../../waivers/readable';
import type { DeployedOptions } from '../pipeline';

const NAME = `\\d{12}/${STACK_NAME.source}`;
const ROLE = new RegExp(`^(${NAME})=(arn:[\\w-]+:iam::\\d{12}:role/[\\w+=,.@/-]+)$`);
const STACK = new RegExp(`^${NAME}$`);

/** What the options of `pipeline deployed` make of the stacks of an assembly. Throws a `TemplateError` for an option that names nothing. */
export class ComparedStacks {
  private readonly roles = new Map<string, string>();
  private readonly reasons = new Map<string, string>();

  constructor(private readonly assembly: string, stacks: readonly AssemblyStack[], private readonly options: DeployedOptions) {
    for (const text of options.role ?? []) {
      const [, stack, arn] = ROLE.exec(text) ?? [];
      if (stack === undefined) throw this.bad('--role', text, 'write the account, /, the name of the stack, = and the ARN of the role.');
      this.roles.set(stack, arn);
    }
    for (const text of options.without ?? []) {
      const at = text.indexOf('=');
      const [stack, reason] = [text.slice(0, Math.max(at, 0)), text.slice(at + 1).trim()];
      if (!STACK.test(stack) || reason === '') throw this.bad('--without', text, 'write the account, /, the name of the stack, = and the reason.');
      const fault = faultOf(reason);
      if (fault !== undefined) throw this.bad('--without', text, `the reason ${fault}.`);
      this.reasons.set(stack, reason);
    }
    // one that is misspelt would be taken for compared
    const known = new Set(stacks.map(nameOf));
    const unknown = [...options.stack ?? [], ...this.reasons.keys(), ...this.roles.keys()].find((name) => !known.has(name));
    if (unknown !== undefined) throw this.bad('a stack', unknown, `name those of the assembly: ${[...known].join(', ')}.`);
  }

  /** Why a stack is not compared. */
  public withoutReason(stack: AssemblyStack): string | undefined {
    const reason = this.reasons.get(nameOf(stack));
    if (reason !== undefined) return reason;
    return this.options.stack === undefined || this.options.stack.includes(nameOf(stack)) ? undefined : 'it is not among the stacks that are compared';
  }

  /** The role that reads a stack; none where the credentials of the environment do. */
  public roleOf(stack: AssemblyStack): string | undefined {
    return this.roles.get(nameOf(stack)) ?? (this.options.ownCredentials ? undefined : stack.role);
  }

  private bad(option: string, value: string, remediation: string): TemplateError {
    return new TemplateError(this.assembly, 'Malformed', `'${value}' is no value of ${option}.`, remediation);
  }
}

function nameOf({ account, name }: AssemblyStack): string {
  return `${account ?? ''}/${name}`;
}
