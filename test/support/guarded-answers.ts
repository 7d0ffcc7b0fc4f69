export const CARD = '4111111111111111';

/** Answers of a handler with a card in them, by where it stands, and what leaves a guard that blocks: the same in each language. */
export const ANSWERS_WITH_A_CARD: [string, unknown, unknown][] = [
  ['a body', { statusCode: 200, body: `{"card":"${CARD}"}` }, { statusCode: 200, body: '{"card":"************1111"}' }],
  ['a body in Base64', { statusCode: 200, headers: { 'Content-Type': 'application/json' }, isBase64Encoded: true, body: Buffer.from(CARD).toString('base64') },
    { statusCode: 200, headers: { 'Content-Type': 'application/json' }, isBase64Encoded: true, body: Buffer.from('************1111').toString('base64') }],
  ['a header', { statusCode: 200, headers: { 'x-card': CARD }, body: '' }, { statusCode: 200, headers: { 'x-card': '************1111' }, body: '' }],
  ['an object that an HTTP API makes an answer of', { card: CARD }, { statusCode: 200, headers: { 'content-type': 'application/json' }, body: '{"card":"************1111"}' }],
  ['a text', CARD, '************1111'],
];
