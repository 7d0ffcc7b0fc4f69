import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { PipelinePlayer, World } from './pipeline-player';
import { pipelineOf, projectsOf, synthesised, twoStages } from './pipelines';
import { DeployedTemplates } from '../support/deployed-template';

jest.setTimeout(60_000);

const template = synthesised((app) => twoStages(app)).template;
const projects = projectsOf(new DeployedTemplates([template]));
const folder = mkdtempSync(join(tmpdir(), 'zt-pipeline-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What is deployed of the pipeline's own stack, with its keys in another order; and a gate that lets pass. */
const SAME = 'echo \'{"B":{"y":2,"x":1},"A":1}\'';
const world = (more: Partial<World> = {}): World => ({ programs: { npx: 'exit 0', aws: SAME }, ...more });
const play = () => new PipelinePlayer(pipelineOf(template), projects, folder);

beforeAll(() => {
  mkdirSync(join(folder, 'synth'));
  writeFileSync(join(folder, 'synth', 'Delivery.template.json'), '{ "A": 1, "B": { "x": 1, "y": 2 } }');
});

test('a release goes through all stages, and leaves out its own stack when that is as deployed', () => {
  const player = play();
  expect(player.release(world())).toBe(true);
  expect(player.log).toEqual([
    'Synth: built', 'Gate: built', 'Publish: built', 'Attest: built', 'Approve-Pipeline: skipped', 'Verify-Pipeline: skipped', 'Pipeline: skipped',
    'Verify-Staging: built', 'Staging: Staging-Orders of 1', 'Verify-Production: built', 'Production: Production-Store of 1', 'Production: Production-Api of 1',
  ]);
});

test('what the gate refuses is neither published nor deployed', () => {
  const player = play();
  expect(player.release(world({ programs: { npx: '[[ "$*" != *gate*--out* ]]', aws: SAME } }))).toBe(false);
  expect(player.log).toEqual(['Synth: built', 'Gate: failed']);
});

test('an assembly that is another one than the gate judged is neither published nor deployed', () => {
  const player = play();
  const tampered = `[[ "$*" == *--verify* ]] && { [[ "$*" == *"--verify ${join(folder, 'evidence')}" ]] || exit 0; exit 1; }; [[ "$*" == *publish* ]] && touch ${join(folder, 'published')}; exit 0`;
  expect(player.release(world({ programs: { npx: tampered, aws: SAME } }))).toBe(false);
  expect(player.log).toEqual(['Synth: built', 'Gate: built', 'Publish: failed']);
  expect(existsSync(join(folder, 'published'))).toBe(false);
});

test('files of the source do not get among what is deployed', () => {
  const source = join(folder, 'source');
  mkdirSync(join(source, 'zero-trust-deployed'), { recursive: true });
  const player = new PipelinePlayer(pipelineOf(template), projects, folder, source);
  expect(player.release(world())).toBe(false);
  expect(player.log.at(-1)).toBe('Publish: failed');
});

test('a change of the pipeline itself waits for an approval, and is deployed before the stages', () => {
  const changed = { programs: { npx: 'exit 0', aws: 'echo \'{"A":2}\'' } };
  const refused = play();
  expect(refused.release(world({ ...changed, approve: (stage) => stage !== 'Approve-Pipeline' }))).toBe(false);
  expect(refused.log.at(-1)).toBe('Approve-Pipeline: failed');
  const approved = play();
  expect(approved.release(world(changed))).toBe(true);
  expect(approved.log.slice(4, 8)).toEqual(['Verify-Pipeline: built', 'Pipeline: Delivery of 1', 'Verify-Staging: built', 'Staging: Staging-Orders of 1']);
});

test('a pipeline whose deployed template cannot be read is not taken for unchanged', () => {
  const player = play();
  expect(player.release(world({ programs: { npx: 'exit 0', aws: 'exit 254' } }))).toBe(false);
  expect(player.log).toEqual(['Synth: built', 'Gate: failed']);
});

test('without its approval production is not deployed, and staging is', () => {
  const player = play();
  expect(player.release(world({ approve: (stage) => stage !== 'Approve-Production' }))).toBe(false);
  expect(player.log.slice(-2)).toEqual(['Staging: Staging-Orders of 1', 'Approve-Production: failed']);
});

test.each<[string, Partial<World>]>([['an alarm is on', { alarms: () => ['orders-errors'] }], ['the window is closed', { isOpen: false }]])('production is not entered while %s', (_name, more) => {
  const player = play();
  expect(player.release(world(more))).toBe(false);
  expect(player.log.at(-1)).toBe('Production: not entered');
});

test('a deployment that fails is rolled back to the release before, without asking again', () => {
  const player = play();
  expect(player.release(world())).toBe(true);
  const asked: string[] = [];
  const approve = (stage: string) => asked.push(stage) > 0;
  expect(player.release(world({ approve, deploy: (stack, execution) => !(stack === 'Production-Api' && execution === 2) }))).toBe(false);
  expect(player.log.slice(-5)).toEqual([
    'Production: Production-Store of 2', 'Production: failed', 'Production: Production-Store of 1', 'Production: Production-Api of 1', 'Production: rolled back to 1',
  ]);
  expect(asked).toEqual(['Approve-Production']);
});

test('an alarm that goes off while production bakes takes the release back', () => {
  const player = play();
  expect(player.release(world())).toBe(true);
  let deployed = false;
  const more = { deploy: (stack: string) => { deployed ||= stack === 'Production-Api'; return true; }, alarms: () => (deployed ? ['orders-latency'] : []) };
  expect(player.release(world(more))).toBe(false);
  expect(player.log.slice(-4)).toEqual(['Production: alarm', 'Production: Production-Store of 1', 'Production: Production-Api of 1', 'Production: rolled back to 1']);
});

test('the first release has nothing to go back to', () => {
  const player = play();
  expect(player.release(world({ deploy: (stack) => stack !== 'Production-Api' }))).toBe(false);
  expect(player.log.at(-1)).toBe('Production: failed');
});
