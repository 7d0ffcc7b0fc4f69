// Stands in for Lambda's runtime: loads the handler and calls it again and again.
import { basename, dirname, join } from 'node:path';

const file = process.env._HANDLER;
const { handler } = await import(join(dirname(file), `${basename(file).split('.')[0]}.mjs`));
const started = process.cpuUsage();
const event = JSON.parse(process.env.EVENT);
const run = async (times) => {
  for (let i = 0; i < times; i++) {
    const { statusCode } = await handler(event, { awsRequestId: 'r' });
    if (statusCode !== 200) throw new Error(`${statusCode}`);
  }
};
const calls = Number(process.env.CALLS);
const first = async () => {
  await run(1);
  const { user, system } = process.cpuUsage();
  return { firstCpu: (user + system) / 1000, firstWall: process.uptime() * 1000 };
};
const cold = await first();
await run(calls / 4);
const before = process.cpuUsage();
await run(calls);
const { user, system } = process.cpuUsage(before);
console.log(`\n${JSON.stringify({ ...cold, init: (started.user + started.system) / 1000, cpu: (user + system) / 1000 / calls, memory: process.memoryUsage.rss() / 1e6 })}`);
process.exit(0);
