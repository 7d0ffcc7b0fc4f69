import { join } from 'path';
import { CLEAN, FINDINGS, UNUSABLE } from './exit-codes';
import { told } from './outcome';
import { AssemblyStack, stacksIn } from './pipeline/assembly-stacks';
import { askAws, AwsCliError, isNoStack, session } from './pipeline/aws-cli';
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

/** A connection that a pipeline takes its source over; without an ARN it is not known before deployment. */
interface Used {
  readonly resource: TemplateResource;
  readonly arn?: string;
}

/** Asks the accounts of an assembly for what its stacks would make a second time, and answers with the exit code. */
export function preflight(assembly: string, options: PreflightOptions): number {
  try {
    const { templates, problems } = readInputs([assembly]);
    if (problems.length > 0) return told({ code: UNUSABLE, why: 'not all of the input could be read' });
    const model = new TemplateModel(templates);
    const stacks = stacksIn(assembly);
    const found = stacks.map((stack) => new StackPreflight(stack, singlesOf(stack, model), connectionsOf(stack, model), options));
    const met = found.flatMap((one) => one.met());
    const unknown = found.flatMap((one) => one.unknown);
    for (const line of [...met, ...unknown]) process.stdout.write(`${plain(line)}\n`);
    const asked = found.reduce((sum, one) => sum + one.count, 0);
    if (unknown.length > 0) return told({ code: UNUSABLE, why: `${unknown.length} of ${asked} could not be asked for${met.length > 0 ? `, and ${met.length} would fail` : ''}` });
    if (met.length > 0) return told({ code: FINDINGS, why: `${met.length} of ${asked} would fail a deployment` });
    return told({ code: CLEAN, why: asked === 0 ? `nothing of ${stacks.length} stacks is one of a kind for its account` : `none of ${asked} would fail a deployment` });
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error;
    process.stderr.write(`${plain(error.message)}\n`);
    return told({ code: UNUSABLE, why: 'the assembly cannot be read' });
  }
}

/** Connections of the pipelines that a stack makes, by their ARNs. */
function connectionsOf(stack: AssemblyStack, model: TemplateModel): Used[] {
  const actions = inStack(stack, model, 'AWS::CodePipeline::Pipeline')
    .flatMap((resource) => resource.at('Stages').items().flatMap((stage) => stage.at('Actions').items()).map((action) => ({ resource, action })));
  return actions.filter(({ action }) => textOf(action.at('ActionTypeId', 'Provider').value) === 'CodeStarSourceConnection')
    .map(({ resource, action }) => ({ resource, arn: textOf(action.at('Configuration', 'ConnectionArn').value) }));
}

/** What a stack and those nested in it make one of. */
function singlesOf(stack: AssemblyStack, model: TemplateModel): Single[] {
  return ONE_PER_ACCOUNT.flatMap((kind) => kind.types.flatMap((type) => inStack(stack, model, type)).map((resource) => ({ resource, kind })));
}

function inStack(stack: AssemblyStack, model: TemplateModel, type: string): TemplateResource[] {
  const path = join(stack.directory, stack.templateFile);
  const root = (one: TemplateStack): TemplateStack => (one.nestedAs ? root(one.nestedAs.stack) : one);
  return model.ofType(type).filter((resource) => root(resource.stack).templatePath === path);
}

/** One stack, asked about in its account and Region. */
class StackPreflight {
  public readonly unknown: string[] = [];
  private readonly answers = new Map<string, unknown>();
  private signedIn?: () => NodeJS.ProcessEnv;
  private ours?: Set<string>;

  constructor(
    private readonly stack: AssemblyStack,
    private readonly singles: Single[],
    private readonly connections: Used[],
    private readonly options: PreflightOptions,
  ) {}

  public get count(): number {
    return this.singles.length + this.connections.length;
  }

  /** A line for each that a deployment would fail on; what cannot be asked for is in `unknown`. */
  public met(): string[] {
    return [
      ...this.singles.flatMap((single) => this.asked(single.resource, `whether ${this.place} has ${single.kind.what}`, () => this.metBy(single))),
      ...this.connections.flatMap((used) => this.asked(used.resource, `whether the connection ${used.arn ?? 'of its source'} is available`, () => this.pending(used))),
    ];
  }

  private asked(resource: TemplateResource, what: string, ask: () => string[]): string[] {
    try {
      return ask();
    } catch (error) {
      if (!(error instanceof AwsCliError || error instanceof TypeError)) throw error;
      this.unknown.push(`[${nameOf(resource)}] NotAsked: ${what} is not known: ${error.message}`);
      return [];
    }
  }

  /** A connection is pending until a person completes it, and one whose app was removed is in error: the source action of a pipeline fails. */
  private pending({ resource, arn }: Used): string[] {
    const [, service] = /^arn:[\w-]+:(codeconnections|codestar-connections):/.exec(arn ?? '') ?? [];
    if (arn === undefined || service === undefined) throw new TypeError('its ARN is not known before deployment. Remediation: write it as text.');
    const answer = askAws([service, 'get-connection', '--connection-arn', arn], this.credentials);
    const status = own(own(answer, 'Connection'), 'ConnectionStatus');
    if (status === 'AVAILABLE') return [];
    return [`[${nameOf(resource)}] ConnectionNotAvailable: the connection ${arn} is ${String(status)}, so no source is fetched. `
      + 'Remediation: complete it in the console, Developer Tools > Connections > Update pending connection, or make another one.'];
  }

  private metBy({ resource, kind }: Single): string[] {
    const declared: Declared = (property) => textOf(resource.at(property).value);
    if (kind.compares !== undefined && declared(kind.compares) === undefined) throw new TypeError(`its ${kind.compares} is not known before deployment. Remediation: write it as text.`);
    const answer = this.ask(kind, declared);
    const there = answer === undefined ? [] : kind.met(answer, declared);
    if (there.length === 0 || this.deployed.has(`${resource.type} ${resource.logicalId}`)) return [];
    return [`[${nameOf(resource)}] ExistsAlready: ${this.place} has ${kind.what}: ${there.join(', ')}. Remediation: ${kind.remediation}.`];
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
      if (isNoStack(error)) return [];
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

function nameOf({ path, stack, logicalId }: TemplateResource): string {
  return path ?? `${stack.id}/${logicalId}`;
}
