import { readdirSync, readFileSync } from 'fs';
import { join } from 'path';

const sources = readdirSync(__dirname, { recursive: true, encoding: 'utf-8' }).filter((name) => name.endsWith('.ts'));

/** What a file imports of clients of AWS, by client. */
function imported(name: string): [string, string][] {
  const text = readFileSync(join(__dirname, name), 'utf-8');
  return [...text.matchAll(/^import \{([^}]*)\} from '(@aws-sdk\/[\w-]+)';$/gm)].flatMap(([, names, client]) => names.split(',').map((one): [string, string] => [client, one.trim()]));
}

test('every list of AWS is read to its last page, as other suites leave things in the emulator', async () => {
  const clients: Record<string, object> = {};
  const commands = sources.flatMap((name) => imported(name).map(([client, one]) => ({ name, client, one })));
  for (const { client } of commands) clients[client] ??= await import(client);
  expect(commands.filter(({ one }) => one.startsWith('paginate')).length).toBeGreaterThan(5);
  const paged = commands.filter(({ client, one }) => one.endsWith('Command') && `paginate${one.slice(0, -'Command'.length)}` in clients[client]);
  expect(paged.map(({ name, one }) => `${name}: ${one}`)).toEqual([]);
});
