import equal from 'ajv/dist/runtime/equal';
import ucs2length from 'ajv/dist/runtime/ucs2length';
import { inspect, Refused } from './inspect';

/** What a schema is checked against: see `MessageFormat` of the library. */
export type Format = 'json' | 'sns' | 'event' | 's3';

/** A validator that ajv compiled at synth: true, or false with the errors on the function itself. */
interface Validator {
  (value: unknown): boolean;
  errors?: { readonly schemaPath: string }[] | null;
}

/** One schema as the library wrote it into the layer. */
interface WrittenCheck {
  readonly source: string;
  readonly format: Format;
  readonly maxBytes: number;
  /** Code of the validator, wrapped in a function that is given what it requires. */
  readonly code: (require: (id: string) => unknown, exports: { validate?: Validator }) => void;
}

/** What stands beside this file in the layer, made at synth. */
export interface WrittenChecks {
  readonly checks: Record<string, WrittenCheck>;
  /** Checks by detail type, for events of EventBridge; `*` for any other, null for none. */
  readonly detailTypes: Record<string, string | null>;
  /** The check of direct invocations. */
  readonly invocation?: string;
  /** Whether events that come from no source with a check are handed on as they are. */
  readonly others: boolean;
}

/** The helpers that compiled code of ajv may ask for. */
const RUNTIME: Record<string, unknown> = {
  'ajv/dist/runtime/equal': { default: equal },
  'ajv/dist/runtime/ucs2length': { default: ucs2length },
};

/** One check, ready to be used. */
export class Check {
  public readonly source: string;
  public readonly format: Format;
  private readonly maxBytes: number;
  private readonly validate: Validator;

  constructor({ source, format, maxBytes, code }: WrittenCheck) {
    this.source = source;
    this.format = format;
    this.maxBytes = maxBytes;
    const made: { validate?: Validator } = {};
    code(provided, made);
    if (!made.validate) throw new Error(`The check of ${source} has no validator.`);
    this.validate = made.validate;
  }

  /** Parses a text and checks it. Throws `Refused`. */
  public text(text: unknown): unknown {
    const value = this.parse(text);
    this.value(value);
    return value;
  }

  /** Parses a text. Throws `Refused`. */
  public parse(text: unknown): unknown {
    if (typeof text !== 'string') throw new Refused('it has no text');
    if (Buffer.byteLength(text) > this.maxBytes) throw new Refused(`it is over ${this.maxBytes} bytes`);
    try {
      return JSON.parse(text);
    } catch {
      // the parser's own message quotes what it read
      throw new Refused('it is not JSON');
    }
  }

  /** Checks a value. Throws `Refused`, which names the place in the schema and nothing of the value. */
  public value(value: unknown): void {
    inspect(value, this.maxBytes);
    let fits = false;
    try {
      fits = this.validate(value);
    } catch {
      throw new Refused('its check failed');
    }
    if (!fits) throw new Refused(`it does not fit ${this.validate.errors?.[0]?.schemaPath ?? '#'}`);
  }
}

function provided(id: string): unknown {
  if (!Object.hasOwn(RUNTIME, id)) throw new Error(`The check asks for ${id}, which this layer does not have.`);
  return RUNTIME[id];
}
