import type { Entry } from './entry';

/** A call of AWS that code makes, or may make. */
export interface Call {
  /** IAM actions that it needs, as IAM writes them. */
  readonly actions: readonly string[];
  /** Where what stands in the call decides: one or more of these. */
  readonly oneOf: readonly string[];
  /** Whether it is made where the code runs at all; otherwise the code names it, and whether it makes it cannot be seen. */
  readonly certain: boolean;
  /** Names of environment variables that stand in the call. */
  readonly variables: readonly string[];
  /** As the code calls it: `PutCommand`, `client.put_item`. */
  readonly name: string;
  /** File, relative to the code of the function, and line from 1. */
  readonly file: string;
  readonly line: number;
}

/** What was read of the code of a function. */
export interface CodeCalls {
  readonly calls: readonly Call[];
  /** Prefixes of services that the code uses in a way that hides which operation: `s3`; `*` where it may be any. */
  readonly hidden: ReadonlySet<string>;
  /** Why a part of the code was not read: sentences without a full stop. */
  readonly unread: readonly string[];
}

/** Reads what runs of a file for an entry; of the whole file where none is given. */
export type FileReader = (entry?: Entry) => FileCalls;

export interface FileCalls extends CodeCalls {
  /** Other files that are loaded, as the code names them, with what is used of each; `*` for all. Left out where that is not seen. */
  readonly imports?: ReadonlyMap<string, ReadonlySet<string>>;
}
