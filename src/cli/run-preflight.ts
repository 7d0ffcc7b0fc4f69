import { join } from 'path';
import { CLEAN, FINDINGS, UNUSABLE } from './exit-codes';
import { told } from './outcome';
import { AssemblyStack, stacksIn } from './pipeline/assembly-stacks';
import { askAws, AwsCliError, session } from './pipeline/aws-cli';
import type { PreflightOptions } from './preflight';
import { Declared, ONE_PER_ACCOUNT, OnePerAccount } from './preflight/one-per-account';
import { readInputs } from './read-inputs';
import { TemplateModel, TemplateResource, TemplateStack, textOf } from '../model';
import { objectOrEmpty, own } from '../model/json';
import { TemplateError } from '../model/template-error';
import { plain } from '../report/plain-text';

/** A resource of which the account may have one already. */
interface Single {
  readonly resource: TemplateResource;
  readonly kind: OnePerAccount;
}

/** Asks the accounts of an assembly for what its stacks would make a second time, and answers with the exit code. */
export function preflight(assembly: string, options: PreflightOptions): number {
  try {
    const { templates, problems } = readInputs([assembly]);
    if (problems.length > 0) return told({ code: UNUSABLE, why: 'not all of the input could be read' });
    const model = new TemplateModel(templates);
    const stacks = stacksIn(assembly);
    const found = stacks.map((stack) => new StackPreflight(stack, singlesOf(stack, model), options));
    const met = found.flatMap((one) => one.met());
    const unknown = found.flatMap((one) => one.unknown);
    for (const line of [...met, ...unknown]) process.stdout.write(`${plain(line)}\n`);
    const asked = found.reduce((sum, one) => sum + one.count, 0);
    if (unknown.length > 0) return told({ code: UNUSABLE, why: `${unknown.length} of ${asked} could not be asked for${met.length > 0 ? `, and ${met.length} ${exist(met)}` : ''}` });
    if (met.length > 0) return told({ code: FINDINGS, why: `${met.length} of ${asked} ${exist(met)}` });
    return told({ code: CLEAN, why: asked === 0 ? `nothing of ${stacks.length} stacks is one of a kind for its account` : `none of ${asked} is there already` });
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error;
    process.stderr.write(`${plain(error.message)}\n`);
    return told({ code: UNUSABLE, why: 'the assembly cannot be read' });
  }
}

const exist = ({ length }: string[]) => (length === 1 ? 'exists already' : 'exist already');

/** What a stack and those nested in it make one of. */
function singlesOf(stack: AssemblyStack, model: TemplateModel): Single[] {
  const path = join(stack.directory, stack.templateFile);
  const root = (one: TemplateStack): TemplateStack => (one.nestedAs ? root(one.nestedAs.stack) : one);
  const here = (type: string) => model.ofType(type).filter((resource) => root(resource.stack).templatePath === path);
  return ONE_PER_ACCOUNT.flatMap((kind) => kind.types.flatMap(here).map((resource) => ({ resource, kind })));
}

/** One stack, asked about in its account and Region. */
class StackPreflight {
  public readonly unknown: string[] = [];
  private readonly answers = new Map<string, unknown>();
  private signedIn?: () => NodeJS.ProcessEnv;
  private ours?: Set<string>;

  constructor(private readonly stack: AssemblyStack, private readonly singles: Single[], private readonly options: PreflightOptions) {}

  public get count(): number {
    return this.singles.length;
  }

  /** A line for each that exists already; what cannot be asked for is in `unknown`. */
  public met(): string[] {
    return this.singles.flatMap((single) => {
      try {
        return this.metBy(single);
      } catch (error) {
        if (!(error instanceof AwsCliError || error instanceof TypeError)) throw error;
        this.unknown.push(`[${nameOf(single)}] NotAsked: whether ${this.place} has ${single.kind.what} is not known: ${error.message}`);
        return [];
      }
    });
  }

  private metBy({ resource, kind }: Single): string[] {
    const declared: Declared = (property) => textOf(resource.at(property).value);
    if (kind.compares !== undefined && declared(kind.compares) === undefined) throw new TypeError(`its ${kind.compares} is not known before deployment. Remediation: write it as text.`);
    const answer = this.ask(kind, declared);
    const there = answer === undefined ? [] : kind.met(answer, declared);
    if (there.length === 0 || this.deployed.has(`${resource.type} ${resource.logicalId}`)) return [];
    return [`[${nameOf({ resource, kind })}] ExistsAlready: ${this.place} has ${kind.what}: ${there.join(', ')}. Remediation: ${kind.remediation}.`];
  }

  private get place(): string {
    return `account ${this.stack.account ?? 'of the credentials'} in ${this.stack.region ?? 'the Region of the environment'}`;
  }

  private get credentials(): NodeJS.ProcessEnv {
    this.signedIn ??= once(() => this.signIn());
    return this.signedIn();
  }

  private signIn(): NodeJS.ProcessEnv {
    const { account, region, lookupRole } = this.stack;
    const environment = session(this.options.ownCredentials ? undefined : lookupRole, region, 'cdk-zero-trust-preflight');
    const caller = own(askAws(['sts', 'get-caller-identity'], environment), 'Account');
    // an answer about another account would be taken for one about this
    if (account === undefined || caller === account) return environment;
    throw new AwsCliError(`the credentials are of account ${String(caller)}, and the stack goes to ${account}. Remediation: use credentials of that account, or bootstrap it for lookups.`, '');
  }

  private ask(kind: OnePerAccount, declared: Declared): unknown {
    const call = kind.ask(declared);
    const id = call.join(' ');
    if (!this.answers.has(id)) this.answers.set(id, this.answerOf(call, kind));
    return this.answers.get(id);
  }

  /** Undefined where the service answers that there is none. */
  private answerOf(call: string[], { none }: OnePerAccount): unknown {
    try {
      return askAws(call, this.credentials);
    } catch (error) {
      if (error instanceof AwsCliError && none?.test(error.printed)) return undefined;
      throw error;
    }
  }

  /** Types and logical ids of what the stack has deployed, nested stacks included. */
  private get deployed(): Set<string> {
    return this.ours ??= new Set(this.resourcesOf(this.stack.name));
  }

  private resourcesOf(stack: string): string[] {
    let answer: unknown;
    try {
      answer = askAws(['cloudformation', 'list-stack-resources', '--stack-name', stack], this.credentials);
    } catch (error) {
      if (error instanceof AwsCliError && /\(ValidationError\)[^\n]*does not exist/.test(error.printed)) return [];
      throw error;
    }
    const summaries = own(objectOrEmpty(answer), 'StackResourceSummaries');
    return (Array.isArray(summaries) ? summaries : []).map(objectOrEmpty).filter(({ ResourceStatus }) => ResourceStatus !== 'DELETE_COMPLETE').flatMap((one) => [
      `${String(one.ResourceType)} ${String(one.LogicalResourceId)}`,
      ...one.ResourceType === 'AWS::CloudFormation::Stack' ? this.resourcesOf(String(one.PhysicalResourceId)) : [],
    ]);
  }
}

/** The value of a call, or its error: what failed once is not tried for each resource again. */
function once<T>(call: () => T): () => T {
  let ended: { readonly value: T } | { readonly error: unknown } | undefined;
  return () => {
    try {
      ended ??= { value: call() };
    } catch (error) {
      ended = { error };
    }
    if ('error' in ended) throw ended.error;
    return ended.value;
  };
}

function nameOf({ resource: { path, stack, logicalId } }: Single): string {
  return path ?? `${stack.id}/${logicalId}`;
}
