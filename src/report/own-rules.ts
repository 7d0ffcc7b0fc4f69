import { existsSync } from 'fs';
import { createRequire } from 'module';
import { resolve } from 'path';
import { isObject, own } from '../model/json';
import { CAPABILITIES, COVERAGE, Rule, RULES, SEVERITIES } from '../rules';
import { nearestOf } from '../waivers/nearest';
import { folded, hides, WRITE_AGAIN } from '../waivers/readable';
import { WaiverError } from '../waivers/waiver-error';

const ID = /^[A-Z][A-Z0-9]*(-[A-Z0-9]+)*-\d+$/;
const TEXTS = ['id', 'title', 'severity', 'rationale', 'remediation'] as const;

/**
 * Rules of an organisation, from modules of Node.js that export a list `rules`. Throws a `WaiverError` for a module that cannot be
 * loaded, and for a rule that lacks something, has no severity, or has an id of this library or of another rule.
 *
 * @param paths files, from the working directory
 */
export function loadOwnRules(paths: string[]): Rule[] {
  const ids = new Set([...RULES, ...COVERAGE, ...CAPABILITIES].map(({ id }) => id));
  return paths.flatMap((path) => load(path).map((rule, i) => {
    const wrong = wrongWith(rule, ids);
    if (wrong !== undefined) throw new WaiverError(path, 'BadOwnRules', `rule ${i + 1}${isObject(rule) && typeof rule.id === 'string' ? `, ${rule.id},` : ''} ${wrong[0]}`, wrong[1]);
    ids.add((rule as Rule).id);
    return rule as Rule;
  }));
}

function load(path: string): unknown[] {
  const refuse = (what: string) => new WaiverError(path, 'BadOwnRules', what, 'name a module of Node.js that exports a list of rules: exports.rules = [rule].');
  if (!existsSync(path)) throw refuse('there is no such file.');
  let loaded: unknown;
  try {
    loaded = createRequire(resolve(path))(resolve(path));
  } catch (error) {
    throw refuse(`it cannot be loaded (${error instanceof Error ? error.message.split('\n')[0] : String(error)}).`);
  }
  const rules = own(loaded, 'rules') ?? own(own(loaded, 'default'), 'rules');
  if (!Array.isArray(rules) || rules.length === 0) throw refuse('it exports no list of rules.');
  return rules;
}

/** What is wrong, and the remediation. */
function wrongWith(rule: unknown, ids: Set<string>): [string, string] | undefined {
  if (!isObject(rule)) return ['is no object.', 'write it as the type Rule of cdk-zero-trust/rules has it.'];
  const lacks = TEXTS.find((field) => typeof rule[field] !== 'string' || (rule[field] as string).trim() === '');
  if (lacks !== undefined) return [`has no ${lacks}.`, `say ${TEXTS.join(', ')}.`];
  const hidden = TEXTS.find((field) => hides(folded(rule[field] as string)));
  if (hidden !== undefined) return [`has characters in its ${hidden} that are not seen.`, WRITE_AGAIN];
  const { id, severity, types, check } = rule as unknown as Rule;
  if (!ID.test(id) || id.startsWith('ZT-')) return ['has an id that it may not have.', 'use capitals and a number, as ACME-SQS-001; ZT- is this library\'s.'];
  if (ids.has(id)) return ['has the id of another rule.', 'give it an id of its own.'];
  if (!SEVERITIES.includes(severity)) return [`has no severity ${String(severity)}.`, nearestOf(severity, SEVERITIES)];
  if (!Array.isArray(types) || types.length === 0 || types.some((type) => typeof type !== 'string')) return ['looks at nothing.', 'name types of CloudFormation in types.'];
  return typeof check === 'function' ? undefined : ['checks nothing.', 'add check(resource, model), which answers with pass, fail or unknown.'];
}
