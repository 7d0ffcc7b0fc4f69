// GET /tariff?worth=…, for everyone, through the distribution. Calls nothing.
import type { LambdaFunctionURLEvent } from 'aws-lambda';

const RATE_PER_MILLE = 4;
const LEAST_CENTS = 900;
const MOST_WORTH_CENTS = 100_000_000;

/** What insuring something costs a month: the one page that nobody has to sign in for. */
export async function handler({ queryStringParameters }: Pick<LambdaFunctionURLEvent, 'queryStringParameters'>) {
  const worth = queryStringParameters?.worth ?? '';
  const worthCents = /^\d{1,9}$/.test(worth) ? Number(worth) : NaN;
  if (!(worthCents > 0 && worthCents <= MOST_WORTH_CENTS)) return reply(400, { message: `worth must be a number of cents up to ${MOST_WORTH_CENTS}` });
  return reply(200, { monthlyCents: Math.max(LEAST_CENTS, Math.ceil((worthCents * RATE_PER_MILLE) / 1_000)) });
}

function reply(statusCode: number, body: object) {
  return { statusCode, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
}
