import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { builtInPack } from '../../src/cli/built-in-pack.ts';
import type { LedgerEntry } from '../../src/verify/ledger/entry.ts';
import { reportPage } from '../../src/verify/report/page.ts';
import { reportOf } from '../../src/verify/report/report.ts';
import { wholeLedger } from '../../src/verify/report/testing.ts';
import { describeWith } from '../operational/tool.ts';
import { type Chromium, type Page, startChromium } from './chromium.ts';

const pack = await builtInPack();
const engine = '0.1.0';
const fails = (id: string): boolean => id.includes('auth.method=oidc') && id.includes('queue');
const whole = wholeLedger(pack, engine, ['ci', 'k6']);
const broken = wholeLedger(pack, engine, ['ci', 'k6'], fails).filter(
  ({ combination }) => !(combination.includes('k6') && combination.includes('gitlab')),
);

describeWith('chromium')('the report in a browser', () => {
  let folder = '';
  let chromium: Chromium;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'plinth-report-'));
    chromium = startChromium();
  });
  afterAll(async () => {
    await chromium.close();
    rmSync(folder, { recursive: true });
  });

  const openText = (text: string): Promise<Page> => {
    const file = join(folder, 'report.html');
    writeFileSync(file, text);
    return chromium.open(file);
  };
  const open = (entries: readonly LedgerEntry[]): Promise<Page> =>
    openText(reportPage(reportOf(pack, engine, entries)));
  const texts = async (page: Page, selector: string): Promise<readonly string[]> =>
    (await page.evaluate(
      `[...document.querySelectorAll(${JSON.stringify(selector)})].map((e) => e.innerText.replace(/\\s+/g, ' ').trim())`,
    )) as string[];

  it('shows how many combinations, programs and pairs were built', async () => {
    const page = await open(whole);
    expect(await texts(page, '.tiles dd')).toEqual([
      '648 of 648 on offer',
      '108 that differ',
      '138 of 138',
      '0 programs',
    ]);
    expect(await texts(page, '.verdict')).toEqual(['✓ All that was verified passes.']);
    expect(await texts(page, '.pairs tbody td')).toHaveLength(138);
    expect(await texts(page, '.failure')).toEqual([]);
  });

  it('shows what fails, and the pairs that were never built', async () => {
    const page = await open(broken);
    expect(await texts(page, '.verdict')).toEqual(['✕ 24 programs fail.']);
    const failures = await texts(page, '.failure');
    expect(failures).toHaveLength(24);
    expect(failures[0]).toContain('auth.method=oidc');
    expect(await texts(page, '.pairs .none')).toEqual(['0']);
    expect((await texts(page, '.pairs .broken')).length).toBeGreaterThan(10);
    expect(await texts(page, '.missing li')).toEqual(['ci.provider=gitlab with k6']);
  });

  it.each([1280, 400])('fits a window %i pixels wide', async (width) => {
    const page = await open(broken);
    await page.resize(width, 900);
    const measure =
      '[innerWidth, document.documentElement.scrollWidth - document.documentElement.clientWidth]';
    expect(await page.evaluate(measure)).toEqual([width, 0]);
    await page.evaluate(`document.body.insertAdjacentHTML('beforeend', '<pre>${'x'.repeat(999)}')`);
    expect(await page.evaluate(measure)).not.toEqual([width, 0]);
  });

  it('is read as easily in the dark: every text stands out from what is behind it', async () => {
    const page = await open(broken);
    const grounds: unknown[] = [];
    for (const scheme of ['light', 'dark'] as const) {
      await page.prefer(scheme);
      expect(await page.evaluate(lowContrast)).toEqual([]);
      grounds.push(await page.evaluate('getComputedStyle(document.body).backgroundColor'));
    }
    expect(new Set(grounds).size).toBe(2);
    await page.evaluate(`document.body.style.color = document.body.style.backgroundColor = '#777'`);
    expect(await page.evaluate(lowContrast)).not.toEqual([]);
  });

  it('tells those who do not see it what its tables are', async () => {
    const page = await open(broken);
    const count = (selector: string) =>
      page.evaluate(`document.querySelectorAll(${JSON.stringify(selector)}).length`);
    expect(await count('th:not([scope])')).toBe(0);
    expect(await count('[role=region]:not([aria-labelledby]), [role=region]:not([tabindex])')).toBe(
      0,
    );
    expect(await count('html[lang], main, h1')).toBe(3);
    const levels = await page.evaluate(
      `[...document.querySelectorAll('h1, h2, h3')].map((e) => Number(e.tagName[1]))`,
    );
    const steps = (levels as number[]).map((level, index, all) => level - (all[index - 1] ?? 0));
    expect(Math.max(...steps)).toBe(1);
  });

  it('needs nothing beside it, runs nothing, and the browser has no complaint', async () => {
    const page = await open(broken);
    expect(page.complaints).toEqual([]);
    const loaded = await page.evaluate(
      `performance.getEntriesByType('resource').length + document.scripts.length`,
    );
    expect(loaded).toBe(0);
    const bad = await openText('<script src="missing.js"></script><script>nothing()</script>');
    expect(bad.complaints).toHaveLength(2);
  });

  it('can be seen', async () => {
    const page = await open(broken);
    await page.resize(1280, 900);
    const png = await page.screenshot();
    expect(png.subarray(1, 4).toString()).toBe('PNG');
    expect(png.length).toBeGreaterThan(20_000);
  });
});

/**
 * The texts whose contrast is under 4.5 to 1, as WCAG 2.2 measures it (1.4.3, relative luminance), over
 * the grounds of all that they stand in.
 */
const lowContrast = `(() => {
  const channels = (color) => {
    const context = new OffscreenCanvas(1, 1).getContext('2d');
    context.fillStyle = color;
    context.fillRect(0, 0, 1, 1);
    const [r, g, b, a] = context.getImageData(0, 0, 1, 1).data;
    return { rgb: [r, g, b], alpha: a / 255 };
  };
  const luminance = (rgb) => {
    const [r, g, b] = rgb.map((value) => {
      const part = value / 255;
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const over = (top, below) =>
    top.rgb.map((value, i) => value * top.alpha + below[i] * (1 - top.alpha));
  const ground = (element) =>
    element === null
      ? [255, 255, 255]
      : over(channels(getComputedStyle(element).backgroundColor), ground(element.parentElement));
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const found = new Set();
  while (texts.nextNode()) {
    const { parentElement: element, data } = texts.currentNode;
    if (data.trim() === '') continue;
    const behind = ground(element);
    const front = over(channels(getComputedStyle(element).color), behind);
    const [light, dark] = [luminance(front), luminance(behind)].sort((a, b) => b - a);
    if ((light + 0.05) / (dark + 0.05) < 4.5) found.add(data.trim());
  }
  return [...found];
})()`;
