import { Draft } from './intrinsics';
import { intrinsicOf, isObject, JsonObject } from '../json';

/** Deeper parts of a definition stay as they are. */
const MAX_DEPTH = 100;

/** A definition as the text that deploys: functions of CloudFormation in it are substitutions. */
export function inlineDefinition(definition: JsonObject, given: JsonObject): Draft {
  const substitutions = new Map(Object.entries(given));
  let count = 0;
  const replaced = (json: unknown, depth: number): unknown => {
    if (intrinsicOf(json) || isDynamicReference(json)) {
      const name = `definition_substitution_${++count}`;
      substitutions.set(name, json);
      return `\${${name}}`;
    }
    if (depth > MAX_DEPTH || typeof json !== 'object' || json === null) return json;
    if (Array.isArray(json)) return json.map((item) => replaced(item, depth + 1));
    const keys = isObject(json) ? Object.keys(json).sort() : [];
    return Object.fromEntries(keys.map((key) => [key, replaced((json as JsonObject)[key], depth + 1)]));
  };
  const text = printed(replaced(definition, 0));
  return {
    ...text === undefined ? { Definition: definition } : { DefinitionString: { 'Fn::Join': ['\n', text.split('\n')] } },
    ...substitutions.size > 0 ? { DefinitionSubstitutions: Object.fromEntries(substitutions) } : {},
  };
}

function printed(json: unknown): string | undefined {
  try {
    return JSON.stringify(json, undefined, 4);
  } catch {
    return undefined; // deeper than the call stack
  }
}

function isDynamicReference(json: unknown): boolean {
  return typeof json === 'string' && /^\{\{resolve:[a-z-]+:.+\}\}$/.test(json);
}
