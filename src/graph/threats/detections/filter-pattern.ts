import type { Call } from './call';
import { Beside, least, most } from '../../../model/beside';
import { globMatches } from '../../../model/glob';

const TOKENS = /\s*(?:([(){}]|&&|\|\||!=|<=|>=|[=<>])|"((?:[^"\\]|\\.)*)"|([^\s(){}=<>!&|"]+))/y;
/** Where a record of CloudTrail is within an event of EventBridge. */
const RECORD = 'detail.';
const MAX_DEPTH = 64;

interface Token {
  readonly text: string;
  readonly kind: 'sign' | 'quoted' | 'word';
}

/**
 * Whether a filter pattern of CloudWatch Logs matches all records of a call in JSON: one that asks for more than what all of them have does not. What is no
 * pattern of JSON is not decided. Source: CloudWatch Logs user guide, "Filter pattern syntax for metric filters".
 */
export function filterMatches(pattern: string, call: Call): Beside {
  const tokens = tokensOf(pattern);
  if (!tokens) return 'maybe';
  return new Reader(tokens, call).whole() ?? 'maybe';
}

function tokensOf(pattern: string): Token[] | undefined {
  const tokens: Token[] = [];
  const text = pattern.trim();
  TOKENS.lastIndex = 0;
  while (TOKENS.lastIndex < text.length) {
    const found = TOKENS.exec(text);
    if (!found) return undefined;
    tokens.push(found[1] !== undefined ? { text: found[1], kind: 'sign' }
      : found[2] !== undefined ? { text: found[2], kind: 'quoted' } : { text: found[3], kind: 'word' });
  }
  return tokens;
}

/** `&&` binds closer than `||`. Each part is read to its end whatever it says; `undefined` is no pattern. */
class Reader {
  private at = 0;
  private depth = 0;

  constructor(private readonly tokens: readonly Token[], private readonly call: Call) {}

  public whole(): Beside | undefined {
    if (!this.takes('{')) return undefined;
    const answer = this.any();
    return this.takes('}') && this.at === this.tokens.length ? answer : undefined;
  }

  private any(): Beside | undefined {
    return this.joined('||', () => this.joined('&&', () => this.one(), least), most);
  }

  private joined(sign: string, part: () => Beside | undefined, join: (...answers: Beside[]) => Beside): Beside | undefined {
    const answers: Beside[] = [];
    do {
      const answer = part();
      if (answer === undefined) return undefined;
      answers.push(answer);
    } while (this.takes(sign));
    return join(...answers);
  }

  private one(): Beside | undefined {
    if (this.takes('(')) {
      if (++this.depth > MAX_DEPTH) return undefined;
      const inner = this.any();
      this.depth--;
      return this.takes(')') ? inner : undefined;
    }
    const selector = this.next('word');
    if (!selector?.text.startsWith('$.')) return undefined;
    const known = this.call.get(`${RECORD}${selector.text.slice(2)}`);
    const operator = this.tokens[this.at++];
    if (operator?.kind === 'word') return this.state(operator.text.toUpperCase(), known !== undefined);
    const value = this.tokens[this.at++];
    if (operator?.kind !== 'sign' || !value || value.kind === 'sign') return undefined;
    if (!known || !['=', '!='].includes(operator.text)) return 'no';
    if (isPattern(value)) return 'maybe';
    const is = globMatches(value.text, known.text);
    return !known.isPrefix && is === (operator.text === '=') ? 'yes' : 'no';
  }

  /** `IS NULL`, `IS TRUE`, `EXISTS`, `NOT EXISTS`. */
  private state(word: string, isKnown: boolean): Beside | undefined {
    if (word === 'EXISTS') return isKnown ? 'yes' : 'no';
    const asked = this.next('word')?.text.toUpperCase();
    return (word === 'NOT' && asked === 'EXISTS') || (word === 'IS' && asked !== undefined) ? 'no' : undefined;
  }

  private next(kind: Token['kind']): Token | undefined {
    return this.tokens[this.at]?.kind === kind ? this.tokens[this.at++] : undefined;
  }

  private takes(sign: string): boolean {
    const token = this.tokens[this.at];
    if (token?.kind !== 'sign' || token.text !== sign) return false;
    this.at++;
    return true;
  }
}

/** A regular expression, and what `globMatches` would take for more than it is. */
function isPattern({ text }: Token): boolean {
  return text.startsWith('%') || /[?\\]/.test(text);
}
