import type { Level } from './gate-config';
import { isObject, JsonObject, objectOrEmpty, own } from '../model/json';

/** What counts of a SARIF file: the results that are not suppressed, by level. */
export interface SarifResults {
  readonly byLevel: Readonly<Record<Level, number>>;
  /** How many the source or the scanner suppresses. */
  readonly suppressed: number;
  /** Names of the tools that ran. */
  readonly tools: readonly string[];
}

/**
 * Reads SARIF 2.1.0 as its specification has it, or answers with what is wrong, as a sentence without its end. A file that a scanner writes when it ran
 * nothing is well-formed too: one without runs, with a run that has no results at all (3.14.23), or whose invocation failed (3.20.14).
 */
export function readSarif(text: string): SarifResults | string {
  let log: unknown;
  try {
    log = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch {
    return 'it is no JSON';
  }
  const runs = own(log, 'runs');
  if (own(log, 'version') !== '2.1.0') return 'it is not SARIF 2.1.0';
  if (!Array.isArray(runs) || runs.length === 0) return 'no tool ran: it has no runs';
  const byLevel = { error: 0, warning: 0, note: 0 };
  const tools: string[] = [];
  let suppressed = 0;
  for (const run of runs) {
    const driver = own(own(run, 'tool'), 'driver');
    const name = own(driver, 'name');
    const results = own(run, 'results');
    if (typeof name !== 'string') return 'a run names no tool';
    if (!Array.isArray(results)) return `${name} looked for nothing: its run has no list of results`;
    const invocations = own(run, 'invocations');
    if (listOf(invocations).some(failed)) return `${name} did not succeed, as it reports itself`;
    tools.push(name);
    const rules = new Rules(own(run, 'tool'));
    const overrides = overridesOf(invocations);
    for (const result of results) {
      if (!isObject(result) || !isObject(own(result, 'message'))) return `a result of ${name} has no message`;
      const level = levelOf(result, rules.of(result), overrides);
      if (level === undefined) continue;
      if (isSuppressed(result)) suppressed++;
      else byLevel[level]++;
    }
  }
  return { byLevel, tools, suppressed };
}

/** Specification, 3.27.10: the level of the result, else that of the run's configuration, else that of its rule, else warning; results of other kinds than fail have none. */
function levelOf(result: JsonObject, rule: unknown, overrides: ReadonlyMap<unknown, unknown>): Level | undefined {
  const kind = String(own(result, 'kind') ?? 'fail');
  if (['pass', 'notApplicable', 'informational'].includes(kind)) return undefined;
  if (kind === 'open' || kind === 'review') return 'warning';
  const level = own(result, 'level') ?? overrides.get(own(result, 'ruleId')) ?? own(objectOrEmpty(own(rule, 'defaultConfiguration')), 'level') ?? 'warning';
  // a result that fails has a severity: without one it is the mildest, and one that there is not is the worst
  if (level === 'none') return 'note';
  return level === 'warning' || level === 'note' ? level : 'error';
}

/** Whether a run has not looked at everything. Specification, 3.20.14, 3.58.6: after a notification of the level error, results are incomplete. */
function failed(invocation: unknown): boolean {
  const notifications = ['toolExecutionNotifications', 'toolConfigurationNotifications'].flatMap((name) => listOf(own(invocation, name)));
  return own(invocation, 'executionSuccessful') === false || notifications.some((one) => own(one, 'level') === 'error');
}

/** The rules of a tool: of its driver, and of extensions, where CodeQL has all of them. Source: specification, 3.27.5 to 3.27.7, 3.52. */
class Rules {
  private readonly components: unknown[][];
  private readonly byId = new Map<unknown, unknown>();

  constructor(tool: unknown) {
    const extensions = listOf(own(tool, 'extensions'));
    this.components = [own(tool, 'driver'), ...extensions].map((component) => listOf(own(component, 'rules')));
    for (const rule of this.components.flat().reverse()) this.byId.set(own(rule, 'id'), rule);
  }

  public of(result: JsonObject): unknown {
    const reference = own(result, 'rule');
    const extension = own(own(reference, 'toolComponent'), 'index');
    const rules = this.components[typeof extension === 'number' ? extension + 1 : 0] ?? [];
    const id = own(result, 'ruleId') ?? own(reference, 'id');
    // a result may name a part of a rule: CA1000/1
    return rules[Number(own(result, 'ruleIndex') ?? own(reference, 'index'))] ?? this.byId.get(id) ?? this.byId.get(String(id).replace(/\/[^/]*$/, ''));
  }
}

/** Levels that the run was configured with. Source: specification, 3.20.5. */
function overridesOf(invocations: unknown): Map<unknown, unknown> {
  return new Map(listOf(invocations).flatMap((one) => listOf(own(one, 'ruleConfigurationOverrides')))
    .map((one) => [own(own(one, 'descriptor'), 'id'), own(own(one, 'configuration'), 'level')]));
}

function isSuppressed(result: JsonObject): boolean {
  const suppressions = listOf(own(result, 'suppressions'));
  return suppressions.length > 0 && suppressions.every((one) => (own(one, 'status') ?? 'accepted') === 'accepted');
}

function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}
