import { existsSync, readFileSync, statSync } from 'fs';
import { join, resolve } from 'path';

/** What workflows write as it is: git allows more. */
const PLAIN = /^\w[\w./-]{0,199}$/;

/** The branch of a repository that deploys, as its files have it: that of its remote, else the one that it has. `main` where neither is known. */
export function defaultBranch(root: string): string {
  const git = gitFolder(root);
  const remote = git && refIn(join(git.common, 'refs', 'remotes', 'origin', 'HEAD'), 'remotes/origin');
  const own = git && refIn(join(git.own, 'HEAD'), 'heads');
  const known = remote ?? (git === undefined || own === undefined || hasBranch(git.common, 'main') ? undefined : own);
  return known !== undefined && PLAIN.test(known) ? known : 'main';
}

/** The folder of git, and that of its work tree, which is another one for `git worktree` and submodules. */
function gitFolder(root: string): { readonly own: string; readonly common: string } | undefined {
  const path = join(root, '.git');
  if (!existsSync(path)) return undefined;
  if (statSync(path).isDirectory()) return { own: path, common: path };
  const [, to] = /^gitdir: (.+)$/m.exec(textOf(path)) ?? [];
  if (to === undefined) return undefined;
  const own = resolve(root, to);
  const common = textOf(join(own, 'commondir')).trim();
  return { own, common: common === '' ? own : resolve(own, common) };
}

function refIn(file: string, kind: string): string | undefined {
  const text = textOf(file).trim();
  return text.startsWith(`ref: refs/${kind}/`) ? text.slice(`ref: refs/${kind}/`.length) : undefined;
}

function hasBranch(git: string, name: string): boolean {
  return existsSync(join(git, 'refs', 'heads', name)) || textOf(join(git, 'packed-refs')).split('\n').some((line) => line.endsWith(` refs/heads/${name}`));
}

function textOf(file: string): string {
  return existsSync(file) && statSync(file).isFile() ? readFileSync(file, 'utf-8') : '';
}
