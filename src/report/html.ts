import { createHash } from 'crypto';
import type { Chunks } from './chunks';
import type { Evidence } from './evidence';
import { summariseFrameworks } from './framework-summary';
import { acknowledgementsSection, hardeningSection, waiversSection } from './html/accepted';
import { adoptionSection, hasAdoption } from './html/adoption';
import { frameworksSection } from './html/frameworks';
import { html, json, Markup } from './html/markup';
import { masthead, summary } from './html/overview';
import { packsSection } from './html/packs';
import { rulesSection } from './html/rules';
import { SCRIPT } from './html/script';
import { stacksSection } from './html/stacks';
import { STYLE } from './html/style';
import { templatesSection } from './html/templates';
import type { Tool } from './writer';
import { FRAMEWORKS } from '../frameworks';

/** Nothing is loaded, sent or framed; of scripts and styles only those that are ours. */
const CONTENT_POLICY = [
  "default-src 'none'", `style-src '${hash(STYLE)}'`, `script-src '${hash(SCRIPT)}'`, "base-uri 'none'", "form-action 'none'",
].join('; ');

/** One page for auditors, which needs nothing beside it: every verdict, by framework and by rule. */
export function writeHtml(evidence: Evidence, tool: Tool, date: string): Chunks {
  const frameworks = evidence.framework ? [evidence.framework] : FRAMEWORKS;
  const sections: [string, string, Markup][] = [
    ['summary', 'Summary', summary(evidence)],
    ['frameworks', 'Frameworks', frameworksSection(summariseFrameworks(evidence, frameworks))],
    ['evidence', 'Evidence by rule', rulesSection(evidence, frameworks)],
    ...hasAdoption(evidence) ? [['adoption', 'Capabilities, settings, trusted accounts and baseline', adoptionSection(evidence)] as [string, string, Markup]] : [],
    ['waivers', 'Waivers', waiversSection(evidence)],
    ['acknowledgements', 'Structural acknowledgements', acknowledgementsSection(evidence)],
    ['hardening', 'Automatic hardening', hardeningSection(evidence)],
    ...evidence.packs ? [['packs', 'Other rule packs', packsSection(evidence)] as [string, string, Markup]] : [],
    ['stacks', 'Stacks', stacksSection(evidence)],
    ['templates', 'Templates', templatesSection(evidence)],
  ];
  const data = { frameworks: Object.fromEntries(frameworks.map(({ id, controls }) => [id, [...new Set(controls.flatMap(({ rules }) => rules))]])) };
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${CONTENT_POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>Zero-trust evidence: ${evidence.templates.map(({ name }) => name).join(', ')}</title>
<style>${new Markup(STYLE)}</style>
</head>
<body>
<a class="skip" href="#evidence">Skip to the evidence</a>
<header class="wide">${masthead(evidence, tool, date)}
<nav aria-label="Sections"><ul>${sections.map(([id, title]) => html`<li><a href="#${id}">${title}</a></li>`)}</ul></nav></header>
<main class="wide">
${sections.map(([id, title, content]) => html`<section id="${id}" aria-labelledby="h-${id}"><h2 id="h-${id}">${title}</h2>
${content}
</section>
`)}</main>
<footer class="wide">Made by ${tool.name} ${tool.version}. This page loads nothing and sends nothing; it can be kept and mailed as it is.</footer>
<script type="application/json" id="report-data">${json(data)}</script>
<script>${new Markup(SCRIPT)}</script>
</body>
</html>
`;
}

function hash(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}
