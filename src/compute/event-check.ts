import { createHash } from 'crypto';
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'fs';
import { join } from 'path';
import { Aspects, IAspect, Lazy, Size, Stack, Stage } from 'aws-cdk-lib';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { IConstruct } from 'constructs';
import type { Schema } from './event-schema';
import { validatorCode } from './event-validator';
import { ZeroTrustError } from '../core/errors';

const SHIM = join(__dirname, '..', '..', 'assets', 'lambda', 'event-check', 'index.js');
/** Folder in the layer, and so below /opt. */
const FOLDER = 'cdk-zero-trust-event-check';
const HANDLER = `/opt/${FOLDER}/index.handler`;
/** For events of EventBridge whose detail type has no check of its own. */
const ANY_DETAIL_TYPE = '*';

export interface CheckOptions {
  readonly schema: Schema;
  readonly maxSize?: Size;
  /** Construct path of the source, for what is refused to name it. */
  readonly source: string;
  /** What a message of a queue holds. */
  readonly format?: string;
}

interface Check {
  readonly source: string;
  readonly format: string;
  readonly maxBytes: number;
  readonly code: string;
}

/**
 * The check of one function's events at run time: a layer with validators compiled at synth, and a handler before the
 * function's own.
 *
 * Nothing is made until a source has a schema. From then on the function refuses what comes from a source that it does not
 * consume, because nothing would check it.
 */
export class EventCheck {
  private readonly checks: Check[] = [];
  private readonly sources = new Map<string, string | null>();
  private readonly detailTypes = new Map<string, string | null>();
  private attaching = false;
  private invocation?: string;
  private others = false;

  constructor(private readonly fn: lambda.Function) {}

  /** Hands on the records of a source; checked when it has a schema. */
  public fromSource(sourceArn: string, options?: CheckOptions): void {
    if (options) this.sources.set(sourceArn, this.add(options));
    else if (!this.sources.has(sourceArn)) this.sources.set(sourceArn, null);
  }

  /**
   * Hands on the events that a rule takes from a bus; checked when they have a schema. An event does not name its rule, so that
   * its detail type tells rules apart.
   *
   * @param detailTypes the detail types of the rule; none when it takes any
   * @param attach makes the rule, which lets EventBridge invoke the function
   */
  public fromRule(detailTypes: string[] | undefined, options: CheckOptions | undefined, attach: () => void): void {
    const types = detailTypes ?? [ANY_DETAIL_TYPE];
    const taken = types.find((type) => (options ? this.detailTypes.has(type) : this.detailTypes.get(type)));
    if (taken !== undefined) {
      throw new ZeroTrustError(this.fn, 'AmbiguousEventSchema',
        `two rules take ${taken === ANY_DETAIL_TYPE ? 'events of any detail type' : `'${taken}'`}, and an event does not say which schema it has to fit.`,
        'give each rule detail types of its own, or take all by one rule.');
    }
    const name = options ? this.add(options) : null;
    types.forEach((type) => this.detailTypes.set(type, name));
    this.attaching = true;
    try {
      attach();
    } finally {
      this.attaching = false;
    }
  }

  /** Checks direct invocations, or hands them on. */
  public fromInvocation(options?: CheckOptions): void {
    if (options) this.invocation = this.add(options);
    else this.others = true;
  }

  /** Hands on what a service sends whose events do not name their source, such as API Gateway, which checks requests itself. */
  public fromService(): void {
    this.others ||= !this.attaching;
  }

  private add(options: CheckOptions): string {
    const { source, schema, format = 'json', maxSize = Size.kibibytes(256) } = options;
    this.refuseIncapable();
    const code = validatorCode(this.fn.node.path, schema);
    if (this.checks.length === 0) this.standBefore();
    return `s${this.checks.push({ source, format, maxBytes: maxSize.toBytes(), code }) - 1}`;
  }

  private refuseIncapable(): void {
    const { runtime } = this.fn;
    if (runtime.family !== lambda.RuntimeFamily.NODEJS) {
      throw new ZeroTrustError(this.fn, 'EventCheckRuntime', `the check of an event schema runs on Node.js, and this function on ${runtime.name}.`,
        'leave the schema out and check events in the function, or use a Node.js runtime.');
    }
  }

  private standBefore(): void {
    const resource = this.fn.node.defaultChild as lambda.CfnFunction;
    this.fn.addEnvironment('CDK_ZERO_TRUST_HANDLER', resource.handler!);
    this.fn.addEnvironment('CDK_ZERO_TRUST_SOURCES', Lazy.string({ produce: () => Stack.of(this.fn).toJsonString([...this.sources]) }));
    resource.handler = HANDLER;
    // at the end, when every source of the function is known
    Aspects.of(this.fn).add(new MakesLayer(this.fn, () => this.makeLayer()));
  }

  private makeLayer(): void {
    this.fn.addLayers(new lambda.LayerVersion(this.fn, 'EventCheck', {
      code: lambda.Code.fromAsset(this.write()),
      compatibleRuntimes: [this.fn.runtime],
      description: `Checks events of ${this.fn.node.path} against their schemas`,
    }));
  }

  /** Writes what the layer holds into the assembly, in a folder named for its content. */
  private write(): string {
    const written = this.written();
    const hash = createHash('sha256').update(readFileSync(SHIM)).update(written).digest('hex').slice(0, 16);
    const root = join(Stage.of(this.fn)!.assetOutdir, `event-check.${hash}`);
    const folder = join(root, FOLDER);
    mkdirSync(folder, { recursive: true });
    copyFileSync(SHIM, join(folder, 'index.js'));
    writeFileSync(join(folder, 'checks.js'), written);
    writeFileSync(join(folder, 'package.json'), '{"type":"commonjs"}\n');
    return root;
  }

  private written(): string {
    const checks = this.checks.map(({ code, ...check }, index) =>
      `${JSON.stringify(`s${index}`)}: {...${JSON.stringify(check)}, code: (require, exports) => {${code}\n}}`);
    const rest = { detailTypes: Object.fromEntries(this.detailTypes), invocation: this.invocation, others: this.others };
    return `module.exports = {...${JSON.stringify(rest)}, checks: {\n${checks.join(',\n')}\n}};\n`;
  }
}

/** Makes the layer of one function, once. */
class MakesLayer implements IAspect {
  private made = false;

  constructor(private readonly fn: IConstruct, private readonly make: () => void) {}

  public visit(node: IConstruct): void {
    if (this.made || node !== this.fn) return;
    this.made = true;
    this.make();
  }
}
