import { AxeBuilder } from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';

/**
 * Fails the test, at its end, where axe finds something serious or critical. `within` is a selector: the whole page is
 * looked at in some ten times the time of one pane.
 *
 * Left out are the focus guards of Base UI's open menus, selects and popovers: empty elements at the edges of a popup
 * that hand the focus on at once, and so never hold what a screen reader would have to tell. axe takes each for
 * something hidden that can be reached (`aria-hidden-focus`); both projects call that a false finding
 * (mui/base-ui#4668, dequelabs/axe-core#4832).
 */
export async function expectAccessible(page: Page, what: string, within = 'html'): Promise<void> {
  // Its other mode opens a page of its own, which Electron has none of.
  const axe = new AxeBuilder({ page }).setLegacyMode(true).include(within).exclude('[data-base-ui-focus-guard]');
  const { violations } = await axe.analyze();
  const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
  const told = serious.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join('\n    ')}`);
  expect.soft(told, `serious violations in ${what}`).toEqual([]);
}
