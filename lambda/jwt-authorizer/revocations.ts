import { createRequire } from 'node:module';
import type * as sdk from '@aws-sdk/client-dynamodb';
import type { JwtPayload } from 'aws-jwt-verify/jwt-model';
import { Refusal } from './answer';
import { once, variable } from './config';

/** Half a minute is promised: what is kept is as old as the question, and a decision can be kept at API Gateway for ten seconds besides. */
const KEPT_MS = 20_000;
/** Subjects of whom an answer is kept; enough for a function that answers one request at a time. */
const MOST_KEPT = 10_000;

interface Kept {
  readonly at: number;
  /** Seconds since 1970; undefined for whom no token is revoked. */
  readonly before?: number;
}

/**
 * Refuses the tokens of a revoked user: those that were issued, or whose sign-in was, before the time on the list. Throws where the list cannot
 * be read, which denies: nothing is known of the user then.
 */
export function revocationCheck(): (claims: JwtPayload) => Promise<void> {
  const kept = new Map<string, Kept>();
  const read = once(reader);
  const beforeOf = async (subject: string): Promise<number | undefined> => {
    const at = Date.now();
    const known = kept.get(subject);
    if (known && at >= known.at && at < known.at + KEPT_MS) return known.before;
    const before = await read()(subject);
    if (kept.size >= MOST_KEPT) kept.clear();
    kept.set(subject, { at, before });
    return before;
  };
  return async (claims) => {
    const befores = await Promise.all(subjectsOf(claims).map(beforeOf));
    if (befores.some((before) => before !== undefined && !isSince(claims, before))) throw new Refusal('Revoked');
  };
}

/** As `lambda/incident-response/cut-off-user.ts` writes them. */
function subjectsOf({ sub, username }: JwtPayload): string[] {
  return [`sub#${sub}`, ...typeof username === 'string' ? [`username#${username}`] : []];
}

/** A refreshed token is new, and its sign-in is not. A token that does not tell its time is none of after. */
function isSince({ iat, auth_time: signedIn }: JwtPayload, before: number): boolean {
  const times: unknown[] = signedIn === undefined ? [iat] : [iat, signedIn];
  return times.every((time) => typeof time === 'number' && time >= before);
}

function reader(): (subject: string) => Promise<number | undefined> {
  // loaded at the first use: a function without a list has none of it
  const { DynamoDBClient, paginateQuery } = createRequire(__filename)('@aws-sdk/client-dynamodb') as typeof sdk;
  const requestHandler = { connectionTimeout: 1_000, requestTimeout: 1_000, throwOnRequestTimeout: true };
  const client = new DynamoDBClient({ maxAttempts: 2, requestHandler });
  return async (subject) => {
    const times: number[] = [];
    const pages = paginateQuery({ client }, {
      TableName: variable('REVOCATIONS_TABLE'),
      KeyConditionExpression: 'subject = :subject',
      ExpressionAttributeValues: { ':subject': { S: subject } },
      ConsistentRead: true,
    });
    for await (const { Items = [] } of pages) times.push(...Items.map(({ before }) => Number(before?.N)));
    if (times.some((time) => !Number.isFinite(time))) throw new Refusal('RevocationUnreadable');
    return times.length > 0 ? Math.max(...times) : undefined;
  };
}
