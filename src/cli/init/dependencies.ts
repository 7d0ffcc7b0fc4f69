import { byHand, DONE, Step } from './step';
import { isObject, JsonObject, objectOrEmpty, own } from '../../model/json';

const WHY = 'The rules run inside cdk synth, from this package; the cdk-nag packs are its peer.';

/** Adds entries to package.json that it lacks, where its layout is kept by that. */
export function packageStep(file: string, text: string, json: JsonObject, section: 'dependencies' | 'scripts', title: string, why: string, entries: Record<string, string>): Step {
  const known = section === 'scripts' ? objectOrEmpty(own(json, section)) : { ...objectOrEmpty(own(json, 'devDependencies')), ...objectOrEmpty(own(json, section)) };
  const missing = Object.entries(entries).filter(([name]) => !Object.prototype.hasOwnProperty.call(known, name));
  const step = (outcome: Step['outcome']): Step => ({ title, why, file, outcome });
  if (missing.length === 0) return step(DONE);

  const added = missing.map(([name, value]) => `${JSON.stringify(name)}: ${JSON.stringify(value)}`);
  const indent = /^[{]\r?\n([ \t]+)/.exec(text)?.[1] ?? '';
  const end = text.endsWith('\n') ? '\n' : '';
  if (JSON.stringify(json, undefined, indent) + end !== text) return step(byHand('its layout would change', [`in ${section}:`, ...added]));
  const all = { ...objectOrEmpty(own(json, section)), ...Object.fromEntries(missing) };
  const sorted = section === 'scripts' ? all : Object.fromEntries(Object.entries(all).sort(([a], [b]) => (a < b ? -1 : 1)));
  return step({ kind: 'change', isNew: false, text: JSON.stringify({ ...json, [section]: sorted }, undefined, indent) + end, added });
}

export function npmDependencies(file: string, text: string, json: JsonObject, versions: Record<string, string>): Step {
  return packageStep(file, text, json, 'dependencies', 'Add the dependency', WHY, versions);
}

/** A line for each package at the end of requirements.txt. */
export function pipDependency(text: string, name: string, version: string): Step {
  const step = (outcome: Step['outcome']): Step => ({ title: 'Add the dependency', why: WHY, file: 'requirements.txt', outcome });
  if (new RegExp(`^${name.replace('-', '[-_.]')}\\b`, 'im').test(text)) return step(DONE);
  const eol = text.includes('\r\n') ? '\r\n' : '\n';
  const line = `${name}~=${version}`;
  return step({ kind: 'change', isNew: false, text: `${text}${text === '' || text.endsWith('\n') ? '' : eol}${line}${eol}`, added: [line] });
}

/** Where another file than requirements.txt lists the packages. */
export function pipDependencyByHand(version: string): Step {
  const outcome = byHand('the app has no requirements.txt', [`cdk-zero-trust~=${version}`]);
  return { title: 'Add the dependency', why: WHY, file: 'pyproject.toml', outcome };
}

export function parsedObject(text: string): JsonObject | undefined {
  try {
    const json: unknown = JSON.parse(text);
    return isObject(json) ? json : undefined;
  } catch {
    return undefined;
  }
}
