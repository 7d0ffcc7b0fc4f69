import type { Call, CallValue } from './call';
import { Expression, textOf } from '../../../model';
import { Beside, least, most } from '../../../model/beside';
import { globMatches } from '../../../model/glob';

/**
 * Whether an event pattern matches all calls of a kind: one that asks for more than what all of them have does not. Source: EventBridge user guide,
 * "Amazon EventBridge event patterns".
 */
export function patternMatches(pattern: Expression, call: Call, path: readonly string[] = []): Beside {
  const entries = pattern.entries();
  if (pattern.value.kind !== 'known' || entries.length === 0) return 'maybe'; // a text, or not known
  return least(...entries.map(([key, asked]) => {
    if (key === '$or') return most(...asked.items().map((one) => patternMatches(one, call, path)));
    const at = [...path, key];
    if (asked.value.kind !== 'known') return 'maybe';
    if (!Array.isArray(asked.value.value)) return patternMatches(asked, call, at);
    return most(...asked.items().map((filter) => filterMatches(filter, call.get(at.join('.')))));
  }));
}

function filterMatches(filter: Expression, value: CallValue | undefined): Beside {
  if (!value) return 'no';
  const [entry] = filter.entries();
  if (entry) return operatorMatches(entry[0], entry[1], value);
  const text = textOf(filter.value);
  return filter.value.kind !== 'known' ? 'maybe' : text !== undefined && equals(value, text) ? 'yes' : 'no';
}

function operatorMatches(operator: string, asked: Expression, value: CallValue): Beside {
  if (operator === 'anything-but') return anythingBut(asked, value);
  const text = textOf(asked.value);
  if (asked.value.kind !== 'known' || text === undefined) return 'maybe';
  const isWhole = !value.isPrefix;
  switch (operator) {
    case 'exists': return yesOrNo(/^true$/i.test(text));
    case 'prefix': return yesOrNo(value.text.startsWith(text));
    case 'suffix': return yesOrNo(isWhole && value.text.endsWith(text));
    // `?` and `\` are not to it what they are to a pattern of IAM
    case 'wildcard': return /[?\\]/.test(text) ? 'maybe' : yesOrNo(isWhole && globMatches(text, value.text));
    case 'equals-ignore-case': return yesOrNo(isWhole && value.text.toLowerCase() === text.toLowerCase());
    default: return 'maybe';
  }
}

/** All but some texts; a prefix, a suffix or a wildcard to leave out is not decided. */
function anythingBut(asked: Expression, value: CallValue): Beside {
  if (asked.entries().length > 0) return 'maybe';
  return least(...asked.items().map((one): Beside => {
    const text = textOf(one.value);
    return one.value.kind !== 'known' || text === undefined ? 'maybe' : yesOrNo(value.isPrefix ? !text.startsWith(value.text) : value.text !== text);
  }));
}

function equals(value: CallValue, text: string): boolean {
  return !value.isPrefix && value.text === text;
}

function yesOrNo(holds: boolean): Beside {
  return holds ? 'yes' : 'no';
}
