import { Option } from 'commander';
import { controlsOf, Framework, FRAMEWORKS, frameworkOf } from '../frameworks';
import type { Rule } from '../rules';

/** `--framework <name>`, which takes the ids of the mappings and refuses others with a list of them. */
export function frameworkOption(description: string): Option {
  return new Option('--framework <name>', description).choices(FRAMEWORKS.map(({ id }) => id));
}

/** The framework that was asked for, and the rules that serve it; all rules when none was. */
export function rulesFor(wanted?: string): { readonly framework?: Framework; readonly rules: Rule[] } {
  const { RULES } = require('../rules') as typeof import('../rules');
  const framework = wanted === undefined ? undefined : frameworkOf(wanted);
  return { framework, rules: framework ? RULES.filter((rule) => controlsOf(rule, framework).length > 0) : RULES };
}
