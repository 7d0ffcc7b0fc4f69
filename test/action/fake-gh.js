// `gh api` for the comments of one pull request, which are kept in the file $COMMENTS
const { existsSync, readFileSync, writeFileSync } = require('fs');

const [, , api, ...rest] = process.argv;
const option = (name) => (rest.includes(name) ? rest[rest.indexOf(name) + 1] : undefined);
const path = rest.find((each) => each.startsWith('repos/'));
const list = 'repos/owner/app/issues/7/comments';
const file = process.env.COMMENTS;
const comments = existsSync(file) ? JSON.parse(readFileSync(file, 'utf-8')) : [];
const body = option('--input') && JSON.parse(readFileSync(option('--input'), 'utf-8')).body;

if (api !== 'api' || process.env.GH_TOKEN !== 'a-token') process.exit(2);
const method = option('--method') ?? 'GET';
if (process.env.FORBIDDEN && method !== 'GET') process.exit(1);
if (method === 'GET' && path === list) process.stdout.write(JSON.stringify(comments));
else if (method === 'POST' && path === list) comments.push({ id: comments.length + 1, user: { type: 'Bot' }, body });
else if (method === 'PATCH' && path.startsWith('repos/owner/app/issues/comments/')) comments.find(({ id }) => path.endsWith(`/${id}`)).body = body;
else process.exit(3);
if (method !== 'GET') writeFileSync(file, JSON.stringify(comments));
