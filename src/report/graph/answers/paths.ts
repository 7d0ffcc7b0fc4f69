import { deed, described, named, reasonLines, tally } from './parts';
import { FoundPaths, isPossibleOnly, Path } from '../../../graph/ask/paths';
import type { Chunks } from '../../chunks';
import { plain } from '../../plain-text';
import { describeEdge, JSON_VERSION, jsonOf } from '../json';

/** What was asked, in the words in which it was. */
export interface PathQuestion {
  readonly from: string;
  readonly to: string;
  readonly maxHops: number;
}

export function writePaths(found: FoundPaths, { from, to, maxHops }: PathQuestion): Chunks {
  const { paths, more, shortest } = found;
  const asked = plain(`from ${from} to ${to}`);
  if (shortest === undefined) return `No path ${asked}.\n`;
  if (paths.length === 0) return `No path ${asked} of ${maxHops} hops or fewer${more ? ' was found before the search was ended' : ''}; the shortest has ${shortest}.\n`;
  const possible = paths.filter(isPossibleOnly).length;
  return [
    ...paths.flatMap((path, i) => [headOf(path, i + 1), ...path.flatMap(hopLines), '']),
    `${tally(paths.length, possible, 'path', 'paths')} ${asked}; the shortest has ${hops(shortest)}.${more ? ' There may be more: --max-paths and --max-hops say how many are looked for.' : ''}`,
    '',
  ].join('\n');
}

export function describePaths({ paths, more, shortest }: FoundPaths, { from, to, maxHops }: PathQuestion): Chunks {
  return jsonOf({
    version: JSON_VERSION,
    from,
    to,
    maxHops,
    shortest,
    more,
    paths: paths.map((path) => ({ certainty: isPossibleOnly(path) ? 'possible' : 'certain', hops: path.map(({ from: start, to: end, edges }) => ({ from: start.id, to: end.id, edges: edges.map(describeEdge) })) })),
  });
}

function headOf(path: Path, number: number): string {
  const names = [named(path[0].from), ...path.slice(0, -1).map(({ to }) => named(to)), described(path[path.length - 1].to)];
  return `${number}. ${names.join(' → ')}  [${hops(path.length)}, ${isPossibleOnly(path) ? 'possible' : 'certain'}]`;
}

function hopLines({ from, to, edges }: Path[number]): string[] {
  return edges.flatMap((edge) => [`   ${named(from)} → ${named(to)}: ${deed(edge)}`, ...reasonLines(edge, '       ')]);
}

function hops(count: number): string {
  return `${count} ${count === 1 ? 'hop' : 'hops'}`;
}
