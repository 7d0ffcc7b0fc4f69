import { mkdtempSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { pathToFileURL } from 'url';
import { App } from 'aws-cdk-lib';
import { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { contrastFailures } from './support/contrast';
import { manyItems, MIXED_TEMPLATE } from './support/mixed-template';
import { writeHtml } from './support/whole';
import { frameworkOf } from '../../src/frameworks';
import { readTemplates } from '../../src/model/read-templates';
import { collectEvidence, Evidence, EvidenceItem } from '../../src/report/evidence';
import { applyWaivers } from '../../src/report/waived';
import { buildWholeApp } from '../policy/support/whole-app';
import { launchBrowser } from '../support/browser';

const TODAY = '2026-11-22';

let browser: Browser;
let directory: string;
let evidence: Evidence;
let address: string;

beforeAll(async () => {
  browser = await launchBrowser();
  directory = mkdtempSync(join(tmpdir(), 'zt-browser-'));
  const app = new App({ outdir: join(directory, 'cdk.out') });
  buildWholeApp(app);
  app.synth();
  const insecure = join(directory, 'mixed.yaml');
  writeFileSync(insecure, MIXED_TEMPLATE);
  evidence = applyWaivers(collectEvidence(readTemplates(app.outdir, insecure)), TODAY, { templates: true });
  address = publish('report.html', evidence);
});
afterAll(async () => {
  await browser?.close();
  if (directory) rmSync(directory, { recursive: true, force: true });
});

function publish(name: string, of: Evidence): string {
  const path = join(directory, name);
  writeFileSync(path, writeHtml(of, { name: 'tool', version: '1.2.3' }, TODAY));
  return pathToFileURL(path).href;
}

/** Opens a page, and holds it to what every page must hold: nothing is asked for, nothing is complained of. */
async function visit(look: (page: Page) => Promise<void>, options: BrowserContextOptions = {}, url = address): Promise<void> {
  const context = await browser.newContext(options);
  const seen: string[] = [];
  try {
    const page = await context.newPage();
    page.on('request', (request) => seen.push(request.url()));
    page.on('console', (message) => seen.push(message.text()));
    page.on('pageerror', (error) => seen.push(error.message));
    page.on('dialog', (dialog) => seen.push(dialog.message()));
    await page.goto(url);
    await look(page);
    expect(seen.filter((text) => !text.startsWith(url))).toEqual([]);
  } finally {
    await context.close();
  }
}

const visibleRows = (page: Page) => page.locator('details[data-rule] tbody tr:not([hidden])').count();
const status = (page: Page) => page.locator('[role=status]').innerText();
const of = (filter: (item: EvidenceItem) => boolean) => evidence.items.filter(filter).length;

/** Presses tab until something has the focus. */
async function tabTo(page: Page, selector: string): Promise<void> {
  for (let i = 0; i < 400; i++) {
    await page.keyboard.press('Tab');
    if (await page.evaluate((wanted) => (globalThis as any).document.activeElement.matches(wanted), selector)) return;
  }
  throw new Error(`${selector} is not reached by tab`);
}

describe('in a browser', () => {
  test('shows every verdict at first, and says so', () => visit(async (page) => {
    expect(await visibleRows(page)).toBe(evidence.items.length);
    expect(await status(page)).toBe(`Showing all ${evidence.items.length.toLocaleString('en')} verdicts.`);
  }));

  test('filters by keyboard alone, by each filter and by several', () => visit(async (page) => {
    await tabTo(page, 'select[name=verdict]');
    await page.keyboard.press('ArrowDown');
    expect(await visibleRows(page)).toBe(of(({ verdict }) => verdict === 'fail' || verdict === 'unknown'));

    await page.keyboard.press('ArrowDown');
    expect(await visibleRows(page)).toBe(of(({ verdict }) => verdict === 'fail'));
    await tabTo(page, 'input[name=text]');
    await page.keyboard.type('app/topic SNS');
    const topics = of(({ verdict, constructPath, rule }) => verdict === 'fail' && constructPath === 'App/Topic' && rule.id.includes('SNS'));
    expect(topics).toBeGreaterThan(0);
    expect(await visibleRows(page)).toBe(topics);
    expect(await status(page)).toMatch(new RegExp(`^Showing ${topics} of [\\d,]+ verdicts, under ${topics} of \\d+ rules\\.$`));

    await tabTo(page, 'button[type=reset]');
    await page.keyboard.press('Enter');
    await page.waitForFunction('document.querySelector("[role=status]").textContent.includes("all")');
    expect(await visibleRows(page)).toBe(evidence.items.length);
  }));

  test.each([
    ['severity', 'critical', () => of(({ rule }) => rule.severity === 'critical')],
    ['stack', 'last', () => of(({ template }) => template === evidence.templates[evidence.templates.length - 1])],
    ['verdict', 'waived', () => of(({ verdict }) => verdict === 'waived')],
    ['framework', 'pci-dss', () => of(({ rule }) => frameworkOf('pci-dss')!.controls.some(({ rules }) => rules.includes(rule.id)))],
  ])('filters by %s', (name, value, expected) => visit(async (page) => {
    await page.locator(`select[name=${name}]`).selectOption(value === 'last' ? { index: evidence.templates.length } : value);
    expect(await visibleRows(page)).toBe(expected());
    expect(expected()).toBeGreaterThan(0);
    expect(expected()).toBeLessThan(evidence.items.length);
  }));

  test('shows the controls of the chosen framework only', () => visit(async (page) => {
    await page.locator('select[name=framework]').selectOption('hipaa');
    const shown = await page.locator('[data-framework]:visible').evaluateAll((all: any[]) => all.map(({ dataset }) => dataset.framework));
    expect(shown).toEqual(['hipaa']);
  }));

  test('goes by keyboard from a framework to a control, its rule, the resource and the value', () => visit(async (page) => {
    await tabTo(page, '[data-framework=nist-800-53] > summary');
    await page.keyboard.press('Enter');
    const link = page.locator('[data-framework=nist-800-53] a[href="#rule-ZT-SNS-001"]').first();
    await link.focus();
    await page.keyboard.press('Enter');
    const rule = page.locator('details[data-rule=ZT-SNS-001]');
    await rule.locator('text=App/Topic').first().waitFor({ state: 'visible' });
    expect(await rule.locator('tr[data-verdict=fail]').innerText()).toContain('not encrypted with a customer managed KMS key');
    expect(await rule.locator('h4').allInnerTexts()).toEqual(['Why', 'Remediation', 'Controls']);
    expect(await page.evaluate('document.activeElement.parentElement.dataset.rule')).toBe('ZT-SNS-001');
  }));

  test('a link into what is filtered away brings it back', () => visit(async (page) => {
    await page.locator('select[name=verdict]').selectOption('waived');
    expect(await page.locator('details[data-rule=ZT-SNS-001]').isVisible()).toBe(false);
    await page.evaluate('location.hash = "rule-ZT-SNS-001"');
    await page.locator('#rule-ZT-SNS-001').waitFor({ state: 'visible' });
  }));

  test('opens and closes all that the filters show', () => visit(async (page) => {
    await page.locator('select[name=verdict]').selectOption('waived');
    await page.getByRole('button', { name: 'Open all' }).press('Enter');
    expect(await page.locator('details[data-rule][open]').count()).toBe(1);
    await page.getByRole('button', { name: 'Open all' }).press('Enter');
    expect(await page.locator('details[data-rule][open]').count()).toBe(0);
  }));

  test('has a skip link, landmarks, one first heading and tables that name their rows and columns', () => visit(async (page) => {
    await page.keyboard.press('Tab');
    expect(await page.evaluate('document.activeElement.textContent')).toBe('Skip to the evidence');
    expect(await page.locator('.skip').boundingBox()).toMatchObject({ x: expect.any(Number) });
    for (const role of ['banner', 'main', 'contentinfo', 'navigation', 'search'] as const) expect(await page.getByRole(role).count()).toBe(1);
    expect(await page.getByRole('heading', { level: 1 }).count()).toBe(1);
    expect(await page.locator('table:not(:has(caption)), th:not([scope]), tbody tr:not(:has(th[scope=row])), section:not([aria-labelledby])').count()).toBe(0);
    expect(await page.locator('[role=status][aria-live=polite]').count()).toBe(1);
    for (const name of ['Framework', 'Severity', 'Stack', 'Verdict']) expect(await page.getByRole('combobox', { name, exact: true }).count()).toBe(1);
    expect(await page.getByRole('searchbox', { name: 'Text', exact: true }).count()).toBe(1);
  }));

  test.each(['light', 'dark'] as const)('has text of a contrast of 4.5 and more, and a focus that is seen, in %s', (colorScheme) => visit(async (page) => {
    await page.evaluate('for (const d of document.querySelectorAll("details")) d.open = true');
    expect(await page.evaluate(contrastFailures)).toEqual([]);
    await page.keyboard.press('Tab');
    expect(await page.evaluate('getComputedStyle(document.activeElement).outlineWidth')).toBe('3px');
  }, { colorScheme }));

  test('needs no horizontal scrolling on a phone, with everything open', () => visit(async (page) => {
    await page.evaluate('for (const d of document.querySelectorAll("details")) d.open = true');
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(375);
  }, { viewport: { width: 375, height: 812 } }));

  test.each([true, false])('prints everything open, without controls (script: %p)', (javaScriptEnabled) => visit(async (page) => {
    await page.emulateMedia({ media: 'print' });
    const rows = page.locator('tbody tr');
    const hidden = await page.evaluate("[...document.querySelectorAll('tbody tr')].filter((row) => !row.checkVisibility() || row.offsetHeight === 0).length");
    expect(await rows.count()).toBeGreaterThan(evidence.items.length);
    expect(hidden).toBe(0);
    for (const selector of ['nav', 'select', 'button']) expect(await page.locator(selector).first().isVisible()).toBe(false);
    expect((await page.pdf({ format: 'A4' })).length).toBeGreaterThan(10_000);
  }, { javaScriptEnabled }));

  test('opens everything for printers that know no details of their own, and closes it again', () => visit(async (page) => {
    const open = () => page.locator('details[open]').count();
    await page.evaluate('dispatchEvent(new Event("beforeprint"))');
    expect(await open()).toBe(await page.locator('details').count());
    await page.evaluate('dispatchEvent(new Event("afterprint"))');
    expect(await open()).toBe(0);
  }));

  test('reads without script: everything is there, and no filter that does nothing', () => visit(async (page) => {
    expect(await visibleRows(page)).toBe(evidence.items.length);
    expect(await page.locator('form').isVisible()).toBe(false);
    await page.locator('details[data-rule=ZT-SNS-001] > summary').click();
    expect(await page.locator('details[data-rule=ZT-SNS-001] tr[data-verdict=fail]').isVisible()).toBe(true);
  }, { javaScriptEnabled: false }));

  test('runs nothing of hostile templates', () => {
    const hostile = ['</script><script>alert(1)</script>', '<img src=x onerror=alert(1)>', '"><svg onload=alert(1)>', '\u2028alert(1)//', '</details></table><h1>Passed</h1>'];
    const items = [...evidence.items].slice(0, 20).map((item, i) => {
      const text = hostile[i % hostile.length];
      const template = { ...item.template, name: text };
      return item.with({ value: text, finding: text }, { template, logicalId: text, type: text, constructPath: text });
    });
    const templates = evidence.templates.map((template, i) => ({ ...template, name: hostile[i], templatePath: hostile[i], notJudged: hostile }));
    return visit(async (page) => {
      expect(await page.locator('img, h1:has-text("Passed"), svg[onload]').count()).toBe(0);
      expect(await visibleRows(page)).toBe(items.length);
      expect(await page.locator('tbody th').allInnerTexts()).toContainEqual(expect.stringContaining('<img src=x onerror=alert(1)>'));
    }, {}, publish('hostile.html', { ...evidence, items, templates }));
  });

  test('filters 2,000 verdicts in less than 100 ms', () => visit(async (page) => {
    const took = await page.evaluate(`(() => {
      const field = document.querySelector('input[name=text]');
      return ['', 'service1', 'service12', 'in no verdict: xyzzy'].map((text) => {
        field.value = text;
        const start = performance.now();
        field.dispatchEvent(new Event('input', { bubbles: true }));
        return performance.now() - start;
      });
    })()`) as number[];
    expect(await visibleRows(page)).toBe(0);
    expect(Math.max(...took.slice(1))).toBeLessThan(100);
  }, {}, publish('many.html', { ...evidence, items: manyItems(evidence, 2000) })));
});
