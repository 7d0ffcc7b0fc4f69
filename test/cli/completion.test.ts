import { execFileSync, spawnSync } from 'child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { delimiter, join } from 'path';
import { Command } from 'commander';
import { completionOf } from '../../src/cli/completion/shells';
import { commandTree, flattened } from '../../src/cli/completion/tree';

const MAIN = join(__dirname, '..', '..', 'src', 'cli', 'main.ts');
const directory = mkdtempSync(join(tmpdir(), 'zt-completion-'));
const script = (shell: string) => join(directory, `completion.${shell}`);
/** What the program itself writes, by a process of its own. */
beforeAll(() => {
  for (const shell of ['bash', 'zsh', 'fish']) writeFileSync(script(shell), execFileSync(process.execPath, ['--import', 'tsx', MAIN, 'completion', shell]));
  mkdirSync(join(directory, 'stacks'));
  writeFileSync(join(directory, 'stacks.json'), '{}');
}, 120_000);
afterAll(() => rmSync(directory, { recursive: true, force: true }));

const isInstalled = (shell: string) => (process.env.PATH ?? '').split(delimiter).some((folder) => spawnSync(join(folder, shell), ['-c', 'true']).status === 0);

/** What bash would offer for a line. */
function bash(line: string): string[] {
  const program = `source "${script('bash')}"
    COMP_WORDS=(${line}); [[ "${line}" == *" " ]] && COMP_WORDS+=("")
    COMP_CWORD=$((\${#COMP_WORDS[@]} - 1)); _cdk_zero_trust; printf '%s\\n' "\${COMPREPLY[@]}"`;
  return execFileSync('bash', ['--noprofile', '--norc', '-c', program], { encoding: 'utf-8', cwd: directory }).split('\n').filter((word) => word !== '');
}

function fish(line: string): string[] {
  const out = execFileSync('fish', ['--no-config', '-c', `source ${script('fish')}; complete -C '${line}'`], { encoding: 'utf-8', cwd: directory, env: { ...process.env, HOME: directory } });
  return out.split('\n').filter((entry) => entry !== '').map((entry) => entry.split('\t')[0]);
}

/** The arguments with which zsh calls the program when tab and return are pressed, in a terminal of its own. */
function zsh(line: string): string | undefined {
  const program = `
    zmodload zsh/zpty
    wait_for() { for i in {1..150}; do zpty -r -t shell chunk && out+=$chunk; [[ $out == *\${~1}* ]] && return; sleep 0.1; done }
    zpty shell zsh -f -i
    zpty -w shell 'PS1= RPS1=; autoload -Uz compinit; compinit -D -u; source ${script('zsh')}; cdk-zero-trust() { print -r -- "<GOT:$*>" }; print REA""DY'
    wait_for READY; out=
    zpty -w -n shell $'${line}\\t\\r'
    wait_for '<GOT:*>'
    print -r -- "$out"
    zpty -d shell`;
  const out = execFileSync('zsh', ['-f', '-c', program], { encoding: 'utf-8', cwd: directory, timeout: 40_000 });
  return /<GOT:([^>]*)>/.exec(out)?.[1].trim();
}

const CASES: [string, string[], string[]][] = [
  ['cdk-zero-trust ', ['audit', 'graph', 'who-can', 'can', 'blast-radius', 'paths', 'completion', 'guard'], ['report']],
  ['cdk-zero-trust b', ['blast-radius'], ['audit']],
  ['cdk-zero-trust guard ', ['report'], ['audit']],
  ['cdk-zero-trust completion ', ['bash', 'fish', 'zsh'], ['audit']],
  ['cdk-zero-trust graph --format ', ['dot', 'html', 'json', 'mermaid', 'svg'], ['sarif', 'audit']],
  ['cdk-zero-trust audit --format s', ['sarif'], ['svg']],
  ['cdk-zero-trust paths --m', ['--max-hops', '--max-paths'], ['--from']],
  ['cdk-zero-trust audit --', ['--fail-on', '--waivers', '--trusted-account'], ['--max-hops', '--fold']],
];

describe('bash', () => {
  test.each(CASES)('completes %j', (line, offered, others) => {
    const found = bash(line);
    expect(found).toEqual(expect.arrayContaining(offered));
    expect(found.filter((word) => others.includes(word))).toEqual([]);
  });

  test('leaves files to bash, and offers no word where a value is free', () => {
    for (const line of ['cdk-zero-trust audit ', 'cdk-zero-trust audit --output ', 'cdk-zero-trust graph st', 'cdk-zero-trust audit --until ']) expect(bash(line)).toEqual([]);
  });
});

(isInstalled('fish') ? describe : describe.skip)('fish', () => {
  test.each(CASES)('completes %j', (line, offered, others) => {
    const found = fish(line);
    expect(found).toEqual(expect.arrayContaining(offered));
    expect(found.filter((word) => others.includes(word))).toEqual([]);
  });

  test('completes files where there may be some, and none where there are not', () => {
    expect(fish('cdk-zero-trust audit st')).toEqual(expect.arrayContaining(['stacks/', 'stacks.json']));
    expect(fish('cdk-zero-trust audit --output st')).toContain('stacks.json');
    expect(fish('cdk-zero-trust explain st')).not.toContain('stacks.json');
    expect(fish('cdk-zero-trust graph --format st')).toEqual([]);
  });
});

(isInstalled('zsh') ? describe : describe.skip)('zsh', () => {
  test.each([
    ['cdk-zero-trust bl', 'blast-radius'], ['cdk-zero-trust guard re', 'guard report'], ['cdk-zero-trust graph --format mer', 'graph --format mermaid'],
    ['cdk-zero-trust audit --allow', 'audit --allow-not-judged'], ['cdk-zero-trust completion f', 'completion fish'], ['cdk-zero-trust audit stacks.j', 'audit stacks.json'],
    ['cdk-zero-trust explain stacks.j', 'explain stacks.j'],
  ])('makes of %j: %s', (line, whole) => {
    expect(zsh(line)).toBe(whole);
  });
});

test.each(['bash', 'zsh', 'fish'] as const)('%s: words of descriptions and choices run nothing', (shell) => {
  const bad = '$(touch pwned) `touch pwned` \'; touch pwned; \' " \\ [x] : %';
  const root = new Command('cdk-zero-trust').addCommand(new Command('run').description(bad).option('--it <file>', bad));
  const file = join(directory, `hostile.${shell}`);
  writeFileSync(file, completionOf(shell, 'cdk-zero-trust', commandTree(root)));
  if (!isInstalled(shell)) return;
  const { stdout, status } = spawnSync(shell, ['-c', `${shell === 'zsh' ? 'compdef() { : }; ' : ''}source ${file}; ls`], { encoding: 'utf-8', cwd: directory, env: { ...process.env, HOME: directory } });
  expect(status).toBe(0);
  expect(stdout).not.toContain('pwned');
});

test('every command and option of the program is in the tree', () => {
  const root = new Command('tool').addCommand(new Command('a').option('-x, --ex <file>', 'x').addCommand(new Command('b').argument('<path>')));
  const [, a, b] = flattened(commandTree(root));
  expect([a.words, b.words, b.takesFiles]).toEqual([['a'], ['a', 'b'], true]);
  expect(a.options.map(({ names, takesFiles, takesValue }) => [names, takesFiles, takesValue])).toEqual([[['--ex', '-x'], true, true], [['--help', '-h'], false, false]]);
});
