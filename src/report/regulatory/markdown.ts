import { acceptanceOf, Article, countStatuses, describePerformed, placeOf, RegulatoryReport, summaryOf } from './collect';
import { inMarkdown } from '../diff/markdown-text';
import { wordOf } from '../html/parts';

/** For a repository or a wiki. */
export function writeRegulatoryMarkdown(report: RegulatoryReport): string {
  const { framework, articles, templates, date } = report;
  return `${[
    `# ${inMarkdown(`${framework.name} ${framework.version}: what the templates show`)}`, '',
    `${inMarkdown(framework.title)}. ${inMarkdown(summaryOf(report))}. Made on ${date}; evidence for an assessment, and no certificate.`, '',
    '| verdict | requirements |', '|--|--:|',
    ...countStatuses(report).map(([status, count]) => `| ${wordOf(status)} | ${count} |`), '',
    ...articles.flatMap(section),
    '## Templates', '', '| template | SHA-256 |', '|--|--|',
    ...templates.map(({ name, sha256 }) => `| ${inMarkdown(name)} | \`${sha256}\` |`),
  ].join('\n')}\n`;
}

function section({ control, status, evidence, performed }: Article): string[] {
  return [
    `## ${inMarkdown(`${control.id} ${control.title}`)}`, '',
    `Verdict: ${wordOf(status)}.`, '',
    ...evidence.flatMap(({ id, title, passes, open, accepted }) => [
      `- ${inMarkdown(title)} (${id}): passes on ${passes}`,
      ...open.map((item) => `  - **${item.verdict}** ${inMarkdown(`${placeOf(item)}: ${item.finding}`)}`),
      ...accepted.map((item) => `  - ${wordOf(item.verdict)} ${inMarkdown(`${placeOf(item)}: ${acceptanceOf(item)}`)}`),
    ]),
    ...performed.map((one) => `- ${one.holds ? 'performed' : '**overdue**'}: ${inMarkdown(describePerformed(one))}`),
    ...(control.notCovered === undefined ? [] : [`- Not covered by a library: ${inMarkdown(control.notCovered)}`]), '',
  ];
}
