import { mkdtempSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { pathToFileURL } from 'url';
import { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { contrastFailures } from './support/contrast';
import { MIXED_TEMPLATE } from './support/mixed-template';
import { whole, writeHtml } from './support/whole';
import type { TrustGraph } from '../../src/graph/trust/trust-graph';
import { readTemplates } from '../../src/model/read-templates';
import { collectEvidence } from '../../src/report/evidence';
import { writeGraphPage } from '../../src/report/graph/page';
import { writeSvg } from '../../src/report/graph/svg';
import { launchBrowser } from '../support/browser';
import { edge, fullApp, graphOf, node, smallApp } from '../support/trust-graphs';

const TOOL = { name: 'tool', version: '1.2.3' };

let browser: Browser;
let directory: string;
let report: string;
let page: string;
let full: string;
beforeAll(async () => {
  browser = await launchBrowser();
  directory = mkdtempSync(join(tmpdir(), 'zt-graph-browser-'));
  const template = join(directory, 'mixed.yaml');
  writeFileSync(template, MIXED_TEMPLATE);
  report = publish('report.html', writeHtml(collectEvidence(readTemplates(template), undefined, { graph: () => smallApp().graph }), TOOL, '2026-11-22'));
  page = publish('page.html', pageOf(smallApp().graph));
  full = publish('full.html', pageOf(fullApp()));
});
afterAll(async () => {
  await browser?.close();
  if (directory) rmSync(directory, { recursive: true, force: true });
});

function publish(name: string, content: string): string {
  writeFileSync(join(directory, name), content);
  return pathToFileURL(join(directory, name)).href;
}

function pageOf(graph: TrustGraph): string {
  return whole(writeGraphPage(graph, {}, TOOL));
}

/** Opens a page, and holds it to what every page must hold: nothing is asked for, nothing is complained of. */
async function visit(url: string, look: (page: Page) => Promise<void>, options: BrowserContextOptions = {}): Promise<void> {
  const context = await browser.newContext(options);
  const seen: string[] = [];
  try {
    const opened = await context.newPage();
    for (const event of ['request', 'console', 'pageerror', 'dialog'] as const) {
      opened.on(event as 'console', (what: any) => seen.push(what.url?.() ?? what.message ?? what.text()));
    }
    await opened.goto(url);
    await look(opened);
    expect(seen.filter((text) => !text.startsWith(url))).toEqual([]);
  } finally {
    await context.close();
  }
}

const about = (opened: Page) => opened.locator('.graph-about');
const nodeOf = (opened: Page, label: string) => opened.locator(`[data-node][aria-label^="${label},"]`);
const shown = (opened: Page, what: string) => opened.locator(`.graph-frame [data-${what}]:visible`).count();
const status = (opened: Page) => opened.locator('.graph-shown').innerText();
const viewBox = (opened: Page) => opened.locator('.graph-frame > svg').getAttribute('viewBox');

/** Pairs of texts of a drawing that lie over each other, by the boxes in which the browser draws them. */
const OVERLAPS = `(() => {
  const texts = [...document.querySelectorAll('svg.graph text')].filter((text) => !text.closest('.graph-legend')).map((text) => ({ words: text.textContent, box: text.getBoundingClientRect() }));
  const over = (a, b) => Math.min(a.right, b.right) - Math.max(a.left, b.left) > 0.5 && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 0.5;
  return { count: texts.length, pairs: texts.flatMap((a, i) => texts.slice(i + 1).filter((b) => over(a.box, b.box)).map((b) => a.words + ' / ' + b.words)) };
})()`;

/** The least contrast of texts of the drawing with the page of the picture and with the ground of a zone, and how many colours texts have. */
const LABEL_CONTRAST = `(() => {
  const luminance = (colour) => colour.match(/[\\d.]+/g).slice(0, 3).map((part) => part / 255).map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4))
    .reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);
  const fillOf = (element) => getComputedStyle(element).fill;
  const fills = [...new Set([...document.querySelectorAll('.graph-frame text')].map(fillOf))];
  const grounds = ['.graph-frame .n rect', '.graph-frame .z rect'].map((selector) => fillOf(document.querySelector(selector)));
  const contrast = (a, b) => (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
  return { kinds: fills.length, worst: Math.min(...fills.flatMap((fill) => grounds.map((ground) => contrast(luminance(fill), luminance(ground))))) };
})()`;

test.each(['page', 'picture'])('no two labels of 40 nodes overlap, as the browser draws them: %s', (kind) => {
  const url = kind === 'page' ? full : publish('full.svg.html', `<!doctype html><body>${whole(writeSvg(fullApp(), {}))}`);
  return visit(url, async (opened) => {
    const { count, pairs } = await opened.evaluate(OVERLAPS) as { count: number; pairs: string[] };
    expect(count).toBeGreaterThan(120);
    expect(pairs).toEqual([]);
    const picture = await opened.screenshot();
    expect([...picture.subarray(1, 4)].map((code) => String.fromCharCode(code)).join('')).toBe('PNG');
    expect(picture.length).toBeGreaterThan(20_000);
  }, { viewport: { width: 2600, height: 1800 } });
});

test('the report begins with the graph, before its summary', () => visit(report, async (opened) => {
  expect(await opened.locator('main section').evaluateAll((all: any[]) => all.slice(0, 2).map(({ id }) => id))).toEqual(['graph', 'summary']);
  expect(await opened.locator('nav a').first().innerText()).toBe('Trust graph');
  expect(await shown(opened, 'node')).toBe(8);
  await opened.locator('form[role=search] select[name=verdict]').selectOption('fail');
  expect(await opened.locator('form[role=search] [role=status]').innerText()).toMatch(/^Showing \d+ of/);
}));

test('filters by zone, class and kind, and shows what leads to and from it', () => visit(page, async (opened) => {
  expect(await status(opened)).toBe('Showing all 8 nodes and 8 edges.');
  await opened.locator('select[name=class]').selectOption('RESTRICTED');
  expect(await status(opened)).toBe('Showing 1 of 8 nodes, with what they lead to and what leads to them: 3 edges.');
  expect([await shown(opened, 'node'), await shown(opened, 'edge')]).toEqual([4, 3]);
  await opened.locator('select[name=class]').selectOption('');
  await opened.locator('select[name=zone]').selectOption('App/Zone');
  expect(await status(opened)).toContain('Showing 5 of 8 nodes');
  await opened.locator('select[name=kind]').selectOption('queue');
  expect(await shown(opened, 'edge')).toBe(2);
  await opened.getByRole('button', { name: 'Reset' }).click();
  await opened.waitForFunction('document.querySelector(".graph-shown").textContent.includes("all")');
  expect(await shown(opened, 'node')).toBe(8);
}));

test('a click on a node tells its blast radius, and lights it', () => visit(page, async (opened) => {
  await nodeOf(opened, 'Deploy').click();
  const text = await about(opened).innerText();
  expect(text).toContain('It takes control of\nplace-order, workload');
  expect(text).toContain('Blast radius: 4 nodes are reached');
  expect(text).toContain('Orders, data store, RESTRICTED');
  expect(await opened.locator('.graph .lit[data-node]').count()).toBe(4);
  await about(opened).getByRole('button', { name: 'ship-order, workload' }).first().click();
  expect(await about(opened).locator('h3').innerText()).toBe('ship-order');
}));

test('a click on an edge tells its reasons, and why it is only possible', () => visit(page, async (opened) => {
  const middle = opened.locator('[data-edge]', { has: opened.locator('title', { hasText: 'ship-order → Orders' }) }).locator('text');
  await middle.click();
  const text = await about(opened).innerText();
  expect(text).toContain('ship-order → Orders');
  expect(text).toContain('dynamodb:GetItem, dynamodb:UpdateItem');
  expect(text).toContain('a policy of ship-order allows it on Orders');
  expect(text).toContain('possible because a condition is not decided');
}));

test('is used by keyboard alone: nodes are reached and chosen, the picture moves and zooms, Escape goes back', () => visit(page, async (opened) => {
  await opened.locator('.graph-frame > svg').focus();
  const before = await viewBox(opened);
  await opened.keyboard.press('+');
  const [, , wide] = before!.split(' ').map(Number);
  expect(Number((await viewBox(opened))!.split(' ')[2])).toBeCloseTo(wide * 0.8, 0);
  await opened.keyboard.press('ArrowRight');
  expect(Number((await viewBox(opened))!.split(' ')[0])).toBeGreaterThan(0);
  await opened.keyboard.press('0');
  expect(await viewBox(opened)).toBe(before!);
  await opened.keyboard.press('Tab');
  const label = await opened.evaluate('document.activeElement.getAttribute("aria-label")') as string;
  await opened.keyboard.press('Enter');
  expect(label.startsWith(await about(opened).locator('h3').innerText())).toBe(true);
  await opened.keyboard.press('Escape');
  expect(await about(opened).isVisible()).toBe(false);
}));

test('is dragged and zoomed by a pointer', () => visit(page, async (opened) => {
  const { x, y, width, height } = (await opened.locator('.graph-frame > svg').boundingBox())!;
  const before = await viewBox(opened);
  await opened.mouse.move(x + width - 20, y + height - 10);
  await opened.mouse.down();
  await opened.mouse.move(x + width - 220, y + height - 60, { steps: 4 });
  await opened.mouse.up();
  expect(Number((await viewBox(opened))!.split(' ')[0])).toBeGreaterThan(10);
  await opened.getByRole('button', { name: 'Fit' }).click();
  expect(await viewBox(opened)).toBe(before!);
  await opened.getByRole('button', { name: 'Zoom in' }).click();
  expect(await viewBox(opened)).not.toBe(before!);
}, { viewport: { width: 1200, height: 1000 } }));

test.each(['light', 'dark'] as const)('has text of a contrast of 4.5 and more in %s', (colorScheme) => visit(page, async (opened) => {
  await nodeOf(opened, 'Deploy').click();
  await opened.evaluate('for (const d of document.querySelectorAll("details")) d.open = true');
  expect(await opened.evaluate(contrastFailures)).toEqual([]);
  const { kinds, worst } = await opened.evaluate(LABEL_CONTRAST) as { kinds: number; worst: number };
  expect(kinds).toBeGreaterThan(4);
  expect(worst).toBeGreaterThanOrEqual(4.5);
}, { colorScheme }));

test('prints the picture and every edge with its reasons, without controls, with or without script', async () => {
  for (const javaScriptEnabled of [true, false]) {
    await visit(page, async (opened) => {
      await opened.emulateMedia({ media: 'print' });
      expect(await opened.locator('.graph-frame > svg').isVisible()).toBe(true);
      expect(await opened.locator('tbody tr:visible').count()).toBe(8);
      expect(await opened.locator('.graph-filter').isVisible()).toBe(false);
      expect((await opened.pdf({ format: 'A4' })).length).toBeGreaterThan(5_000);
    }, { javaScriptEnabled });
  }
});

test('reads without script, and needs no horizontal scrolling on a phone', () => visit(full, async (opened) => {
  expect(await opened.locator('.graph-filter').isVisible()).toBe(false);
  await opened.locator('details > summary').click();
  expect(await opened.locator('tbody tr').first().isVisible()).toBe(true);
  expect(await opened.evaluate('document.documentElement.scrollWidth')).toBe(375);
}, { javaScriptEnabled: false, viewport: { width: 375, height: 812 } }));

test('runs nothing of hostile names', () => {
  const names = ['</script><script>alert(1)</script>', '<img src=x onerror=alert(1)>', '"><svg onload=alert(1)>', '\u2028alert(1)//', '</title></g></svg><h1>Passed</h1>'];
  const nodes = names.map((name, i) => node(name, i % 2 ? 'store' : 'workload', { zone: name, dataClass: name }));
  const graph = graphOf(nodes.map((one, i) => edge(one, nodes[(i + 1) % nodes.length], names[i], { because: [{ kind: 'network', text: names[i] }] })));
  return visit(publish('hostile.html', pageOf(graph)), async (opened) => {
    expect(await opened.locator('img, h1:has-text("Passed"), svg[onload]').count()).toBe(0);
    await opened.locator('[data-node]').first().click();
    expect(await about(opened).locator('h3').innerText()).toBe(names[0]);
    await opened.locator('select[name=zone]').selectOption({ index: 1 });
    expect(await status(opened)).toContain('Showing 1 of 5');
    expect(await opened.locator('img, h1:has-text("Passed"), svg[onload]').count()).toBe(0);
  });
});
